"""What can be said of a problem by calculation: curvature, critical points, limits."""

import numpy as np

from gdviz.core.types import Array, Problem

_FLAT = 1e-6
"""Below this share of the largest curvature (of 1, if that is smaller) a direction is flat."""

_NEAR = 0.01
"""Within this share of the domain's width a point is near a critical point."""


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
