"""Steps in closed form: of a quadratic, under a rule that is linear in the gradient alone.

Along each axis of the quadratic a step shrinks the distance to the optimum by the same
share, so the weights of a block are powers of that. Near the optimum the loop goes on,
step by step: where it stands still is a matter of its last digits.
"""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.formula import evaluate
from gdviz.core.problems.cost_function import CostFunction
from gdviz.core.runs.kernels.leap import Quadratic, dot, linear
from gdviz.core.runs.kernels.sources import LENGTH, LONGEST
from gdviz.core.types import Array

_FLOOR = 1e-8
"""Nearer to the optimum than that, on its own scale, steps are taken one by one."""

_SLOWEST = 3e-6
"""What a step takes off a distance at least: less would show how the loop rounds its steps."""

_QUICK = 1e-3
"""What takes so much off may come to rest on the way: what the loop leaves of it is nothing."""

_ROUND = 100.0
"""How many times the smallest curvature the largest may be, for the digits of the smallest."""

_TINY = 1e-250
"""Smaller powers are 0: numbers that are almost that are slow."""


class ClosedForm:
    """The weights of a run, as powers of what a step leaves of the distance to the optimum."""

    def __init__(self, quadratic: Quadratic, shares: Array, total: int) -> None:
        """Make it.

        Args:
            quadratic: the cost.
            shares: what a step takes off the distance along each axis, from 0 to 1, (dim,).
            total: how many steps the run has.
        """
        self._quadratic, self._logarithms = quadratic, np.log1p(-shares)
        self._floor = _FLOOR * max(1.0, float(np.abs(quadratic.optimum).max()))
        self._quick: npt.NDArray[np.bool_] = shares >= _QUICK
        self._longest = min(total, LONGEST)

    @classmethod
    def of(
        cls, cost: CostFunction, rule: WrittenRule, learning_rate: float, total: int
    ) -> "ClosedForm | None":
        """Return that of a cost under a rule; None where there is none as exact as the steps."""
        program, found = rule.program, linear(rule.program)
        moving = {"w", "g", "t", *program.first}
        kept = [program.changes[slot] for slot in program.first]
        if found is None or any(moving & {*formula.names} for formula in kept):
            return None
        quadratic = Quadratic.of(cost)
        if quadratic is None:
            return None
        (slope,) = evaluate(found.slopes[0], {**rule.settings, "α": learning_rate})
        shares = -slope * quadratic.curvatures[:, 0]
        low, high = shares.min(), shares.max()
        exact = low >= _SLOWEST and high < min(1, _ROUND * low)
        return cls(quadratic, shares, total) if exact else None

    def end(self, first: int, w: Array) -> int | None:
        """Return before which step a block ends; None where its steps are taken one by one.

        Args:
            first: the number of its first step.
            w: the weight before that, (dim,).
        """
        x = self._quadratic.along(w[:, np.newaxis])[:, 0]
        for length in (LONGEST, LENGTH):
            end = (first // length + 1) * length
            far = np.abs(x) * np.exp((end - first) * self._logarithms) >= self._floor
            if far.any() and (far | self._quick).all():
                return end
        return None

    def weights(self, w: Array, count: int) -> Array:
        """Return the weights before `count` steps, (dim, count), of which the first is w (dim,)."""
        quadratic, made = self._quadratic, np.empty((len(w), count))
        parts = quadratic.axes * quadratic.along(w[:, np.newaxis])[:, 0]
        powers = self._powers[:, :count]
        for axis, own in enumerate(parts):
            np.add(quadratic.optimum[axis], dot([*powers], own.tolist()), out=made[axis])
        made[:, 0] = w
        return made

    @cached_property
    def _powers(self) -> Array:
        """What is left along each axis after 0, 1, 2, … steps, (dim, steps), by doubling."""
        made = np.ones((len(self._logarithms), self._longest))
        done = 1
        while done < self._longest:
            more = made[:, done : 2 * done]
            left = np.exp(done * self._logarithms)[:, np.newaxis]
            np.multiply(made[:, : more.shape[1]], left, out=more)
            done *= 2
        made[made < _TINY] = 0
        return made
