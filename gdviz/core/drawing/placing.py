"""Where a text beside a point hides nothing."""

from operator import itemgetter
from typing import NamedTuple

import numpy as np

from gdviz.core.types import Array

SIDES = ((0, -1), (1, -1), (-1, -1), (1, 0), (-1, 0), (0, 1), (1, 1), (-1, 1))
"""On which side of the point a text can be, right and down, the best first."""

_MOVED = 0.1
"""How much worse than a point that it hides is a pixel by which the text is moved."""

_FARTHER = 8
"""By so many of its lines a text is moved up or down where everything beside its point is taken."""


class Area(NamedTuple):
    """A rectangle in pixels, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float


class Text(NamedTuple):
    """How large a text is and how far from its point, in pixels."""

    width: float
    height: float
    gap: float


class _Taken(NamedTuple):
    """Points that are better not hidden, (n, 2), and how bad it is to hide each, (n,)."""

    points: Array
    bad: Array


class Place(NamedTuple):
    """Where a text is: its side, by its place in `SIDES`, and its upper left corner."""

    side: int
    left: float
    top: float


def free_place(
    at: Array,
    text: Text,
    area: Area,
    taken: Array,
    before: int = 0,
    *,
    bad: Array | None = None,
    farther: bool = False,
) -> Place:
    """Return where a text beside a point hides least; it is whole wherever that is.

    Args:
        at: the point, (2,), in pixels.
        text: the text.
        area: what it has to be within.
        taken: points that are better not hidden, (n, 2).
        before: the side it was on; it stays there if nothing is wrong with it.
        bad: how bad it is to hide each of these, (n,); 1 by default.
        farther: whether it may be lines away from its point, rather than hide something.
    """
    hidden = _Taken(taken, np.ones(len(taken)) if bad is None else bad)
    best: tuple[float, Place] = np.inf, Place(before, *at.tolist())
    for line in range(1 + _FARTHER if farther else 1):
        if best[0] <= _MOVED * line * text.height:
            break
        tried = _tried(at, text, area, hidden, line)
        if not line and not tried[before][0]:
            return tried[before][1]
        best = min(best, *tried, key=itemgetter(0))
    return best[1]


def _tried(
    at: Array, text: Text, area: Area, taken: _Taken, line: int
) -> list[tuple[float, Place]]:
    """Return how bad each side is, so many lines away, and where the text would be."""
    sides = [side for side, (_right, down) in enumerate(SIDES) if down or not line]
    size, towards = np.array(text[:2]), np.array([SIDES[side] for side in sides])
    wanted = at + (towards - 1) * size / 2 + towards * text.gap
    away = line * text.height
    farther = wanted + towards * (0, away)
    corners = np.maximum(np.minimum(farther, area[2:] - size), area[:2])
    moved = away + np.abs(corners - farther).sum(axis=1)
    wrong = _hidden(corners, size, taken) + _MOVED * moved
    places = [Place(side, *corner) for side, corner in zip(sides, corners.tolist(), strict=True)]
    return list(zip(wrong.tolist(), places, strict=True))


def _hidden(corners: Array, size: Array, taken: _Taken) -> Array:
    """Return how bad what is hidden is, (n,), by texts of that size at these corners, (n, 2)."""
    x, y = taken.points.T
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0) + size
    near = (left < x) & (x < right) & (top < y) & (y < bottom)  # of all that any might hide
    x, y = x[near], y[near]
    lefts, tops = corners.T[:, :, np.newaxis]
    inside = (lefts < x) & (x < lefts + size[0]) & (tops < y) & (y < tops + size[1])
    hides: Array = inside @ taken.bad[near]
    return hides
