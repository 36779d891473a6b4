"""Where critical points are: those of double wells, counted by index and cost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from gdviz.core.problems.built_in.wells import MOST_WELLS, Wells
from gdviz.core.problems.variants import vary

_PLACES = 9
"""Costs that agree to so many decimals are the same."""


@dataclass(frozen=True)
class Level:
    """The critical points that have an index and a cost in common.

    Attributes:
        index: in how many directions the cost falls away from them.
        cost: the cost there.
        count: how many they are.
    """

    index: int
    cost: float
    count: int


@dataclass(frozen=True)
class Count:
    """How many critical points there are with so many weights, and how many are minima."""

    weights: int
    critical: int
    minima: int

    @property
    def share(self) -> float:
        """The share of minima."""
        return self.minima / self.critical


@dataclass(frozen=True, eq=False)
class Landscape:
    """The critical points of a problem, and their counts with one weight, two, and so on.

    Attributes:
        problem: the problem.
        counts: as far as they are counted.
    """

    problem: Wells
    counts: tuple[Count, ...] = ()

    @property
    def share(self) -> float:
        """How much of it is counted."""
        return len(self.counts) / MOST_WELLS

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """All critical points, by index and then by cost, the lowest first."""
        points = self.problem.critical_points
        pairs = zip(points.index.tolist(), points.cost.round(_PLACES).tolist(), strict=True)
        return tuple(Level(*pair, count) for pair, count in sorted(Counter(pairs).items()))


def landscapes(problem: Wells) -> Iterator[Landscape]:
    """Yield the critical points of that problem, with more and more counts."""
    counts: tuple[Count, ...] = ()
    for weights in range(1, MOST_WELLS + 1):
        index = vary(problem, {"wells": weights}).critical_points.index
        counts += (Count(weights, len(index), int((index == 0).sum())),)
        yield Landscape(problem, counts)
