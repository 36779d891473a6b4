"""What a format is, and the steps that it writes."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TextIO

import numpy as np

from gdviz.core.runs.outcome import Ending, Outcome
from gdviz.core.runs.run import Changes, run_through
from gdviz.core.types import RunConfig, Step


class Format(NamedTuple):
    """A way to write a run.

    Attributes:
        id: its name on the command line.
        write: runs what it is given, keeps no more of it than the last steps, and returns
            how it ended.
    """

    id: str
    write: Callable[[Changes, TextIO], Ending]


class Steps:
    """The steps of a run, and how it ended once they are all taken."""

    def __init__(self, changes: Changes) -> None:
        """Make ready to run, with other settings from some steps on."""
        self._changes = changes
        self._last: Step | None = None
        self._outcome = Outcome.FINISHED

    def __iter__(self) -> Iterator[Step]:
        """Run, and go through the steps."""
        blocks = run_through(self._changes)
        while True:
            try:
                block = next(blocks)
            except StopIteration as end:
                self._outcome = end.value
                return
            for step in block.steps(self.config):  # what differs on the way is in no step
                self._last = step
                yield step

    @property
    def config(self) -> RunConfig:
        """What is run at the end."""
        return self._changes[-1][1]

    @property
    def ending(self) -> Ending:
        """How the run ended; only once its steps have been gone through."""
        last = self._last
        if last is None:
            return Ending(self.config, self._outcome, np.array(self.config.start), 0, 0)
        w, steps = last.w + last.delta, last.number + 1
        return Ending(self.config, self._outcome, w, steps, last.evaluations)
