"""The panel that walks through a lesson: its goal, its steps, a question and the answer."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from gdviz.core.telling.guessing import Weights
from gdviz.core.telling.lessons import OFFERS, Lesson, LessonStep
from gdviz.core.telling.lessons.answers import Answer
from gdviz.i18n import N_, _, p_, sentences
from gdviz.ui.access.spoken import Document
from gdviz.ui.features.lessons.asking.last_page import LastPage
from gdviz.ui.features.lessons.asking.question import Question
from gdviz.ui.features.lessons.parts import Answers
from gdviz.ui.theme import LIGHT, Theme
from gdviz.ui.widgets.card import Card, label
from gdviz.ui.widgets.close_button import CloseButton
from gdviz.ui.widgets.inside import everything_in
from gdviz.ui.widgets.tips import set_tip, with_key

_KEYS = {"lesson_back": "Alt+Left", "lesson_next": "Alt+Right"}
_HINTS = {
    "lesson_back": N_("To the page before."),
    "lesson_next": N_("To the next page; a step sets what it needs."),
}


class _Pages(QStackedWidget):
    """The pages of a lesson, of which each scrolls where it has too little room.

    It asks for the height of the longest, so that nothing moves when a page is turned.
    """

    def __init__(self) -> None:
        super().__init__()
        self._contents: list[QWidget] = []
        self._wanted: QWidget | None = None
        self.setMinimumHeight(90)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def add(self, *parts: QWidget) -> None:
        """Add a page with the parts one below the other."""
        content = QWidget()
        content.setObjectName("form")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        scroll = Document()
        scroll.setAccessibleName(_("Page of the lesson"))
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self.addWidget(scroll)
        content.installEventFilter(self)
        scroll.verticalScrollBar().rangeChanged.connect(self._on_range)
        self._contents.append(content)

    def clear(self) -> None:
        """Take all pages away."""
        self._contents, self._wanted = [], None
        while page := self.currentWidget():
            self.removeWidget(page)
            page.setParent(None)  # or Python keeps it as a child of this
            page.deleteLater()

    def bring_into_sight(self, part: QWidget) -> None:
        """Scroll the page to a part of it, once there is more of the page than is seen."""
        self._wanted = part

    @Slot()
    def _on_range(self) -> None:
        page, wanted, self._wanted = self.currentWidget(), self._wanted, None
        if wanted is not None and isinstance(page, Document) and page.isAncestorOf(wanted):
            bar = page.verticalScrollBar()
            bar.setValue(bar.value() + wanted.mapTo(page.viewport(), QPoint()).y())

    def eventFilter(self, content: QObject, event: QEvent) -> bool:
        """Ask for another height where a page has become longer or shorter."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(content, event)

    def sizeHint(self) -> QSize:
        """Return the height that the longest page has at this width."""
        # Beside a scroll bar: one that came before there was room would need itself for ever.
        width = self.width() - self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        heights = [content.heightForWidth(width) for content in self._contents]
        return QSize(0, max(heights, default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where the width is another."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class LessonPanel(Card):
    """Walks through a lesson, page by page; hidden while there is none.

    Signals:
        page_wanted(int): the reader wants that page.
        next_wanted(): the reader wants the next lesson.
        closed(): the reader wants no lesson.
        offer_taken(str): the reader wants what the page offers, of `lessons.OFFERS`.
        answered(Draft): the reader answers what the page asks.
        named(str): the reader typed a name.
        again_wanted(): the lesson is to ask everything again.
    """

    page_wanted = Signal(int)
    next_wanted = Signal()
    closed = Signal()
    offer_taken = Signal(str)
    answered = Signal(object)
    named = Signal(str)
    again_wanted = Signal()

    def __init__(self) -> None:
        """Make a panel without a lesson."""
        super().__init__()
        self.lesson: Lesson | None = None
        self._theme = LIGHT
        self._questions: dict[int, Question] = {}
        self._offers: dict[int, QPushButton] = {}
        self._last: LastPage | None = None
        self._has_next = False
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.header.setStretch(0, 1)
        self.header.setStretch(2, 0)
        self.close_button = CloseButton("lesson_close")
        self.close_button.clicked.connect(self.closed)
        self.header.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.pages = _Pages()
        self.body.addWidget(self.pages, 1)
        self.place = label("muted")
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = self._button("lesson_back", self._on_back)
        self.forward = self._button("lesson_next", self._on_next)
        footer = QHBoxLayout()
        footer.setSpacing(6)
        footer.addWidget(self.back)
        footer.addWidget(self.place, 1)
        footer.addWidget(self.forward)
        self.body.addLayout(footer)
        self.hide()

    def _button(self, name: str, done: object) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        # A click leaves the focus where it is, so that the space key still plays the run.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(done)
        return button

    def show_lesson(self, lesson: Lesson | None, *, has_next: bool = False) -> None:
        """Show a lesson's goal, or nothing at all without a lesson."""
        self.lesson, self._has_next = lesson, has_next
        self._fill(0)
        self.setVisible(lesson is not None)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.close_button.restyle(theme)
        for question in self._questions.values():
            question.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        set_tip(self.close_button, _("Close the lesson"))
        self.close_button.setAccessibleName(_("Close the lesson"))
        drafts = {page: question.draft for page, question in self._questions.items()}
        self._fill(self.pages.currentIndex())
        for page, question in self._questions.items():
            question.take(drafts[page])

    def _fill(self, page: int) -> None:
        """Make the lesson's pages, and show one of them."""
        self.pages.clear()
        self._questions, self._offers, self._last = {}, {}, None
        if self.lesson is None:
            return
        lesson = self.lesson
        self.title.setText(str(lesson.title))
        self.pages.add(label("small", _("What it is about")), _text(str(lesson.goal)))
        for number, step in enumerate(lesson.steps, 1):
            self._add_step(number, step)
        if lesson.question is not None:
            self._add_question(str(lesson.question), str(lesson.answer or ""))
        if lesson.asks:
            self._last = LastPage(lesson)
            self._last.named.connect(self.named)
            self._last.again_wanted.connect(self.again_wanted)
            self.pages.add(label("small", _("What you said")), self._last)
        self.pages.updateGeometry()
        self._turn_to(page)

    def _add_step(self, number: int, step: LessonStep) -> None:
        parts: list[QWidget] = [_text(str(step.text))]
        if step.ask is not None:
            question = Question(step.ask, step.config().problem)
            question.answered.connect(self.answered)
            question.restyle(self._theme)
            self._questions[number] = question
            parts.append(question)
        if step.look_for is not None:
            parts += [label("small", _("What to look for")), _note(str(step.look_for))]
        if step.offer:
            offer = self._button("lesson_offer", partial(self.offer_taken.emit, step.offer))
            offer.setText(_(OFFERS[step.offer]))
            parts.append(offer)
            self._offers[number] = offer
        self.pages.add(*parts)

    def _add_question(self, question: str, answer: str) -> None:
        if not answer:
            self.pages.add(_text(question))
            return
        show = self._button("lesson_answer", self._on_answer)
        show.setText(_("Show the answer"))
        self.pages.add(_text(question), show)
        self.pages.add(_text(question), label("small", _("Answer")), _note(answer))

    def _turn_to(self, page: int) -> None:
        assert self.lesson is not None
        self.pages.setCurrentIndex(page)
        steps = len(self.lesson.steps)
        step = p_("a lesson's", "step {number} of {total}").format(number=page, total=steps)
        last = page == self.pages.count() - 1
        ends = _("your answers") if last and self._last is not None else _("question")
        self.place.setText("" if page == 0 else step if page <= steps else ends)
        self.back.setEnabled(page > 0)
        self.forward.setEnabled(not last or self._has_next)
        self._say(self.back, _("Back"))
        self._say(self.forward, _("Next lesson") if last and self._has_next else _("Next"))

    def _say(self, button: QPushButton, text: str) -> None:
        """Write on a button what it does; the text takes its key away, so that is set again."""
        name = button.objectName()
        button.setText(text)
        key = QKeySequence(_KEYS[name])
        button.setShortcut(key)
        set_tip(button, with_key(_(_HINTS[name]), key))

    @Slot()
    def _on_back(self) -> None:
        self.page_wanted.emit(self.pages.currentIndex() - 1)

    @Slot()
    def _on_next(self) -> None:
        if self.pages.currentIndex() == self.pages.count() - 1:
            self.next_wanted.emit()
        else:
            self.page_wanted.emit(self.pages.currentIndex() + 1)

    @Slot()
    def _on_answer(self) -> None:
        had_focus = self.pages.isAncestorOf(QApplication.focusWidget() or self)
        self._on_next()
        if had_focus:
            self.forward.setFocus()

    def show_answers(self, answers: Answers) -> None:
        """Show what was answered on the last page."""
        if self._last is not None:
            self._last.show_answers(answers)

    def show_answer(self, page: int, answer: Answer | None, reply: str, *, known: bool) -> None:
        """Show what was answered on a page that asks, and what it was: see `Question`."""
        here = QApplication.focusWidget()
        if page in self._questions:
            question = self._questions[page]
            before = question.told
            question.show_answer(answer, reply, known=known)
            if question.told and not before:
                self.pages.bring_into_sight(question.verdict)
        if page in self._questions and page in self._offers:  # what it offers gives it away
            self._offers[page].setVisible(answer is not None and known)
        if here is not None and self.pages.isAncestorOf(here) and not here.isVisible():
            self.forward.setFocus()  # the field that had it has gone

    def show_pointed(self, page: int, w: Weights) -> None:
        """Take weights that were clicked in a plot for the answer of that page."""
        if page in self._questions:
            self._questions[page].field.take(w)

    def read_page(self) -> str:
        """Return all that is to be read on the page that is shown; nothing without a lesson."""
        page = self.pages.currentWidget()
        if self.lesson is None or page is None:
            return ""
        texts = [part.text() for part in everything_in(page) if isinstance(part, QLabel)]
        return sentences(*dict.fromkeys([self.title.text(), self.place.text(), *texts]))

    def show_page(self, page: int) -> None:
        """Turn to a page; to the last, where there are not so many."""
        if self.lesson is not None:
            self._turn_to(min(max(0, page), self.pages.count() - 1))


def _text(text: str) -> QWidget:
    """Return a text as it was written: < and & mean nothing."""
    made = label(wrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    return made


def _note(text: str) -> QWidget:
    note = QFrame()
    note.setProperty("role", "note")
    inside = QVBoxLayout(note)
    inside.setContentsMargins(10, 7, 10, 7)
    inside.addWidget(_text(text))
    return note
