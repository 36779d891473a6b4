"""Many runs: one run repeated from many starts, or with many seeds, and where they all end."""

from gdviz.ui.features.many.feature import Many

ORDER = 56

FEATURES = (Many,)
