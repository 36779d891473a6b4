"""What the window can be in until it is left: predicting each step, searching by hand."""

from gdviz.ui.features.modes.by_hand import ByHand
from gdviz.ui.features.modes.predict import Predict

ORDER = 20

FEATURES = (Predict, ByHand)
