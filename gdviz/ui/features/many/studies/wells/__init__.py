"""What is asked of double wells, with one weight to six."""

from gdviz.ui.features.many.studies.wells.critical_points import CriticalPointsStudy
from gdviz.ui.features.many.studies.wells.scaling import ScalingStudy

__all__ = ["CriticalPointsStudy", "ScalingStudy"]
