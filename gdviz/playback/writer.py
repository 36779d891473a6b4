"""The writer: runs steps into a trace, in whatever thread it is asked to."""

from collections.abc import Generator

from gdviz.core import Outcome, Trace
from gdviz.core.runs.block import Block
from gdviz.core.runs.run import run_through
from gdviz.playback.asking import GoOn


class Writer:
    """Writes a run's steps into its trace; several may take turns in one thread."""

    def __init__(self, trace: Trace) -> None:
        """Make one that goes on from where `trace` ends when it is first asked to."""
        self._trace = trace
        self._blocks: Generator[Block, None, Outcome] | None = None
        self._end = 0

    @property
    def length(self) -> int:
        """How many steps the trace has."""
        return len(self._trace)

    def advance(self, count: int, go_on: GoOn, ahead: int = 0) -> bool:
        """Run `count` steps and `ahead` more, or as many as there is time for.

        Returns:
            Whether it can go on: not from the end, nor from where it breaks off.

        Raises:
            Exception: whatever the run raises within `count` steps, each time it is asked.
        """
        trace = self._trace
        needed = len(trace) + count
        try:
            if trace.outcome is None:
                self._run_to(needed + ahead, go_on)
        except Exception:
            if len(trace) < needed:
                raise
            return False  # it is told when somebody comes there
        return trace.outcome is None

    def _run_to(self, wanted: int, go_on: GoOn) -> None:
        trace = self._trace
        blocks = self._blocks if len(trace) == self._end else None  # another may have gone on
        blocks = blocks or self._taken_up()
        self._blocks = None  # a run that breaks off cannot be gone on with
        while len(trace) < wanted:
            try:
                trace.extend(next(blocks))
            except StopIteration as end:
                trace.outcome = end.value
                return
            if not go_on():
                break
        self._blocks, self._end = blocks, len(trace)

    def _taken_up(self) -> Generator[Block, None, Outcome]:
        """Return the blocks from where the trace ends."""
        trace = self._trace
        after = trace.step(len(trace) - 1) if len(trace) else None
        return run_through(trace.changes, after, trace.most)
