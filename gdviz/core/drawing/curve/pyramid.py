"""Where a long curve is lowest and highest, column by column, without reading all of it.

The points are the ground. A cell of each floor above stands for `FAN` of the floor below, and
knows the lowest and the highest point under it. What a column of pixels covers is then some
points at either end, some cells of the first floor between them, and so on: a number of things
to look at that grows with the logarithm of the curve's length.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gdviz.core.drawing.curve.growing import Growing
from gdviz.core.drawing.values import each_once
from gdviz.core.types import Array

FAN = 16

_AT_A_TIME = FAN**4
"""So many points are taken up at a time, for what is made of them has to have room in memory."""

_SIGNS = (1.0, -1.0)
"""The highest point is the lowest of the curve turned over."""

_NOISY = 4.0
"""So many pixels high a curve's way within a column of pixels is where it fills the column."""

Steps = npt.NDArray[np.int64]


class _Floor:
    """The cells of a floor: of each the lowest point under it, and how low that is."""

    def __init__(self) -> None:
        self.points, self.depths = Growing(np.int64), Growing()

    def __len__(self) -> int:
        return len(self.points)


class Pyramid:
    """The lowest and the highest points of a growing curve, in any parts of it.

    What is not finite is neither, while there is another point.
    """

    def __init__(self, heights: Callable[[Array], Array]) -> None:
        """Begin with no points.

        Args:
            heights: how high a point of a value is drawn, (n,) of (n,).
        """
        self._heights = heights
        self._values: Array = np.empty(0)
        self._floors: tuple[list[_Floor], ...] = tuple([] for _sign in _SIGNS)

    def __len__(self) -> int:
        """Return how many points there are."""
        return len(self._values)

    def take(self, values: Array) -> None:
        """Take the values of all points, (n,), of which those known are as they were.

        They are kept, not copied, and only what is new is read.
        """
        for end in range(len(self) + _AT_A_TIME, len(values), _AT_A_TIME):
            self._build(values[:end])
        self._build(values)

    def _build(self, values: Array) -> None:
        self._values = values
        for side, floors in enumerate(self._floors):
            below, floor = len(values), 0
            while below >= FAN:
                if floor == len(floors):
                    floors.append(_Floor())
                kept = floors[floor]
                new = slice(len(kept) * FAN, below // FAN * FAN)
                depths = self._depths(floor, side, new)
                lowest = np.arange(0, len(depths), FAN) + depths.reshape(-1, FAN).argmin(axis=1)
                kept.points.append(self._points(floor, side, new.start + lowest))
                kept.depths.append(depths[lowest])
                below, floor = len(kept), floor + 1

    def _points(self, floor: int, side: int, cells: Steps) -> Steps:
        """Return the lowest points under cells of a floor, the points themselves being floor 0."""
        return np.asarray(self._floors[side][floor - 1].points.all[cells]) if floor else cells

    def _depths(self, floor: int, side: int, cells: Steps | slice) -> Array:
        """Return how low they are; those of the other side as if the curve were turned over."""
        if floor:
            return np.asarray(self._floors[side][floor - 1].depths.all[cells])
        heights = _SIGNS[side] * self._heights(self._values[cells])
        return np.where(np.isfinite(heights), heights, np.inf)

    def extremes(self, edges: Steps) -> Steps:
        """Return the lowest and the highest point of each column, (2, columns).

        Args:
            edges: with which point each begins, and where the last ends, rising, (columns + 1,).
        """
        columns = len(edges) - 1
        # What covers a column begins at its left end, and at its right: a piece of a floor each.
        first, end = edges[:-1], edges[1:]
        found = np.tile(first, (len(_SIGNS), 2))
        depth = np.full(found.shape, np.inf)
        for floor in range(len(self._floors[0]) + 1):
            # The cells above that are whole within a column, if there are any; else it ends here.
            above, above_end = -(-first // FAN), end // FAN
            ends_here = (above >= above_end) | (floor == len(self._floors[0]))
            begin = np.append(first, np.where(ends_here, end, above_end * FAN))
            stop = np.append(np.where(ends_here, end, above * FAN), end)
            pieces = np.flatnonzero(begin < stop)
            cells, starts, lengths = _joined(begin[pieces], stop[pieces])
            for side in range(len(_SIGNS) if len(pieces) else 0):
                depths = self._depths(floor, side, cells)
                lowest = _first_least(depths, starts, lengths)
                deeper = depths[lowest] < depth[side, pieces]
                better, lowest = pieces[deeper], lowest[deeper]
                found[side, better] = self._points(floor, side, cells[lowest])
                depth[side, better] = depths[lowest]
            if ends_here.all():
                break
            first, end = np.where(ends_here, 0, above), np.where(ends_here, 0, above_end)
        left, right = depth[:, :columns], depth[:, columns:]
        return np.where(left <= right, found[:, :columns], found[:, columns:])

    def span(self, first: int, last: int) -> Array:
        """Return how low and how high the points from one to before another come, (2,).

        NaN where none of them is finite. It is what `extremes` finds for one column, which is made
        for many at once.
        """
        return np.array([sign * self._depth(side, first, last) for side, sign in enumerate(_SIGNS)])

    def _depth(self, side: int, first: int, last: int) -> float:
        """Return how low the lowest of those points is, NaN if none is finite."""
        depth, floor = np.inf, 0
        while first < last:
            above, above_end = -(-first // FAN), last // FAN
            goes_on = above < above_end and floor < len(self._floors[side])
            middle = (above * FAN, above_end * FAN) if goes_on else (last, last)
            for begin, end in ((first, middle[0]), (middle[1], last)):
                if begin < end:
                    depth = min(depth, float(self._depths(floor, side, slice(begin, end)).min()))
            first, last, floor = above, above_end if goes_on else above, floor + 1
        return depth if np.isfinite(depth) else np.nan


class Picture:
    """Which points of a pyramid's curve draw what all draw, column by column.

    As long as the curve grows in columns that stay, only the last ones are looked at.
    """

    def __init__(self, pyramid: Pyramid) -> None:
        """Begin with nothing drawn."""
        self._pyramid = pyramid
        self._edges = np.zeros(0, np.int64)
        self._extremes = np.zeros((len(_SIGNS), 0), np.int64)

    def drawn(self, edges: Steps) -> Steps:
        """Return the lowest and the highest point of each column, the first and the last of all.

        Rising; and every point where those are hardly fewer.

        Args:
            edges: as `Pyramid.extremes` has them, or the same more than once.
        """
        edges = each_once(edges)
        if len(edges) < 2 or edges[-1] - edges[0] <= 2 * len(edges):
            self._edges, self._extremes = edges[:0], self._extremes[:, :0]
            return np.arange(*edges[[0, -1]]) if len(edges) else edges
        both = min(len(edges), len(self._edges))
        alike = np.append(edges[:both] == self._edges[:both], [False])
        stay = max(0, int(alike.argmin()) - 1)  # so many columns are as they were
        new = self._pyramid.extremes(edges[stay:])
        self._edges = edges
        self._extremes = np.concatenate([self._extremes[:, :stay], new], axis=1)
        return each_once(np.append(self._extremes, (edges[0], edges[-1] - 1)))

    @property
    def columns(self) -> tuple[Steps, Steps]:
        """The point in the middle of each column drawn last, (n,), and its extremes, (2, n).

        None, where every point was drawn.
        """
        return (self._edges[:-1] + self._edges[1:]) // 2, self._extremes


def _joined(begin: Steps, stop: Steps) -> tuple[Steps, Steps, Steps]:
    """Return the numbers from each begin to before its stop, where those start, and how many."""
    lengths = stop - begin
    starts = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(begin - starts, lengths), starts, lengths


def _first_least(values: Array, starts: Steps, lengths: Steps) -> Steps:
    """Return where the least of each stretch of values is, the first if there are several."""
    hits = np.flatnonzero(values == np.repeat(np.minimum.reduceat(values, starts), lengths))
    return np.asarray(hits[np.searchsorted(hits, starts)])


def filled(ends: Array, pixel: float) -> Array | None:
    """Return from where to where columns are filled by a curve, (2, columns); None if they are not.

    They are where it goes up and down within most of them, many times: then each is a bar, and
    meets its neighbours.

    Args:
        ends: how low and how high it comes in each, (2, columns); NaN where it is nowhere.
        pixel: how high a pixel is.
    """
    low, high = ends
    with np.errstate(invalid="ignore"):
        ways = (high - low)[np.isfinite(high - low)]
        if not len(ways) or np.median(ways) <= _NOISY * pixel:
            return None
        low, high = low.copy(), high.copy()
        # Where one ends below the next, or above it, both come half the way.
        for lower, upper in ((high[:-1], low[1:]), (high[1:], low[:-1])):
            apart, middle = lower < upper, (lower + upper) / 2
            lower[apart], upper[apart] = middle[apart], middle[apart]
    return np.stack([low, high])
