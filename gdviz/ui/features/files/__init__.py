"""What comes in from files, and what is taken away."""

from gdviz.ui.features.files.opening import Opening

ORDER = 80

FEATURES = (Opening,)
