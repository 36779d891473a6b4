"""The step on screen, written out with its numbers."""

from gdviz.ui.views.arithmetic.view import ArithmeticView

ORDER = 20

VIEWS = (ArithmeticView,)
