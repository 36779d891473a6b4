"""The finisher: computes runs to their end, whether or not they are shown."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from gdviz.core import Trace
from gdviz.i18n import N_
from gdviz.playback.player import Player
from gdviz.playback.writer import Writer

_AS_MANY_AS_FIT = 2**62
"""Steps in the time that there is for one answer."""


class Finisher(QObject):
    """Computes the runs it is given to their end, one after the other.

    It does so on the player's own thread, a little at a time: so the window stays
    free, playing goes on in between, and a trace has one writer at a time, even
    when the player has only just let go of it. The run that the player shows is
    the player's to compute, and waits.

    Signals:
        grown(Trace): much more of a run is known, or all of it.
        failed(Trace, str): a run broke off, with the reason; it stays as it is.
    """

    grown = Signal(object)
    failed = Signal(object, str)

    def __init__(self, player: Player) -> None:
        """Make one for the runs that `player` no longer shows."""
        super().__init__(player)
        self._player = player
        self._traces: list[Trace] = []
        self._broken: dict[Trace, str] = {}
        self._trace: Trace | None = None
        self._writer: Writer | None = None
        self._told = 0
        complaint = N_("A kept run broke off. Remove it, or keep one with other settings.")
        self._asker = player.new_asker(complaint)
        self._asker.answered.connect(self._on_advanced)
        self._asker.failed.connect(self._on_failed)

    @property
    def broken(self) -> Mapping[Trace, str]:
        """Why those of the runs broke off that did."""
        return self._broken

    def finish(self, traces: Sequence[Trace]) -> None:
        """Compute these from now on, and nothing else."""
        self._traces = list(traces)
        self._broken = {t: reason for t, reason in self._broken.items() if t in self._traces}
        self._go_on()

    def _go_on(self) -> None:
        """Ask for more of the run in hand, or of the next one that needs it."""
        waiting = [trace for trace in self._traces if self._needs_more(trace)]
        if self._trace not in waiting:
            self._trace = waiting[0] if waiting else None
            self._writer = None if self._trace is None else Writer(self._trace)
            self._told = 0 if self._trace is None else len(self._trace)
            self._asker.drop()
        if self._writer is not None and not self._asker.waiting:
            self._asker.ask(partial(self._writer.advance, _AS_MANY_AS_FIT))

    def _needs_more(self, trace: Trace) -> bool:
        shown = trace is self._player.trace
        return trace.outcome is None and not shown and trace not in self._broken

    @Slot()
    def _on_advanced(self) -> None:
        trace = self._trace
        assert trace is not None
        grown = trace.outcome is not None or len(trace) > 2 * self._told
        if grown:
            self._told = len(trace)
        self._go_on()
        if grown:
            self.grown.emit(trace)

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        trace = self._trace
        assert trace is not None
        self._broken[trace] = reason
        self._go_on()
        self.failed.emit(trace, reason)
