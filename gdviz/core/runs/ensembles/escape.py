"""Escape: from starts near a saddle point, after how many steps each run has left it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.descent import ALGORITHMS, GradientDescent
from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.runs.ensembles.plan import Plan
from gdviz.core.runs.ensembles.shares import Share
from gdviz.core.runs.kernels.side_by_side import Members
from gdviz.core.types import Array, RunConfig

_MOMENTUM = 0.9

BATCHES = (1, 4)
"""How many samples steps see that do not see all."""

_LANES = 2**12


@dataclass(frozen=True, eq=False)
class Escape:
    """After how many steps runs have left a saddle point.

    A run has left it once a weight is farther from it than `reach`; it may come back.

    Attributes:
        plan: the runs.
        share: how much is done, from 0 to 1.
        reach: the distance.
        steps: how many steps each took to leave it, -1 where it has not, (members,).
    """

    plan: Plan
    share: float
    reach: float
    steps: npt.NDArray[np.int64]

    @property
    def left(self) -> Share:
        """How many have left it."""
        return Share(int((self.steps >= 0).sum()), len(self.steps))

    @property
    def mean(self) -> float:
        """How many steps that took on average; NaN where none has left."""
        return float(self._took.mean()) if len(self._took) else np.nan

    @property
    def deviation(self) -> float:
        """The standard deviation of these; NaN of fewer than two."""
        return float(self._took.std(ddof=1)) if len(self._took) > 1 else np.nan

    @property
    def _took(self) -> npt.NDArray[np.int64]:
        return self.steps[self.steps >= 0]


def escape(plan: Plan, saddle: Array, reach: float) -> Iterator[Escape]:
    """Yield who has left a saddle point so far; the last one's share is 1.

    Args:
        plan: the runs, which start near it.
        saddle: where it is, (dim,).
        reach: farther from it than that, in some weight, it is left.
    """
    steps = np.full(len(plan), -1)
    total = plan.config.total_steps
    for start in range(0, len(plan), _LANES):
        block = slice(start, min(len(plan), start + _LANES))
        of = steps[block]

        def watch(
            first: int,
            w: Array,
            places: npt.NDArray[np.int64],
            _good: npt.NDArray[np.int64],
            of: npt.NDArray[np.int64] = of,
        ) -> None:
            apart = np.abs(w - saddle[:, np.newaxis]).max(axis=1)
            gone = apart > reach
            new = gone.any(axis=0) & (of[places] < 0)
            of[places[new]] = first + gone[:, new].argmax(axis=0)

        seeds = [plan.seed(number) for number in range(block.start, block.stop)]
        members = Members(plan.config, plan.begun[block], seeds if plan.seeds else None, watch)
        for taken in members.advance():
            if (of >= 0).all():
                break
            done = (block.start + (block.stop - block.start) * taken / total) / len(plan)
            yield Escape(plan, min(done, 1 - 1e-9), reach, steps.copy())
        last = np.abs(members.reached.w - saddle).max(axis=-1) > reach
        of[last & (of < 0)] = total
    yield Escape(plan, 1.0, reach, steps.copy())


def ways(config: RunConfig) -> dict[str, RunConfig]:
    """Return the run plain, with momentum, and where there are samples with batches, by name.

    The names are "plain", "momentum", "batch-1", "batch-4"; the first sees all samples.
    """
    algorithm = config.algorithm
    assert isinstance(algorithm, GradientDescent)
    rate, problem = algorithm.learning_rate, config.problem
    descent, _stochastic, mini_batch = ALGORITHMS
    steps = config.total_steps
    all_samples = replace(config, algorithm=descent(rate), epochs=steps)
    found = {
        "plain": all_samples,
        "momentum": replace(all_samples, algorithm=descent(rate, rule=Plain(momentum=_MOMENTUM))),
    }
    for size in BATCHES:
        if size < problem.n_samples:
            sampled = mini_batch(rate, batch_size=size, steps_per_epoch=1)
            found[f"batch-{size}"] = replace(all_samples, algorithm=sampled)
    return found
