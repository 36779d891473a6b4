"""A question on a page: what is asked, the field for the answer, and what came of it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gdviz.core.telling.lessons import Ask
from gdviz.core.telling.lessons.answers import LONGEST, Answer
from gdviz.core.telling.lessons.facts import Numbers
from gdviz.core.telling.lessons.saying import in_words
from gdviz.core.types import Problem
from gdviz.i18n import _, sentences
from gdviz.ui.features.lessons.asking.fields import FIELDS
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.tips import set_tip


@dataclass(frozen=True)
class Draft:
    """An answer that was not given yet."""

    said: Numbers = ()
    typed: str = ""
    reason: str = ""


class Question(QWidget):
    """Asks, takes an answer and a reason in words, and says what came of it.

    Attributes:
        ask: the question.
        field: what it is answered with.
        reason: where the reason is typed.
        button: gives the answer.
        verdict: what came of it.
        told: whether that is said.

    Signals:
        answered(Draft): an answer is given.
    """

    answered = Signal(object)

    def __init__(self, ask: Ask, problem: Problem) -> None:
        """Ask `ask` about a run on `problem`."""
        super().__init__()
        self.ask, self._problem = ask, problem
        self.field = FIELDS[ask.kind](ask, problem)
        self.reason = QLineEdit()
        self.reason.setObjectName("lesson_reason")
        self.reason.setProperty("role", "field")
        self.reason.setMaxLength(LONGEST)
        self.reason.setAcceptDrops(False)
        self.reason.setPlaceholderText(_("Why? (if you like)"))
        self.reason.setAccessibleName(_("Your reason"))
        self.button = QPushButton(_("That is my guess"))
        self.button.setObjectName("lesson_guess")
        set_tip(self.button, _("Say it, and see what happens."))
        self.verdict = _Verdict()
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(6)
        asking.addWidget(self.field)
        asking.addWidget(self.reason)
        asking.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        asked = label("title", str(ask.text), wrap=True)
        for part in (asked, self._asking, self.verdict):
            column.addWidget(part)
        self.field.changed.connect(self._on_changed)
        self.field.entered.connect(self._on_given)
        self.reason.returnPressed.connect(self._on_given)
        self.button.clicked.connect(self._on_given)
        self._on_changed()
        self.verdict.hide()
        self.told = False

    @property
    def draft(self) -> Draft:
        """What was filled in."""
        return Draft(self.field.said, self.field.typed, self.reason.text())

    def take(self, draft: Draft) -> None:
        """Have that filled in."""
        self.reason.setText(draft.reason)
        if draft.said or draft.typed:
            self.field.take(draft.said, draft.typed)

    @Slot()
    def _on_changed(self) -> None:
        self.button.setEnabled(bool(self.field.said))

    @Slot()
    def _on_given(self) -> None:
        if self.field.said:
            self.answered.emit(self.draft)

    def show_answer(self, answer: Answer | None, reply: str, *, known: bool) -> None:
        """Show what was answered and what it was, or ask.

        Args:
            answer: the answer; None while there is none.
            reply: what is said to it.
            known: whether what happens has happened.
        """
        ordered = self.ask.kind == "order"  # which curve was meant, one sees at its line
        self._asking.setVisible(answer is None or ordered)
        self.field.setEnabled(answer is None)
        for part in (self.reason, self.button):
            part.setVisible(answer is None)
        self.verdict.setVisible(answer is not None)
        self.told = known and answer is not None
        if ordered and answer is not None:
            self.field.take(answer.truth if known and answer.truth else answer.said)
        if answer is not None:
            self.verdict.say(self.ask, self._problem, answer, reply, known=known)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.field.restyle(theme)


class _Verdict(QFrame):
    """What was said, what it was, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "note")
        self._said = label("title", wrap=True)
        self._said.setObjectName("lesson_verdict")
        self._reply = label(wrap=True)
        self._why = label(wrap=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(10, 7, 10, 7)
        inside.setSpacing(5)
        for part in (self._said, self._reply, self._why):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inside.addWidget(part)

    def say(self, ask: Ask, problem: Problem, answer: Answer, reply: str, *, known: bool) -> None:
        """Say it; before it is `known`, only what was said."""
        said = in_words(ask, problem, answer.said, answer.typed)
        truth = in_words(ask, problem, answer.truth)
        text = _("You said: {said}").format(said=said)
        if known and truth and answer.right:
            text = _("Right: {truth}").format(truth=truth)
            if ask.kind in ("place", "number", "share"):
                text = _("Right. You said {said}, it was {truth}.").format(said=said, truth=truth)
        elif known and truth:
            text = _("You said: {said}. It was: {truth}.").format(said=said, truth=truth)
        self._said.setText(text)
        self._said.show_sign(
            ("circle-check" if answer.right else "circle-x") if known and truth else ""
        )
        for part, words in ((self._reply, reply), (self._why, str(ask.why))):
            part.setText(words)
            part.setVisible(known and bool(words))
        self.setAccessibleName(sentences(text, reply))
