"""Lessons where something else is done meanwhile, or what they are given is damaged."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from gdviz.core.catalogue import PROBLEMS
from gdviz.core.runs.settings import Chosen
from gdviz.core.telling.lessons import Lesson, load_lesson
from gdviz.core.telling.lessons.answers import Answer
from gdviz.core.telling.lessons.facts import Facts
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.kept import KeptRuns
from gdviz.ui.features.lessons.asking import asking
from gdviz.ui.features.lessons.parts import Opened
from gdviz.ui.features.modes.mode import InMode
from gdviz.ui.views.view import Veil
from gdviz.ui.views.weight_view import WeightView
from gdviz.ui.window.views.panels import Panels
from tests.ui.driving import click, enter, has_sign, number, trigger
from tests.ui.features.lessons.asking import KINDS, answered, find_in, give, lessons, said, turn_to

GIVEN_BACK = (Chosen, Panels, KeptRuns)


@pytest.fixture
def asked(window: MainWindow) -> MainWindow:
    lessons(window).open_file(KINDS)
    return window


def with_own(window: MainWindow) -> dict[type, object]:
    """Have something of one's own in the window, and return what a lesson must give back."""
    enter(number(window, "learning_rate"), "0.05")
    trigger(window, "keep_run")
    window.set_workspace("compare")
    return {kind: window.store[kind] for kind in GIVEN_BACK}


def stars(window: MainWindow) -> int:
    """Return how many places the curve marks: what was guessed, and what it was."""
    (curve,) = [view for view in window.findChildren(WeightView) if view.id == "cost-curve"]
    return len(curve._guessed)


@pytest.mark.parametrize("meanwhile", ["at the end", "playing", "another rate", "predicting"])
def test_the_page_s_own_run_is_played(asked: MainWindow, qtbot: QtBot, meanwhile: str) -> None:
    question = turn_to(asked, 1)
    asked.all_views.chosen.emit((1.5,))
    if meanwhile == "at the end":
        asked.player.seek(50)
        qtbot.waitUntil(lambda: asked.player.position == 50)
    elif meanwhile == "playing":
        click(asked, "run")
        qtbot.waitUntil(lambda: asked.player.position > 3)
    elif meanwhile == "another rate":
        enter(number(asked, "learning_rate"), "0.05")
    else:
        trigger(asked, "predict_mode")
    question.button.click()
    answered(qtbot, asked, "asking", 1)
    assert "It was: w = 1.933" in said(question)
    assert asked.player.position == 1
    assert float(asked.player.trace.w[1, 0]) == pytest.approx(1 + 0.1 * 28 / 3)


def test_an_answer_taken_back_is_asked_for_again(asked: MainWindow, qtbot: QtBot) -> None:
    question = turn_to(asked, 1)
    give(asked, question, (1.5,))
    answered(qtbot, asked, "asking", 1)
    assert stars(asked) == 2
    trigger(asked, "undo")
    assert lessons(asked).asking.is_open
    assert stars(asked) == 1, "where the ball lands is a secret again"
    assert asked.store[Veil].hides == "step"
    trigger(asked, "redo")
    assert stars(asked) == 2
    assert "It was" in said(question)


def test_a_run_whose_answer_is_taken_back_stops(asked: MainWindow, qtbot: QtBot) -> None:
    give(asked, turn_to(asked, 2), (0.0,))
    qtbot.waitUntil(lambda: asked.player.playing)
    trigger(asked, "undo")
    assert not asked.player.playing
    assert asked.store[Veil].hides == "step"


def test_what_a_page_has_marked_is_not_on_the_next(window: MainWindow, qtbot: QtBot) -> None:
    lesson = load_lesson(KINDS)
    place = lesson.steps[0]
    lessons(window).open_lesson(replace(lesson, id="two", steps=(place, place)), "two")
    give(window, turn_to(window, 1), (1.5,))
    answered(qtbot, window, "two", 1)
    turn_to(window, 2)
    assert stars(window) == 0


def test_a_click_is_of_the_mode_that_one_is_in(asked: MainWindow) -> None:
    question = turn_to(asked, 1)
    trigger(asked, "predict_mode")
    asked.all_views.chosen.emit((1.5,))
    assert not question.field.said
    click(asked, "predict_end")
    assert asked.store[InMode].mode == ""
    assert asked.store[Veil] == Veil("step", aiming=True, flat=True)
    asked.all_views.chosen.emit((1.5,))
    assert question.field.said


def test_the_next_lesson_begins_with_what_there_was(window: MainWindow) -> None:
    before = with_own(window)
    feature = lessons(window)
    feature.open_file(KINDS)
    turn_to(window, 3)
    other = load_lesson(KINDS)
    steps = tuple(replace(step, scene=replace(step.scene, keep=None)) for step in other.steps)
    feature.open_lesson(replace(other, id="other", steps=steps), "other")
    assert window.store[KeptRuns] == before[KeptRuns], "not the runs that the first one keeps"
    trigger(window, "close_lesson")
    assert {kind: window.store[kind] for kind in GIVEN_BACK} == before


