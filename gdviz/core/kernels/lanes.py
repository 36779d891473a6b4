"""Lanes: runs of one problem that differ in hyper-parameters alone, side by side.

They go on by a window of steps at a time. Only then is it looked at where each was last
within the bound, at all the window's weights at once, and those past it leave.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gdviz.core.bound import Bound
from gdviz.core.kernels.kernel import COUNT, Kernel, setting
from gdviz.core.kernels.lane_step import LaneStep, lane_step, numbers, views
from gdviz.core.kernels.leap import Quadratic, leap, linear
from gdviz.core.kernels.passing import Passing
from gdviz.core.types import Array, Rows

WINDOW = 32
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


@dataclass(frozen=True)
class Course:
    """What runs side by side have in common.

    Attributes:
        kernel: the problem and the rule.
        passing: what measures the loss, if it is no formula; else None.
        rows: the samples of a step by its number; None for all.
        bound: past which they have diverged.
        total: how many steps a run has.
        reached: how far all runs have come.
    """

    kernel: Kernel
    passing: Passing | None
    rows: Callable[[int], Rows | None]
    bound: Bound
    total: int
    reached: Reached


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
        """Begin with runs that are still on their way.

        Args:
            course: what they have in common.
            places: where in `course.reached` they are, (lanes,).
            values: hyper-parameters and constants by name: numbers, or (lanes,).
            w: their weights, (dim, lanes).
            states: what the kernel carries of their states, (numbers, lanes).
            left: how many steps each has left, (lanes,).
        """
        self._course, self._values = course, values
        arrays = frozenset(name for name, value in values.items() if np.ndim(value))
        self._step: LaneStep = lane_step(course.kernel, arrays)
        self._known = self._step.hoisted.prepared(values)
        self._settle(places, w, states, left)

    def __len__(self) -> int:
        """Return how many are still on their way."""
        return len(self._places)

    def _settle(self, places: Places, w: Array, states: Array, left: Places) -> None:
        """Make the arrays for those that are on their way."""
        dim, lanes = w.shape
        self._places, self._left = places, left
        self._w = np.empty((WINDOW + 1, dim, lanes))
        self._w[0] = w
        self._states = np.empty((2, *states.shape))
        self._states[0] = states
        self._gradient = np.empty((dim, lanes))
        self._losses = np.empty((WINDOW, lanes))
        self._advance = self._step.bound(self._known, lanes)

    def window(self, first: int, count: int, columns: Mapping[str, Array]) -> Iterator[None]:
        """Take `count` steps, from number `first`; it yields now and then.

        Args:
            first: the number of the first one.
            count: how many.
            columns: what follows from each step's samples, (count,), by name.
        """
        counted = np.arange(first, first + count, dtype=np.float64)
        yield from self._steps(first, count, {COUNT: counted, **columns})
        self._look(count)

    @property
    def longest(self) -> int:
        """How many steps are left to the one that has most of them."""
        return int(self._left.max(initial=0))

    def leap(self, quadratic: Quadratic) -> None:
        """Take all steps that can be taken at once."""
        kernel, axes = self._course.kernel, quadratic.axes
        rule = linear(kernel.program)
        if rule is None:
            return
        symbols = {symbol for row in rule.slopes for slope in row for symbol in slope.names}
        settings = {symbol: self._values[setting(symbol)] for symbol in symbols}
        matrix = rule.matrix(settings, quadratic.curvatures)
        every = range(len(kernel.weights))
        rows = [[kernel.slots.index((slot, axis)) for axis in every] for slot in rule.slots]
        begun = [quadratic.along(self._w[0]), *(axes.T @ self._states[0, row] for row in rows)]
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
        holds = self._course.bound.holds(w, cost(w))
        self._reach(np.where(holds, 0, -1), ~holds)

    def _steps(self, first: int, count: int, columns: Mapping[str, Array]) -> Iterator[None]:
        course, weights, (old, new) = self._course, views(self._w[: count + 1]), views(self._states)
        changing = self._step.hoisted.changing(self._known, columns)
        varying = [*zip(*[numbers(column, count) for column in changing], strict=True)]
        gradient = () if course.passing is None else tuple(self._gradient)
        for step in range(count):
            loss: tuple[Array, ...] = (self._losses[step],)
            if course.passing is not None:
                rows = course.rows(first + step)
                yield from course.passing(self._w[step], rows, loss[0], self._gradient)
                loss = ()
            given = varying[step] if varying else ()
            ahead = weights[step + 1]
            self._advance(*weights[step], *old, *gradient, *given, *ahead, *new, *loss)
            old, new = new, old
        if count % 2:
            self._states[0] = self._states[1]

    def _look(self, count: int) -> None:
        """Note where each was last within the bound; those that have come to an end leave."""
        bound, left = self._course.bound, self._left
        w, losses = self._w[:count], self._losses[:count]
        good, diverged = np.full(len(self), count - 1), np.zeros(len(self), np.bool_)
        if not bound.holds_everywhere(w, losses):
            past = ~bound.holds(w.transpose(0, 2, 1), losses)
            past &= np.arange(count)[:, np.newaxis] <= left
            diverged = np.asarray(past.any(axis=0))
            good = np.where(diverged, past.argmax(axis=0) - 1, good)
        self._reach(np.minimum(good, left), diverged)
        self._left = left - count
        self._go_on(~(diverged | (left < count)), count)

    def _go_on(self, stay: Flags, step: int) -> None:
        """Let those that `stay` go on from a step of the window; the others leave."""
        if stay.all():
            self._w[0] = self._w[step]
        else:
            self._values = _some(self._values, stay)
            self._known = _some(self._known, stay)
            w, states = self._w[step][:, stay], self._states[0][:, stay]
            self._settle(self._places[stay], w, states, self._left[stay])

    def _reach(self, good: Places, diverged: Flags) -> None:
        """Note which of the window's weights were good last, -1 for none of them."""
        reached, places, some = self._course.reached, self._places, good >= 0
        known, total = good[some], self._course.total
        reached.w[places[some]] = self._w[known, :, np.flatnonzero(some)]
        reached.taken[places[some]] = total - self._left[some] + known
        reached.diverged[places] = diverged


def _some(values: Mapping[str, Any], stay: Flags) -> dict[str, Any]:
    return {name: value[stay] if np.ndim(value) else value for name, value in values.items()}
