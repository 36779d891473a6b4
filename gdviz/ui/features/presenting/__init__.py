"""For a class to see: the full screen, everything large, and where the pointer is."""

from gdviz.ui.features.presenting.feature import Presenting

ORDER = 70

FEATURES = (Presenting,)