def test_where_one_was_in_the_same_run_is_given_back(window: MainWindow, qtbot: QtBot) -> None:
    lesson = load_lesson(KINDS)
    window.show_run(lesson.config())
    window.player.seek(20)
    qtbot.waitUntil(lambda: window.player.position == 20)
    lessons(window).open_lesson(lesson)
    assert window.player.position == 0
    trigger(window, "close_lesson")
    qtbot.waitUntil(lambda: window.player.position == 20)


@pytest.mark.parametrize("numbers", [(7.0,), (-1.0,), (float("nan"),), (1.0, 2.0), (0.5, 0, 1)])
def test_an_answer_to_another_question_is_none(
    asked: MainWindow, numbers: tuple[float, ...]
) -> None:
    answers = [Answer("asking", page, numbers, numbers).to_dict() for page in (2, 3)]
    asked.restore({**asked.state(), "answers": {"answers": answers}})
    for page in (2, 3):
        turn_to(asked, page)
        assert lessons(asked).asking.is_open
    turn_to(asked, 5)
    click(asked, "lesson_next")
    assert "You have answered nothing yet." in lessons(asked).panel.read_page()


@pytest.mark.parametrize(
    "before", [{"panels": 3}, {"panels": {"workspace": 3}}, {"kept": "x"}, {"mode": {"mode": "no"}}]
)
def test_damaged_notes_of_what_there_was(asked: MainWindow, before: dict[str, object]) -> None:
    asked.restore({**asked.state(), "before_lesson": {"state": before}})
    lessons(asked).panel.page_wanted.emit(3)
    assert lessons(asked).asking.page == 3
    trigger(asked, "close_lesson")
    assert asked.store[Opened].lesson == ""


def test_a_question_that_cannot_be_worked_out(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def facts(_lesson: Lesson, _page: int) -> Facts:
        raise ZeroDivisionError

    monkeypatch.setattr(asking, "facts_of", facts)
    lessons(window).open_file(KINDS)
    question = turn_to(window, 2)
    give(window, question, (0.0,))
    answered(qtbot, window, "asking", 2)
    assert "Each step multiplies the distance" in said(question)


@pytest.mark.parametrize("wrong", ["w[1000]", "first(w > 100)", "1 / 0"])
def test_nobody_is_wrong_where_nothing_is_right(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, wrong: str
) -> None:
    file = tmp_path / "own.toml"
    text = KINDS.read_text("utf-8").replace('answer = "w[1]"', f'answer = "{wrong}"')
    file.write_text(text, "utf-8")
    lessons(window).open_file(file)
    question = turn_to(window, 5)
    give(window, question, (1.5,), "1.5")
    assert answered(qtbot, window, "own", 5).truth == ()
    verdict = find_in(question, QLabel, "lesson_verdict")
    assert verdict.text() == "You said: 1.5"
    assert not has_sign(verdict)


def test_a_file_that_was_mended_is_shown_at_once(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    text = KINDS.read_text("utf-8")
    for goal in ("Goal.", "Mended goal."):
        file.write_text(text.replace("Goal.", goal), "utf-8")
        lessons(window).open_file(file)
        assert goal in lessons(window).panel.read_page()


def test_the_keyboard_goes_on_from_an_answer(active: MainWindow, qtbot: QtBot) -> None:
    lessons(active).open_file(KINDS)
    field = find_in(turn_to(active, 5), QLineEdit, "lesson_number")
    field.setFocus()
    QTest.keyClicks(field, "1.93")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert answered(qtbot, active, "asking", 5).right
    here = active.focusWidget()
    assert here is not None
    assert here.objectName() == "lesson_next"


def test_a_lesson_whose_file_is_gone_is_missed_and_can_be_left(
    asked: MainWindow, tmp_path: Path
) -> None:
    gone = {"lesson": str(tmp_path / "gone.toml"), "page": 3}
    asked.restore({**asked.state(), "lesson": gone})
    (box,) = asked.findChildren(QMessageBox)
    assert "gone.toml" in box.text()
    box.accept()
    trigger(asked, "close_lesson")
    assert asked.store[Opened].lesson == ""


def test_a_session_in_mid_lesson_gives_back_in_another_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    before = with_own(window)
    lessons(window).open_file(KINDS)
    turn_to(window, 3)
    fresh = MainWindow()
    qtbot.addWidget(fresh, before_close_func=MainWindow.close_at_once)
    fresh.restore(window.state())
    assert lessons(fresh).asking.page == 3
    assert fresh.store[Veil] == window.store[Veil]
    trigger(fresh, "close_lesson")
    assert {kind: fresh.store[kind] for kind in GIVEN_BACK} == before


def test_a_click_in_another_problem_is_no_answer(asked: MainWindow, qtbot: QtBot) -> None:
    question = turn_to(asked, 1)
    asked.show_problem(PROBLEMS["line"])
    asked.all_views.chosen.emit((1.0, 2.0))
    assert question.field.said == ()
    assert not asked.store[Veil].aiming
    asked.show_problem(PROBLEMS["linear"])
    give(asked, question, (1.5,))
    assert answered(qtbot, asked, "asking", 1).said == (1.5,)
