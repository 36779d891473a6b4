"""Searching does not scale with the number of weights: a grid's points beside a descent's steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from gdviz.core.catalogue import configure
from gdviz.core.problems.built_in.wells import Wells
from gdviz.core.runs.run import run
from gdviz.core.types import Problem, RunConfig

MOST_WEIGHTS = 6


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
        w = np.concatenate([block.w, block.end[np.newaxis]])
        near = np.abs(w[:, np.newaxis] - minima).max(axis=-1).min(axis=-1) <= precision
        (far,) = np.nonzero(~near)
        if len(far):
            first = block.first + int(far[-1]) + 1 if near[-1] else None
        elif first is None:
            first = block.first
    return first


def scaling(precision: float = 0.01, **settings: Any) -> Iterator[Scaling]:
    """Yield what it takes on double wells with one weight, with two, and so on to six.

    Args:
        precision: how near a minimum it is to come, in each weight.
        settings: hyper-parameters of the descent, as `configure` takes them.
    """
    for weights in range(1, MOST_WEIGHTS + 1):
        config = configure("wells", wells=weights, **settings)
        assert isinstance(config.problem, Wells)
        along = points_along(config.problem, precision)
        yield Scaling(weights, precision, along, steps_to(config, precision))
