"""Lanes: runs of one problem that differ in hyper-parameters, starts or samples, side by side.

They go on by a window of steps at a time. Only then is it looked at where each was last
within the bound, at all the window's weights at once, and those past it leave.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.rules.written import Program
from gdviz.core.algorithms.schedules import Schedule
from gdviz.core.runs.bound import Bound
from gdviz.core.runs.kernels.kernel import COUNT
from gdviz.core.runs.kernels.lane_step import lane_step, numbers
from gdviz.core.runs.kernels.leap import Quadratic, leap, linear
from gdviz.core.runs.kernels.measures import Measure
from gdviz.core.types import Array

WINDOW = 64
"""How many steps a window has at most."""

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Reached:
    """How far runs have come; it is written to.

    Attributes:
        w: the last weight within the bound, (runs, dim).
        taken: how many steps lead there, (runs,).
        diverged: whether the next one leads past the bound, (runs,).
    """

    w: Array
    taken: Places
    diverged: Flags


Watch = Callable[[int, Array, Places, Places], None]
"""(first step, weights from there on (steps, dim, lanes), places, which were good last): it is
told after each window, once the lanes that end in it have been noted."""


@dataclass(frozen=True)
class Course:
    """What runs side by side have in common.

    Attributes:
        program: the rule's equations.
        bound: past which they have diverged; the same for all, or by place.
        total: how many steps a run has.
        reached: how far all runs have come.
        schedule: how the learning rates go on.
        watch: what looks at the weights on the way, if anything does.
        alike: whether each step measures the same.
    """

    program: Program
    bound: Bound
    total: int
    reached: Reached
    schedule: Schedule
    watch: Watch | None = None
    alike: bool = False


class Lanes:
    """Runs under the same equations."""

    def __init__(
        self,
        course: Course,
        places: Places,
        values: Mapping[str, Any],
        *,
        w: Array,
        states: Array,
        left: Places,
    ) -> None:
        """Begin with runs that are still on their way; their places are in `places`.

        Args:
            course: what they have in common.
            places: where in `course.reached` they are, (lanes,).
            values: hyper-parameters by their symbols: numbers, or (lanes,).
            w: their weights, (dim, lanes).
            states: their states, (slots, dim, lanes).
            left: how many steps each has left, (lanes,).
        """
        self._course, self._values = course, values
        arrays = frozenset(name for name, value in values.items() if np.ndim(value))
        self._step = lane_step(course.program, arrays, course.schedule.varies)
        self._known = self._step.hoisted.prepared(values)
        # Nothing tells one step from another: where one changes nothing, none after it does.
        told_apart = self._step.slots or self._step.hoisted.columns or not course.alike
        self._rests = not told_apart and course.watch is None
        self._room: dict[str, Array] = {}
        self._settle(places, w, states, left)

    def __len__(self) -> int:
        """Return how many are still on their way."""
        return len(self.places)

    def _settle(self, places: Places, w: Array, states: Array, left: Places) -> None:
        """Make the arrays for those that are on their way."""
        self.places, self._left = places, left
        self._bound = self._course.bound.some(places)
        self._w = self._array("w", WINDOW + 1, *w.shape)
        self._w[0] = w
        self._states = self._array("states", 2, *states.shape)
        self._states[0] = states
        self._gradient = self._array("gradient", *w.shape)
        self._losses = self._array("losses", WINDOW, len(places))
        self._advance = self._step.bound(self._known, w.shape)

    def _array(self, name: str, *shape: int) -> Array:
        """Return an array, in memory that was in use before where there were more lanes."""
        size = prod(shape)
        if name not in self._room:
            self._room[name] = np.empty(size)
        return self._room[name][:size].reshape(shape)

    def window(self, first: int, count: int, measure: Measure) -> Iterator[None]:
        """Take `count` steps, from number `first`, as they are measured.

        It yields now and then where a step takes long.
        """
        yield from self._steps(first, count, measure)
        self._look(first, count)

    @property
    def longest(self) -> int:
        """How many steps are left to the one that has most of them."""
        return int(self._left.max(initial=0))

    def leap(self, quadratic: Quadratic) -> None:
        """Take all steps that can be taken at once."""
        rule, axes = linear(self._course.program), quadratic.axes
        if rule is None:
            return
        rows = [self._step.slots.index(slot) for slot in rule.slots]
        begun = [quadratic.along(self._w[0]), *(axes.T @ self._states[0, row] for row in rows)]
        matrix = rule.matrix(self._values, quadratic.curvatures)
        taken, ended = leap(matrix, begun, quadratic.radius(self._course.bound), self._left)
        self._w[0, :, taken > 0] = (quadratic.optimum + axes @ ended[0])[:, taken > 0].T
        for row, state in zip(rows, ended[1:], strict=True):
            self._states[0, row] = axes @ state
        self._left = self._left - taken
        self._reach(np.zeros_like(taken), taken < 0)
        self._go_on(self._left > 0, 0)

    def end(self, cost: Callable[[Array], Array]) -> None:
        """Note where those end that have taken all their steps, by the cost at w (..., dim)."""
        w = self._w[0].T
        holds = self._bound.holds(w, cost(w))
        self._reach(np.where(holds, 0, -1), ~holds)

    def _steps(self, first: int, count: int, measure: Measure) -> Iterator[None]:
        counted = np.arange(first, first + count, dtype=np.float64)
        rates = self._rates(counted)
        # Beside rates, which are of each lane too, a step's number stands for its row.
        columns = {COUNT: counted[:, np.newaxis] if rates else counted, **rates}
        given = numbers(self._step.hoisted.changing(self._known, columns), count)
        weights, losses, gradient = [*self._w[: count + 1]], [*self._losses], self._gradient
        old, new = [*self._states[0]], [*self._states[1]]
        for step in range(count):
            w = weights[step]
            yield from measure(step, w, losses[step], gradient)
            self._advance(w, gradient, *old, *given[step], weights[step + 1], *new)
            old, new = new, old
        if count % 2:
            self._states[0] = self._states[1]

    def _rates(self, counted: Array) -> dict[str, Array]:
        """Return the learning rates, (steps, lanes), by their name, if each step has another."""
        schedule, total = self._course.schedule, self._course.total
        if not schedule.varies:
            return {}
        return {"α": schedule.rates(self._values["α"], counted[:, np.newaxis], total)}

    def _look(self, first: int, count: int) -> None:
        """Note where each was last within the bound; those that have come to an end leave."""
        bound, left = self._bound, self._left
        w, losses = self._w[:count], self._losses[:count]
        good, diverged = np.full(len(self), count - 1), np.zeros(len(self), np.bool_)
        if not bound.holds_everywhere(w, losses):
            past = ~bound.holds(w.transpose(0, 2, 1), losses)
            past &= np.arange(count)[:, np.newaxis] <= left
            diverged = np.asarray(past.any(axis=0))
            good = np.where(diverged, past.argmax(axis=0) - 1, good)
        self._reach(np.minimum(good, left), diverged)
        if self._course.watch is not None:
            self._course.watch(first, w, self.places, good)
        stay = ~(diverged | (left < count))
        if self._rests:
            at_rest = stay & self._at_rest(count)
            self._course.reached.taken[self.places[at_rest]] = self._course.total
            stay &= ~at_rest
        self._left = left - count
        self._go_on(stay, count)

    def _at_rest(self, step: int) -> Flags:
        """Tell whose last step before that of the window changed no bit of the weights."""
        bits = self._w[step - 1 : step + 1].view(np.int64)
        return np.asarray((bits[0] == bits[1]).all(axis=0))

    def _go_on(self, stay: Flags, step: int) -> None:
        """Let those that `stay` go on from a step of the window; the others leave."""
        if stay.all():
            self._w[0] = self._w[step]
        else:
            self._values = _some(self._values, stay)
            self._known = _some(self._known, stay)
            w, states = self._w[step][:, stay], self._states[0][..., stay]
            self._settle(self.places[stay], w, states, self._left[stay])

    def _reach(self, good: Places, diverged: Flags) -> None:
        """Note which of the window's weights were good last, -1 for none of them."""
        reached, places = self._course.reached, self.places
        reached.diverged[places] = diverged
        if len(good) and good[0] >= 0 and (good == good[0]).all():  # as a rule
            reached.w[places] = self._w[good[0]].T
            reached.taken[places] = self._course.total - self._left + good[0]
            return
        some = good >= 0
        known, total = good[some], self._course.total
        reached.w[places[some]] = self._w[known, :, np.flatnonzero(some)]
        reached.taken[places[some]] = total - self._left[some] + known


def _some(values: Mapping[str, Any], stay: Flags) -> dict[str, Any]:
    return {name: value[stay] if np.ndim(value) else value for name, value in values.items()}
