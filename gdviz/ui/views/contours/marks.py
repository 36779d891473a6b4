"""What the marks on the map look like and mean."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gdviz.core.types import Array
from gdviz.i18n import N_, _
from gdviz.ui.plots.legend import ARROW, Key
from gdviz.ui.plots.marks import soft
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme

MEANINGS = {
    "ball": N_("probe"),
    "step": N_("next step"),
    "downhill": N_("−gradient"),
    "start": N_("start"),
    "minimum": N_("minimum"),
    "local": N_("local minimum"),
    "saddle": N_("saddle point"),
    "best": N_("best so far"),
    "box": N_("box in hand"),
}


def beside_edge(along: float) -> float:
    """Return the vertical anchor of a text at that share of the height, so that it is whole."""
    return 1.0 if along < 0.05 else 0.0 if along > 0.95 else 0.5


def outlines(boxes: Array) -> Array:
    """Return the sides of boxes (n, 2 corners, 2) as pairs of points, (8n, 2)."""
    low, high = boxes[:, 0], boxes[:, 1]
    right, left = np.stack([high[:, 0], low[:, 1]], 1), np.stack([low[:, 0], high[:, 1]], 1)
    corners = [low, right, right, high, high, left, left, low]
    return np.stack(corners, axis=1).reshape(-1, 2)


def keys(theme: Theme) -> dict[str, Key]:
    """Return how each mark looks, and what it means."""
    dashed = Qt.PenStyle.DashLine
    looks: dict[str, tuple[str, float, QPen, QColor | None]] = {
        "ball": ("o", 11, pen(theme.card, 1.5), QColor(theme.weight)),
        "step": (ARROW, 8, pen(theme.weight, 2.4), None),
        "downhill": (ARROW, 7, pen(theme.gradient, 1.8, dashed), None),
        "start": ("s", 9, pen(theme.weight, 1.8), QColor(theme.card)),
        "minimum": ("t", 11, pen(theme.card), QColor(theme.minimum)),
        "local": ("t", 10, pen(theme.minimum, 1.8), QColor(theme.card)),
        "saddle": ("x", 11, pen(theme.card), QColor(theme.text)),
        "best": ("o", 12, pen(theme.minimum, 2), None),
        "box": ("s", 12, pen(theme.minimum, 1.6, dashed), soft(theme.minimum, 30)),
    }
    return {name: Key(_(MEANINGS[name]), *look) for name, look in looks.items()}
