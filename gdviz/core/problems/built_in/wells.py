"""A sum of tilted double wells, one for each weight, and all its critical points."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

from gdviz.core.formula import Names, html, read
from gdviz.core.parameters import Checked, Value, parameter
from gdviz.core.problems.analytic import Analytic
from gdviz.core.problems.cost_function import CostFunction, left_side
from gdviz.core.types import Array
from gdviz.i18n import N_

MOST_WELLS = 6

_WRITTEN_OUT = 2
"""So many wells are written out."""


@dataclass(frozen=True, eq=False)
class CriticalPoints:
    """Where the gradient is 0: the lowest first.

    Attributes:
        w: the points, (n, dim).
        index: in how many directions the cost falls away from each: 0 at a minimum, (n,).
        cost: the cost there, (n,).
    """

    w: Array
    index: npt.NDArray[np.int64]
    cost: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class Wells(Analytic, Checked):
    """J = Σ (wₖ⁴ − 3wₖ² + wₖ): each weight has two minima of its own and a maximum between.

    Any choice of these, one for each weight, is a critical point, and there are no others:
    3ᵈ, of which 2ᵈ are minima. So the share of minima among them is (2/3)ᵈ.

    Attributes:
        defaults: the hyper-parameters of a run, by name, where the general ones do not make
            its point.
        wells: how many weights there are.
    """

    id: str
    title: str
    defaults: Mapping[str, Value] = field(default_factory=dict, repr=False)
    wells: int = parameter(
        2,
        label=N_("Wells"),
        symbol="d",
        help=N_("How many weights there are, each with a double well of its own."),
        minimum=1,
        maximum=MOST_WELLS,
    )

    @cached_property
    def cost_function(self) -> CostFunction:
        """The cost and its gradient."""
        numbers = range(1, self.wells + 1) if self.wells > 1 else [""]
        names = tuple(f"w{number}" for number in numbers)
        terms = [_WELL.replace("w", name) for name in names]
        return CostFunction(read(" + ".join(terms), Names(*names)), names)

    @cached_property
    def formula(self) -> str:
        """The cost, as HTML."""
        if self.wells <= _WRITTEN_OUT:
            return f"{left_side(self.weights)} = {html(self.cost_function.formula)}"
        well = html(read(_WELL, Names("w")), {"w": "w<sub>k</sub>"})
        return f"{left_side(self.weights)} = Σ ({well})"

    @property
    def domain(self) -> tuple[tuple[float, float], ...]:
        """What is drawn and searched, a (low, high) for each weight."""
        return ((-2.2, 2.2),) * self.wells

    @property
    def start(self) -> tuple[float, ...]:
        """Where a run starts unless told otherwise: each weight nearer the middle than the last."""
        return tuple(round(2.0 / (1 + number), 2) for number in range(self.wells))

    @cached_property
    def critical_points(self) -> CriticalPoints:
        """All of them: any choice of a critical point of its own for each weight."""
        w = np.array([*product(_critical_of_one(), repeat=self.wells)])
        index = np.array([sum(one) for one in product((0, 1, 0), repeat=self.wells)])
        cost = self.cost(w)
        order = np.argsort(cost.round(9), kind="stable")
        return CriticalPoints(w[order], index[order], cost[order])

    @cached_property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """All minima, best first."""
        points = self.critical_points
        return _listed(points.w[points.index == 0])

    @cached_property
    def saddles(self) -> tuple[tuple[float, ...], ...]:
        """All saddle points: what is neither a minimum nor a maximum."""
        points = self.critical_points
        return _listed(points.w[(points.index > 0) & (points.index < self.wells)])


_WELL = "w^4 - 3*w^2 + w"


def _critical_of_one() -> tuple[float, float, float]:
    """Return where 4w³ − 6w + 1 is 0, from left to right: the middle one is the maximum.

    It is Viète's solution of w³ + pw + q with p = −3/2 and q = 1/4.
    """
    p, q = -1.5, 0.25
    angle = math.acos(1.5 * q / p * math.sqrt(-3 / p)) / 3
    left, middle, right = sorted(
        2 * math.sqrt(-p / 3) * math.cos(angle - 2 * math.pi * k / 3) for k in range(3)
    )
    return left, middle, right


def _listed(points: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(map(tuple, points.tolist()))


PROBLEMS = (Wells(id="wells", title=N_("Double wells, one for each weight")),)
