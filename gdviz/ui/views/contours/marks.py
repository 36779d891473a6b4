"""Where what is drawn on the map is put."""

import numpy as np

from gdviz.core.types import Array, Problem


def place(_problem: Problem, w: Array) -> tuple[Array, Array]:
    """Return where the weights (n, 2) are, x and y: the axes are the weights."""
    return w[:, 0], w[:, 1]


def beside_edge(along: float) -> float:
    """Return the vertical anchor of a text at that share of the height, so that it is whole."""
    return 1.0 if along < 0.05 else 0.0 if along > 0.95 else 0.5


def outlines(boxes: Array) -> Array:
    """Return the sides of boxes (n, 2 corners, 2) as pairs of points, (8n, 2)."""
    low, high = boxes[:, 0], boxes[:, 1]
    right, left = np.stack([high[:, 0], low[:, 1]], 1), np.stack([low[:, 0], high[:, 1]], 1)
    corners = [low, right, right, high, high, left, left, low]
    return np.stack(corners, axis=1).reshape(-1, 2)


def near(weights: Array, low: Array, high: Array) -> Array:
    """Return weights (n, 2), those far outside drawn nearer in the direction they are in."""
    middle, width = (low + high) / 2, high - low
    off = np.abs((weights - middle) / width).max(axis=1, keepdims=True)
    return np.asarray(middle + (weights - middle) * np.minimum(1, 50 / np.maximum(off, 1)))


def share_inside(w: Array, delta: Array, low: Array, high: Array) -> float:
    """Return how much of a step from w (2,) stays between the lowest and the highest weights."""
    room = np.where(delta > 0, high - w, low - w)
    shares = np.divide(room, delta, out=np.ones(2), where=delta != 0)
    return float(min(1.0, shares.min()))
