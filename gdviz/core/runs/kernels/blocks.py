"""Blocks of a run made by a kernel."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from math import isfinite

import numpy as np

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.runs.block import Block
from gdviz.core.runs.kernels.closed_form import ClosedForm
from gdviz.core.runs.kernels.kernel import COUNT, RATE, kernel, setting
from gdviz.core.runs.kernels.sources import LONGEST, Source, source
from gdviz.core.types import Array, RunConfig, Step


def blocks(config: RunConfig, after: Step | None) -> Iterator[Block] | None:
    """Return the blocks of a run, those that follow `after` if it is given.

    None where no kernel can make them.
    """
    algorithm = config.algorithm
    if not isinstance(algorithm, GradientDescent) or not isinstance(algorithm.rule, WrittenRule):
        return None
    found = source(config)
    return None if found is None else _Run(config, algorithm, algorithm.rule, found).blocks(after)


class _Run:
    """A run by a kernel."""

    def __init__(
        self, config: RunConfig, algorithm: GradientDescent, rule: WrittenRule, source: Source
    ) -> None:
        self._config, self._algorithm, self._rule, self._source = config, algorithm, rule, source
        self._schedule = algorithm.schedule_followed
        self._kernel = kernel(
            source.loss, source.weights, source.columns, rule.program, self._schedule.varies
        )
        settings = {"α": np.float64(algorithm.learning_rate), **rule.settings}
        self._known = self._kernel.loop.hoisted.prepared(
            {**source.constants, **{setting(symbol): value for symbol, value in settings.items()}}
        )

    def blocks(self, after: Step | None) -> Iterator[Block]:
        """Yield the blocks that follow `after`."""
        config, length = self._config, self._source.length
        first, w = 0, np.array(config.start)
        state = self._rule.first_state(w.shape, self._algorithm.learning_rate)
        if after is not None:
            first, w = after.number + 1, after.w + after.delta
            state = after.state if after.slots == self._rule.slots else state
        while first < config.total_steps:
            far = self._closed_form.end(first, w) if self._closed_form else None
            end = min(config.total_steps, far or (first // length + 1) * length)
            block = (self._at_once if far else self._block)(first, end, w, state)
            yield block
            if len(block) < end - first:
                return  # it has diverged
            if self._stands_still(block):
                yield from _still(block, config.total_steps)
                return
            first, w, state = end, block.end, block.state[-1]

    def _stands_still(self, block: Block) -> bool:
        """Tell whether its last step changed nothing, so that all that follow are the same."""
        moved = (block.end != block.w[-1]).any() or (block.state[-1] != block.state[-2:-1]).any()
        return not (self._kernel.loop.columns or moved) and len(block) > 1

    @cached_property
    def _closed_form(self) -> ClosedForm | None:
        """The weights in closed form; None where they are made one by one."""
        cost, rate = self._source.cost, self._algorithm.learning_rate
        total = self._config.total_steps
        if cost is None or self._schedule.varies:
            return None
        return ClosedForm.of(cost, self._rule, rate, total)

    def _at_once(self, first: int, end: int, w: Array, state: Array) -> Block:
        """Return steps whose weights are in closed form; all else the rule makes of these."""
        assert self._closed_form
        weights = self._closed_form.weights(w, end - first)
        loss, gradient = self._measured(weights, {})
        settings = np.float64(self._algorithm.learning_rate), *self._rule.settings.values()
        delta, *kept = self._rule.program.step(weights.T, gradient, *state, *settings)
        states = np.broadcast_to(np.reshape(kept, (-1, 1)), (end - first, *state.shape))
        return Block(first, weights.T, loss, gradient, delta, states)

    def _block(self, first: int, end: int, w: Array, state: Array) -> Block:
        """Return the steps, or those before one that leads to a weight that is no number."""
        count, dim, made = end - first, len(w), self._kernel
        columns, measure = self._source.samples(first, end)
        counted = self._counted(state) + np.arange(count, dtype=np.float64)
        alike, varying = made.loop.taken(
            self._known, {COUNT: counted, **self._rates(first, end), **columns}
        )
        out = np.empty((made.rows, count))
        moving = (*w.tolist(), *[float(state[row, max(axis, 0)]) for row, axis in self._rows])
        views, done = [row.data for row in out], 0
        while True:
            rest = [column[done:] for column in varying]
            done, moving = made.loop.function(done, count, moving, alike, rest, views, measure)
            if done == count:
                break
            moving = self._plain(first + done, moving, counted[done], out[:, done])
            done += 1
            if not all(map(isfinite, moving[:dim])):
                break
        out = out[:, :done]
        return self._read(first, out, counted, {name: c[:done] for name, c in columns.items()})

    def _rates(self, first: int, end: int) -> dict[str, Array]:
        """Return the learning rates of the steps, by their name, if each has another."""
        if not self._schedule.varies:
            return {}
        rate, total = self._algorithm.learning_rate, self._config.total_steps
        return {RATE: self._schedule.rates(rate, np.arange(first, end), total)}

    @cached_property
    def _rows(self) -> list[tuple[int, int]]:
        """For what the loop carries of the state, its row and, -1 for all, its column."""
        return [(self._rule.slots.index(slot), axis) for slot, axis in self._kernel.slots]

    def _counted(self, state: Array) -> float:
        """Return how many steps the state has seen."""
        slots = self._rule.slots
        return float(state[slots.index(COUNT), 0]) if COUNT in slots else 0.0

    def _state(self, carried: Array, counted: Array, dim: int) -> Array:
        """Return the state after each step, (steps, slots, dim), from what the loop carries."""
        state = np.empty((carried.shape[1], len(self._rule.slots), dim))
        for (row, axis), values in zip(self._rows, carried, strict=True):
            if axis < 0:
                state[:, row] = values[:, np.newaxis]
            else:
                state[:, row, axis] = values
        if COUNT in self._rule.slots:
            state[:, self._rule.slots.index(COUNT)] = counted[: len(state), np.newaxis] + 1
        return state

    def _plain(
        self, number: int, moving: tuple[float, ...], counted: float, out: Array
    ) -> tuple[float, ...]:
        """Take a step where floats raise; write it into `out`, and return what moves on."""
        config, dim = self._config, self._config.dim
        w, carried = np.array(moving[:dim]), np.array(moving[dim:]).reshape(-1, 1)
        state = self._state(carried, np.array([counted - 1]), dim)[0]
        rows = self._algorithm.rows(config.problem.n_samples, config.seed, number)
        loss, gradient = config.problem.loss(w, rows), config.problem.gradient(w, rows)
        rate = self._algorithm.rate(number, config.total_steps)
        delta, state = self._rule.update(w, gradient, state, rate)
        kept = [float(state[row, max(axis, 0)]) for row, axis in self._rows]
        out[:] = [*w, *delta, *kept, loss, *gradient][: len(out)]
        return (*(w + delta).tolist(), *kept)

    def _read(self, first: int, out: Array, counted: Array, columns: Mapping[str, Array]) -> Block:
        """Return the block of what the loop has written."""
        dim, made = self._config.dim, self._kernel
        if made.cost is None:
            loss, gradient = out[-1 - dim], out[-dim:].T
        else:
            loss, gradient = self._measured(out[:dim], columns)
        return Block(
            first,
            w=out[:dim].T,
            loss=loss,
            gradient=gradient,
            delta=out[dim : 2 * dim].T,
            state=self._state(out[2 * dim : 2 * dim + len(made.slots)], counted, dim),
        )

    def _measured(self, weights: Array, columns: Mapping[str, Array]) -> tuple[Array, Array]:
        """Return the losses, (steps,), and gradients, (steps, dim), at weights (dim, steps)."""
        made, (dim, count) = self._kernel, weights.shape
        constants = [self._known[name] for name in made.arguments]
        loss, *slopes = made.evaluate(*weights, *columns.values(), *constants)
        rows = [np.broadcast_to(slope, count) for slope in slopes]
        gradient = rows[0][np.newaxis] if dim == 1 else np.array(rows)
        return np.broadcast_to(loss, count), gradient.T


def _still(block: Block, total: int) -> Iterator[Block]:
    """Yield the blocks that follow one whose last step changed nothing."""
    first = block.first + len(block)
    while first < total:
        end = min(total, (first // LONGEST + 1) * LONGEST)
        rows = {
            name: np.broadcast_to(column[-1], (end - first, *column.shape[1:]))
            for name, column in block.columns.items()
        }
        yield Block(first, **rows)
        first = end
