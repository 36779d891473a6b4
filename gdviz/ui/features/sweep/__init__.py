"""The learning-rate sweep: its card, its plots and its words."""

from gdviz.ui.features.sweep.feature import LearningRateSweep

ORDER = 55
"""After the kept runs, under which it stands."""

FEATURES = (LearningRateSweep,)
