"""Sessions: what was done is saved, opened, asked about, and never half there."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.problems.data import Source
from gdviz.core.problems.own_data import regression
from gdviz.ui import MainWindow
from gdviz.ui.features.files.sessions import Sessions
from gdviz.ui.theme import LIGHT
from tests.ui.driving import action, choose, click, run_to_the_end, trigger
from tests.ui.keeping import compare, keep, set_rate


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that is chosen wherever one is asked for."""
    path = tmp_path / "mine.gdviz"
    for method in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, method, lambda *_: (str(path), ""))
    return path


def sessions(window: MainWindow) -> Sessions:
    return window.feature(Sessions)


def opened(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(sessions(window).taken):
        sessions(window).open_file(path)


def another(qtbot: QtBot) -> MainWindow:
    made = MainWindow(theme=LIGHT)
    qtbot.addWidget(made, before_close_func=MainWindow.close_at_once)
    made.show()
    return made


def box(window: MainWindow) -> QMessageBox:
    (found,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    return found


def answer(window: MainWindow, words: str) -> None:
    """Press the button with those words; × is what the frame of a window has."""
    asked = box(window)
    if words == "×":
        asked.close()
        return
    (button,) = [one for one in asked.findChildren(QPushButton) if one.text() == words]
    button.click()


def work(window: MainWindow, qtbot: QtBot) -> None:
    """Do some of everything: a run changed on its way, kept runs, other looks."""
    window.player.seek(30)
    qtbot.waitUntil(lambda: window.player.position == 30)
    set_rate(window, 0.05)
    run_to_the_end(window, qtbot)
    click(window, "keep_run")
    window.show_run(configure(problem="himmelblau", rule="adam", start=(1.5, -0.25)))
    keep(window, qtbot, 0.02)
    click(window, "in_compare")
    choose(window, "race_by", "epochs")
    window.player.seek(7)


def test_what_was_done_is_there_again_and_is_saved_to_the_same_bytes(
    window: MainWindow, qtbot: QtBot, file: Path
) -> None:
    work(window, qtbot)
    trigger(window, "save")
    text = file.read_text("utf-8")
    other = another(qtbot)
    opened(other, qtbot, file)
    assert other.state() == window.state()
    qtbot.waitUntil(lambda: other.player.position == 7)
    for one, again in zip(compare(window).traces, compare(other).traces, strict=True):
        qtbot.waitUntil(lambda trace=again: trace.outcome is not None)  # type: ignore[misc]
        np.testing.assert_array_equal(again.w, one.w)
    trigger(other, "save")
    assert file.read_text("utf-8") == text


def test_the_title_says_which_session_it_is_and_whether_it_is_saved(
    window: MainWindow, file: Path
) -> None:
    assert window.windowTitle() == "gdviz"
    set_rate(window, 0.02)
    assert not window.isWindowModified()  # it is in no file
    trigger(window, "save")
    assert (window.windowTitle(), window.isWindowModified()) == ("mine.gdviz[*] – gdviz", False)
    set_rate(window, 0.03)
    assert window.isWindowModified()
    trigger(window, "undo")
    assert not window.isWindowModified()
    click(window, "in_compare")
    assert not window.isWindowModified()  # one only looks at it otherwise


def test_what_was_done_before_is_not_undone_after_the_same_is_opened(
    window: MainWindow, qtbot: QtBot, file: Path
) -> None:
    set_rate(window, 0.02)
    trigger(window, "save")
    opened(window, qtbot, file)
    assert not action(window, "undo").isEnabled()


def test_a_part_that_a_later_version_has_survives(
    window: MainWindow, qtbot: QtBot, file: Path
) -> None:
    trigger(window, "save")
    whole = json.loads(file.read_text("utf-8"))
    whole["state"]["film"] = {"frames": [1, 2]}
    file.write_text(json.dumps(whole), "utf-8")
    opened(window, qtbot, file)
    set_rate(window, 0.02)
    trigger(window, "save")
    assert json.loads(file.read_text("utf-8"))["state"]["film"] == {"frames": [1, 2]}


def test_new_and_open_ask_about_work_that_would_be_lost(
    window: MainWindow, qtbot: QtBot, file: Path
) -> None:
    set_rate(window, 0.02)
    trigger(window, "new")
    answer(window, "Cancel")
    assert window.player.config.algorithm.learning_rate == 0.02
    trigger(window, "new")
    with qtbot.waitSignal(sessions(window).taken):
        answer(window, "Save")
    assert window.player.config == configure()
    assert window.windowTitle() == "gdviz"
    set_rate(window, 0.03)
    trigger(window, "open_file")
    with qtbot.waitSignal(sessions(window).taken):
        answer(window, "Do not save")
    assert window.player.config.algorithm.learning_rate == 0.02
    assert not window.store.can_undo
    trigger(window, "new")  # nothing is lost: nothing is asked
    qtbot.waitUntil(lambda: window.player.config == configure())


@pytest.mark.parametrize(
    ("words", "closed", "rate"),
    [
        ("Save", True, 0.03),
        ("Do not save", True, 0.02),
        ("Cancel", False, 0.02),
        ("×", False, 0.02),
    ],
)
def test_a_session_in_a_file_is_asked_about_before_the_window_closes(
    window: MainWindow, file: Path, words: str, closed: bool, rate: float
) -> None:
    set_rate(window, 0.02)
    trigger(window, "save")
    set_rate(window, 0.03)
    window.close()
    assert window.isVisible()
    answer(window, words)
    assert window.isVisible() is not closed
    run = json.loads(file.read_text("utf-8"))["state"]["run"]
    assert run["values"]["gradient-descent.learning_rate"] == rate
    window.close_at_once()


def test_a_box_that_is_closed_by_its_title_bar_is_cancelled(window: MainWindow, file: Path) -> None:
    trigger(window, "save")
    set_rate(window, 0.02)
    window.close()
    box(window).close()
    assert window.isVisible()
    assert window.store.unsaved


@pytest.mark.parametrize("typed", ["mine", "week 3.5", "x.json", 300 * "n"])
def test_what_is_saved_has_its_own_ending_and_replaces_nothing_unasked(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), ""))
    trigger(window, "save")
    if len(typed) > 255:
        assert "name too long" in box(window).text()
        box(window).close()
        return
    made = tmp_path / f"{typed}.gdviz"
    assert sessions(window).path == made
    before = made.read_bytes()
    set_rate(window, 0.02)
    trigger(window, "save_as")
    answer(window, "Cancel")
    assert made.read_bytes() == before
    trigger(window, "new")
    answer(window, "Save")
    assert made.read_bytes() != before
    qtbot.waitUntil(lambda: window.player.config == configure())


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: text[: len(text) // 2], "damaged"),
        (lambda text: text.replace('"linear"', '"nowhere"'), "nowhere"),
        (lambda text: text.replace('"linear"', f'"{9999 * "x"}"'), "unknown problem 'x+…"),
        (lambda text: text.replace('"gdviz": 1', '"gdviz": 7'), "later gdviz"),
        (lambda text: text.replace('"tick": 20', '"tick": -20'), "cannot be used"),
        (lambda text: text.replace('"members": 200', '"members": 1e18'), "cannot be used|members"),
    ],
)
def test_what_cannot_be_opened_is_told_and_changes_nothing(
    window: MainWindow, qtbot: QtBot, file: Path, damage: Callable[[str], str], reason: str
) -> None:
    trigger(window, "save")
    file.write_text(damage(file.read_text("utf-8")), "utf-8")
    trigger(window, "new")
    qtbot.waitUntil(lambda: sessions(window).path is None)
    before = window.state()
    sessions(window).open_file(file)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QMessageBox)))
    assert box(window).text().startswith("mine.gdviz cannot be opened: ")
    assert re.search(reason, box(window).text())
    assert len(box(window).text()) < 700
    assert window.state() == before
    box(window).close()


