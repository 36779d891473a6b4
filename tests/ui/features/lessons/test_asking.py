"""Pages that ask before they show: what is secret, what an answer does, and what is kept of it."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from gdviz.core.runs.settings import Chosen
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.kept import KeptRuns
from gdviz.ui.features.lessons.parts import Answers, Opened
from gdviz.ui.views.view import Foretold, Veil
from gdviz.ui.widgets.sliders import LogSlider
from gdviz.ui.window.views.panels import Panels
from tests.ui.driving import click, enter, everything_said, find, number, trigger
from tests.ui.features.lessons.asking import (
    KINDS,
    answered,
    click_in,
    find_in,
    give,
    lessons,
    said,
    turn_to,
)

FIRST_STEP = 1 + 0.1 * 28 / 3
"""Where the course's own problem is after a step from 1 with α = 0.1."""


@pytest.fixture
def asked(window: MainWindow) -> MainWindow:
    lessons(window).open_file(KINDS)
    return window


def test_where_the_ball_lands_is_clicked_and_then_seen(asked: MainWindow, qtbot: QtBot) -> None:
    question = turn_to(asked, 1)
    assert asked.store[Veil].aiming
    asked.all_views.chosen.emit((1.5,))
    assert "w = 1.5" in said(question)
    find_in(question, QLineEdit, "lesson_reason").setText("Downhill")
    click_in(question, "lesson_guess")
    answer = answered(qtbot, asked, "asking", 1)
    assert asked.player.position == 1
    assert answer.truth == pytest.approx((FIRST_STEP,))
    assert (answer.said, answer.right, answer.reason) == ((1.5,), False, "Downhill")
    assert "You said: w = 1.5. It was: w = 1.933." in said(question)
    assert "The gradient is" in said(question)
    assert not asked.store[Veil].aiming


Said = tuple[float, ...]


@pytest.mark.parametrize(
    ("page", "right", "wrong_and_reply"),
    [
        (1, (FIRST_STEP,), ((2 - FIRST_STEP,), "That is uphill.")),
        (2, (3.0,), ((0.0,), "only as far as the limit")),
        (3, (2.0, 0.0, 1.0), ((0.0, 1.0, 2.0), "")),
        (4, (100 * ((FIRST_STEP - 2) ** 2),), ((60.0,), "")),
        (5, (FIRST_STEP,), ((1.5,), "")),
    ],
)
def test_right_wrong_and_what_is_said_to_it(
    asked: MainWindow, qtbot: QtBot, page: int, right: Said, wrong_and_reply: tuple[Said, str]
) -> None:
    wrong, reply = wrong_and_reply
    for values, is_right in ((wrong, False), (right, True)):
        question = turn_to(asked, page)
        give(asked, question, values, f"{values[0]:.4g}")
        answer = answered(qtbot, asked, "asking", page)
        assert answer.right is is_right, answer
        assert answer.truth == pytest.approx(right, abs=1e-6)
        text = said(question)
        assert ("Right" in text) is is_right
        assert not reply or (reply in text) is not is_right
        click_in(lessons(asked).panel, "lesson_again")
        assert lessons(asked).asking.page == 1


def test_what_is_asked_is_secret_until_it_is_answered(asked: MainWindow, qtbot: QtBot) -> None:
    question = turn_to(asked, 5)
    assert "1.93" not in everything_said(asked)
    assert not limits(asked), "nor is where it diverges"
    give(asked, question, (1.9,), "1.9")
    answered(qtbot, asked, "asking", 5)
    assert "1.933" in everything_said(asked)
    assert list(limits(asked)) == [pytest.approx(3 / 14)]


def limits(window: MainWindow) -> set[float]:
    return {one.limit for one in window.findChildren(LogSlider) if one.limit is not None}


def test_the_first_page_gives_away_nothing_of_what_will_be_asked(asked: MainWindow) -> None:
    assert lessons(asked).asking.page == 0
    assert not asked.store[Foretold].foretold
    assert not limits(asked)


