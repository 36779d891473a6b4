"""A leap: many steps at once, where the cost is a quadratic and the rule is linear.

Along each axis of the quadratic, a step multiplies the distance to the optimum and what
the rule keeps by a matrix that is always the same. Its powers, by squaring, lead as far
as no weight on the way can be past the bound: from there on it is steps again, so which
of them is the first one past it is found by evaluation.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce
from operator import add
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.rules.written import Program
from gdviz.core.formula import Formula, derivative, evaluate
from gdviz.core.formula.operations import ARITHMETIC, CONSTANTS
from gdviz.core.problems.cost_function import CostFunction
from gdviz.core.runs.bound import Bound
from gdviz.core.types import Array

_FLAT = 1e-8
"""Below that share of the largest curvature an axis has none, and no optimum of its own."""

_SURE = 1 - 1e-6
"""Within that share of the bound rounding cannot lead past it."""

_REFINEMENTS = 3

Matrix = list[list[Any]]
"""Rows of numbers, or of arrays that broadcast to (dim, lanes)."""


@dataclass(frozen=True)
class Quadratic:
    """A cost that is J(w*) + Σ λᵢxᵢ²/2, with x = axesᵀ(w − w*).

    Attributes:
        optimum: w*, (dim, 1).
        least: J(w*).
        axes: the axes, a column each, (dim, dim).
        curvatures: λ, (dim, 1).
    """

    optimum: Array
    least: float
    axes: Array
    curvatures: Array

    @classmethod
    def of(cls, cost: CostFunction) -> "Quadratic | None":
        """Return the cost as a quadratic; None if it is none, or is flat along an axis."""
        hessian = cost.hessian
        if hessian is None or not _is_arithmetic(cost.formula):
            return None
        curvatures, axes = np.linalg.eigh(hessian)
        sizes = np.abs(curvatures)
        if not sizes.min() > _FLAT * sizes.max():
            return None
        optimum = np.zeros(len(hessian))
        for _again in range(_REFINEMENTS):
            optimum = optimum - np.linalg.solve(hessian, cost.gradient(optimum))
        return cls(
            optimum[:, np.newaxis], float(cost.cost(optimum)), axes, curvatures[:, np.newaxis]
        )

    def along(self, w: Array) -> Array:
        """Return x, along the axes from the optimum, (dim, lanes) at the weights w likewise."""
        return np.asarray(self.axes.T @ (w - self.optimum))

    def radius(self, bound: Bound) -> float:
        """Return how far from the optimum no weight and no cost is past the bound."""
        loss = max(0.0, float(bound.loss) - abs(self.least))
        steepest = float(np.abs(self.curvatures).max())
        weight = float(bound.weight) - float(np.abs(self.optimum).max())
        return _SURE * min(weight, math.sqrt(2 * loss / steepest))


def leap(
    matrix: Matrix, at: Sequence[Array], radius: float, left: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], list[Array]]:
    """Take as many steps at once as are certain to stay within a radius of the optimum.

    Args:
        matrix: what a step multiplies x and each slot by, along each axis.
        at: x and each slot, (dim, lanes) each.
        radius: how far from the optimum they may lead.
        left: how many steps there may be, (lanes,).

    Returns:
        how many steps these are, which may be none, and where they lead.
    """
    powers, farthest = _powers(matrix, int(left.max()).bit_length())
    taken, now = np.zeros_like(left), [*at]
    for number in reversed(range(len(powers))):
        ahead = dot(farthest[number][0], [np.abs(one) for one in now])
        sure = (np.square(ahead).sum(axis=0) <= radius**2) & (taken + 2**number <= left)
        moved = [dot(row, now) for row in powers[number]]
        now = [np.where(sure, new, old) for new, old in zip(moved, now, strict=True)]
        taken = taken + sure * 2**number
    return taken, now


def _powers(matrix: Matrix, count: int) -> tuple[list[Matrix], list[Matrix]]:
    """Return M to the power of 1, 2, 4, …, and the most that any power up to each can be.

    The most is by entries, without signs: |M^(i + j)| ≤ |M^i|·|M^j|.
    """
    size = range(len(matrix))
    powers, farthest = (
        [matrix],
        [[[np.maximum(np.abs(matrix[i][j]), float(i == j)) for j in size] for i in size]],
    )
    for _squared in range(count - 1):
        last, most = powers[-1], farthest[-1]
        further = _product(most, [[np.abs(entry) for entry in row] for row in last])
        powers.append(_product(last, last))
        farthest.append([[np.maximum(most[i][j], further[i][j]) for j in size] for i in size])
    return powers, farthest


def _product(left: Matrix, right: Matrix) -> Matrix:
    columns = [*zip(*right, strict=True)]
    return [[dot(row, column) for column in columns] for row in left]


def dot(row: Sequence[Any], column: Sequence[Any]) -> Any:
    """Return the sum of the products of numbers, or of arrays that broadcast."""
    return reduce(add, [one * other for one, other in zip(row, column, strict=True)])


class Linear(NamedTuple):
    """A rule whose step is linear in the gradient and in what it keeps.

    Attributes:
        slots: what of that counts: what a step reads.
        slopes: of what a step adds to w, and of what each slot becomes, the derivatives by
            the gradient and by each slot; formulas of the learning rate and the settings.
    """

    slots: tuple[str, ...]
    slopes: tuple[tuple[Formula, ...], ...]

    def matrix(self, settings: Mapping[str, Any], curvatures: Array) -> Matrix:
        """Return what a step multiplies x and each slot by, along each axis.

        Args:
            settings: the learning rate and the hyper-parameters by their symbols.
            curvatures: those of the axes, (dim, 1).
        """
        rows = [[*evaluate(row, settings)] for row in self.slopes]
        made = [[row[0] * curvatures, *row[1:]] for row in rows]
        made[0][0] = 1 + made[0][0]
        return made


@lru_cache(maxsize=64)
def linear(program: Program) -> Linear | None:
    """Return the rule as one that is linear; None if it is not."""
    changes = program.changes
    slots = tuple(
        slot
        for slot in program.first
        if any(slot in formula.names for name, formula in changes.items() if name != slot)
    )
    moving, formulas = ("g", *slots), [changes[name] for name in ("w", *slots)]
    names = {name for formula in formulas for name in formula.names}
    if not all(map(_is_arithmetic, formulas)) or names & {"w", "t", *program.shared}:
        return None
    slopes = tuple(tuple(derivative(formula, name) for name in moving) for formula in formulas)
    if any({*moving} & {*slope.names} for row in slopes for slope in row):
        return None
    nothing = dict.fromkeys(program.arguments, 1.0) | dict.fromkeys(moving, 0.0)
    return None if any(evaluate(formulas, nothing)) else Linear(slots, slopes)


def _is_arithmetic(formula: Formula) -> bool:
    """Tell whether its derivatives know all of it: no kink, and not where it is undefined."""
    known = {*ARITHMETIC, *CONSTANTS, "name", "number"}
    exponents = [formula.nodes[n.operands[1]].value for n in formula.nodes if n.operation == "^"]
    whole = all(isinstance(value, Fraction) and value.denominator == 1 for value in exponents)
    return whole and all(node.operation in known for node in formula.nodes)
