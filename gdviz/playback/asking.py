"""Asking a thread: one question at a time, and only the answer to the last one counts."""

import logging
from collections.abc import Callable
from math import inf
from threading import Event
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot

from gdviz.core.cancelling import CancelledError, given_up_unless

_log = logging.getLogger(__name__)


class GoOn(Protocol):
    """Tells whoever answers whether to go on, and passes on how far the answer is."""

    def __call__(self, fraction: float | None = None) -> bool:
        """Return whether there is time left and the answer is still wanted."""


Question = Callable[[GoOn], object]
"""What is called in the thread; what it returns is the answer."""


class _Worker(QObject):
    """Answers questions in the thread it lives in, one after the other.

    Attributes:
        wanted: the number of the question whose answer is still wanted. The other
            thread sets it: no slot is reached while a question is answered.
        budget_s: how long one answer may take.
        done: set when a question has been answered, whatever came of it.
    """

    progressed = Signal(int, float)
    answered = Signal(int, object)
    failed = Signal(int, str)

    def __init__(self, complaint: str, budget_s: float) -> None:
        super().__init__()
        self.wanted = 0
        self.done = Event()
        self.budget_s = budget_s
        self._complaint = complaint

    @Slot(int, object)
    def answer(self, number: int, question: Question) -> None:
        """Answer, unless the answer is no longer wanted."""
        deadline = perf_counter() + self.budget_s

        def go_on(fraction: float | None = None) -> bool:
            if fraction is not None:
                self.progressed.emit(number, fraction)
            return number == self.wanted and perf_counter() < deadline

        if number != self.wanted:
            return
        try:
            with given_up_unless(lambda: number == self.wanted):
                answer = question(go_on)
        except CancelledError:
            pass  # nobody waits for it
        except Exception as error:  # whatever it is, the window must hear of it
            _log.exception(self._complaint)
            self.failed.emit(number, f"{type(error).__name__}: {error}")
        else:
            self.answered.emit(number, answer)
        self.done.set()


class Asker(QObject):
    """Has questions answered in a thread; a new one takes the place of the last.

    Each question has a number, and each answer carries it: so an answer that comes
    after its question was dropped is told from the one that is waited for.

    Signals:
        progressed(float): the fraction of the answer that is there.
        answered(object): the answer to the last question.
        failed(str): there is none, with the reason; the exception is logged.
        freed(): it waits for no answer any more.
    """

    progressed = Signal(float)
    answered = Signal(object)
    failed = Signal(str)
    freed = Signal()

    _asked = Signal(int, object)

    def __init__(
        self,
        complaint: str,
        budget_s: float = inf,
        beside: "Asker | None" = None,
        parent: QObject | None = None,
    ) -> None:
        """Make ready to ask; the thread starts with the first question.

        Args:
            complaint: what is logged where there is no answer, marked for translation.
            budget_s: how long one answer may take; the question heeds it by `GoOn`.
            beside: one whose thread this one uses too. It closes the thread.
            parent: what this belongs to.
        """
        super().__init__(parent)
        self._number = 0
        self._waiting = self._closed = False
        self._thread: QThread = QThread(self) if beside is None else beside._thread
        self._worker = _Worker(complaint, budget_s)
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.answer)
        self._worker.progressed.connect(self._on_progressed)
        self._worker.answered.connect(self._on_answered)
        self._worker.failed.connect(self._on_failed)

    @property
    def waiting(self) -> bool:
        """Whether an answer is on its way."""
        return self._waiting

    def limit(self, budget_s: float) -> None:
        """Have answers take no longer than that from now on."""
        self._worker.budget_s = budget_s

    def ask(self, question: Question) -> None:
        """Ask, and drop what was asked before."""
        self.drop()
        self._waiting = True
        # It is not taken up again once it is closed, nor begun: its window is about to go.
        if not (self._closed or self._thread.isFinished()):
            self._thread.start()
        self._worker.done.clear()
        self._asked.emit(self._number, question)

    def give_time(self, seconds: float) -> None:
        """Let the thread work for a moment, if what was asked is soon answered."""
        self._worker.done.wait(seconds)

    def drop(self) -> None:
        """Want no answer any more."""
        self._number += 1
        self._worker.wanted = self._number
        self._set_free()

    def _set_free(self) -> None:
        if self._waiting:
            self._waiting = False
            self.freed.emit()

    def close(self) -> None:
        """End the thread; nothing is answered after that."""
        self.drop()
        self._closed = True
        self._thread.quit()
        self._thread.wait()

    @Slot(int, float)
    def _on_progressed(self, number: int, fraction: float) -> None:
        if number == self._number:
            self.progressed.emit(fraction)

    @Slot(int, object)
    def _on_answered(self, number: int, answer: object) -> None:
        if number == self._number:
            self._set_free()
            self.answered.emit(answer)

    @Slot(int, str)
    def _on_failed(self, number: int, reason: str) -> None:
        if number == self._number:
            self._set_free()
            self.failed.emit(reason)
