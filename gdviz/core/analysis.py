"""What can be said of a problem by calculation: curvature, critical points, limits."""

import numpy as np

from gdviz.core.types import Array, Problem

_FLAT = 1e-6
"""Below this share of the largest curvature (of 1, if that is smaller) a direction is flat."""


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
