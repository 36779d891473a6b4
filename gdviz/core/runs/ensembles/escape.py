"""Escape: from starts near a saddle point, after how many steps each run has left it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.descent import ALGORITHMS, GradientDescent
from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.runs.ensembles.plan import Plan
from gdviz.core.runs.ensembles.running import unfinished
from gdviz.core.runs.ensembles.shares import Share
from gdviz.core.runs.ensembles.starts import Normal
from gdviz.core.runs.ensembles.swarm import Histogram
from gdviz.core.runs.kernels.side_by_side import Members
from gdviz.core.types import Array, Problem, RunConfig

_MOMENTUM = 0.9

BATCHES = (1, 4)
"""How many samples steps see that do not see all."""

LONGEST = 10_000
"""Who has not left after so many steps is said not to leave."""

_AWAY = 0.1
"""So far from it, as a share of the domain's narrowest width, a saddle point is left."""

_WIDE = 30
"""Past that ratio of the most steps to the least the histogram is logarithmic."""

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
            yield Escape(plan, unfinished(done), reach, steps.copy())
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


@dataclass(frozen=True, eq=False)
class Escapes:
    """How runs leave one saddle point in several ways, as far as that is known.

    Attributes:
        saddle: where it is, (dim,).
        reach: farther from it than that, in some weight, it is left.
        share: how much is done of all ways, from 0 to 1.
        of: what is known of each way that is begun, by name, in their order.
    """

    saddle: Array
    reach: float
    share: float
    of: Mapping[str, Escape]

    def histogram(self, bars: int) -> Histogram | None:
        """Return how many of each way took how many steps; None before any has left.

        Args:
            bars: into how many the steps are sorted at most.
        """
        took = [found.steps[found.steps >= 0] for found in self.of.values()]
        every = np.maximum(np.concatenate(took), 1)
        if not len(every):
            return None
        low, high = int(every.min()), int(every.max())
        logarithmic = high > _WIDE * low
        # As wide as some number of steps, or some bars would hold more numbers than others.
        wide = -(-(high - low + 1) // bars)
        evenly = low - 0.5 + wide * np.arange(-(-(high - low + 1) // wide) + 1)
        edges = np.linspace(np.log10(low), np.log10(high), bars + 1) if logarithmic else evenly
        counts = np.empty((len(took), len(edges) - 1), np.int64)
        for row, steps in zip(counts, took, strict=True):
            at = np.maximum(steps, 1)
            place = np.searchsorted(edges, np.log10(at) if logarithmic else at, "right") - 1
            row[:] = np.bincount(np.clip(place, 0, len(row) - 1), minlength=len(row))
        return Histogram(np.asarray(edges, np.float64), counts, logarithmic)


def plans(config: RunConfig, members: int, spread: float) -> dict[str, Plan]:
    """Return the runs of each way, which start near the saddle point nearest to a run's start.

    Args:
        config: the run, whose learning rate all have; they go on for `LONGEST` steps at most.
        members: how many there are of each way.
        spread: how far from the saddle point they start, as a deviation of each weight.

    Raises:
        InputError: there are not so many seeds.
    """
    assert isinstance(config.algorithm, GradientDescent)
    plain = GradientDescent(config.algorithm.learning_rate)
    start = tuple(nearest_saddle(config).tolist())
    every = ways(replace(config, algorithm=plain, start=start, epochs=LONGEST))
    return {
        name: Plan(way, members, Normal(spread), seeds=way.algorithm.draws)
        for name, way in every.items()
    }


def escapes(plans: Mapping[str, Plan]) -> Iterator[Escapes]:
    """Yield how the runs of each way leave their saddle point; the last one's share is 1.

    Args:
        plans: the ways; the start of each run itself is the saddle point.
    """
    found = dict[str, Escape]()
    for number, (name, plan) in enumerate(plans.items()):
        saddle = np.array(plan.config.start)
        reach = reach_of(plan.config.problem, saddle)
        for now in escape(plan, saddle, reach):
            found[name] = now
            yield Escapes(saddle, reach, (number + now.share) / len(plans), dict(found))


def nearest_saddle(config: RunConfig) -> Array:
    """Return the known saddle point nearest to a run's start, (dim,)."""
    known = np.array(config.problem.saddles)
    return np.asarray(known[np.hypot.reduce(known - config.start, axis=1).argmin()])


def reach_of(problem: Problem, saddle: Array) -> float:
    """Return how far from a saddle point one has left it, before one is at a minimum."""
    narrowest = min(high - low for low, high in problem.domain)
    minima = np.array(problem.minima).reshape(-1, len(saddle))
    nearest = np.abs(minima - saddle).max(axis=1).min(initial=np.inf)
    return float(f"{min(_AWAY * narrowest, nearest / 2):.1g}")
