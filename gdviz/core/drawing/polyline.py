"""What draws a polyline on a screen, in pixels: its dashes, and points that are apart."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gdviz.core.drawing.values import each_once
from gdviz.core.types import Array

_MOST_PERIODS = 1000
"""A line of more dashes is solid: it covers itself so often that they cannot be told apart."""


def dashed(points: Array, pattern: Sequence[float], behind: float = 0.0) -> Array:
    """Return the pieces of a polyline that its dashes cover, (pieces, 2 ends, 2).

    Args:
        points: its corners, (n, 2), finite, in pixels.
        pattern: how long a dash is, the gap after it, and so on in turn; empty for none.
        behind: how long what it goes on from is.
    """
    lengths = np.hypot(*np.diff(points, axis=0).T)
    whole = np.stack([points[:-1], points[1:]], axis=1)
    period = float(sum(pattern))
    if not len(points) or not period or behind + lengths.sum() > _MOST_PERIODS * period:
        return whole
    along = behind % period + np.concatenate([[0.0], np.cumsum(lengths)])
    changes = np.concatenate([[0.0], np.cumsum(pattern)[:-1]])
    periods = np.arange(int(along[-1] / period) + 1) * period
    edges = (periods[:, np.newaxis] + changes).ravel()
    cuts = each_once(np.concatenate([along, edges[(along[0] < edges) & (edges < along[-1])]]))
    middles = (cuts[:-1] + cuts[1:]) / 2 % period
    covered = np.searchsorted(changes, middles, side="right") % 2 == 1
    ends = np.stack([np.interp(cuts, along, axis) for axis in points.T], axis=1)
    return np.asarray(np.stack([ends[:-1], ends[1:]], axis=1)[covered])


def unbroken(points: Array) -> list[Array]:
    """Return the stretches of a polyline, (n, 2), between the points that are not finite."""
    gaps = np.flatnonzero(~np.isfinite(points).all(axis=1))
    first, *others = np.split(points, gaps)
    return [first, *(part[1:] for part in others)]  # each of the others begins with its gap


def in_common(points: Array, others: Array) -> int:
    """Return with how many points, (n, 2), two polylines begin alike; a gap is like a gap."""
    count = min(len(points), len(others))
    points, others = points[:count], others[:count]
    alike = ((points == others) | (np.isnan(points) & np.isnan(others))).all(axis=1)
    return int(np.append(alike, [False]).argmin())


def apart(points: Array, distance: float) -> npt.NDArray[np.intp]:
    """Return which points of a polyline, (n, 2), are in another cell than the one before.

    Args:
        points: its corners, finite, in pixels.
        distance: how wide a cell is, so about how far apart they are at least.
    """
    cells = np.floor(points / distance)
    moved = (np.diff(cells, axis=0) != 0).any(axis=1)
    return np.flatnonzero(np.concatenate([np.ones(min(1, len(points)), bool), moved]))


def first_in_cells(points: Array) -> npt.NDArray[np.intp]:
    """Return which points, (n, 2), finite, in pixels, are the first in theirs."""
    cells = np.floor(points)
    _cells, first = np.unique(cells[:, 0] + 1j * cells[:, 1], return_index=True)
    return np.sort(first)


def within(starts: Array, ways: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Return from which share to which, (n,), segments are in a rectangle.

    The first is smaller than the second for those that are in it.

    Args:
        starts: where they begin, (n, 2).
        ways: how far they lead from there, (n, 2).
        low: the rectangle's lower left corner, (2,).
        high: its upper right one.
    """
    with np.errstate(all="ignore"):
        edges = np.stack([(low - starts) / ways, (high - starts) / ways])
    inside = (low <= starts) & (starts <= high)
    still = np.where(inside, [[[-np.inf]], [[np.inf]]], np.inf)
    edges = np.where(ways == 0, still, edges)
    enter = np.maximum(edges.min(axis=0).max(axis=1), 0)
    leave = np.minimum(edges.max(axis=0).min(axis=1), 1)
    return np.asarray(enter), np.asarray(leave)


def cut_out(points: Array, low: Array, high: Array) -> list[Array]:
    """Return the parts, (m, 2) each, of a polyline that are in a rectangle, ends cut at its edge.

    Args:
        points: its corners, (n, 2); what leads to one that is not finite is left out.
        low: the rectangle's lower left corner, (2,).
        high: its upper right one.
    """
    starts, ways = points[:-1], np.diff(points, axis=0)
    enter, leave = within(starts, ways, low, high)
    drawn = np.flatnonzero(enter < leave)
    apart = (np.diff(drawn) > 1) | (leave[drawn[:-1]] < 1)
    parts = np.split(drawn, np.flatnonzero(apart) + 1) if len(drawn) else []
    firsts, lasts = (
        starts + np.where(enter < leave, share, 0)[:, np.newaxis] * ways for share in (enter, leave)
    )
    return [np.concatenate([firsts[part[:1]], lasts[part]]) for part in parts]


def distance(point: Array, line: Array) -> float:
    """Return how far a point, (2,), is from a line through points (n, 2)."""
    starts, along = line[:-1], np.diff(line, axis=0)
    lengths = np.maximum((along**2).sum(axis=1), 1e-300)
    shares = np.clip(((point - starts) * along).sum(axis=1) / lengths, 0, 1)
    return float(np.hypot(*(starts + shares[:, np.newaxis] * along - point).T).min())
