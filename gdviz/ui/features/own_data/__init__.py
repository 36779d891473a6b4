"""One's own data: a file, a look at it, and what is to be made of it."""

from gdviz.ui.features.own_data.feature import OwnData

ORDER = 10

FEATURES = (OwnData,)
