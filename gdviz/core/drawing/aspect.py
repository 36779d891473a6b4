"""How much of the plane of two weights is seen, so that a unit of either is as long."""

from collections.abc import Sequence
from typing import NamedTuple

_MOST = 4.0
"""Where the domain's sides differ more than so many times, a true picture would be a line."""

Range = tuple[float, float]


class Sight(NamedTuple):
    """What of the plane is seen.

    Attributes:
        x: from where to where along the first weight.
        y: along the second.
        stretch: how many times as long a unit of the second is as one of the first.
    """

    x: Range
    y: Range
    stretch: float = 1.0


def unequal(across: float, up: float) -> bool:
    """Tell whether a domain's sides differ so much that its picture is stretched."""
    return bool(max(across, up) > _MOST * min(across, up))


def sight(domain: Sequence[Range], width: float, height: float) -> Sight:
    """Return what is seen of a domain in a picture of that size: all of it, and what is about it.

    Args:
        domain: from where to where the two weights go.
        width: how wide the picture is, in pixels; nothing is about the domain if it is 0.
        height: how high.
    """
    (left, right), (bottom, top) = x, y = domain
    across, up = right - left, top - bottom
    if not (width > 0 and height > 0):
        return Sight(x, y)
    if unequal(across, up):
        return Sight(x, y, (height / up) / (width / across))
    pixel = max(across / width, up / height)
    return Sight(_widened(x, pixel * width), _widened(y, pixel * height))


def _widened(span: Range, to: float) -> Range:
    low, high = span
    more = max(0.0, (to - (high - low)) / 2)
    return low - more, high + more
