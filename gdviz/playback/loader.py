"""Reading one's own data, off the GUI thread."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal, Slot

from gdviz.core import Algorithm
from gdviz.core.parameters import InputError, Value
from gdviz.core.problems.data import CancelledError, Samples, Source, read_samples
from gdviz.core.problems.own_data import Fits, OwnRegression, explain_standardising, fit
from gdviz.i18n import N_

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """What is to be read, and what is to be made of it.

    Attributes:
        source: the file and its columns.
        model: a key of `MODELS`.
        algorithm: what the regression will be trained with.
        settings: hyper-parameters by name, of which it takes its own.
    """

    source: Source
    model: str
    algorithm: Algorithm
    settings: Mapping[str, Value]


@dataclass(frozen=True, eq=False)
class Loaded:
    """The data as regressions, ready to be run.

    Attributes:
        n_samples: how many rows were read.
        fits: the regression as it is and standardised.
        standardising: what standardising does, in words.
    """

    n_samples: int
    fits: Fits
    standardising: str


class _Reader(QObject):
    """Answers questions, one after the other.

    Attributes:
        wanted: the number of the question whose answer is still wanted. The other
            thread sets it: no slot is reached while a file is read.
    """

    progressed = Signal(int, float)
    loaded = Signal(int, object)
    failed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.wanted = 0
        self._source: Source | None = None
        self._samples: Samples | None = None

    @Slot(int, object)
    def answer(self, number: int, question: Question) -> None:
        """Read the data and fit it, unless the answer is no longer wanted."""
        try:
            self._answer(number, question)
        except CancelledError:
            self.forget()
        except InputError as error:
            self.failed.emit(number, str(error))
        except Exception as error:  # whatever it is, the window must hear of it
            _log.exception(N_("The file could not be read."))
            self.failed.emit(number, f"{type(error).__name__}: {error}")

    def _answer(self, number: int, question: Question) -> None:
        def go_on(fraction: float) -> bool:
            self.progressed.emit(number, fraction)
            return number == self.wanted

        source = question.source
        if not go_on(0.0):
            return
        if self._samples is None or source != self._source:
            self.forget()
            self._samples = read_samples(source.path, source.x, source.y, go_on, source.header)
            self._source = source
        if not go_on(1.0):
            return
        fits = fit(self._samples, question.model).vary(question.settings)
        standardising = explain_standardising(fits, question.algorithm)
        for problem in fits:
            if isinstance(problem, OwnRegression):
                problem.curvature(1)  # it takes long at first, and the window asks for it
        loaded = Loaded(len(self._samples.x), fits, standardising)
        self.loaded.emit(number, loaded)

    @Slot()
    def forget(self) -> None:
        """Let go of what was read."""
        self._source = self._samples = None


class Loader(QObject):
    """Reads data in a thread of its own; a new question takes the place of the last.

    Signals:
        progressed(float): the fraction of the file that has been read.
        loaded(Loaded): the answer to the last question.
        failed(str): there is none, with the reason.
    """

    progressed = Signal(float)
    loaded = Signal(object)
    failed = Signal(str)

    _ask = Signal(int, object)
    _forget = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Make a loader whose thread begins with the first question."""
        super().__init__(parent)
        self._number = 0
        self._thread = QThread(self)
        self._reader = _Reader()
        self._reader.moveToThread(self._thread)
        self._ask.connect(self._reader.answer)
        self._forget.connect(self._reader.forget)
        self._reader.progressed.connect(self._on_progressed)
        self._reader.loaded.connect(self._on_loaded)
        self._reader.failed.connect(self._on_failed)

    def load(self, question: Question) -> None:
        """Begin to answer the question."""
        self._thread.start()
        self._next()
        self._ask.emit(self._number, question)

    def cancel(self) -> None:
        """Answer nothing any more, and let go of what was read."""
        self._next()
        self._forget.emit()

    def close(self) -> None:
        """End the thread, until the next question."""
        self.cancel()
        self._thread.quit()
        self._thread.wait()

    def _next(self) -> None:
        self._number += 1
        self._reader.wanted = self._number

    @Slot(int, float)
    def _on_progressed(self, number: int, fraction: float) -> None:
        if number == self._number:
            self.progressed.emit(fraction)

    @Slot(int, object)
    def _on_loaded(self, number: int, loaded: Loaded) -> None:
        if number == self._number:
            self.loaded.emit(loaded)

    @Slot(int, str)
    def _on_failed(self, number: int, reason: str) -> None:
        if number == self._number:
            self.failed.emit(reason)
