"""The finisher: computes runs to their end, whether or not they are shown."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from gdviz.core import Trace
from gdviz.playback.player import Player

_BUDGET_S = 0.010
_MANY = 2**31 - 1


class Finisher(QObject):
    """Computes the runs it is given to their end, one after the other.

    It does so on the player's own thread, a little at a time: so the window stays
    free, playing goes on in between, and a trace has one writer at a time, even
    when the player has only just let go of it. The run that the player shows is
    the player's to compute, and waits.

    Signals:
        grown(Trace): much more of a run is known, or all of it.
    """

    grown = Signal(object)

    _begin = Signal(object)
    _ask = Signal(int, int, float)

    def __init__(self, player: Player) -> None:
        """Make one for the runs that `player` no longer shows."""
        super().__init__(player)
        self._player = player
        self._traces: list[Trace] = []
        self._trace: Trace | None = None
        self._run_id = 0
        self._told = 0
        self._worker = player.new_worker()
        self._begin.connect(self._worker.begin)
        self._ask.connect(self._worker.advance)
        self._worker.advanced.connect(self._on_advanced)
        self._worker.failed.connect(self._on_failed)

    def finish(self, traces: Sequence[Trace]) -> None:
        """Compute these from now on, and nothing else."""
        self._traces = list(traces)
        self._go_on()

    def _go_on(self) -> None:
        """Ask for more of the run in hand, or of the next one that needs it."""
        shown = self._player.trace
        waiting = [t for t in self._traces if t.outcome is None and t is not shown]
        if self._trace in waiting:
            return
        self._run_id += 1
        self._trace = waiting[0] if waiting else None
        if self._trace is not None:
            self._told = len(self._trace)
            self._begin.emit(self._trace)
            self._ask.emit(self._run_id, _MANY, _BUDGET_S)

    @Slot(int)
    def _on_advanced(self, run_id: int) -> None:
        trace = self._trace
        if run_id != self._run_id or trace is None:
            return
        if trace.outcome is None:
            self._ask.emit(run_id, _MANY, _BUDGET_S)
        if trace.outcome is not None or len(trace) > 2 * self._told:
            self._told = len(trace)
            self.grown.emit(trace)
        self._go_on()

    @Slot(int, str)
    def _on_failed(self, run_id: int, _reason: str) -> None:
        if run_id == self._run_id:
            self._traces = [trace for trace in self._traces if trace is not self._trace]
            self._go_on()
