"""What a format is, and the steps that it writes."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol, TextIO

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.runs.block import Block
from gdviz.core.runs.outcome import Ending, Outcome
from gdviz.core.runs.run import Changes, run_through
from gdviz.core.types import RunConfig, Step

_AT_A_TIME = 256
"""So many steps are written before it is told how much is done."""

Tell = Callable[[float], object]
"""Is told now and then how much is done, from 0 to 1."""


def untold(share: float) -> None:
    """Tell nobody."""


class Write(Protocol):
    """A way to write a run."""

    def __call__(self, changes: Changes, stream: TextIO, tell: Tell = untold) -> Ending:
        """Run what is given, write it, and return how it ended.

        No more of it is kept than the last steps. It is given up where nobody wants it any
        more (`core/cancelling.py`).

        Raises:
            OSError: it cannot be written.
        """


class Format(NamedTuple):
    """A way to write a run, and its name on the command line.

    Attributes:
        id: its name.
        write: writes a run.
    """

    id: str
    write: Write


class Steps:
    """The steps of a run, and how it ended once they are all taken.

    Attributes:
        changes: what is run from which step on.
    """

    def __init__(self, changes: Changes, tell: Tell = untold) -> None:
        """Make ready to run, with other settings from some steps on."""
        self.changes = changes
        self._tell = tell
        self._last: Block | None = None
        self._outcome = Outcome.FINISHED

    def blocks(self) -> Iterator[Block]:
        """Run, and go through the steps, some at a time."""
        total = self.config.total_steps
        blocks = run_through(self.changes)
        while True:
            try:
                whole = next(blocks)
            except StopIteration as end:
                self._outcome = end.value
                return
            for block in whole.pieces(_AT_A_TIME):
                heed()
                self._last = block
                yield block
                self._tell((block.first + len(block)) / total)

    def __iter__(self) -> Iterator[Step]:
        """Run, and go through the steps."""
        for block in self.blocks():
            yield from block.steps(self.config)  # what differs on the way is in no step

    @property
    def config(self) -> RunConfig:
        """What is run at the end."""
        return self.changes[-1][1]

    @property
    def ending(self) -> Ending:
        """How the run ended; only once its steps have been gone through."""
        last, config = self._last, self.config
        if last is None:
            return Ending(config, self._outcome, np.array(config.start), 0, 0)
        steps = last.first + len(last)
        work = int(config.algorithm.evaluations(config.problem.n_samples, steps - 1))
        return Ending(config, self._outcome, last.end, steps, work)
