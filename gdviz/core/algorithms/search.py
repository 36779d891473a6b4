"""Search: probe the cost at one weight after another and keep the best.

Each probe is a step, so that a search is watched like any other run. What the
best weight and the interval in hand are after a probe is the step's state.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise, product
from typing import ClassVar

import numpy as np

from gdviz.core.parameters import Checked, parameter
from gdviz.core.types import Array, Number, Problem, Rows, RunConfig, Step
from gdviz.i18n import N_

ORDER = 10


@dataclass(frozen=True)
class Exhaustive(Checked):
    """Probe a grid over the domain: every weight, as the course has it."""

    points: int = parameter(
        41,
        label=N_("Points per weight"),
        help=N_("How many values of each weight a grid tries."),
        minimum=3,
        maximum=10_000,
        logarithmic=True,
    )

    id: ClassVar[str] = "exhaustive"
    title: ClassVar[str] = N_("Exhaustive search")
    searches: ClassVar[bool] = True
    sampled: ClassVar[bool] = False
    draws: ClassVar[bool] = False
    rule: ClassVar[None] = None
    slots: ClassVar[tuple[str, ...]] = ("best", "low", "high")

    @property
    def grids(self) -> int:
        """How many grids, each inside the one before, are probed."""
        return 1

    def total_steps(self, problem: Problem, epochs: int) -> int:
        """Return how many probes a whole run takes."""
        return self.grids * int(self.points ** len(problem.weights))

    def rows(self, n_samples: int, seed: int, number: int) -> Rows | None:
        """Return None: a probe uses all samples."""
        return None

    def epoch(self, n_samples: int, number: Number) -> Number:
        """Return the probe's own number: each is a pass over the data."""
        return number

    def evaluations(self, n_samples: int, number: Number) -> Number:
        """Return how often a sample has been evaluated once probe `number` is done."""
        return (number + 1) * n_samples

    def stability_limit(self, problem: Problem) -> float | None:
        """Return None: a search has no learning rate."""
        return None

    def steps(self, config: RunConfig, after: Step | None = None) -> Iterator[Step]:
        """Yield the run's probes, those that follow `after` if it is given.

        Each leads to the next probe, and the last one to the best weight.
        """
        no_gradient = np.full(config.dim, np.nan)
        first = 0 if after is None else after.number + 1
        for number, (probe, following) in enumerate(pairwise(chain(self._probes(config), [None]))):
            if number < first or probe is None:
                continue
            w, loss, state = probe
            delta = (state[0] if following is None else following[0]) - w
            work = self.evaluations(config.problem.n_samples, number)
            yield Step(number, number, w, loss, no_gradient, None, delta, self.slots, state, work)

    def _probes(self, config: RunConfig) -> Iterator[tuple[Array, float, Array]]:
        """Yield each probe's weight, its cost, and the state after it."""
        low, high = np.array(config.problem.domain).T
        best, least = low, np.inf
        for _grid in range(self.grids):
            axes = [np.linspace(*ends, self.points) for ends in zip(low, high, strict=True)]
            for w in map(np.array, product(*axes)):
                loss = float(config.problem.cost(w))
                if loss < least:
                    best, least = w, loss
                yield w, loss, np.array([best, low, high])
            low, high = self._cell(best, low, high)

    def _cell(self, best: Array, low: Array, high: Array) -> tuple[Array, Array]:
        """Return the grid's cells around the best point, within the grid."""
        width = (high - low) / (self.points - 1)
        return np.maximum(low, best - width), np.minimum(high, best + width)


@dataclass(frozen=True)
class DivideAndConquer(Exhaustive):
    """Probe a coarse grid, then the cells around its best point, again and again."""

    points: int = parameter(
        5,
        label=N_("Points per weight"),
        help=N_("How many values of each weight a grid tries."),
        minimum=3,
        maximum=10_000,
        logarithmic=True,
    )
    levels: int = parameter(
        6,
        label=N_("Levels"),
        help=N_("How many grids, each around the best point of the one before."),
        minimum=1,
        maximum=50,
    )

    id: ClassVar[str] = "divide-and-conquer"
    title: ClassVar[str] = N_("Divide and conquer")

    @property
    def grids(self) -> int:
        """How many grids, each inside the one before, are probed."""
        return self.levels


ALGORITHMS = (Exhaustive, DivideAndConquer)