def test_where_it_cannot_be_saved_it_is_told_and_what_is_there_stays(
    window: MainWindow, file: Path
) -> None:
    file.mkdir()
    trigger(window, "save")
    assert "not a regular file" in box(window).text()
    assert sessions(window).path is None
    box(window).close()


def test_many_data_are_read_beside_the_session(
    window: MainWindow, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    table = tmp_path / "marks.csv"
    table.write_text("x,y\n" + 2000 * "1,2\n2,4.5\n", "utf-8")
    window.show_problem(regression(Source(table).read()))
    trigger(window, "save")
    other = another(qtbot)
    opened(other, qtbot, file)
    assert other.state() == window.state()
    assert len(other.player.config.problem.y) == 4000  # type: ignore[attr-defined]


def test_a_code_is_pasted_as_data_are_and_a_command_is_the_run(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_run(configure(problem="himmelblau", rule="adam", start=(1.5, -0.25)))
    keep(window, qtbot, 0.02)
    click(window, "reset")
    trigger(window, "copy_code")
    assert QGuiApplication.clipboard().text().startswith("gdviz:1.")
    assert window.passing.isVisible()
    other = another(qtbot)
    with qtbot.waitSignal(sessions(other).taken):
        trigger(other, "type_data")
    assert other.state() == window.state()
    trigger(window, "copy_command")
    assert QGuiApplication.clipboard().text() == (
        "gdviz train --problem himmelblau --rule adam --start 1.5,-0.25 --lr 0.02"
    )


def test_a_damaged_code_says_so(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("gdviz:1.AAAA")
    trigger(window, "type_data")
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QMessageBox)))
    assert "The code cannot be opened: the code is damaged" in box(window).text()
    box(window).close()


def test_what_was_opened_last_is_offered(window: MainWindow, qtbot: QtBot, file: Path) -> None:
    trigger(window, "save")
    menu, *_others = window.menus["file"].findChildren(QMenu)
    menu.aboutToShow.emit()
    (entry,) = menu.actions()
    assert entry.text() == "mine.gdviz"
    set_rate(window, 0.02)
    window.store.note_saved()
    with qtbot.waitSignal(sessions(window).taken):
        entry.trigger()
    assert window.player.config == configure()
    file.unlink()
    menu.aboutToShow.emit()
    assert [(one.text(), one.isEnabled()) for one in menu.actions()] == [("No session yet", False)]
