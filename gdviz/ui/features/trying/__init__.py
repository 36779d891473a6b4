"""What there is to try at once: named experiments, and at the first run what to do first."""

from gdviz.ui.features.trying.feature import TryThis
from gdviz.ui.features.trying.first_run import FirstRun

ORDER = 15

FEATURES = (TryThis, FirstRun)
"""The menu of experiments with their note, and three lines that greet whoever is new."""
