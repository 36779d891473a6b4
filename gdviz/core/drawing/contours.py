"""The cost over two weights as contour lines, spaced so that valley and walls both show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdviz.core.types import Array, Problem, Rows

_POINTS, _FEWER = 201, 61
"""How many values of each weight are tried, and how many while that is done again and again."""

_LEVELS = 12
_LOWEST, _VALLEY, _TOP = 0.0005, 0.02, 0.995
"""Shares of the domain: so little lies below the bottom, in the valley, not below the top.

The extremes themselves are left out, because a cost may have a pole.
"""

_EDGE = 0.1
"""So near the edge of the domain, as a share of its width, no label is placed."""

_CANDIDATES = 300

_DECADES = 4
"""A gradient so many powers of ten below the usual one has no steepness."""


@dataclass(frozen=True)
class Scale:
    """How high a cost is between the bottom and the top of a landscape.

    height(J) = ln(1 + (J − bottom)/valley) / ln(1 + (top − bottom)/valley): even in
    the valley, and logarithmic on the walls, however much higher they are.

    Attributes:
        bottom: the cost at height 0.
        valley: how far above the bottom the valley reaches.
        top: the cost at height 1.
    """

    bottom: float
    valley: float
    top: float

    @classmethod
    def of(cls, costs: Array, about: Array) -> "Scale | None":
        """Return the scale that suits the costs, of any shape; None if they are all alike.

        Args:
            costs: those within the domain, which say what is low.
            about: those within and about it, which say what is high.
        """
        finite, all_of_them = costs[np.isfinite(costs)], about[np.isfinite(about)]
        if not len(finite):
            return None
        bottom, valley = np.quantile(finite, (_LOWEST, _VALLEY)).tolist()
        top = float(np.quantile(all_of_them, _TOP))
        span = top - bottom
        if not 1e-12 * max(abs(top), abs(bottom)) < span < np.inf:
            return None
        narrow = valley - bottom < 1e-9 * span
        return cls(bottom, span / 100 if narrow else valley - bottom, top)

    @property
    def _steepness(self) -> float:
        return float(np.log1p((self.top - self.bottom) / self.valley))

    def height(self, costs: Array) -> Array:
        """Return from 0 to 1 how high the costs are; NaN where there is none."""
        above = np.clip(costs, self.bottom, self.top) - self.bottom
        return np.asarray(np.log1p(above / self.valley) / self._steepness)

    def levels(self) -> Array:
        """Return costs at equal distances in height, as round as their distances allow."""
        heights = np.arange(1, _LEVELS + 1) / (_LEVELS + 1)
        above = self.valley * np.expm1(heights * self._steepness)
        gaps = np.diff(above, prepend=0.0)
        powers = 10.0 ** np.floor(np.log10(gaps / 2))
        leading = gaps / 2 / powers
        units = powers * np.select([leading >= 5, leading >= 2], [5.0, 2.0], 1.0)
        return np.unique(np.floor((self.bottom + above) / units + 0.5) * units)


def contours(x: Array, y: Array, costs: Array, levels: Array) -> list[Array]:
    """Return the lines on which the costs are at each level, as (segments, 2 ends, 2) each.

    Marching squares: where a cell's edge joins a corner above the level to one
    that is not, the line crosses it, at a place found by linear interpolation. A
    cell crossed four times is a saddle; the mean of its corners says which two
    corners the line cuts off.

    Args:
        x: the first weight's values, (n,).
        y: the second weight's values, (m,).
        costs: the costs, (n, m); cells with one that is not finite have no line.
        levels: the costs on the lines, (levels,), lowest first.
    """
    # The corners of each cell in turn; edge k leads from corner k to the next.
    corners = np.stack([costs[:-1, :-1], costs[1:, :-1], costs[1:, 1:], costs[:-1, 1:]])
    known = np.isfinite(corners).all(axis=0)
    first, last = (
        np.searchsorted(levels, end) for end in (corners.min(axis=0), corners.max(axis=0))
    )
    i, j = np.nonzero(known & (first < last))
    # A cell is there once for each of the levels that cross it, those of a level together.
    first, count = first[i, j], (last - first)[i, j]
    before = np.cumsum(count) - count
    number = np.repeat(first - before, count) + np.arange(count.sum())
    order = np.argsort(number, kind="stable")
    number, cell = number[order], np.repeat(np.arange(len(i)), count)[order]
    i, j, level = i[cell], j[cell], levels[number]
    found, ends = corners[:, i, j], np.stack([x[[i, i + 1, i + 1, i]], y[[j, j, j + 1, j + 1]]], -1)
    following = np.roll(found, -1, axis=0)
    crossed = (found > level) != (following > level)
    share = np.divide(level - found, following - found, out=np.zeros_like(found), where=crossed)
    points = ends + share[..., np.newaxis] * (np.roll(ends, -1, axis=0) - ends)
    points, crossed = points.swapaxes(0, 1), crossed.T
    four = crossed.all(axis=1)
    # Cut off the corners that differ from the middle: 1 and 3, or 0 and 2.
    like_first = (found[:, four].mean(axis=0) > level[four]) == (found[0, four] > level[four])
    twice = points[four]
    twice = np.where(like_first[:, np.newaxis, np.newaxis], twice, np.roll(twice, 1, axis=1))
    once = points[~four][crossed[~four]].reshape(-1, 2, 2)
    return [
        np.concatenate([alone, both.reshape(-1, 2, 2)])
        for alone, both in zip(
            _by_level(once, number[~four], len(levels)),
            _by_level(twice, number[four], len(levels)),
            strict=True,
        )
    ]


def _by_level(found: Array, number: Rows, count: int) -> list[Array]:
    """Return what was found at each of so many levels; `number` says at which, in order."""
    return np.split(found, np.searchsorted(number, np.arange(1, count)))


def contour(x: Array, y: Array, costs: Array, level: float) -> Array:
    """Return the line on which the costs are at one level: see `contours`."""
    (line,) = contours(x, y, costs, np.array([level]))
    return line


class Level(NamedTuple):
    """A contour line.

    Attributes:
        cost: the cost on it.
        height: how high that is, from 0 to 1.
        line: where it is, (segments, 2 ends, 2 weights).
    """

    cost: float
    height: float
    line: Array


@dataclass(frozen=True)
class Landscape:
    """The cost over two weights.

    Attributes:
        x: the first weight's values, (n,).
        y: the second weight's values, (n,).
        heights: how high the cost is there, (n, n), from 0 to 1; NaN where there is none.
        usual_slope: the median of the gradient's size; 1 where the cost is level.
        levels: the contour lines, lowest first.
        scale: how high a cost is; None where all are alike.
    """

    x: Array
    y: Array
    heights: Array
    usual_slope: float
    levels: tuple[Level, ...]
    scale: Scale | None = None

    def line_through(self, problem: Problem, w: Array) -> Array:
        """Return the contour through the weights, (segments, 2 ends, 2); none on level ground."""
        with np.errstate(all="ignore"):
            height = self.scale.height(problem.cost(w)) if self.scale else np.nan
        return contour(self.x, self.y, self.heights, float(height))

    def steepness(self, gradient: Array) -> float:
        """Return from 0 to 1 how steep a gradient, (2,), is: each power of ten is as much."""
        size = float(np.hypot(*gradient))
        if not size or not np.isfinite(size):
            return 0.0
        decades = float(np.log10(size / self.usual_slope))
        return min(1.0, max(0.0, 1 + decades / _DECADES))


def survey(
    problem: Problem, seen: Sequence[tuple[float, float]] = (), *, coarse: bool = False
) -> Landscape:
    """Return the landscape of a problem with two weights.

    Args:
        problem: the problem.
        seen: from where to where it goes along each weight; over the domain if it is empty.
        coarse: whether it is for a moment only, and to take a fraction of the time.
    """
    count = _FEWER if coarse else _POINTS
    x, y = (np.linspace(low, high, count) for low, high in seen or problem.domain)
    with np.errstate(all="ignore"):
        costs = problem.cost(np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1))
        inside = [
            (low <= at) & (at <= high)
            for at, (low, high) in zip((x, y), problem.domain, strict=True)
        ]
        scale = Scale.of(costs[np.ix_(*inside)], costs)
        if scale is None:
            flat = np.where(np.isfinite(costs), 0.0, np.nan)
            return Landscape(x, y, flat, 1.0, ())
        slopes = np.hypot(*np.gradient(costs, x, y))
        usual = float(np.median(slopes[np.isfinite(slopes)]))
        at = scale.levels()
        lines = contours(x, y, costs, at)
        levels = tuple(map(Level, at.tolist(), scale.height(at).tolist(), lines))
        return Landscape(x, y, scale.height(costs), usual or 1.0, levels, scale)


def label_places(landscape: Landscape, levels: Iterable[int], marks: Array) -> dict[int, Array]:
    """Return by level where, (2,), a label on its line is farthest from all else.

    All else is the marks and the labels placed before. A level whose line keeps to the
    edge of the domain has no place.

    Args:
        landscape: the landscape.
        levels: the indices of the levels to label.
        marks: weights that stay free, (n, 2).
    """
    low = np.array([landscape.x[0], landscape.y[0]])
    width = np.array([landscape.x[-1], landscape.y[-1]]) - low
    taken = (marks - low) / width
    places = {}
    for level in levels:
        middles = (landscape.levels[level].line.mean(axis=1) - low) / width
        middles = middles[(np.abs(middles - 0.5) < 0.5 - _EDGE).all(axis=1)]
        if not len(middles):
            continue
        some = middles[:: 1 + len(middles) // _CANDIDATES]
        distances = np.linalg.norm(some[:, np.newaxis] - taken, axis=-1)
        best = some[distances.min(axis=1, initial=2.0).argmax()]
        taken = np.concatenate([taken, [best]])
        places[level] = low + best * width
    return places
