"""What the window is in until it is left: predicting, searching by hand, checking a number."""

from gdviz.ui.features.modes.by_hand import ByHand
from gdviz.ui.features.modes.check import CheckNumber
from gdviz.ui.features.modes.predict import Predict

ORDER = 20

FEATURES = (Predict, ByHand, CheckNumber)
