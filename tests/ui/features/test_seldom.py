"""How often nets end badly, guessed and counted, in the real window."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from gdviz.core import InputError, configure
from gdviz.core.runs.ensembles.seldom import HIDDEN, Seldom, by_width
from gdviz.core.telling.lessons import load_lessons
from gdviz.core.telling.swarms import share_in_words
from gdviz.ui import MainWindow
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.many.panel import ManyPanel
from gdviz.ui.features.many.studies.seldom import study
from gdviz.ui.features.many.studies.seldom.guesses import ShareGuesses
from gdviz.ui.features.many.studies.seldom.study import SeldomStudy
from gdviz.ui.features.many.studies.seldom.table import FOUND, GUESSED
from tests.ui.driving import action, click, enter, find, number, said, trigger

SMALL = {"starts": 20, "steps": 500, "learning_rate": 0.1}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the size at which a test takes a second."""
    monkeypatch.setattr(study, "by_width", partial(by_width, **SMALL))
    monkeypatch.setattr(study, "Seldom", partial(Seldom, **SMALL))


@pytest.fixture
def asked(window: MainWindow) -> SeldomStudy:
    window.show_run(configure("net", hidden=2, epochs=5))
    window.store.replace(ManyOptions(members=10))
    trigger(window, "seldom")
    found = window.findChild(SeldomStudy)
    assert found is not None
    assert found.isVisible()
    return found


def column(asked: SeldomStudy, number: int) -> list[str]:
    return [asked.table.item(row, number).text() for row in range(len(HIDDEN))]  # type: ignore[union-attr]


def wait(asked: SeldomStudy, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not asked.running, timeout=30_000)


def guesses(window: MainWindow) -> tuple[float | None, ...]:
    return window.store[ShareGuesses].per_cent


def test_what_is_guessed_stands_beside_what_is_found(
    window: MainWindow, asked: SeldomStudy, qtbot: QtBot
) -> None:
    assert not asked.running
    assert column(asked, FOUND) == ["…"] * 6
    enter(number(window, "guess_2"), "50")
    enter(number(window, "guess_5"), "7,5")
    assert guesses(window) == (50, None, None, 7.5, None, None)
    click(window, "seldom_again")
    wait(asked, qtbot)
    *_before, alone = by_width(seed=window.player.config.seed, **SMALL)
    assert column(asked, FOUND) == [share_in_words(alone.ends[h].share) for h in HIDDEN]
    assert column(asked, GUESSED) == ["50 %", "—", "—", "7.5 %", "—", "—"]
    assert not any(field.isVisible() for field in asked.table.fields)
    assert not find(window, QAbstractButton, "seldom_again").isVisible()
    assert asked.note.text().endswith("Click a row to see its nets.")
    asked.table.selectRow(0)
    bad, minima = alone.ends[2].share.count, alone.ends[2].minima
    assert minima > 0
    assert asked.note.text().startswith(f"{bad} of 20 end badly")
    assert f"{minima} at minima, {bad - minima} where" in asked.note.text()


def test_a_guess_may_be_changed_taken_back_and_must_be_a_share(
    window: MainWindow, asked: SeldomStudy
) -> None:
    field = number(window, "guess_3")
    enter(field, "150")
    assert [text for text in said(window) if "from 0 to 100" in text]
    assert guesses(window)[1] is None
    enter(field, "15")
    trigger(window, "undo")
    assert guesses(window)[1] is None
    assert field.lineEdit().text() == ""
    trigger(window, "redo")
    enter(field, "")
    assert guesses(window)[1] is None
    assert not said(window)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert guesses(window)[1] == 50
    kept = window.store.to_dict()["seldom"]
    assert ShareGuesses.from_dict(kept) == window.store[ShareGuesses]


@pytest.mark.parametrize("wrong", [[1, 2], [None] * 5 + ["3"], [None] * 5 + [101], [True] * 6])
def test_a_file_with_other_guesses_is_refused(wrong: list[object]) -> None:
    with pytest.raises(InputError):
        ShareGuesses.from_dict({"per_cent": wrong})


