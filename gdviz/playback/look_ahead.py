"""Looking ahead: how much of what is to come of a run is computed while nothing else is asked."""

from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

from gdviz.core import Trace
from gdviz.playback.asking import Asker, GoOn
from gdviz.playback.beside import MOST_AHEAD
from gdviz.playback.writer import Writer

_MOST_S = 2.0
"""No more steps are looked ahead to than take so long to compute."""


class Advanced(NamedTuple):
    """What came of a question for more steps.

    Attributes:
        further: whether there may be more; not past the end, nor where the run breaks off.
        steps: how many there are now that were not.
        seconds: how long that took.
    """

    further: bool
    steps: int
    seconds: float


def advance(writer: Writer, owed: int, ahead: int, go_on: GoOn) -> Advanced:
    """Have `writer` go on, and tell how that went; the arguments are `Writer.advance`'s."""
    before, began = writer.length, perf_counter()
    further = writer.advance(owed, go_on, ahead)
    return Advanced(further, writer.length - before, perf_counter() - began)


class LookAhead:
    """Says how many further steps of a run are worth asking for.

    Steps that are dear are fewer, and whoever else asks the same thread goes first.
    """

    def __init__(self, others: Sequence[Asker]) -> None:
        """Begin with no run; `others` go first."""
        self._others = others
        self.begin()

    def begin(self) -> None:
        """Begin with another run, of which nothing is known."""
        self._further = True
        self._steps, self._seconds = 0, 0.0

    def learn(self, advanced: Advanced) -> None:
        """Learn how the last question went."""
        self._further = advanced.further
        self._steps += advanced.steps
        self._seconds += advanced.seconds

    def wanted(self, trace: Trace, position: int) -> int:
        """Return how many steps are to be asked for beyond those known, if nothing else is."""
        if not self._further or trace.config.algorithm.searches:
            return 0
        if any(asker.waiting for asker in self._others):
            return 0
        most = MOST_AHEAD
        if self._steps:
            most = min(most, int(_MOST_S * self._steps / max(self._seconds, 1e-9)))
        return max(0, position + most - len(trace))
