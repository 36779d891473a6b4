"""The program that computes the run, followed line by line."""

from gdviz.ui.features.code.feature import Code

ORDER = 45

FEATURES = (Code,)
