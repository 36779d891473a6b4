"""The sweeper: computes a sweep on a thread of its own."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from gdviz.core import RunConfig
from gdviz.core.runs.sweep import Sweep, sweep
from gdviz.core.types import Array
from gdviz.i18n import N_
from gdviz.playback.asking import Asker, GoOn

_BUDGET_S = 0.1
"""How long the sweep goes on before it is shown how far it has come."""


class Sweeper(QObject):
    """Computes one sweep at a time; a new one takes the place of the old.

    It goes on only when it is asked to. So to cancel is not to ask again.

    Signals:
        moved(Sweep): the sweep has come so far.
        finished(Sweep): it has come to its end.
        failed(str): it broke off, with the reason.
    """

    moved = Signal(object)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make ready to compute."""
        super().__init__(parent)
        self._moments: Iterator[Sweep] = iter(())
        complaint = N_("The sweep broke off. Change a setting, or start it again.")
        self._asker = Asker(complaint, _BUDGET_S, parent=self)
        self._asker.answered.connect(self._on_answered)
        self._asker.failed.connect(self.failed)

    @property
    def running(self) -> bool:
        """Whether it computes a sweep."""
        return self._asker.waiting

    def start(
        self, config: RunConfig, learning_rates: Array, momenta: Sequence[float] = ()
    ) -> None:
        """Compute that sweep, and let go of the one before."""
        self._moments = sweep(config, learning_rates, momenta)
        self._asker.ask(partial(_go_on, self._moments))

    def cancel(self) -> None:
        """Compute no further."""
        self._moments = iter(())
        self._asker.drop()

    def close(self) -> None:
        """End the thread; the sweeper is of no use after that."""
        self.cancel()
        self._asker.close()

    @Slot(object)
    def _on_answered(self, now: Sweep) -> None:
        if now.share == 1:
            self.finished.emit(now)
        else:
            self._asker.ask(partial(_go_on, self._moments))
            self.moved.emit(now)


def _go_on(moments: Iterator[Sweep], go_on: GoOn) -> Sweep:
    """Return how far the sweep has come when the time is up, or its end."""
    for now in moments:
        if now.share == 1 or not go_on():
            break
    return now
