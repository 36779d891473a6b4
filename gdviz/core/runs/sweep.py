"""The learning-rate sweep: one run at many learning rates, and momenta, at once.

At each step all of them see the same samples, so that one evaluation of the
problem and one update of the rule, on arrays, move them all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from math import log10

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.parameters import Checked, InputError, parameter, parameters
from gdviz.core.runs.kernels.side_by_side import SideBySide
from gdviz.core.runs.outcome import VANISHED, Ending, Outcome, judge
from gdviz.core.types import Array, Rule, RunConfig
from gdviz.i18n import N_, _

_GOOD = 0.01
"""A good rate leaves at most that share of the drop in cost undone."""

_SLOW = 0.5
"""A slow rate leaves more than that share of it undone, is still on its way, and a larger
one does better."""

_EQUAL = 1e-15
"""Within this share of the drop two costs are the same but for rounding."""

MOMENTA = tuple(round(0.05 * number, 2) for number in range(20))
"""The β of a map's rows."""

_RATE = parameters(GradientDescent)["learning_rate"]
_DIGITS = 3
"""So many digits learning rates have at least; as many as it takes to tell them apart."""


class Region(IntEnum):
    """What a learning rate comes to."""

    DIVERGED = 0
    RISEN = 1
    SLOW = 2
    FAIR = 3
    GOOD = 4


@dataclass(frozen=True, eq=False)
class Sweep:
    """Runs that differ in learning rate and momentum alone, as far as they have come.

    A run that has diverged stays at its last good weight.

    Attributes:
        config: the run; its own learning rate, and momentum if those are swept, do not matter.
        learning_rates: one for each column, (columns,).
        momenta: one for each row; empty for one row, with the momentum of `config`.
        steps: how many steps each has been given at least.
        w: the weights, (rows, columns, dim).
        diverged: whether they have diverged, (rows, columns).
        taken: how many steps each has taken, (rows, columns).
        evaluations: how often a sample has been evaluated in those steps, (rows, columns).
    """

    config: RunConfig
    learning_rates: Array
    momenta: tuple[float, ...]
    steps: int
    w: Array
    diverged: npt.NDArray[np.bool_]
    taken: npt.NDArray[np.int64]
    evaluations: npt.NDArray[np.int64]

    @property
    def share(self) -> float:
        """How much of the sweep is done, from 0 to 1."""
        return self.steps / self.config.total_steps

    @cached_property
    def cost(self) -> Array:
        """The cost at the weights, (rows, columns)."""
        with np.errstate(all="ignore"):
            return self.config.problem.cost(self.w)

    @cached_property
    def first_cost(self) -> float:
        """The cost at the start."""
        with np.errstate(all="ignore"):
            return float(self.config.problem.cost(np.array(self.config.start)))

    @cached_property
    def least_cost(self) -> float:
        """The lowest cost that is known: of these runs, and of the problem's minima."""
        known = np.array(self.config.problem.minima).reshape(-1, self.config.dim)
        costs = np.append(self.config.problem.cost(known), self._ranked)
        return float(costs.min())

    @property
    def _ranked(self) -> Array:
        """The costs, infinite where a run has diverged or has no cost."""
        return np.where(self.diverged | ~np.isfinite(self.cost), np.inf, self.cost)

    @property
    def best(self) -> tuple[int, int] | None:
        """The row and column of the lowest cost, in the midst of those as low; None without any."""
        costs = self._ranked
        lowest = costs.min()
        if not np.isfinite(lowest):
            return None
        tied = np.argwhere(costs <= lowest + _EQUAL * abs(self.first_cost - lowest))
        row, column = tied[((tied - tied.mean(axis=0)) ** 2).sum(axis=1).argmin()]
        return int(row), int(column)

    @cached_property
    def left(self) -> Array:
        """The share of the possible drop in cost that is left undone, (rows, columns)."""
        with np.errstate(all="ignore"):
            return (self.cost - self.least_cost) / (self.first_cost - self.least_cost)

    @cached_property
    def regions(self) -> npt.NDArray[np.int64]:
        """The `Region` of each run, (rows, columns).

        A run at rest, where its gradient has vanished, is not slow: it is at
        another minimum, or at a saddle point. Nor is one that a smaller rate beats.
        """
        problem, start = self.config.problem, np.array(self.config.start)
        drop = self.first_cost - self.least_cost
        with np.errstate(all="ignore"):
            first = np.abs(problem.gradient(start)).max()
            moving = np.abs(problem.gradient(self.w)).max(axis=-1) > VANISHED * max(1.0, first)
            smaller = np.arange(self.cost.shape[1]) < self._ranked.argmin(axis=1)[:, np.newaxis]
            left = self.cost - self.least_cost
            found = np.full(left.shape, int(Region.FAIR))
            found[(left > _SLOW * drop) & moving & smaller] = Region.SLOW
            found[left <= _GOOD * drop] = Region.GOOD
            found[self.cost > self.first_cost] = Region.RISEN
        found[self.diverged] = Region.DIVERGED
        return found

    def run(self, row: int, column: int) -> RunConfig:
        """Return the run of that row and column."""
        algorithm = swept(self.config)
        rule = algorithm.rule
        if self.momenta:
            (rule,) = _rules(rule, self.momenta[row : row + 1])
        rate = float(self.learning_rates[column])
        return replace(self.config, algorithm=replace(algorithm, learning_rate=rate, rule=rule))

    def ending(self, row: int, column: int) -> Ending:
        """Return how and where the run of that row and column of a finished sweep ended."""
        config, w = self.run(row, column), self.w[row, column]
        with np.errstate(all="ignore"):
            outcome = Outcome.DIVERGED if self.diverged[row, column] else judge(config, w)
        taken, evaluations = self.taken[row, column], self.evaluations[row, column]
        return Ending(config, outcome, w, int(taken), int(evaluations))


