"""The history of a run, in columns."""

from collections.abc import Mapping
from dataclasses import replace
from math import prod

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.schedules import CONSTANT
from gdviz.core.parameters import InputError
from gdviz.core.runs.block import Block, read_step
from gdviz.core.runs.outcome import DIVERGENT, Ending, Outcome
from gdviz.core.runs.run import Changes, run_through
from gdviz.core.types import Array, Rows, RunConfig, Step
from gdviz.i18n import _

Columns = dict[str, Array]
"""What is kept of each step, a row for each, by name."""

_MEMORY = 2**29
"""How many bytes the steps of a run may take."""
_BYTES = 8
"""Of a number."""


class Trace:
    """All the steps of a run so far: one writer fills a row, then publishes the length.

    Readers slice the published part of the columns; nobody copies, nobody locks. There is room
    for all steps from the start: memory is taken where something is written, not before.

    Attributes:
        changes: what is run from which step on: the first entry from step 0, and one
            for each change of the learning rate or the rule's settings in mid-run.
        outcome: how the run ended; None while it has not.
    """

    def __init__(self, config: RunConfig, *later: tuple[int, RunConfig]) -> None:
        """Make an empty trace whose weight is the start.

        Args:
            config: what the run begins with.
            later: what it goes on with from which step on.
        """
        self.changes: Changes = ((0, config), *later)
        self.outcome: Outcome | None = None
        self._length = 0
        self._columns = _new_columns(_shapes(config), self.total + 1)
        self._columns["w"][0] = config.start

    @property
    def most(self) -> int:
        """How many steps there is memory for."""
        return _MEMORY // (_BYTES * sum(map(prod, _shapes(self.config).values())))

    @property
    def total(self) -> int:
        """How many steps it will have if the run does not diverge."""
        return min(self.config.total_steps, self.most)

    @property
    def config(self) -> RunConfig:
        """What is run now."""
        return self.changes[-1][1]

    @property
    def ending(self) -> Ending | None:
        """How and where the run ended; None while it has not."""
        if self.outcome is None:
            return None
        evaluations = self.evaluations_after(len(self))
        return Ending(self.config, self.outcome, self.w[-1], len(self), evaluations)

    @property
    def diverges(self) -> bool:
        """Whether it is known to have ended by diverging, or on its way there."""
        ending = self.ending
        return ending is not None and ending.verdict in DIVERGENT

    def config_at(self, number: int) -> RunConfig:
        """Return what step `number` was run with."""
        return next(config for first, config in reversed(self.changes) if first <= number)

    def continued(self, position: int, config: RunConfig) -> "Trace":
        """Return a trace of the first `position` steps that goes on with `config`.

        `can_continue` must hold for what was run at that position and `config`, which must not
        end before.
        """
        earlier = (change for change in self.changes if change[0] < position)
        (_start, first), *later = (*earlier, (position, config))
        made = Trace(first, *later)
        for name, column in self._columns.items():
            made._columns[name][: position + 1] = column[: position + 1]
        if position:  # in closed form the next weight may be another in its last digit
            step = self.step(position - 1)
            made._columns["w"][position] = step.w + step.delta
        made._length = position
        return made

    def extend(self, block: Block) -> None:
        """Add the steps of a block; only the one writer may."""
        first, end = self._length, self._length + len(block)
        if first == end:
            return
        for name, column in block.columns.items():
            self._columns[name][first:end] = column  # a search does not begin at the start
        self._columns["w"][end] = block.end
        self._length = end

    def __len__(self) -> int:
        """Return how many steps have been taken."""
        return self._length

    @property
    def w(self) -> Array:
        """The weight before each step and after the last, (len + 1, dim)."""
        return self._columns["w"][: self._length + 1]

    @property
    def loss(self) -> Array:
        """The loss on each step's samples, before the step, (len,)."""
        return self._columns["loss"][: self._length]

    @property
    def gradient(self) -> Array:
        """Each step's gradient, (len, dim); NaN for a probe."""
        return self._columns["gradient"][: self._length]

    @property
    def state(self) -> Array:
        """The algorithm's state after each step, (len, slots, dim)."""
        return self._columns["state"][: self._length]

    @property
    def epoch(self) -> npt.NDArray[np.int64]:
        """The epoch of each step, (len,)."""
        numbers = np.arange(self._length)
        return self.config.algorithm.epoch(self.config.problem.n_samples, numbers)

    @property
    def evaluations(self) -> npt.NDArray[np.int64]:
        """How often a sample has been evaluated by the end of each step, (len,)."""
        numbers = np.arange(self._length)
        return self.config.algorithm.evaluations(self.config.problem.n_samples, numbers)

    def epoch_of(self, number: int) -> int:
        """Return the epoch of step `number`."""
        return self.config.algorithm.epoch(self.config.problem.n_samples, number)

    def evaluations_after(self, count: int) -> int:
        """Return how often a sample has been evaluated in the first `count` steps."""
        return self.config.algorithm.evaluations(self.config.problem.n_samples, count - 1)

    def rows(self, number: int) -> Rows | None:
        """Return the samples of step `number`; None means all."""
        config = self.config
        return config.algorithm.rows(config.problem.n_samples, config.seed, number)

    def step(self, number: int) -> Step:
        """Return step `number` as it was taken."""
        return read_step(self.config_at(number), number, self._columns, number)


def _shapes(config: RunConfig) -> dict[str, tuple[int, ...]]:
    """Return what a row of each column is."""
    dim, slots = config.dim, len(config.algorithm.slots)
    return {"w": (dim,), "loss": (), "gradient": (dim,), "delta": (dim,), "state": (slots, dim)}


def _new_columns(shapes: Mapping[str, tuple[int, ...]], capacity: int) -> Columns:
    """Return columns with room for so many rows, by name.

    They are in one piece of memory: many a system takes much longer to give out five.
    """
    sizes = [capacity * prod(shape) for shape in shapes.values()]
    pieces = np.split(np.empty(sum(sizes)), np.cumsum(sizes)[:-1])
    return {
        name: piece.reshape(capacity, *shape)
        for (name, shape), piece in zip(shapes.items(), pieces, strict=True)
    }


def can_continue(before: RunConfig, after: RunConfig) -> bool:
    """Tell whether a run can go on with `after` from any of its steps.

    It can where only the learning rate, its schedule, the settings of the same rule and
    the number of epochs differ: then every step draws the samples it would have drawn.
    """
    one, other = before.algorithm, after.algorithm
    if one.searches or type(one) is not type(other):
        return False
    alike = {"learning_rate": 1.0, "schedule": CONSTANT, "rule": None}
    same_steps = replace(one, **alike) == replace(other, **alike)  # type: ignore[type-var]
    same_rule = type(one.rule) is type(other.rule)
    same_run = (before.problem, before.start, before.seed) == (
        after.problem,
        after.start,
        after.seed,
    )
    return same_steps and same_rule and same_run


def record(config: RunConfig, *later: tuple[int, RunConfig]) -> Trace:
    """Run to the end, with other settings from some steps on, and return the whole trace.

    Raises:
        InputError: there is not memory enough for so many steps.
    """
    trace = Trace(config, *later)
    if trace.total < trace.config.total_steps:
        text = _("A run of {total} steps does not fit into memory; at most {most} do")
        raise InputError(text.format(total=f"{trace.config.total_steps:,}", most=f"{trace.most:,}"))
    blocks = run_through(trace.changes)
    while True:
        try:
            trace.extend(next(blocks))
        except StopIteration as end:
            trace.outcome = end.value
            return trace
