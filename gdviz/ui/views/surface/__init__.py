"""The cost over two weights as a surface in three dimensions."""

from gdviz.ui.views.surface.view import Surface

ORDER = 12

VIEWS = (Surface,)
