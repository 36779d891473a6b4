"""What a small picture of a problem shows: its curve, its ground, or its samples and model."""

from typing import NamedTuple

import numpy as np

from gdviz.core.drawing.contours import Scale, contour
from gdviz.core.problems.abilities import HasData
from gdviz.core.types import Array, Problem

_ACROSS, _DOWN = 48, 32
"""How many weights are tried for a ground; it is smoothed when it is drawn."""

_ALONG = 97
_SAMPLES = 40
_OUTLIERS = 0.02
"""Such a share of a curve's highest and lowest costs may be left out: it may have a pole."""

_NOTHING = np.zeros((0, 2))


class Miniature(NamedTuple):
    """What there is to be drawn in a square with sides of 1, from its lower left corner.

    Attributes:
        ground: how high the cost of two weights is, from 0 to 1, (n, m), the first row lowest;
            NaN where there is none; None where there are not two.
        contours: pieces of its contour lines, (k, 2 ends, 2).
        line: the cost of one weight, or the model, (n, 2).
        samples: the samples, (n, 2).
        minima: the minima, (n, 2).
    """

    ground: Array | None = None
    contours: Array = np.zeros((0, 2, 2))
    line: Array = _NOTHING
    samples: Array = _NOTHING
    minima: Array = _NOTHING


def miniature(problem: Problem) -> Miniature:
    """Return what a small picture of the problem shows; nothing of more weights without data."""
    with np.errstate(all="ignore"):
        if isinstance(problem, HasData):
            return _fit(problem, problem.minima)
        if len(problem.weights) == 1:
            return _curve(problem)
        return _ground(problem) if len(problem.weights) == 2 else Miniature()


def _fit(problem: HasData, minima: tuple[tuple[float, ...], ...]) -> Miniature:
    some = np.linspace(0, len(problem.x) - 1, min(len(problem.x), _SAMPLES)).astype(int)
    samples = np.column_stack([problem.x[some], problem.y[some]])
    line = _NOTHING
    if minima:
        x = np.linspace(problem.x.min(), problem.x.max(), _ALONG)
        line = np.column_stack([x, problem.predict(np.array(minima[0]), x)])
    both = np.concatenate([samples, line])
    low, high = both.min(axis=0), both.max(axis=0)
    return Miniature(line=_within(line, low, high), samples=_within(samples, low, high))


def _curve(problem: Problem) -> Miniature:
    ((left, right),) = problem.domain
    w = np.linspace(left, right, _ALONG)
    cost = problem.cost(w[:, np.newaxis])
    finite = cost[np.isfinite(cost)]
    if not len(finite):
        return Miniature()
    bottom, top = np.quantile(finite, (_OUTLIERS, 1 - _OUTLIERS)).tolist()
    if bottom - finite.min() < top - bottom:  # what is lower is a valley and no pole
        bottom = float(finite.min())
    low, high = np.array([left, bottom]), np.array([right, top])
    minima = np.array([[*at, float(problem.cost(np.array(at)))] for at in problem.minima])
    return Miniature(
        line=_within(np.column_stack([w, cost]), low, high),
        minima=_within(minima.reshape(-1, 2), low, high),
    )


def _ground(problem: Problem) -> Miniature:
    low, high = np.array(problem.domain).T
    x, y = (np.linspace(*ends, n) for ends, n in zip(problem.domain, (_ACROSS, _DOWN), strict=True))
    costs = problem.cost(np.stack(np.meshgrid(x, y), axis=-1))
    scale = Scale.of(costs, costs)
    minima = _within(np.array(problem.minima).reshape(-1, 2), low, high)
    if scale is None:
        return Miniature(np.where(np.isfinite(costs), 0.0, np.nan), minima=minima)
    lines = np.concatenate([contour(x, y, costs.T, level) for level in scale.levels()[::2]])
    return Miniature(scale.height(costs), _within(lines, low, high), minima=minima)


def _within(points: Array, low: Array, high: Array) -> Array:
    """Return points as shares of the way from `low` to `high`."""
    width = high - low
    return (points - low) / np.where(width > 0, width, 1.0)
