"""Searching does not scale with the number of weights: a grid's points beside a descent's steps."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.problems.built_in.wells import MOST_WELLS
from gdviz.core.problems.variants import vary
from gdviz.core.runs.run import run
from gdviz.core.types import Problem, RunConfig

PRECISION = 0.01
"""How near a minimum it is to come, in each weight."""


@dataclass(frozen=True)
class Scaling:
    """What it takes to come within a distance of a minimum, in each weight.

    A grid finds the lowest minimum, and a descent the one that it comes to: they are held
    against each other for what they cost, not for what they find.

    Attributes:
        weights: how many there are.
        precision: the distance.
        along: how many points the grid has along each weight.
        steps: how many steps the descent took; None if it did not come so near.
    """

    weights: int
    precision: float
    along: int
    steps: int | None

    @property
    def points(self) -> int:
        """How many points the grid has: so often the cost is evaluated."""
        return int(self.along**self.weights)


@dataclass(frozen=True)
class Scalings:
    """What it takes with one weight, with two, and so on.

    Attributes:
        rows: as far as it is known.
    """

    rows: tuple[Scaling, ...] = ()

    @property
    def share(self) -> float:
        """How much of it is known."""
        return len(self.rows) / MOST_WELLS


def points_along(problem: Problem, precision: float) -> int:
    """Return how many points along each weight a grid needs, its ends included.

    Then no weight of the domain is farther from one than `precision`.
    """
    widest = max(high - low for low, high in problem.domain)
    return ceil(widest / (2 * precision) - 1e-9) + 1


def steps_to(config: RunConfig, precision: float) -> int | None:
    """Return how many steps a run takes until it is within that distance of a minimum for good.

    None if it does not come so near to one that is known.
    """
    minima = np.array(config.problem.minima).reshape(-1, config.dim)
    first: int | None = None
    for block in run(config):
        heed()
        w = np.concatenate([block.w, block.end[np.newaxis]])
        near = np.abs(w[:, np.newaxis] - minima).max(axis=-1).min(axis=-1) <= precision
        (far,) = np.nonzero(~near)
        if len(far):
            first = block.first + int(far[-1]) + 1 if near[-1] else None
        elif first is None:
            first = block.first
    return first


def scalings(config: RunConfig, precision: float = PRECISION) -> Iterator[Scalings]:
    """Yield what it takes with one weight, then with two as well, and so on to six.

    Args:
        config: how it is descended on double wells; it starts where the problem has it start.
        precision: how near a minimum it is to come, in each weight.
    """
    rows: tuple[Scaling, ...] = ()
    for weights in range(1, MOST_WELLS + 1):
        problem = vary(config.problem, {"wells": weights})
        along = points_along(problem, precision)
        steps = steps_to(replace(config, problem=problem, start=()), precision)
        rows += (Scaling(weights, precision, along, steps),)
        yield Scalings(rows)
