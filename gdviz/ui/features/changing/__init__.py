"""Changing: undo and redo, and what is changed by hand in the plots."""

from gdviz.ui.features.changing.hands_on import HandsOn
from gdviz.ui.features.changing.undo import Undo

ORDER = 5

FEATURES = (Undo, HandsOn)
