"""How long an epoch takes on this computer: the dialog that measures and shows it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.core.numbers import format_number, format_seconds
from gdviz.core.runs.timing import (
    BATCH_SIZES,
    LEARNING_RATE,
    REPEATS,
    SIZES,
    Timings,
    Way,
    time_epochs,
)
from gdviz.i18n import N_, _, sentences
from gdviz.playback.unfolding import Unfolding
from gdviz.ui.features.compare.timing_plot import MANNERS, NAMES, TimingPlot
from gdviz.ui.theme import GAP, Theme, scaled
from gdviz.ui.widgets.card import Note, Progress, label
from gdviz.ui.widgets.label import Label

_PLOT = 400, 210
"""Pixels that the plot is wide and high at least: all of it fits into a small window."""

_COLUMN = 112
"""Pixels of the longest spread, so that nothing moves."""

_NOTE_LINES = 3


class TimingDialog(QDialog):
    """A table of times, which fills as they are measured, and the cost against those seconds."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Make the dialog, and the thread that measures."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("timing")
        self.setWindowTitle(_("Time an epoch"))
        self.timings: Timings | None = None
        self._samples = SIZES[-1]
        self._computing = Unfolding(N_("The measurement broke off. Start it again."), self)
        self._computing.moved.connect(self._show)
        self._computing.finished.connect(self._show)
        self._computing.failed.connect(self._on_failed)
        self._cells: dict[tuple[int, bool], tuple[Label, Label]] = {}
        self._sizes = {
            samples: QPushButton(_("{count} samples").format(count=f"{samples:,}"))
            for samples in SIZES
        }
        self._plot = TimingPlot(theme)
        self._progress = Progress("timing_progress")
        self._note = Note()
        self._again, self._close = QPushButton(), QPushButton(_("Close"))
        self._lay_out()
        self._name()
        self._follow()
        self._close.setFocus()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.setSpacing(GAP)
        head = QHBoxLayout()
        head.addWidget(label("title", _("How long an epoch takes on this computer")), 1)
        for button in self._sizes.values():
            button.setProperty("role", "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            head.addWidget(button)
        whole.addLayout(head)
        what = _(
            "Gradient descent on y = wx at α = {rate}, each epoch gone through {count} times:"
            " the median, and from the fastest to the slowest."
        )
        said = what.format(rate=format_number(LEARNING_RATE), count=REPEATS)
        whole.addWidget(label("muted", said, wrap=True))
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addLayout(self._table())
        picture = QVBoxLayout()
        picture.setSpacing(4)
        picture.addWidget(self._plot.legend)
        picture.addWidget(self._plot, 1)
        middle.addLayout(picture, 1)
        whole.addLayout(middle, 1)
        whole.addWidget(self._progress)
        whole.addWidget(self._note)
        foot = QHBoxLayout()
        foot.addWidget(self._again)
        foot.addStretch(1)
        foot.addWidget(self._close)
        whole.addLayout(foot)
        self._plot.setMinimumSize(round(scaled(_PLOT[0])), round(scaled(_PLOT[1])))
        self._note.setMinimumHeight(_NOTE_LINES * self.fontMetrics().lineSpacing() + 18)

    def _table(self) -> QGridLayout:
        """Return a row for each batch size, and a column for each manner."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        for column, (vectorised, manner) in enumerate(MANNERS.items(), 1):
            grid.addWidget(label("muted", _(manner)), 0, column)
            for row, batch_size in enumerate(BATCH_SIZES, 1):
                took, spread = label("heading"), label("small")
                cell = QVBoxLayout()
                cell.setSpacing(0)
                cell.addWidget(took)
                cell.addWidget(spread)
                grid.addLayout(cell, row, column)
                self._cells[batch_size, vectorised] = took, spread
        for row, batch_size in enumerate(BATCH_SIZES, 1):
            grid.addWidget(label(text=_(NAMES[batch_size])), row, 0)
        for column in range(1, 1 + len(MANNERS)):
            grid.setColumnMinimumWidth(column, round(scaled(_COLUMN)))
        grid.setRowStretch(len(BATCH_SIZES) + 1, 1)
        return grid

    def _name(self) -> None:
        for samples, button in self._sizes.items():
            button.setObjectName(f"timing_{samples}")
            button.clicked.connect(lambda _on, samples=samples: self._choose(samples))
        self._progress.setAccessibleName(_("How much has been measured"))
        self._again.setObjectName("timing_again")
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self._stop_or_start)
        self._close.setObjectName("timing_close")
        self._close.setProperty("role", "primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)

    def start(self) -> None:
        """Measure."""
        self._computing.start(time_epochs())
        self._follow()

    @Slot()
    def _stop_or_start(self) -> None:
        if self._computing.running:
            self._computing.cancel()
            self._follow()
        else:
            self.start()

    def _choose(self, samples: int) -> None:
        self._samples = samples
        self._follow()

    @Slot(object)
    def _show(self, timings: Timings) -> None:
        """Show what has been measured so far."""
        self.timings = timings
        self._follow()

    def _fill(self, timings: Timings) -> None:
        """Put the times into the table."""
        for (batch_size, vectorised), (median, spread) in self._cells.items():
            took = timings.took.get(Way(self._samples, batch_size, vectorised))
            median.setText("…" if took is None else format_seconds(took.median))
            low, high = ("", "") if took is None else map(format_seconds, took.spread)
            spread.setText("" if took is None else _("{low} to {high}").format(low=low, high=high))

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self._follow()
        text = _("The measurement broke off: {reason}. Start it again.")
        self._note.say(text.format(reason=reason), "divergence")

    def _follow(self) -> None:
        """Make buttons, plot and words agree with what has been measured."""
        running, timings = self._computing.running, self.timings
        for samples, button in self._sizes.items():
            button.setChecked(samples == self._samples)
        share = 0.0 if timings is None else timings.share
        self._progress.setVisible(running)
        self._progress.show_share(share)
        self._again.setText(_("Stop") if running else _("Measure again"))
        if timings is not None:
            self._fill(timings)
            self._plot.show_timings(timings, self._samples)
        if running:
            self._note.say(sentences(_("Measuring…"), self._computing.left.words(share)))
        elif timings is not None and timings.share == 1:
            self._note.say(_conclusion(timings, self._samples))
        else:
            self._note.say(_("Stopped. What was measured stays."))

    def done(self, result: int) -> None:
        """Measure no further, and go."""
        self._computing.close()
        super().done(result)


def _conclusion(timings: Timings, samples: int) -> str:
    """Return what the times mean, for so many samples."""

    def median(batch_size: int, vectorised: bool) -> float:
        return timings.took[Way(samples, batch_size, vectorised)].median

    text = _(
        "Times of this computer. By numpy, an epoch of single samples takes {single} times as long"
        " as one of all at once, and one of batches of 32 takes {batch} times as long: a call costs"
        " the same for one sample as for many. But all at once is a single step."
    )
    return text.format(
        single=f"{median(1, True) / median(0, True):,.0f}",
        batch=f"{median(32, True) / median(0, True):,.0f}",
    )
