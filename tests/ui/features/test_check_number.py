"""Check my number, on the course's own problem: from w = 1 the gradient is −28/3."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.views.arithmetic.sheet import Sheet
from gdviz.ui.window.views.workspaces import WORKSPACES
from tests.ui.driving import (
    action,
    choose,
    click,
    everything_said,
    find,
    in_focus,
    run_to_the_end,
    trigger,
)


@pytest.fixture
def checking(active: MainWindow) -> MainWindow:
    trigger(active, "check_number_mode")
    return active


def type_in(window: MainWindow, qtbot: QtBot, text: str) -> None:
    field = find(window, QLineEdit, "check_number_typed")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def said(window: MainWindow) -> str:
    return find(window, QLabel, "check_number_message").text()


def step_shown(window: MainWindow) -> str:
    return find(window, Sheet, "sheet").toPlainText()


def lit(window: MainWindow) -> str:
    """What stands on a tinted ground in This step, from top to bottom."""
    document = find(window, Sheet, "sheet").document()
    colour = window.theme.note.lower()
    found, block = "", document.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            form = pieces.fragment().charFormat()
            cell = _ground(document, pieces.fragment().position())
            if colour in (form.background().color().name(), cell):
                found += pieces.fragment().text()
            pieces += 1
        block = block.next()
    return found.replace("\xa0", " ")


def _ground(document: QTextDocument, position: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(position)
    table = cursor.currentTable()
    return table.cellAt(cursor).format().background().color().name() if table else ""


def test_a_right_number_is_told_and_shows_the_step(checking: MainWindow, qtbot: QtBot) -> None:
    assert in_focus() == "check_number_typed", "one can type at once"
    assert "Work out the gradient by w" in said(checking)
    assert "?" in step_shown(checking)
    type_in(checking, qtbot, "-9.33")
    assert said(checking).startswith("Right to 3 digits.")
    assert "?" not in step_shown(checking)
    assert "−9.3333" in step_shown(checking)
    assert in_focus() == "check_number_next"


def test_a_slip_is_named_with_its_line_and_the_answer_stays_hidden(
    checking: MainWindow, qtbot: QtBot
) -> None:
    for typed, says, line in (
        ("-28", "sum over the samples", "mean?"),
        ("28/3", "sign is the wrong way", "g = 2·x·e"),
        ("-4,67", "factor of 2 is missing", "g = 2·x·e"),
    ):
        type_in(checking, qtbot, typed)
        assert says in said(checking)
        assert lit(checking) == line
        assert "9.33" not in everything_said(checking)
    choose_asked(checking, 1)
    assert lit(checking) == ""
    type_in(checking, qtbot, "10.33")
    assert "α is forgotten" in said(checking)
    assert "w − α·g" in lit(checking)
    assert "0.01" in lit(checking)
    type_in(checking, qtbot, "1.0933")
    assert said(checking).startswith("Right to 5 digits.")
    assert lit(checking) == ""


def choose_asked(window: MainWindow, index: int) -> None:
    box = find(window, QComboBox, "check_number_asked")
    box.setCurrentIndex(index)
    box.activated.emit(index)


@pytest.mark.parametrize("workspace", [*WORKSPACES])
def test_nothing_gives_the_answer_away(window: MainWindow, workspace: str, qtbot: QtBot) -> None:
    """From w = 0.7 the gradient is 28/3·(0.7 − 2) = −12.13, and 0.8213 is next."""
    window.show_run(configure(start=(0.7,)))
    run_to_the_end(window, qtbot)
    window.set_workspace(workspace)
    trigger(window, "check_number_mode")
    qtbot.waitUntil(lambda: window.player.position == 0)
    told = everything_said(window)
    assert "12.13" not in told
    assert "0.8213" not in told
    click(window, "check_number_show")
    assert "−12.1333" in everything_said(window)


def test_in_this_step_both_are_hidden_until_it_is_given_up(checking: MainWindow) -> None:
    window = checking
    assert "12.133" not in step_shown(window)
    click(window, "check_number_show")
    assert "The gradient is −9.33333." in said(window)
    assert "−9.3333" in step_shown(window)
    assert "1.0933" in step_shown(window)


def test_the_next_step_is_asked_about_in_turn(checking: MainWindow, qtbot: QtBot) -> None:
    choose_asked(checking, 1)
    type_in(checking, qtbot, "82/75")
    qtbot.keyClick(find(checking, QPushButton, "check_number_next"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: checking.player.position == 1 and len(checking.player.trace) > 1)
    assert find(checking, QLineEdit, "check_number_typed").text() == ""
    assert in_focus() == "check_number_typed"
    assert "where w is after this step" in said(checking)
    w = 82 / 75
    type_in(checking, qtbot, f"{w - 0.01 * 28 / 3 * (w - 2):.4f}")
    assert said(checking).startswith("Right")


def test_what_is_no_number_is_told_and_stays(checking: MainWindow, qtbot: QtBot) -> None:
    type_in(checking, qtbot, "abc")
    assert said(checking).startswith("'abc' is not a number.")
    assert find(checking, QLineEdit, "check_number_typed").selectedText() == "abc"


def test_it_is_undone_and_comes_back_in_another_window(checking: MainWindow, qtbot: QtBot) -> None:
    type_in(checking, qtbot, "-28")
    type_in(checking, qtbot, "-28/3")
    trigger(checking, "undo")
    assert "sum over the samples" in said(checking)
    assert find(checking, QLineEdit, "check_number_typed").text() == "-28"
    assert "9.33" not in everything_said(checking)
    again = MainWindow(theme=checking.theme)
    qtbot.addWidget(again, before_close_func=MainWindow.close_at_once)
    again.show()
    again.restore(json.loads(json.dumps(checking.state())))
    qtbot.waitUntil(lambda: "sum over the samples" in said(again))
    assert "9.33" not in everything_said(again)
    trigger(checking, "redo")
    assert said(checking).startswith("Right.")


def test_a_weight_that_there_is_not_is_not_asked_about(checking: MainWindow, qtbot: QtBot) -> None:
    state = checking.state()
    state["worked"]["axis"] = 7
    checking.restore(json.loads(json.dumps(state)))
    qtbot.waitUntil(lambda: "Work out the gradient by w" in said(checking))


def test_another_run_is_asked_about_anew(checking: MainWindow, qtbot: QtBot) -> None:
    choose_asked(checking, 1)
    type_in(checking, qtbot, "10.33")
    choose(checking, "problem", "line")
    qtbot.waitUntil(lambda: len(checking.player.trace) > 0)
    box = find(checking, QComboBox, "check_number_asked")
    titles = [box.itemText(at) for at in range(box.count())]
    assert titles == ["gradient by w", "gradient by b", "next w", "next b"]
    assert box.currentText() == "next w"
    assert find(checking, QLineEdit, "check_number_typed").text() == ""
    assert "?" in step_shown(checking)


def test_a_search_and_the_end_are_not_asked_about(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "check_number_mode")
    choose(window, "algorithm", "exhaustive")
    assert "choose a descent" in said(window)
    assert not find(window, QLineEdit, "check_number_typed").isVisible()
    choose(window, "algorithm", "gradient-descent")
    window.player.seek(100)
    qtbot.waitUntil(lambda: window.player.at_end)
    assert "The run is over" in said(window)


def test_the_card_has_a_button_for_it_and_a_key_begins_and_ends_it(
    active: MainWindow, qtbot: QtBot
) -> None:
    button = find(active, QPushButton, "check_number_mode_arithmetic")
    assert button.isVisible()
    button.click()
    assert action(active, "check_number_mode").isChecked()
    assert "?" in step_shown(active)
    qtbot.keyClick(active, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert not button.isChecked()
    assert "?" not in step_shown(active)


def test_it_speaks_the_language_chosen_in_the_middle_of_it(
    checking: MainWindow, qtbot: QtBot
) -> None:
    type_in(checking, qtbot, "-28")
    before = said(checking)
    checking.set_language("zh")
    assert "求和" in said(checking)
    checking.set_language("en")
    assert said(checking) == before
