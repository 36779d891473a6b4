"""Reading one's own data, and fitting them, off the GUI thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from gdviz.core import Algorithm
from gdviz.core.cancelling import CancelledError
from gdviz.core.parameters import InputError, Value
from gdviz.core.problems.data import Samples, Source, Typed
from gdviz.core.problems.own_data import Fits, OwnRegression, explain_standardising, fit
from gdviz.i18n import N_
from gdviz.playback.asking import Asker, GoOn

_FITTING = 0.8
"""Which share of what follows reading it takes to fit; the rest is looking for the curvature."""


@dataclass(frozen=True)
class Question:
    """What is to be read, and what is to be made of it.

    Attributes:
        source: the file and its columns, or what is typed.
        model: a key of `MODELS`, or a formula of x and of weights.
        algorithm: what the regression will be trained with.
        settings: hyper-parameters by name, of which it takes its own.
    """

    source: Source | Typed
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


class _Reader:
    """Reads data, and keeps what it read last: another model of the same may be asked for."""

    def __init__(self) -> None:
        self._source: Source | Typed | None = None
        self._samples: Samples | None = None

    def read(self, question: Question, go_on: GoOn) -> Loaded | InputError | None:
        """Return the data with what fits them, or what is wrong with them; None if it stopped."""
        try:
            return self._read(question, go_on)
        except InputError as error:
            return error
        except CancelledError:
            return None

    def _read(self, question: Question, go_on: GoOn) -> Loaded | None:
        source = question.source
        if not go_on(0.0):
            return None
        if self._samples is None or source != self._source:
            self._source = self._samples = None
            self._samples = source.read(go_on)
            self._source = source
        if not go_on(1.0):
            return None

        def tell(fitted: float) -> None:
            go_on(1 + _FITTING * fitted)

        fits = fit(self._samples, question.model, tell).vary(question.settings)
        tell(1)
        standardising = explain_standardising(fits, question.algorithm)
        for problem in fits:
            if isinstance(problem, OwnRegression):
                problem.curvature(1)  # it takes long at first, and the window asks for it
        return Loaded(len(self._samples.x), fits, standardising)


class Loader(QObject):
    """Reads data in a thread of its own; a new question takes the place of the last.

    Signals:
        progressed(float): the fraction of the file that has been read.
        computed(float): the fraction that is done of what follows.
        loaded(Loaded): the answer to the last question.
        failed(str): there is none, with the reason.
    """

    progressed = Signal(float)
    computed = Signal(float)
    loaded = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make ready to read."""
        super().__init__(parent)
        self._reader = _Reader()
        self._asker = Asker(N_("The file could not be read."), parent=self)
        self._asker.progressed.connect(self._on_progressed)
        self._asker.answered.connect(self._on_answered)
        self._asker.failed.connect(self.failed)

    def load(self, question: Question) -> None:
        """Begin to answer the question."""
        self._asker.ask(partial(self._reader.read, question))

    def cancel(self) -> None:
        """Answer nothing any more, and let go of what was read."""
        self._asker.drop()
        self._reader = _Reader()

    def close(self) -> None:
        """End the thread; the loader is of no use after that."""
        self.cancel()
        self._asker.close()

    @Slot(float)
    def _on_progressed(self, far: float) -> None:
        """Tell of the file up to 1, and from there of what follows."""
        if far <= 1:
            self.progressed.emit(far)
        if far >= 1:
            self.computed.emit(far - 1)

    @Slot(object)
    def _on_answered(self, answer: Loaded | InputError) -> None:
        if isinstance(answer, InputError):
            self.failed.emit(str(answer))
        else:
            self.loaded.emit(answer)
