"""The table of widths: what is guessed of each, and how often its nets end badly."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTableWidgetItem,
    QWidget,
)

from gdviz.core.numbers import typed_number
from gdviz.core.runs.ensembles.seldom import HIDDEN, BadEnds, Seldom
from gdviz.core.telling.swarms import bad_in_words, say_confidence, share_in_words
from gdviz.i18n import _
from gdviz.ui.features.many.row_table import BareTable
from gdviz.ui.features.many.studies.seldom.bars import Bar, Bars
from gdviz.ui.features.many.studies.seldom.guess_field import GuessField
from gdviz.ui.features.many.studies.seldom.guesses import GUESS
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.tips import set_tip

WIDTH, WEIGHTS, GUESSED, FOUND, BAR = range(5)
"""The columns."""

_HEAD, _GAP = 25, 3
"""Pixels, at scale 1, that the headings are high, and between two fields."""

_FIELD = 54
_ROOMY = 350
"""Pixels; a table less wide has no column for the weights, and intervals in the bars alone."""

_WIDEST = {
    True: ("8", "25", "100 %", "0.5 % (0.1–2.8)"),
    False: ("8", "25", "100 %", "0.5 %"),
}
"""What the columns before the bars have room for, with intervals and without."""

_BESIDE = 4
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NOTHING, _NOT_YET = "—", "…"


class WidthsTable(BareTable):
    """A row for each width, with a field for the guess until the share is known.

    Signals:
        guessed(int, object): in that row is guessed that many per cent; None for no guess.
        chosen(int): the nets of that width are to be seen.
    """

    guessed = Signal(int, object)
    chosen = Signal(int)

    def __init__(self) -> None:
        """Make it, with nothing guessed and nothing known."""
        super().__init__("seldom_table", len(HIDDEN), 5)
        self._ends: Mapping[int, BadEnds] = {}
        self._guesses: Sequence[float | None] = [None] * len(HIDDEN)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(BAR, QHeaderView.ResizeMode.Stretch)
        self._bars = Bars(self)
        self.setItemDelegateForColumn(BAR, self._bars)
        self.fields = [self._field(row) for row in range(len(HIDDEN))]
        for row, hidden in enumerate(HIDDEN):
            for column in range(5):
                self.setItem(row, column, QTableWidgetItem())
                self._cell(row, column).setTextAlignment(_RIGHT)
            self._cell(row, WIDTH).setText(f"{hidden}")
            weights = len(Seldom(hidden=hidden).plan.config.problem.weights)
            self._cell(row, WEIGHTS).setText(f"{weights}")
        self.cellClicked.connect(self._choose)

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        cell = self.item(row, column)
        assert cell is not None
        return cell

    def _field(self, row: int) -> GuessField:
        """Put a field into a row; it is inside another widget, since a table shows its own."""
        field, around = GuessField(), QWidget()
        field.setObjectName(f"guess_{HIDDEN[row]}")
        field.valueChanged.connect(lambda _value: self.guessed.emit(row, field.guess))
        inside = QHBoxLayout(around)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(field, 0, _RIGHT)
        self.setCellWidget(row, GUESSED, around)
        return field

    @Slot(int, int)
    def _choose(self, row: int, _column: int = 0) -> None:
        if HIDDEN[row] in self._ends:
            self.chosen.emit(HIDDEN[row])

    @property
    def selected(self) -> BadEnds | None:
        """What is known of the row that is selected; None if there is none."""
        rows = {index.row() for index in self.selectedIndexes()}
        return self._ends.get(HIDDEN[rows.pop()]) if rows else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a row by Enter, but not where that was pressed in a field."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.hasFocus() and self.currentRow() >= 0:
            self._choose(self.currentRow())
        else:
            super().keyPressEvent(event)

    def show_guesses(self, guesses: Sequence[float | None]) -> None:
        """Show what is guessed, in per cent."""
        self._guesses = guesses
        for field, guess in zip(self.fields, guesses, strict=True):
            field.show_guess(guess)
        self._fill()

    def show_ends(self, ends: Mapping[int, BadEnds]) -> None:
        """Show what is known, by width; what is known is not guessed any more."""
        self._ends = ends
        self._fill()

    def _fill(self) -> None:
        roomy = self._roomy
        for row, hidden in enumerate(HIDDEN):
            ends, guess = self._ends.get(hidden), self._guesses[row]
            self.fields[row].setVisible(ends is None)
            said = _NOTHING if guess is None else f"{typed_number(guess, 3)} %"
            self._cell(row, GUESSED).setText("" if ends is None else said)
            found = _NOT_YET if ends is None else share_in_words(ends.share)
            self._cell(row, FOUND).setText(found if roomy else found.partition(" (")[0])
            bar = None if ends is None else Bar(ends.share, ends.minima, guess)
            self._cell(row, BAR).setData(Qt.ItemDataRole.UserRole, bar)
            words = "" if ends is None else bad_in_words(ends)
            self._cell(row, BAR).setData(Qt.ItemDataRole.AccessibleTextRole, words)
            for column in (FOUND, BAR):
                set_tip(self._cell(row, column), words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have all columns where there is room for them."""
        super().resizeEvent(event)
        self._fit()
        self._fill()

    @property
    def _roomy(self) -> bool:
        return self.width() >= scaled(_ROOMY)

    def _fit(self) -> None:
        """Give each column the width of the widest that may stand in it, so that none moves."""
        self.setColumnHidden(WEIGHTS, not self._roomy)
        advance, beside = self.fontMetrics().horizontalAdvance, round(scaled(2 * _BESIDE))
        for column, widest in enumerate(_WIDEST[self._roomy]):
            heading = self.horizontalHeaderItem(column)
            wide = max(advance(widest), advance(heading.text() if heading else ""))
            if column == GUESSED:
                wide = max(wide, round(scaled(_FIELD)))
            self.setColumnWidth(column, wide + beside)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self._bars.theme = theme
        for row, field in enumerate(self.fields):
            field.setFixedWidth(round(scaled(_FIELD)))
            self.setRowHeight(row, self._row_height)
        self.horizontalHeader().setFixedHeight(round(scaled(_HEAD)))
        self.setFixedHeight(self._height)
        self.dress(theme, _BESIDE)
        self.horizontalHeader().setStyleSheet(
            f"QHeaderView::section {{ padding: 2px {_BESIDE}px; }}"
        )
        self._fit()
        self._fill()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.setHorizontalHeaderLabels(
            ["h", _("weights"), _("guess"), _("bad ends"), _("full: minima")]
        )
        tips = {
            GUESSED: _(GUESS.help),
            FOUND: say_confidence(),
            BAR: _("Full: at minima. Hollow: where the cost still falls away. Dotted: your guess."),
        }  # fmt: skip
        for column in range(5):
            heading = self.horizontalHeaderItem(column)
            assert heading is not None
            heading.setTextAlignment(_LEFT if column == BAR else _RIGHT)
            set_tip(heading, tips.get(column, ""))
        for hidden, field in zip(HIDDEN, self.fields, strict=True):
            name = _("Your guess for h = {hidden}, in per cent")
            field.setAccessibleName(name.format(hidden=hidden))
            set_tip(field, _(GUESS.help))
            field.retranslate()
        self._fit()
        self._fill()

    @property
    def _row_height(self) -> int:
        return self.fields[0].sizeHint().height() + round(scaled(_GAP))

    @property
    def _height(self) -> int:
        return self._row_height * len(HIDDEN) + round(scaled(_HEAD)) + 2

    def sizeHint(self) -> QSize:
        """Ask for all rows."""
        return QSize(super().sizeHint().width(), self._height)
