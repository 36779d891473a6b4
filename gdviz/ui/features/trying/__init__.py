"""What there is to try at once: named experiments, one click each."""

from gdviz.ui.features.trying.feature import TryThis

ORDER = 15

FEATURES = (TryThis,)
"""The menu of experiments, and the note that says what to watch in the one that is shown."""
