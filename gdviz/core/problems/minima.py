"""Where a cost of one weight is lowest, found by looking."""

import numpy as np

from gdviz.core.types import Array, Problem

_POINTS = 2001
_FINER, _TIMES = 21, 6
"""Points of each finer grid, and how many there are: each is ten times as fine."""


def find_minima(problem: Problem) -> tuple[tuple[float, ...], ...]:
    """Return the minima inside the domain of a problem of one weight, lowest first.

    A point of a grid over the domain that is lower than its neighbours has one
    between them, found on ever finer grids. Two minima within two of the 2000
    cells count as one.
    """
    ((low, high),) = problem.domain
    grid = np.linspace(low, high, _POINTS)
    cost = _cost(problem, grid)
    lower = (cost[1:-1] <= cost[:-2]) & (cost[1:-1] < cost[2:])
    found = [_between(problem, grid[at], grid[at + 2]) for at in np.flatnonzero(lower)]
    return tuple((w,) for w in sorted(found, key=lambda w: float(_cost(problem, np.array([w]))[0])))


def lowest(problem: Problem) -> float:
    """Return where in its domain the cost of a problem of one weight is lowest.

    At a known minimum if it has one there, else at the lowest that is found; the
    domain's ends count too.
    """
    ((low, high),) = problem.domain
    known = [w for (w,) in problem.minima if low <= w <= high]
    candidates = np.array([*(known or [w for (w,) in find_minima(problem)]), low, high])
    return float(candidates[_cost(problem, candidates).argmin()])


def _between(problem: Problem, low: float, high: float) -> float:
    """Return the lowest point between two."""
    for _grid in range(_TIMES):
        grid = np.linspace(low, high, _FINER)
        at = int(_cost(problem, grid).argmin())
        low, high = grid[max(0, at - 1)], grid[min(at + 1, _FINER - 1)]
    return float((low + high) / 2)


def _cost(problem: Problem, w: Array) -> Array:
    """Return the cost at the weights (n,), infinite where it has no value."""
    with np.errstate(all="ignore"):
        cost = problem.cost(w[:, np.newaxis])
    return np.where(np.isnan(cost), np.inf, cost)
