"""The program that computes the run, its output, and what one of its lines means."""

from gdviz.ui.views.code.listing import ListingView
from gdviz.ui.views.code.output import OutputView

ORDER = 60

VIEWS = (ListingView, OutputView)