def test_what_it_was_is_scrolled_into_sight(asked: MainWindow, qtbot: QtBot) -> None:
    asked.resize(900, 500)
    question = turn_to(asked, 2)
    give(asked, question, (0.0,))
    answered(qtbot, asked, "asking", 2)
    page = lessons(asked).panel.pages.currentWidget()
    assert isinstance(page, QScrollArea)
    bar = page.verticalScrollBar()

    def in_sight() -> bool:
        top = question.verdict.mapTo(page, QPoint()).y()
        return bar.maximum() > 0 and (top <= 0 or bar.value() == bar.maximum())

    qtbot.waitUntil(in_sight)


def test_nobody_needs_to_answer(asked: MainWindow) -> None:
    for _page in range(6):
        click(asked, "lesson_next")
    assert asked.store[Answers].answers == ()
    assert not asked.store[Veil].hides
    texts = [one.text() for one in lessons(asked).panel.findChildren(QLabel) if one.isVisible()]
    assert "You have answered nothing yet." in texts


def test_a_page_keeps_runs_and_the_others_do_not(asked: MainWindow) -> None:
    turn_to(asked, 2)
    (kept,) = asked.store[KeptRuns].runs
    assert kept.run.settings.config() != asked.player.config
    turn_to(asked, 3)
    assert [kept.name for kept in asked.store[KeptRuns].runs] == ["A", "B", "C"]
    turn_to(asked, 4)
    assert asked.store[KeptRuns].runs == ()


def test_leaving_gives_back_what_there_was(window: MainWindow, qtbot: QtBot) -> None:
    enter(number(window, "learning_rate"), "0.05")
    trigger(window, "keep_run")
    window.set_workspace("compare")
    window.set_hidden({"data"})
    before = {kind: window.store[kind] for kind in (Chosen, Panels, KeptRuns)}
    lessons(window).open_file(KINDS)
    question = turn_to(window, 2)
    assert window.store[KeptRuns] != before[KeptRuns]
    give(window, question, (0.0,))
    answered(qtbot, window, "asking", 2)
    trigger(window, "close_lesson")
    assert {kind: window.store[kind] for kind in before} == before
    assert window.store[Opened].lesson == ""
    assert len(window.store[Answers].answers) == 1, "but what was answered stays"


def test_answers_are_in_the_session_and_on_the_last_page(
    asked: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    question = turn_to(asked, 4)
    question.reason.setText("It is far away")
    give(asked, question, (40.0,))
    answered(qtbot, asked, "asking", 4)
    turn_to(asked, 5)
    click(asked, "lesson_next")
    name = find(asked, QLineEdit, "lesson_name")
    name.setText("Li")
    name.editingFinished.emit()
    click(asked, "lesson_copy_table")
    head, row = QApplication.clipboard().text().splitlines()
    assert head.split("\t") == ["Question", "Guess", "Outcome", "Right?", "Reason"]
    assert row.split("\t")[1:] == ["40 %", "0.444 %", "not right", "It is far away"]
    click(asked, "lesson_copy_text")
    assert "You said: 40 %" in QApplication.clipboard().text()
    state = json.loads(json.dumps(asked.state()))
    answers = asked.store[Answers]
    assert (answers.by, len(answers.answers)) == ("Li", 1)
    asked.restore({**state, "answers": {}})
    assert asked.store[Answers] == Answers()
    asked.restore(state)
    assert asked.store[Answers] == answers
    assert lessons(asked).asking.page == 6


def test_what_was_answered_is_there_again(asked: MainWindow, qtbot: QtBot) -> None:
    give(asked, turn_to(asked, 5), (1.5,), "1.5")
    answered(qtbot, asked, "asking", 5)
    turn_to(asked, 4)
    assert "You said: 1.5. It was: 1.933." in said(turn_to(asked, 5))
    trigger(asked, "undo")


def test_another_language_leaves_what_was_filled_in(asked: MainWindow) -> None:
    question = turn_to(asked, 4)
    question.field.take((40.0,))
    question.reason.setText("因为")
    asked.set_language("zh")
    again = turn_to(asked, 4)
    assert (again.field.said, again.reason.text()) == ((40.0,), "因为")
    asked.set_language("en")
