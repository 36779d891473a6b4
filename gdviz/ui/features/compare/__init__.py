"""Compare: keep a run, start another, and see them beside each other; let them race."""

from gdviz.ui.features.compare.feature import Compare

ORDER = 50

FEATURES = (Compare,)
