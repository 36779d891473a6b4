"""The sweeper: computes a sweep on a thread of its own."""

import logging
from collections.abc import Iterator, Sequence
from time import perf_counter

from PySide6.QtCore import QObject, QThread, Signal, Slot

from gdviz.core import RunConfig
from gdviz.core.runs.sweep import Sweep, sweep
from gdviz.core.types import Array
from gdviz.i18n import N_

_log = logging.getLogger(__name__)

_BUDGET_S = 0.1
"""How long the worker computes before it shows how far it has come."""


class _Worker(QObject):
    """Goes on with the sweep it was given, a while at a time.

    Signals:
        advanced(int, Sweep, bool): how far it has come, and whether that is the
            end; carries the run id of the question.
        failed(int, str): the sweep broke off; carries the run id and the reason. The
            exception is logged.
    """

    advanced = Signal(int, object, bool)
    failed = Signal(int, str)

    def __init__(self) -> None:
        """Make a worker with nothing to compute."""
        super().__init__()
        self._moments: Iterator[Sweep] = iter(())

    @Slot(object)
    def begin(self, moments: Iterator[Sweep]) -> None:
        """Take up another sweep."""
        self._moments = moments

    @Slot(int, float)
    def advance(self, run_id: int, budget: float) -> None:
        """Go on for `budget` seconds, or to the end."""
        try:
            now = self._go_on(perf_counter() + budget)
        except Exception as error:  # whatever it is, the window must hear of it
            _log.exception(N_("The sweep broke off. Change a setting, or start it again."))
            self.failed.emit(run_id, f"{type(error).__name__}: {error}")
        else:
            self.advanced.emit(run_id, now, now.share == 1)

    def _go_on(self, deadline: float) -> Sweep:
        for now in self._moments:
            if now.share == 1 or perf_counter() > deadline:
                break
        return now


class Sweeper(QObject):
    """Computes one sweep at a time; a new one takes the place of the old.

    The worker goes on only when it is asked, and one question at most is
    outstanding. So to cancel is not to ask again, and an answer that comes
    after that is told by its run id.

    Signals:
        moved(Sweep): the sweep has come so far.
        finished(Sweep): it has come to its end.
        failed(str): it broke off, with the reason.
    """

    moved = Signal(object)
    finished = Signal(object)
    failed = Signal(str)

    _begin = Signal(object)
    _ask = Signal(int, float)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start the worker thread."""
        super().__init__(parent)
        self._run_id = 0
        self._running = False
        self._asked = False
        self._thread = QThread(self)
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._begin.connect(self._worker.begin)
        self._ask.connect(self._worker.advance)
        self._worker.advanced.connect(self._on_advanced)
        self._worker.failed.connect(self._on_failed)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it computes a sweep."""
        return self._running

    def start(
        self, config: RunConfig, learning_rates: Array, momenta: Sequence[float] = ()
    ) -> None:
        """Compute that sweep, and let go of the one before."""
        self.cancel()
        self._running = True
        self._begin.emit(sweep(config, learning_rates, momenta))
        self._request()

    def cancel(self) -> None:
        """Compute no further."""
        self._run_id += 1
        self._running = False

    def close(self) -> None:
        """End the worker thread; the sweeper is of no use after that."""
        self.cancel()
        self._thread.quit()
        self._thread.wait()

    def _request(self) -> None:
        if self._running and not self._asked:
            self._asked = True
            self._ask.emit(self._run_id, _BUDGET_S)

    def _answers(self, run_id: int) -> bool:
        """Tell whether an answer is to the present sweep, and if not ask for that."""
        self._asked = False
        if run_id != self._run_id:
            self._request()
        return run_id == self._run_id

    @Slot(int, object, bool)
    def _on_advanced(self, run_id: int, now: Sweep, at_end: bool) -> None:
        if not self._answers(run_id):
            return
        self._running = not at_end
        self._request()
        (self.finished if at_end else self.moved).emit(now)

    @Slot(int, str)
    def _on_failed(self, run_id: int, reason: str) -> None:
        if self._answers(run_id):
            self._running = False
            self.failed.emit(reason)
