"""Where what is drawn on the map is put."""

import numpy as np

from gdviz.core.types import Array


def beside_edge(along: float) -> float:
    """Return the vertical anchor of a text at that share of the height, so that it is whole."""
    return 1.0 if along < 0.05 else 0.0 if along > 0.95 else 0.5


def outlines(boxes: Array) -> Array:
    """Return the sides of boxes (n, 2 corners, 2) as pairs of points, (8n, 2)."""
    low, high = boxes[:, 0], boxes[:, 1]
    right, left = np.stack([high[:, 0], low[:, 1]], 1), np.stack([low[:, 0], high[:, 1]], 1)
    corners = [low, right, right, high, high, left, left, low]
    return np.stack(corners, axis=1).reshape(-1, 2)
