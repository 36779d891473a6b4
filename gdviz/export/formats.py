"""What a format is, and the steps that it writes."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TextIO

import numpy as np

from gdviz.core.runs.outcome import Ending, Outcome
from gdviz.core.runs.run import run
from gdviz.core.types import RunConfig, Step


class Format(NamedTuple):
    """A way to write a run.

    Attributes:
        id: its name on the command line.
        write: runs a configuration, keeps no more of it than the last steps, and returns
            how it ended.
    """

    id: str
    write: Callable[[RunConfig, TextIO], Ending]


class Steps:
    """The steps of a run, and how it ended once they are all taken."""

    def __init__(self, config: RunConfig) -> None:
        """Make ready to run."""
        self._config = config
        self._last: Step | None = None
        self._outcome = Outcome.FINISHED

    def __iter__(self) -> Iterator[Step]:
        """Run, and go through the steps."""
        blocks = run(self._config)
        while True:
            try:
                block = next(blocks)
            except StopIteration as end:
                self._outcome = end.value
                return
            for step in block.steps(self._config):
                self._last = step
                yield step

    @property
    def ending(self) -> Ending:
        """How the run ended; only once its steps have been gone through."""
        last = self._last
        if last is None:
            return Ending(self._config, self._outcome, np.array(self._config.start), 0, 0)
        w, steps = last.w + last.delta, last.number + 1
        return Ending(self._config, self._outcome, w, steps, last.evaluations)
