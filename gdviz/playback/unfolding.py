"""What unfolds in moments, each nearer its end than the last, computed on a thread of its own."""

from collections.abc import Iterator
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from gdviz.playback.asking import Asker, GoOn
from gdviz.playback.time_left import TimeLeft

_BUDGET_S = 0.1
"""How long it goes on before it is shown how far it has come."""


class Moment(Protocol):
    """How far something has come: a sweep, for example."""

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""


class Unfolding(QObject):
    """Computes one thing at a time, moment by moment; a new one takes the place of the old.

    It goes on only when it is asked to. So to cancel is not to ask again.

    Attributes:
        left: how long the rest takes, from the share that is done.

    Signals:
        moved(Moment): it has come so far.
        finished(Moment): it has come to its end.
        failed(str): it broke off, with the reason.
    """

    moved = Signal(object)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, complaint: str, parent: QObject | None = None) -> None:
        """Make ready to compute.

        Args:
            complaint: what is logged if it breaks off, marked for translation.
            parent: what this belongs to.
        """
        super().__init__(parent)
        self.left: Final = TimeLeft()
        self._moments: Iterator[Moment] = iter(())
        self._asker = Asker(complaint, _BUDGET_S, parent=self)
        self._asker.answered.connect(self._on_answered)
        self._asker.failed.connect(self.failed)

    @property
    def running(self) -> bool:
        """Whether it computes."""
        return self._asker.waiting

    def start(self, moments: Iterator[Moment]) -> None:
        """Compute these moments to the last, whose share is 1, and let go of those before."""
        self._moments = moments
        self.left.begin()
        self._asker.ask(partial(_go_on, moments))

    def cancel(self) -> None:
        """Compute no further."""
        self._moments = iter(())
        self._asker.drop()

    def close(self) -> None:
        """End the thread; this is of no use after that."""
        self.cancel()
        self._asker.close()

    @Slot(object)
    def _on_answered(self, now: Moment) -> None:
        if now.share == 1:
            self.finished.emit(now)
        else:
            self._asker.ask(partial(_go_on, self._moments))
            self.moved.emit(now)


def _go_on(moments: Iterator[Moment], go_on: GoOn) -> Moment:
    """Return how far it has come when the time is up, or its end."""
    for now in moments:
        if now.share == 1 or not go_on():
            break
    return now
