"""What can be said of a problem by calculation: minima, curvature, critical points."""

import numpy as np
import numpy.typing as npt

from gdviz.core.problems.mean_loss import pieces
from gdviz.core.types import Array, Problem

_FLAT = 1e-6
"""Below this share of the largest curvature (of 1, if that is smaller) a direction is flat."""

_NEAR = 0.01
"""Within this share of the domain's width a point is near a critical point."""

_ALIKE = 1e-6
"""Costs that differ by less, as a share of how far they lie apart, of 1 at least, are the same."""

_CELLS = 2**20
"""How many second derivatives are in memory at once."""

_POINTS = 2001
_FINER, _TIMES = 21, 6
"""Points of each finer grid, and how many there are: each is ten times as fine."""


def hessian(problem: Problem, w: Array) -> Array:
    """Return the second derivatives of the cost, (..., dim, dim) at weights (..., dim).

    By central differences of the exact gradient, with steps on the domain's scale.
    """
    sizes = np.array([1e-5 * (high - low) for low, high in problem.domain])
    at, steps = w[..., np.newaxis, :], np.diag(sizes)
    rows = problem.gradient(at + steps) - problem.gradient(at - steps)
    matrix = rows / (2 * sizes[:, np.newaxis])
    return np.asarray((matrix + matrix.swapaxes(-1, -2)) / 2)


def curvatures(problem: Problem, w: Array) -> Array:
    """Return the eigenvalues of the Hessian, smallest first, (..., dim) at weights (..., dim)."""
    return np.asarray(np.linalg.eigvalsh(hessian(problem, w)))


def critical_point(problem: Problem, w: Array) -> Array | None:
    """Return the critical point that w (dim,) is near, None if it is near none."""
    (point,) = critical_points(problem, w[np.newaxis])
    return None if np.isnan(point).any() else np.asarray(point)


def critical_points(problem: Problem, w: Array) -> Array:
    """Return the critical point that each of the weights w (n, dim) is near, NaN for none.

    By Newton's method in units of the domain, along the directions that have a
    curvature. A small gradient alone does not tell: a long valley and a cost that
    levels off have one too. And beside a flat inflection the curvature is not yet
    what it is there.
    """
    width = np.array([high - low for low, high in problem.domain])
    moved, left = np.zeros(w.shape), np.arange(len(w))
    for _step in range(60):
        if not len(left):
            break
        step = np.full((len(left), len(width)), np.nan)
        for some in pieces(len(left), max(1, _CELLS // len(width) ** 2)):
            step[some] = _newton(problem, w[left[some]] + moved[left[some]] * width, width)
        moved[left] -= step
        moved[left[~(np.abs(moved[left]).max(axis=-1) <= _NEAR)]] = np.nan
        left = left[~np.isnan(moved[left, 0]) & (np.abs(step).max(axis=-1) > 1e-9)]
    return np.asarray(w + moved * width)


def _newton(problem: Problem, w: Array, width: Array) -> Array:
    """Return what Newton's method takes from the weights w (n, dim), in units of the domain."""
    matrix = hessian(problem, w) * np.outer(width, width)
    defined: npt.NDArray[np.bool_] = np.asarray(np.isfinite(matrix).all(axis=(-2, -1)))
    values, directions = np.linalg.eigh(np.where(defined[:, np.newaxis, np.newaxis], matrix, 0.0))
    sizes = np.abs(values)
    curved = sizes > 1e-9 * sizes.max(axis=-1, keepdims=True)
    slopes = ((problem.gradient(w) * width)[:, np.newaxis] @ directions)[:, 0]
    along = np.where(curved, slopes / np.where(curved, values, 1.0), 0.0)
    step = (directions @ along[..., np.newaxis])[..., 0]
    return np.where(defined[:, np.newaxis], step, np.nan)


def indices(problem: Problem, w: Array) -> npt.NDArray[np.int64]:
    """Return in how many directions the cost is curved downwards, (n,) at weights (n, dim).

    It is the index of a critical point: how many of its Hessian's eigenvalues are negative,
    but for those that are none.
    """
    found = np.zeros(len(w), np.int64)
    for some in pieces(len(w), max(1, _CELLS // w.shape[-1] ** 2)):
        values = curvatures(problem, w[some])
        found[some] = (values < -_flat(values)[:, np.newaxis]).sum(axis=-1)
    return found


def is_saddle(problem: Problem, w: Array) -> bool:
    """Tell whether the cost falls away from the critical point w (dim,) in some direction."""
    return bool(saddles_among(problem, w[np.newaxis])[0])


def saddles_among(problem: Problem, w: Array) -> npt.NDArray[np.bool_]:
    """Tell from which of the critical points w (n, dim) the cost falls away in some direction.

    Where the curvature is too small to tell (a flat inflection), the cost a
    twentieth of the domain away on either side decides.
    """
    found = np.zeros(len(w), np.bool_)
    for some in pieces(len(w), max(1, _CELLS // w.shape[-1] ** 2)):
        values, directions = np.linalg.eigh(hessian(problem, w[some]))
        flat = _flat(values)
        reach = 0.05 * min(high - low for low, high in problem.domain) * directions[..., 0]
        around = problem.cost(np.stack([w[some] - reach, w[some] + reach]))
        falls = around.min(axis=0) < problem.cost(w[some]) - flat
        found[some] = (values[:, 0] < -flat) | (~(values[:, 0] > flat) & falls)
    return found


def _flat(curvatures: Array) -> Array:
    """Return below which size a curvature is none, (...) for all those at a point (..., dim)."""
    return np.asarray(_FLAT * np.maximum(1.0, np.abs(curvatures).max(axis=-1)))


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


def lowest_minima(problem: Problem) -> npt.NDArray[np.bool_]:
    """Return which of a problem's known minima are as low as the lowest, (n,).

    The others are local. All are lowest in a problem whose cost is a number nowhere.
    """
    return lowest_of(problem.cost(np.array(problem.minima).reshape(-1, len(problem.weights))))


def lowest_of(costs: Array) -> npt.NDArray[np.bool_]:
    """Return which of the costs (n,) are as low as the lowest."""
    above = costs - costs.min(initial=np.inf)
    return np.asarray(above <= _ALIKE * max(1.0, float(above.max(initial=0.0))))


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