def sweep(
    config: RunConfig, learning_rates: Array, momenta: Sequence[float] = ()
) -> Iterator[Sweep]:
    """Yield how far the runs have come: at the start, after each window of steps, at the end.

    A moment is yielded more than once while a step has many samples to see, so
    that whoever asks can stop in between.

    Args:
        config: the run.
        learning_rates: the rates to run it at, (columns,).
        momenta: the β to run it at, a row of runs each; without, its own.
    """
    rules = _rules(swept(config).rule, momenta)
    shape, total = (len(rules), len(learning_rates)), config.total_steps
    runs = SideBySide(config, rules, learning_rates)

    def moment(steps: int) -> Sweep:
        reached = runs.reached
        return Sweep(
            config,
            learning_rates,
            tuple(momenta),
            steps,
            reached.w.reshape(*shape, config.dim).copy(),
            reached.diverged.reshape(shape).copy(),
            reached.taken.reshape(shape).copy(),
            swept(config).evaluations(config.problem.n_samples, reached.taken.reshape(shape) - 1),
        )

    now = moment(0)
    yield now
    for steps in runs.advance():
        now = now if steps == now.steps else moment(steps)
        yield now
    yield moment(total)


def swept(config: RunConfig) -> GradientDescent:
    """Return the algorithm of a run that can be swept: one that has a learning rate."""
    assert isinstance(config.algorithm, GradientDescent)
    return config.algorithm


def has_momentum(config: RunConfig) -> bool:
    """Tell whether the run follows a rule with momentum, so that β can be swept too."""
    rule = config.algorithm.rule
    return rule is not None and "momentum" in parameters(type(rule))


@dataclass(frozen=True)
class Range(Checked):
    """Learning rates, evenly by their ratio.

    Raises:
        InputError: a number is out of its range, or there is no way up from one to the other.
    """

    lowest: float = parameter(
        _RATE.minimum,
        label=N_("Lowest rate"),
        help=N_("The lowest learning rate of a sweep."),
        minimum=_RATE.minimum,
        maximum=_RATE.maximum,
        logarithmic=True,
    )
    highest: float = parameter(
        float(_RATE.maximum),
        label=N_("Highest rate"),
        help=N_("The highest learning rate of a sweep."),
        minimum=_RATE.minimum,
        maximum=_RATE.maximum,
        logarithmic=True,
    )
    count: int = parameter(
        169,
        label=N_("Rates"),
        help=N_("How many learning rates a sweep has, evenly by their ratio."),
        minimum=2,
        maximum=1000,
        logarithmic=True,
    )

    def __post_init__(self) -> None:
        """Check that there is a range."""
        super().__post_init__()
        if self.lowest >= self.highest:
            raise InputError(_("The lowest rate must be below the highest"))

    @property
    def rates(self) -> Array:
        """The learning rates, (count,)."""
        evenly = np.geomspace(self.lowest, self.highest, self.count)
        for digits in range(_DIGITS, 17):
            found = [float(f"{rate:.{digits}g}") for rate in evenly]
            if len({*found}) == self.count:
                break
        return np.array([self.lowest, *found[1:-1], self.highest])


def rates(per_decade: int) -> Array:
    """Return learning rates over the whole range, so many to each power of ten."""
    return Range(count=per_decade * round(log10(_RATE.maximum / _RATE.minimum)) + 1).rates


KINDS: dict[str, tuple[Array, tuple[float, ...]]] = {
    "curve": (rates(24), ()),
    "map": (rates(12), MOMENTA),
}
"""The learning rates and momenta of each kind of sweep."""


def limits(config: RunConfig, momenta: Sequence[float] = ()) -> list[float | None]:
    """Return the stability limit of each row of a sweep."""
    algorithm = swept(config)
    rules = _rules(algorithm.rule, momenta)
    return [replace(algorithm, rule=rule).stability_limit(config.problem) for rule in rules]


def _rules(rule: Rule, momenta: Sequence[float]) -> list[Rule]:
    """Return the rule with each momentum, or as it is where there is none."""
    return [replace(rule, momentum=beta) for beta in momenta] or [rule]  # type: ignore[type-var]
