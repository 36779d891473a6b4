"""Two weights on the map of their cost."""

from gdviz.ui.views.contours.view import Contours

ORDER = 11

VIEWS = (Contours,)
