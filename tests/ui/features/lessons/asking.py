"""A lesson that asks, in the window: turned to, answered, and read."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core.telling.lessons.answers import Answer
from gdviz.core.telling.lessons.facts import Numbers
from gdviz.ui import MainWindow
from gdviz.ui.features.lessons.asking.question import Question
from gdviz.ui.features.lessons.feature import Lessons
from gdviz.ui.features.lessons.parts import Answers
from tests.ui.driving import W, click

KINDS = Path(__file__).with_name("asking.toml")


def lessons(window: MainWindow) -> Lessons:
    return window.feature(Lessons)


def turn_to(window: MainWindow, number: int) -> Question:
    """Turn the pages to one that asks, and return its question."""
    feature = lessons(window)
    while feature.asking.page != number:
        click(window, "lesson_next" if feature.asking.page < number else "lesson_back")
    page = feature.panel.pages.currentWidget()
    assert page is not None
    question = page.findChild(Question)
    assert question is not None
    return question


def give(window: MainWindow, question: Question, said: Numbers, typed: str = "") -> None:
    """Answer, by the field that the question has."""
    if question.ask.kind == "place":
        window.all_views.chosen.emit(said)
    elif question.ask.kind == "choice":
        click_in(question, f"lesson_option_{int(said[0])}")
    elif question.ask.kind == "number":
        field = find_in(question, QLineEdit, "lesson_number")
        field.setText(typed)
        field.textEdited.emit(typed)
    else:
        question.field.take(said)
    click_in(question, "lesson_guess")


def answered(qtbot: QtBot, window: MainWindow, lesson: str, page: int) -> Answer:
    """Wait until what was answered has been seen, and return it."""
    feature = lessons(window)
    qtbot.waitUntil(
        lambda: window.store[Answers].of(lesson, page) is not None and feature.asking.known,
        timeout=20_000,
    )
    answer = window.store[Answers].of(lesson, page)
    assert answer is not None
    return answer


def click_in(widget: QWidget, name: str) -> None:
    find_in(widget, QAbstractButton, name).click()


def find_in(widget: QWidget, kind: type[W], name: str) -> W:
    found = widget.findChild(kind, name)
    assert found is not None, name
    return found


def said(question: Question) -> str:
    """Return what is said of the answer."""
    shown = [one.text() for one in question.findChildren(QLabel) if one.isVisibleTo(question)]
    return "\n".join(shown)
