"""A lesson's last page: what was answered, what it was, and why one thought so."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gdviz.core.telling.lessons import Lesson
from gdviz.core.telling.lessons.answers import LONGEST
from gdviz.core.telling.lessons.saying import (
    Said,
    as_table,
    as_text,
    head_of_row,
    in_words,
    row_of,
)
from gdviz.i18n import _, p_
from gdviz.ui.features.lessons.parts import Answers
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.folding import Elided
from gdviz.ui.widgets.tips import set_tip


def said_in(lesson: Lesson, answers: Answers) -> dict[int, Said]:
    """Return what was answered in a lesson, by its pages, in words."""
    found = {}
    for page in lesson.asks:
        step, answer = lesson.step(page), answers.to(lesson, page)
        if step is None or step.ask is None or answer is None:
            continue
        ask, problem = step.ask, step.config().problem
        found[page] = Said(
            str(ask.text),
            in_words(ask, problem, answer.said, answer.typed),
            in_words(ask, problem, answer.truth),
            answer.right,
            answer.reason,
        )
    return found


class LastPage(QWidget):
    """Lists what was answered, takes a name, and puts it all onto the clipboard.

    Signals:
        named(str): the student typed that name.
        again_wanted(): the lesson is to ask everything again.
    """

    named = Signal(str)
    again_wanted = Signal()

    def __init__(self, lesson: Lesson) -> None:
        """Make a page without answers."""
        super().__init__()
        self._lesson = lesson
        self._said: Sequence[Said] = ()
        self._listed = QVBoxLayout()
        self._listed.setSpacing(6)
        self._name = QLineEdit()
        self._name.setObjectName("lesson_name")
        self._name.setProperty("role", "field")
        self._name.setMaxLength(LONGEST)
        self._name.setAcceptDrops(False)
        self._name.setPlaceholderText(_("Your name, if you like"))
        self._name.setAccessibleName(_("Your name"))
        self._name.editingFinished.connect(self._on_named)
        self._buttons = [
            self._button("lesson_copy_text", _("Copy as text"), self._on_text),
            self._button("lesson_copy_table", _("Copy as table"), self._on_table),
        ]
        self._again = self._button(
            "lesson_again", p_("a lesson", "Ask me again"), self.again_wanted
        )
        set_tip(self._again, _("Forget these answers, and begin with the first question."))
        copying = QHBoxLayout()
        copying.setSpacing(6)
        for button in self._buttons:
            copying.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._listed)
        column.addWidget(self._name)
        column.addLayout(copying)
        column.addWidget(self._again)

    def _button(self, name: str, text: str, done: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.clicked.connect(done)
        return button

    def show_answers(self, answers: Answers) -> None:
        """List what was answered."""
        said = said_in(self._lesson, answers)
        self._said = list(said.values())
        while item := self._listed.takeAt(0):
            row = item.widget()
            if row is not None:
                row.setParent(None)
                row.deleteLater()
        for page, one in said.items():
            self._listed.addWidget(_Row(page, one))
        if not said:
            self._listed.addWidget(label("muted", _("You have answered nothing yet."), wrap=True))
        for button in (*self._buttons, self._again):
            button.setEnabled(bool(said))
        if not self._name.hasFocus():
            self._name.setText(answers.by)

    @Slot()
    def _on_named(self) -> None:
        self.named.emit(self._name.text().strip())

    @Slot()
    def _on_text(self) -> None:
        text = as_text(str(self._lesson.title), self._name.text().strip(), self._said)
        QGuiApplication.clipboard().setText(text)

    @Slot()
    def _on_table(self) -> None:
        rows = [head_of_row(), *map(row_of, self._said)]
        QGuiApplication.clipboard().setText(as_table(rows))


class _Row(QFrame):
    """An answer: the page, what was said, what it was, the reason."""

    def __init__(self, page: int, one: Said) -> None:
        super().__init__()
        self.setProperty("role", "note")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(10, 6, 10, 6)
        inside.setSpacing(2)
        question = Elided("small")
        question.setText(f"{page}  {one.question}")
        text = _("You said: {said}").format(said=one.said)
        if one.truth and not one.right:
            text = _("You said: {said}. It was: {truth}.").format(said=one.said, truth=one.truth)
        said = label(text=text, wrap=True)
        if one.truth:
            said.show_sign("circle-check" if one.right else "circle-x")
        inside.addWidget(question)
        inside.addWidget(said)
        if one.reason:
            reason = _("Your reason: {reason}").format(reason=one.reason)
            inside.addWidget(label("muted", reason, wrap=True))