def test_stopped_the_rows_that_are_known_stay(
    window: MainWindow, asked: SeldomStudy, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study, "by_width", partial(by_width, starts=10, steps=10_000))
    click(window, "seldom_again")
    qtbot.waitUntil(lambda: asked.now is not None and len(asked.now.ends) > 0, timeout=30_000)
    assert "left" in asked.note.text()
    click(window, "seldom_again")
    known = column(asked, FOUND)
    assert known[0] != "…"
    assert known[-1] == "…"
    assert asked.table.fields[-1].isVisible()
    assert asked.note.text().startswith("Stopped")
    click(window, "seldom_again")
    qtbot.waitUntil(lambda: asked.now is not None and len(asked.now.ends) > 0, timeout=30_000)
    window.store.replace(replace(window.store[ManyOptions], study=""))
    assert not asked.running
    trigger(window, "seldom")
    assert not asked.running  # what is known is kept
    assert column(asked, FOUND)[0] == known[0]


def is_shown(window: MainWindow, asked: SeldomStudy, hidden: int) -> None:
    """The nets of that width are the many runs; a step back leads to those before."""
    plan = window.store[ManyOptions].plan(window.player.config)
    expected = Seldom(hidden=hidden, seed=window.player.config.seed, **SMALL).plan
    assert (plan.config, plan.members, plan.seeds) == (expected.config, 20, False)
    np.testing.assert_array_equal(plan.begun, expected.begun)
    assert window.workspace.id == "many"
    assert asked.isVisible()
    assert asked.now is not None
    assert asked.now.share == 1
    trigger(window, "undo")
    assert len(window.player.config.problem.weights) == 7
    assert window.store[ManyOptions].members == 10


def test_a_row_shows_its_nets(active: MainWindow, asked: SeldomStudy, qtbot: QtBot) -> None:
    table = asked.table
    middle = table.visualItemRect(table.item(4, 0)).center()  # type: ignore[arg-type]
    before = active.player.config
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert active.player.config == before  # nothing is known of it
    click(active, "seldom_again")
    wait(asked, qtbot)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    panel = active.findChild(ManyPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: not panel.running and active.player.position == 500, timeout=30_000)
    is_shown(active, asked, 6)
    table.setFocus()
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    is_shown(active, asked, 3)


def test_enter_in_a_field_is_no_choice_of_a_row(active: MainWindow, asked: SeldomStudy) -> None:
    chosen: list[int] = []
    asked.table.chosen.connect(chosen.append)
    *_before, end = by_width((2,), starts=10, steps=10)
    asked.table.show_ends(end.ends)
    asked.table.selectRow(0)
    enter(number(active, "guess_3"), "20")
    assert not chosen
    QTest.keyClick(asked.table, Qt.Key.Key_Return)
    assert chosen == []  # the field has the keyboard
    asked.table.setFocus()
    QTest.keyClick(asked.table, Qt.Key.Key_Return)
    assert chosen == [2]


def test_another_seed_is_another_question_and_another_problem_none(
    window: MainWindow, asked: SeldomStudy, qtbot: QtBot
) -> None:
    click(window, "seldom_again")
    wait(asked, qtbot)
    known = column(asked, FOUND)
    window.show_run(configure("double-well", epochs=5))
    assert not asked.isVisible()
    assert not action(window, "seldom").isEnabled()
    window.show_run(configure("net", hidden=4, epochs=5))
    assert asked.isVisible()
    assert column(asked, FOUND) == known
    window.show_run(configure("net", hidden=4, epochs=5, seed=7))
    assert column(asked, FOUND) == ["…"] * 6
    assert not asked.running


def test_the_lesson_offers_it(window: MainWindow) -> None:
    lesson = load_lessons()[0]["bad-minima"]
    window.lesson_wanted.emit(lesson)
    for _page in range(3):
        click(window, "lesson_next")
    window.store.replace(ManyOptions(members=10))
    click(window, "lesson_offer")
    found = window.findChild(SeldomStudy)
    assert found is not None
    assert found.isVisible()
    assert not found.running


def test_all_of_it_is_said_in_chinese(window: MainWindow, asked: SeldomStudy, qtbot: QtBot) -> None:
    window.set_language("zh")
    texts = [one.text() for one in asked.findChildren(QLabel) if one.isVisible()]
    assert not [text for text in texts if text.isascii() and any(map(str.isalpha, text))]
    assert number(window, "guess_2").accessibleName() == "h = 2 时你猜百分之几"
    headings = [asked.table.horizontalHeaderItem(one).text() for one in range(5)]  # type: ignore[union-attr]
    assert headings == ["h", "权重数", "你猜", "较差终点", "实心：极小值点"]
