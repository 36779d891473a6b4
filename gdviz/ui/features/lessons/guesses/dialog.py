"""The guesses of a class: its questions, where guesses lay, and who gave which reason."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gdviz.core.telling.lessons import Lesson
from gdviz.core.telling.lessons.guesses import Asked, by_question, head_of_rows, rows_of
from gdviz.core.telling.lessons.saying import as_table
from gdviz.i18n import _, p_, sentences
from gdviz.ui.features.lessons.guesses.bars import GuessBars
from gdviz.ui.features.lessons.guesses.plot import GuessPlot
from gdviz.ui.features.lessons.guesses.questions import QuestionList
from gdviz.ui.features.lessons.guesses.reading import Read
from gdviz.ui.features.lessons.guesses.table import GuessTable
from gdviz.ui.theme import GAP, Theme, scaled
from gdviz.ui.widgets.card import Note, label
from gdviz.ui.widgets.tips import set_tip

_SIZE, _LEAST = (1000, 680), (720, 440)
"""Pixels that it has at first, and that it has at least."""

_LEFT = 270
"""Pixels of the questions at first."""

_TOLD = 3
"""So many files that cannot be used are told of; of more one reads where the pointer rests."""


class GuessesDialog(QDialog):
    """The questions at the left, and of the chosen one a picture and a table.

    Attributes:
        every: the questions that were answered.
        asked: the one that is shown; None where none was answered.
        questions: the list of them.
        plot: where the guesses of the one lay.
        bars: how many gave each answer to it.
        table: who said what, and why.
        copy_one: copies what is shown.
        copy_every: copies it of all questions.
    """

    def __init__(
        self, read: Read, lessons: Sequence[Lesson], theme: Theme, parent: QWidget
    ) -> None:
        """Show what was read.

        Args:
            read: the answers, and the files that could not be used.
            lessons: those whose questions are known.
            theme: the colours.
            parent: the window, which goes on beside it.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("guesses_dialog")
        self._read, self._theme = read, theme
        self.every = by_question(read.sheets, lessons)
        self.asked: Asked | None = self.every[0] if self.every else None
        self._files, self._refused = label("muted", wrap=True), Note()
        self._empty = label("muted", wrap=True)
        self._place = label("small")
        self._question, self._truth = label("title", wrap=True), label(wrap=True)
        self.questions, self.table = QuestionList(), GuessTable()
        self.plot, self.bars = GuessPlot(), GuessBars()
        self._nothing = label("muted", wrap=True)
        self._pictures, self._body = QStackedWidget(), QStackedWidget()
        self._copied = label("muted")
        self.copy_one, self.copy_every = QPushButton(), QPushButton()
        self._close = QPushButton()
        self._lay_out()
        self._name()
        self.restyle(theme)
        self.retranslate()
        self.resize(*(round(scaled(side)) for side in _SIZE))
        self.questions.setFocus()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(GAP)
        whole.addWidget(self._files)
        whole.addWidget(self._refused)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(self.questions)
        sides.addWidget(self._right())
        sides.setStretchFactor(1, 1)
        sides.setSizes([round(scaled(_LEFT)), round(scaled(_SIZE[0] - _LEFT))])
        for part in (sides, self._empty):
            self._body.addWidget(part)
        whole.addWidget(self._body, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.copy_one)
        foot.addWidget(self.copy_every)
        foot.addWidget(self._copied, 1)
        foot.addWidget(self._close)
        whole.addLayout(foot)
        self.setMinimumSize(*(round(scaled(side)) for side in _LEAST))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _right(self) -> QWidget:
        """Return what is seen of a question."""
        picture = QWidget()
        column = QVBoxLayout(picture)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.plot.legend)
        column.addWidget(self.plot, 1)
        for part in (picture, self.bars, self._nothing):
            self._pictures.addWidget(part)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self._pictures)
        parts.addWidget(self.table)
        parts.setSizes([3, 2])
        for number in range(2):
            parts.setCollapsible(number, False)
        right = QWidget()
        whole = QVBoxLayout(right)
        whole.setContentsMargins(14, 0, 0, 0)
        whole.setSpacing(4)
        for said in (self._place, self._question, self._truth):
            whole.addWidget(said)
        whole.addWidget(parts, 1)
        return right

    def _name(self) -> None:
        for button, name in (
            (self.copy_one, "guesses_copy"),
            (self.copy_every, "guesses_copy_all"),
        ):
            button.setObjectName(name)
            button.setAutoDefault(False)
        self.copy_one.clicked.connect(self._copy_chosen)
        self.copy_every.clicked.connect(self._copy_all)
        self._close.setObjectName("guesses_close")
        self._close.setProperty("role", "primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self.questions.chosen.connect(self._on_chosen)
        self.table.pointed.connect(self._on_pointed)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        self.setStyleSheet("QSplitter::handle { background: transparent; }")
        self.plot.restyle(theme)
        self.table.restyle(theme)
        self.questions.restyle(theme)
        self._show()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.setWindowTitle(_("Guesses of a class"))
        self.copy_one.setText(_("Copy as table"))
        self.copy_every.setText(_("Copy all questions"))
        self._close.setText(_("Close"))
        self._copied.setText("")
        sheets = self._read.sheets
        count, answered = len(sheets), sum(bool(sheet.answers) for sheet in sheets)
        files = _("Files: {count}, of which {answered} have answers.")
        who = _("The names are those that students typed; – stands for none.")
        self._files.setText(sentences(files.format(count=count, answered=answered), who))
        self._empty.setText(
            _(
                "There are no answers in these files. Students answer the questions in lessons,"
                " and hand in the file that File, Save writes."
            )
        )
        self._nothing.setText(
            _(
                "This question is in a lesson that is not known here, or is another one now."
                " Open its file, and choose the sessions again."
            )
        )
        self._say_refused()
        number = self.every.index(self.asked) if self.asked else -1
        self.questions.fill(self.every, number)
        self.questions.restyle(self._theme)
        self._body.setCurrentIndex(0 if self.every else 1)
        for button in (self.copy_one, self.copy_every):
            button.setEnabled(bool(self.every))
        self._show()

    def _say_refused(self) -> None:
        refused = self._read.refused
        told = list(refused[:_TOLD])
        if len(refused) > _TOLD:
            told.append(_("And {count} more.").format(count=len(refused) - _TOLD))
        self._refused.say("\n".join(told), "divergence")
        self._refused.setVisible(bool(refused))
        set_tip(self._refused, "\n".join(refused) if len(refused) > _TOLD else "")

    def _show(self) -> None:
        """Show the question that is chosen."""
        asked = self.asked
        if asked is None:
            return
        step = p_("of a lesson", "Step {number}").format(number=asked.page)
        self._place.setText(f"{asked.title} · {step}")
        self._question.setText(str(asked.ask.text) if asked.ask else "")
        self._question.setVisible(asked.ask is not None)
        truth = asked.words(asked.truth)
        self._truth.setText(_("It was: {truth}").format(truth=truth) if truth else "")
        self._truth.setVisible(bool(truth))
        self.table.show_asked(asked)
        if not asked.placed:
            self._pictures.setCurrentIndex(2)
        elif asked.ask is not None and asked.ask.kind in ("choice", "order"):
            self.bars.show_asked(asked, self._theme)
            self._pictures.setCurrentIndex(1)
        else:
            self.plot.show_asked(asked)
            self._pictures.setCurrentIndex(0)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self.asked = self.every[number]
        self._copied.setText("")
        self._show()

    @Slot(int)
    def _on_pointed(self, row: int) -> None:
        """Light the mark of that row."""
        asked = self.asked
        if asked is None:
            return
        guess = asked.guesses[row] if row >= 0 else None
        same = (place for place, one in enumerate(asked.placed) if one is guess)
        self.plot.light(next(same, -1))
        self.bars.light(guess.answer.said if guess else None)

    @Slot()
    def _copy_chosen(self) -> None:
        self._copy_of([self.asked] if self.asked else [])

    @Slot()
    def _copy_all(self) -> None:
        self._copy_of(self.every)

    def _copy_of(self, several: Sequence[Asked]) -> None:
        rows = [row for asked in several for row in rows_of(asked)]
        QGuiApplication.clipboard().setText(as_table([head_of_rows(), *rows]))
        self._copied.setText(_("Copied: paste it into a spreadsheet"))
