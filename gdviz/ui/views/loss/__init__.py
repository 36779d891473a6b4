"""The loss plot: raw and smoothed, live."""

from gdviz.ui.views.loss.view import LossPlot

ORDER = 20

VIEWS = (LossPlot,)
