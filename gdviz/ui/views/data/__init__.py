"""The samples, and what the model makes of them."""

from gdviz.ui.views.data.fit import DataFit

ORDER = 30

VIEWS = (DataFit,)
