"""Runs side by side that differ in learning rate and rule alone, a window of steps at a time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from gdviz.core.algorithms.rules.written import Program, WrittenRule
from gdviz.core.bound import Bound
from gdviz.core.kernels.kernel import Kernel, kernel, setting
from gdviz.core.kernels.lanes import WINDOW, Course, Lanes, Places, Reached
from gdviz.core.kernels.leap import Quadratic
from gdviz.core.kernels.passing import passing
from gdviz.core.kernels.sources import HasCostFunction, source
from gdviz.core.types import Array, Rule, RunConfig

_MOST = 2**12
"""About how many runs go on together at most: more would not fit into the cache."""

_SHORTEST = 4
"""How many steps the first window has; those after it are longer."""


class SideBySide:
    """Runs in rows of one rule each and columns of one learning rate each.

    Attributes:
        reached: how far they have come, row after row.
    """

    def __init__(self, config: RunConfig, rules: Sequence[Rule], learning_rates: Array) -> None:
        """Begin them.

        Args:
            config: the run.
            rules: a rule for each row; they differ in numbers and switches alone.
            learning_rates: one for each column.
        """
        self._config, self._rates, self._bound = config, learning_rates, Bound.of(config)
        measured, count = source(config), len(rules) * len(learning_rates)
        self._source = None if measured is None or measured.loss is None else measured
        w = np.tile(np.array(config.start), (count, 1))
        self.reached = Reached(w, np.zeros(count, np.int64), np.zeros(count, np.bool_))
        self._lanes = [self._begun(some) for some in _grouped(rules, len(learning_rates))]

    def _begun(self, rules: Mapping[int, WrittenRule]) -> Lanes:
        """Return the runs of some rows, whose rules have the same equations."""
        config, rates, one = self._config, self._rates, next(iter(rules.values()))
        made = self._kernel(one.program)
        course = Course(
            made,
            None if made.cost else passing(config.problem),
            self._rows,
            self._bound,
            config.total_steps,
            self.reached,
        )
        values: dict[str, Any] = {setting("α"): np.tile(rates, len(rules))}
        values |= self._source.constants if self._source else {}
        for symbol in one.settings:
            given = [rule.settings[symbol] for rule in rules.values()]
            same = len({*given}) == 1
            values[setting(symbol)] = given[0] if same else np.repeat(given, len(rates))
        rows, columns = np.array([*rules])[:, np.newaxis], np.arange(len(rates))
        places = (rows * len(rates) + columns).reshape(-1)
        shape = len(rates), config.dim
        first = [rule.first_state(shape, rates[:, np.newaxis]) for rule in rules.values()]
        state = np.concatenate(first, axis=1)
        carried = [state[one.slots.index(slot), :, max(axis, 0)] for slot, axis in made.slots]
        return Lanes(
            course,
            places,
            values,
            w=self.reached.w[places].T,
            states=np.reshape(carried, (len(carried), len(places))),
            left=np.full(len(places), config.total_steps),
        )

    def _kernel(self, program: Program) -> Kernel:
        if self._source is None:
            return kernel(None, self._config.problem.weights, (), program)
        return kernel(self._source.loss, self._source.weights, self._source.columns, program)

    def _rows(self, number: int) -> Places | None:
        config = self._config
        return config.algorithm.rows(config.problem.n_samples, config.seed, number)

    def advance(self) -> Iterator[int]:
        """Take all steps; yield now and then how many each run has taken at least, unless it ended.

        It yields after each window, and in between while a step has many samples.
        """
        self._leap()
        source, first = self._source, 0
        total = max([lanes.longest for lanes in self._lanes], default=0)
        leapt = self._config.total_steps - total
        longest = min(WINDOW, source.length) if source else WINDOW
        while first < total and self._lanes:
            count = min(longest, first + _SHORTEST, total - first)
            columns = source.samples(first, first + count).columns if source else {}
            for lanes in self._lanes:
                for _turn in lanes.window(first, count, columns):
                    yield leapt + max(0, first - 1)
            self._lanes = [lanes for lanes in self._lanes if len(lanes)]
            first += count
            yield leapt + first - 1
        for lanes in self._lanes:
            lanes.end(self._config.problem.cost)

    def _leap(self) -> None:
        """Take at once what steps of a quadratic can be taken at once."""
        problem = self._config.problem
        function = problem.cost_function if isinstance(problem, HasCostFunction) else None
        if self._source is None or self._source.columns or function is None:
            return
        quadratic = Quadratic.of(function)
        if quadratic is not None:
            for lanes in self._lanes:
                lanes.leap(quadratic)
            self._lanes = [lanes for lanes in self._lanes if len(lanes)]


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
