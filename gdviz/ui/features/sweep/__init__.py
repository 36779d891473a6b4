"""The learning-rate sweep: its window, its plots and its words."""

from gdviz.ui.features.sweep.feature import LearningRateSweep

ORDER = 40

FEATURES = (LearningRateSweep,)
