"""Numbers as dots, each to be seen: those that would hide one another lie on one another."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from gdviz.core.types import Array

_FAR = 3.0
"""A number farther from the middle half than so many times its spread would squash the others, if
it is also farther than so many times the truth: usual slips are a factor, or a sign."""

_MIDDLE_HALF = (0.25, 0.75)

_ROOM = 0.08
"""Of a range, beside what is in it."""

_LARGEST = 1e60
"""The largest number that is drawn."""


def sensible_range(numbers: Sequence[float], truth: float) -> tuple[float, float]:
    """Return from where to where numbers are worth seeing: the truth, and all but the absurd.

    These are outside Tukey's outer fences (Exploratory Data Analysis, 1977, 2D).

    Args:
        numbers: the numbers; one at least.
        truth: what is to be seen whatever they are.
    """
    given = np.clip([*numbers, truth], -_LARGEST, _LARGEST)
    low, high = np.interp(_MIDDLE_HALF, np.linspace(0, 1, len(given)), np.sort(given)).tolist()
    far = _FAR * max(high - low, abs(truth)) or np.inf
    seen = given[(given >= min(low, truth) - far) & (given <= max(high, truth) + far)]
    least, most = float(seen.min()), float(seen.max())
    room = _ROOM * (most - least) or abs(truth) / 2 or 1.0
    return least - room, most + room


def stacked(at: Array, width: float) -> tuple[Array, Array]:
    """Return where dots are, (n,), and on how many others each lies, (n,), so that none hides one.

    Dots nearer to the first of a pile than `width` are one pile, in its middle (Wilkinson, Dot
    plots, The American Statistician 53, 1999).

    Args:
        at: where they would be, sorted, (n,).
        width: of a dot, in the same unit.
    """
    piles: list[list[float]] = []
    for one in at.tolist():
        if piles and one - piles[-1][0] < width:
            piles[-1].append(one)
        else:
            piles.append([one])
    middle = [[sum(pile) / len(pile)] * len(pile) for pile in piles]
    ranks = [range(len(pile)) for pile in piles]
    return np.array([*chain(*middle)]), np.array([*chain(*ranks)], np.float64)
