"""Where the gradient comes from: its derivation, and the computational graph of a sample."""

from gdviz.ui.views.calculus.derivation import DerivationView
from gdviz.ui.views.calculus.graph import GraphView

ORDER = 60

VIEWS = (DerivationView, GraphView)
