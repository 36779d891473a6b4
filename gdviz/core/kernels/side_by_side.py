"""Many runs side by side: grouped by their equations, a window of steps at a time."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.kernels.kernel import kernel, setting
from gdviz.core.kernels.lanes import WINDOW, Course, Flags, Lanes, Places, Reached
from gdviz.core.kernels.passing import passing
from gdviz.core.kernels.sources import source
from gdviz.core.types import Array, Rule, RunConfig

_MOST = 2**12
"""How many runs go on together at most: more would not fit into the cache."""

_SHORTEST = 4
"""How many steps the first window has; those after it are longer."""


class SideBySide:
    """Runs that differ in learning rate and rule alone.

    Attributes:
        reached: how far they have come.
    """

    def __init__(
        self,
        config: RunConfig,
        rules: Sequence[Rule],
        learning_rates: Array,
        holds: Callable[[Array, Array], Flags],
    ) -> None:
        """Begin them.

        Args:
            config: the run.
            rules: a rule for each row of runs; they differ in numbers and switches alone.
            learning_rates: one for each column of runs.
            holds: (weights (..., dim), losses) -> whether they are within the bound.
        """
        self._config, self._rates, self._holds = config, learning_rates, holds
        measured = source(config)
        self._source = None if measured is None or measured.loss is None else measured
        count = len(rules) * len(learning_rates)
        w = np.tile(np.array(config.start), (count, 1))
        self.reached = Reached(w, np.zeros(count, np.int64), np.zeros(count, np.bool_))
        alike: dict[Any, list[int]] = {}
        for row, rule in enumerate(rules):
            assert isinstance(rule, WrittenRule)
            alike.setdefault(rule.program, []).append(row)
        size = max(1, _MOST // len(learning_rates))
        self._lanes = [
            self._begun({row: rules[row] for row in rows[first : first + size]})
            for rows in alike.values()
            for first in range(0, len(rows), size)
        ]

    def _begun(self, rules: dict[int, Any]) -> Lanes:
        """Return the runs of rows whose rules have the same equations."""
        config, rates, one = self._config, self._rates, next(iter(rules.values()))
        dim, total, measured = config.dim, config.total_steps, self._source
        if measured is None:
            made, passes = (
                kernel(None, config.problem.weights, (), one.program),
                passing(config.problem),
            )
        else:
            made, passes = (
                kernel(measured.loss, measured.weights, measured.columns, one.program),
                None,
            )
        course = Course(made, passes, self._rows, self._holds, total, self.reached)
        values: dict[str, Any] = {} if measured is None else {**measured.constants}
        values[setting("α")] = np.tile(rates, len(rules))
        for symbol in one.settings:
            given = [rule.settings[symbol] for rule in rules.values()]
            same = len({*given}) == 1
            values[setting(symbol)] = given[0] if same else np.repeat(given, len(rates))
        columns = np.arange(len(rates))
        places = np.concatenate([row * len(rates) + columns for row in rules])
        first = [
            rule.first_state((len(rates), dim), rates[:, np.newaxis]) for rule in rules.values()
        ]
        state = np.concatenate(first, axis=1)
        carried = [state[one.slots.index(slot), :, max(axis, 0)] for slot, axis in made.slots]
        w = np.tile(np.array(config.start)[:, np.newaxis], len(places))
        left = np.full(len(places), total)
        states = np.reshape(carried, (-1, len(places)))
        return Lanes(course, places, values, w=w, states=states, left=left)

    def _rows(self, number: int) -> Places | None:
        config = self._config
        return config.algorithm.rows(config.problem.n_samples, config.seed, number)

    def advance(self) -> Iterator[int]:
        """Take all their steps; yield now and then how many have been taken at least."""
        first, total = 0, self._config.total_steps
        longest = WINDOW if self._source is None else min(WINDOW, self._source.length)
        while first < total and self._lanes:
            count = min(longest, first + _SHORTEST, total - first)
            columns = (
                {} if self._source is None else self._source.samples(first, first + count).columns
            )
            for lanes in self._lanes:
                for _turn in lanes.window(first, count, columns):
                    yield max(0, first - 1)
            self._lanes = [lanes for lanes in self._lanes if len(lanes)]
            first += count
            yield first - 1
        for lanes in self._lanes:
            lanes.end(self._config.problem.cost)
