"""gdviz's own lessons in the window: every question answered, and nothing given away before."""

import re
from collections.abc import Iterable

import pytest
from _pytest.mark import ParameterSet
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from gdviz.core.numbers import format_number
from gdviz.core.telling.lessons import Ask, Lesson, load_lessons
from gdviz.core.telling.lessons.facts import Facts, Numbers, agree, facts_of, reply_to
from gdviz.core.types import Problem
from gdviz.ui import MainWindow
from tests.ui.driving import everything_said
from tests.ui.features.lessons.asking import answered, give, lessons, said, turn_to

LESSONS, _ERRORS = load_lessons()

ASKED = [(name, page) for name, lesson in LESSONS.items() for page in lesson.asks]
"""Every question."""


_ALWAYS = ("divide-and-conquer", "too-large-a-rate")
"""Lessons that have all kinds of questions among them; the others are answered by `test-all`."""


def some(lessons: Iterable[str]) -> list[ParameterSet]:
    """Return lessons, of which most are walked through only where all is tried."""
    full = pytest.mark.full
    return [pytest.param(name, marks=() if name in _ALWAYS else full) for name in lessons]


def asked_on(lesson: Lesson, page: int) -> tuple[Ask, Problem, Facts]:
    step = lesson.step(page)
    assert step is not None
    assert step.ask is not None
    return step.ask, step.config().problem, facts_of(lesson, page)


def answers_to(ask: Ask, facts: Facts) -> list[Numbers]:
    """Return the right answer, and every wrong one that the file has a word for."""
    if ask.kind == "choice":
        return [(float(number),) for number in range(len(ask.options))]
    if ask.kind == "order":
        return [facts.truth, tuple(reversed(facts.truth)), *facts.wrong]
    return [facts.truth, *facts.wrong]


@pytest.mark.parametrize("name", some(LESSONS))
def test_every_question_is_answered_in_every_way(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    lesson = LESSONS[name]
    asked = {page: asked_on(lesson, page) for page in lesson.asks}
    answers = {page: answers_to(ask, facts) for page, (ask, _problem, facts) in asked.items()}
    lessons(window).open_lesson(lesson)
    for number in range(max(map(len, answers.values()))):
        for page, (ask, problem, facts) in asked.items():
            if number >= len(answers[page]) or not can_be_given(
                ask, problem, answers[page][number]
            ):
                continue
            numbers = answers[page][number]
            typed = f"{numbers[0]:.6g}" if ask.kind == "number" else ""
            question = turn_to(window, page)
            assert lessons(window).asking.is_open
            give(window, question, numbers, typed)
            right = agree(ask, problem, numbers, facts.truth, typed)
            hurry(qtbot, window)
            answer = answered(qtbot, window, name, page)
            assert answer.right is right, (page, answer)
            reply = reply_to(ask, problem, facts, numbers, typed)
            assert str(reply or "") in said(question)
            assert str(ask.why) in said(question)
            assert ("Right" in said(question)) is right
            qtbot.waitUntil(lambda: not scrolls(window))
        lessons(window).panel.again_wanted.emit()


def hurry(qtbot: QtBot, window: MainWindow) -> None:
    """See what was asked about at once, as soon as the answer has been taken."""
    asking = lessons(window).asking
    qtbot.waitUntil(lambda: asking.answer is not None)
    ask = asking.ask
    assert ask is not None
    if not asking.known:
        window.player.seek(window.player.trace.total if ask.plays is None else ask.plays)


def scrolls(window: MainWindow) -> bool:
    page = lessons(window).panel.pages.currentWidget()
    assert isinstance(page, QScrollArea)
    return page.verticalScrollBar().maximum() > 0


def can_be_given(ask: Ask, problem: Problem, said: Numbers) -> bool:
    """Tell whether one can point there, where one has to."""
    return ask.kind != "place" or all(
        low <= one <= high for one, (low, high) in zip(said, problem.domain, strict=True)
    )


@pytest.mark.parametrize("name", some(LESSONS))
def test_nothing_gives_an_answer_away(window: MainWindow, name: str) -> None:
    lesson = LESSONS[name]
    lessons(window).open_lesson(lesson)
    for page in lesson.asks:
        ask, _problem, facts = asked_on(lesson, page)
        turn_to(window, page)
        if ask.kind not in ("place", "number", "share"):
            continue
        read = re.findall(r"[−-]?\d+(?:\.\d+)?", everything_said(window).replace(",", ""))
        numbers = {text.replace("-", "−") for text in read}
        for value in facts.truth:
            digits = format_number(value, 3).replace(",", "")
            if len(digits.strip("−").replace(".", "")) > 2:
                assert digits not in numbers, (page, digits)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", LESSONS)
def test_a_page_says_four_sentences_at_most(name: str, language: str) -> None:
    lesson = LESSONS[name]
    for page, step in enumerate(lesson.steps, 1):
        texts = [step.text, *([step.ask.text] if step.ask else [step.look_for])]
        text = " ".join(getattr(one, language) for one in texts if one is not None)
        assert len(re.findall(r"[.?!:](?:\s|$)|[。？！]", text)) <= 4 + text.count(":"), (
            page,
            text,
        )


def test_our_own_lessons_ask() -> None:
    assert all(len(lesson.asks) >= 3 for lesson in LESSONS.values())
    kinds = [asked_on(LESSONS[name], page)[0].kind for name, page in ASKED]
    assert set(kinds) == {"place", "choice", "number", "order", "share"}
