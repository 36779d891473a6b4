"""What can be said of a problem by calculation: minima, curvature, critical points."""

import numpy as np
import numpy.typing as npt

from gdviz.core.types import Array, Problem

_FLAT = 1e-6
"""Below this share of the largest curvature (of 1, if that is smaller) a direction is flat."""

_NEAR = 0.01
"""Within this share of the domain's width a point is near a critical point."""

_ALIKE = 1e-6
"""Costs that differ by less, as a share of how far they lie apart, of 1 at least, are the same."""

_POINTS = 2001
_FINER, _TIMES = 21, 6
"""Points of each finer grid, and how many there are: each is ten times as fine."""


def hessian(problem: Problem, w: Array) -> Array:
    """Return the second derivatives of the cost at w, (dim, dim).

    By central differences of the exact gradient, with steps on the domain's scale.
    """
    rows = []
    for axis, (low, high) in enumerate(problem.domain):
        step = np.zeros(len(w))
        step[axis] = 1e-5 * (high - low)
        rows.append((problem.gradient(w + step) - problem.gradient(w - step)) / (2 * step[axis]))
    matrix = np.array(rows)
    return np.asarray((matrix + matrix.T) / 2)


def curvatures(problem: Problem, w: Array) -> Array:
    """Return the eigenvalues of the Hessian at w, smallest first, (dim,)."""
    return np.asarray(np.linalg.eigvalsh(hessian(problem, w)))


def critical_point(problem: Problem, w: Array) -> Array | None:
    """Return the critical point that w (dim,) is near, None if it is near none.

    By Newton's method in units of the domain, along the directions that have a
    curvature. A small gradient alone does not tell: a long valley and a cost that
    levels off have one too. And beside a flat inflection the curvature is not yet
    what it is there.
    """
    width = np.array([high - low for low, high in problem.domain])
    moved = np.zeros(len(w))
    for _step in range(60):
        point = w + moved * width
        matrix = hessian(problem, point) * np.outer(width, width)
        if not np.isfinite(matrix).all():
            return None
        values, directions = np.linalg.eigh(matrix)
        curved = np.abs(values) > 1e-9 * np.abs(values).max()
        slopes = (problem.gradient(point) * width) @ directions
        step = directions[:, curved] @ (slopes[curved] / values[curved])
        moved = moved - step
        if not np.abs(moved).max() <= _NEAR:
            return None
        if np.abs(step).max() <= 1e-9:
            break
    return np.asarray(w + moved * width)


def is_saddle(problem: Problem, w: Array) -> bool:
    """Tell whether the cost falls away from the critical point w in some direction.

    Where the curvature is too small to tell (a flat inflection), the cost a
    twentieth of the domain away on either side decides.
    """
    values, directions = np.linalg.eigh(hessian(problem, w))
    flat = _FLAT * max(1.0, float(np.abs(values).max()))
    if values[0] < -flat:
        return True
    if values[0] > flat:
        return False
    reach = 0.05 * min(high - low for low, high in problem.domain) * directions[:, 0]
    around = problem.cost(np.array([w - reach, w + reach]))
    return bool(around.min() < float(problem.cost(w)) - flat)


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
    costs = problem.cost(np.array(problem.minima).reshape(-1, len(problem.weights)))
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
