"""A few samples, typed or pasted in the dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gdviz.ui import MainWindow
from gdviz.ui.features.own_data.dialog import DataDialog
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import action, find
from tests.ui.features.own_data.dialog import (
    button,
    dialog_of,
    opened,
    part,
    pick,
    text,
    wait_for_answer,
)


@pytest.fixture
def dialog(window: MainWindow) -> DataDialog:
    QGuiApplication.clipboard().setText("no columns")
    action(window, "type_data").trigger()
    return dialog_of(window)


def rows(dialog: DataDialog) -> QPlainTextEdit:
    found = part(dialog, "typed")
    assert isinstance(found, QPlainTextEdit)
    return found


def test_samples_are_typed_and_run_on(window: MainWindow, qtbot: QtBot, dialog: DataDialog) -> None:
    field = rows(dialog)
    assert field.toPlainText() == ""
    assert field.accessibleName()
    assert field.property("means") == ""
    assert not button(dialog, "open").isEnabled()
    for name in ("table", "header", "x", "y"):
        assert not part(dialog, name).isVisible()
    assert dialog.minimumSizeHint().height() <= 500  # so low a screen may be
    qtbot.keyClicks(field, "1 2")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "2 4.5")
    wait_for_answer(dialog, qtbot)
    assert text(dialog, "status") == "2 rows"
    problem = opened(window, dialog, qtbot)
    assert (problem.x.tolist(), problem.y.tolist()) == ([1, 2], [2, 4.5])
    assert problem.minima[0] == pytest.approx((2.5, -0.5))
    assert find(window, QComboBox, "problem").currentText() == "y = w·x + b, your own data"


def test_a_line_that_cannot_be_used_is_marked_and_said(
    window: MainWindow, qtbot: QtBot, dialog: DataDialog
) -> None:
    field = rows(dialog)
    field.setPlainText("1 2\n2 x\n3 4")
    assert text(dialog, "status") == "line 2: 'x' is not a number"
    (mark,) = field.extraSelections()
    assert mark.cursor.selectedText() == "2 x"  # type: ignore[attr-defined]
    assert field.property("means") == "divergence"
    assert not button(dialog, "open").isEnabled()
    field.setPlainText("1 2\n2 3\n3 4")
    assert field.extraSelections() == []
    pick(dialog, "model", "y = w·x")
    assert opened(window, dialog, qtbot).model_id == "linear"


def test_what_is_copied_from_a_spreadsheet_is_pasted_over_the_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("area\tprice\n１\t2\n2\t4\n4\t5\n")
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    problem = opened(window, dialog_of(window), qtbot)
    assert (problem.x_name, problem.y_name) == ("area", "price")
    assert problem.x.tolist() == [1, 2, 4]


def test_in_a_field_pasting_pastes(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("0.25")
    field = find(window, NumberField, "learning_rate")
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 0.25
    assert not window.findChildren(DataDialog)
