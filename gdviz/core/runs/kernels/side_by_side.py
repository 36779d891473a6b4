"""Runs side by side, a window of steps at a time.

They differ in learning rate and rule alone, or in start and seed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.algorithms.rules.written import Program, WrittenRule
from gdviz.core.problems.abilities import HasCostFunction
from gdviz.core.runs.bound import Bound
from gdviz.core.runs.kernels.lane_step import carried
from gdviz.core.runs.kernels.lanes import WINDOW, Course, Lanes, Reached, Watch
from gdviz.core.runs.kernels.leap import Quadratic
from gdviz.core.runs.kernels.measures import Measures, measures
from gdviz.core.types import Array, Rule, RunConfig

_MOST = 2**12
"""About how many runs go on together at most: more would not fit into the cache."""

_CELLS = 2**18
"""How many runs times steps a window has at most: the same for its length."""

_SHORTEST = 4
"""How many steps the first window has; those after it are longer."""


class SideBySide:
    """Runs in rows of one rule each and columns of one learning rate each.

    Attributes:
        reached: how far they have come, row after row.
    """

    @np.errstate(all="ignore")
    def __init__(self, config: RunConfig, rules: Sequence[Rule], learning_rates: Array) -> None:
        """Begin them.

        Args:
            config: the run.
            rules: a rule for each row; they differ in numbers and switches alone.
            learning_rates: one for each column.
        """
        self._config, self._rates, self._bound = config, learning_rates, Bound.of(config)
        assert isinstance(config.algorithm, GradientDescent)
        self._schedule = config.algorithm.schedule_followed
        self._measures, count = measures(config), len(rules) * len(learning_rates)
        self.reached = _not_begun(np.tile(np.array(config.start), (count, 1)))
        self._lanes = [self._begun(some) for some in _grouped(rules, len(learning_rates))]

    def _begun(self, rules: Mapping[int, WrittenRule]) -> Lanes:
        """Return the runs of some rows, whose rules have the same equations."""
        config, rates, one = self._config, self._rates, next(iter(rules.values()))
        course = Course(
            one.program, self._bound, config.total_steps, self.reached, self._schedule,
            alike=self._measures.alike,
        )  # fmt: skip
        values: dict[str, Any] = {"α": np.tile(rates, len(rules))}
        for symbol in one.settings:
            given = [rule.settings[symbol] for rule in rules.values()]
            values[symbol] = given[0] if len({*given}) == 1 else np.repeat(given, len(rates))
        rows, columns = np.array([*rules])[:, np.newaxis], np.arange(len(rates))
        places, shape = (rows * len(rates) + columns).reshape(-1), (len(rates), config.dim)
        first = [rule.first_state(shape, rates[:, np.newaxis]) for rule in rules.values()]
        slots = [one.slots.index(name) for name in carried(one.program)]
        return Lanes(
            course,
            places,
            values,
            w=self.reached.w[places].T,
            states=np.concatenate(first, axis=1)[slots].swapaxes(1, 2),
            left=np.full(len(places), config.total_steps),
        )

    def advance(self) -> Iterator[int]:
        """Take all steps; yield now and then how many each run has taken at least, unless it ended.

        It yields after each window, and in between while a step has many samples.
        """
        self._leap()
        yield from _advanced(self._config, self._lanes, self._measures)

    @np.errstate(all="ignore")
    def _leap(self) -> None:
        """Take at once what steps of a quadratic can be taken at once."""
        problem = self._config.problem
        function = problem.cost_function if isinstance(problem, HasCostFunction) else None
        if function is None or self._schedule.varies or not self._measures.alike:
            return
        quadratic = Quadratic.of(function)
        if quadratic is not None:
            for lanes in self._lanes:
                lanes.leap(quadratic)


class Members:
    """Runs that differ in start and seed alone, all together.

    Attributes:
        reached: how far they have come.
    """

    @np.errstate(all="ignore")
    def __init__(
        self,
        config: RunConfig,
        starts: Array,
        seeds: Sequence[int] | None = None,
        watch: Watch | None = None,
    ) -> None:
        """Begin them.

        Args:
            config: the run; its own start does not matter, nor does its seed if there are others.
            starts: where each starts, (runs, dim).
            seeds: the seed of each; without, it is that of `config`.
            watch: what looks at the weights on the way.
        """
        algorithm = config.algorithm
        assert isinstance(algorithm, GradientDescent)
        rule = algorithm.rule
        assert isinstance(rule, WrittenRule)
        self._config, self._measures = config, measures(config, seeds)
        self.reached = _not_begun(starts.copy())
        bound, total = Bound.at(config.problem, starts), config.total_steps
        slots = [rule.slots.index(name) for name in carried(rule.program)]
        self._lanes = Lanes(
            Course(
                rule.program, bound, total, self.reached, algorithm.schedule_followed,
                watch, self._measures.alike,
            ),
            np.arange(len(starts)),
            {"α": np.float64(algorithm.learning_rate), **rule.settings},
            w=starts.T,
            states=rule.first_state(starts.shape, algorithm.learning_rate)[slots].swapaxes(1, 2),
            left=np.full(len(starts), total),
        )  # fmt: skip

    def advance(self) -> Iterator[int]:
        """Take all steps, as `SideBySide` does."""
        return _advanced(self._config, [self._lanes], self._measures)


def _not_begun(w: Array) -> Reached:
    """Return how far runs have come that start at w, (runs, dim)."""
    return Reached(w, np.zeros(len(w), np.int64), np.zeros(len(w), np.bool_))


def _advanced(config: RunConfig, lanes: list[Lanes], measures: Measures) -> Iterator[int]:
    """Take all steps; yield now and then how many each run has taken at least, unless it ended.

    A run that diverges is no surprise: numpy warns of nothing meanwhile, but of what happens
    between two turns it does.

    Args:
        config: the run.
        lanes: runs that are still on their way.
        measures: what measures their loss.
    """
    turns = _turns(config, lanes, measures)
    while True:
        with np.errstate(all="ignore"):
            steps = next(turns, None)
        if steps is None:
            return
        yield steps


def _turns(config: RunConfig, lanes: list[Lanes], measures: Measures) -> Iterator[int]:
    on_their_way = [some for some in lanes if len(some)]
    widest = max([len(some) for some in on_their_way], default=1)
    first, longest = 0, max(1, min(WINDOW, measures.longest, _CELLS // widest))
    total = max([some.longest for some in on_their_way], default=0)
    leapt = config.total_steps - total
    while first < total and on_their_way:
        count = min(longest, first + _SHORTEST, total - first)
        for some in on_their_way:
            measure = measures.window(first, count, some.places)
            for _turn in some.window(first, count, measure):
                yield leapt + max(0, first - 1)
        on_their_way = [some for some in on_their_way if len(some)]
        first += count
        yield leapt + first - 1
    for some in on_their_way:
        some.end(config.problem.cost)


def _grouped(rules: Sequence[Rule], columns: int) -> Iterator[dict[int, WrittenRule]]:
    """Yield rows with their rules: those with the same equations, not too many at once."""
    alike: dict[Program, dict[int, WrittenRule]] = {}
    for row, rule in enumerate(rules):
        assert isinstance(rule, WrittenRule)
        alike.setdefault(rule.program, {})[row] = rule
    size = max(1, _MOST // columns)
    for rows in alike.values():
        every = [*rows.items()]
        yield from (dict(every[first : first + size]) for first in range(0, len(every), size))
