"""The list that a hyper-parameter with options is set with."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.core.parameters import Option, Parameter
from gdviz.ui.widgets.choice_field import ChoiceField

OPTIONS = {name: Option(name.upper(), f"It is {name}.") for name in ("one", "two", "three")}


@pytest.fixture
def field(qtbot: QtBot) -> ChoiceField:
    made = ChoiceField(Parameter("Number", "", "", "two", options=OPTIONS))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    return made


def heard(field: ChoiceField) -> list[str]:
    values: list[str] = []
    field.valueChanged.connect(values.append)
    return values


def turn(field: ChoiceField) -> None:
    down, at = QPoint(0, -120), QPointF(field.rect().center())
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at, at, down, down, Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(field, event)


def test_it_shows_the_default_and_says_each_option(field: ChoiceField) -> None:
    assert (field.value(), field.currentText()) == ("two", "TWO")
    said = [field.itemData(i, Qt.ItemDataRole.ToolTipRole) for i in range(field.count())]
    assert said == ["It is one.", "It is two.", "It is three."]


def test_the_keyboard_chooses_and_it_is_told(field: ChoiceField) -> None:
    values = heard(field)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Home)
    QTest.keyClicks(field, "t")
    assert values == ["three", "one", "two"]


def test_the_wheel_only_turns_it_while_it_has_the_focus(field: ChoiceField) -> None:
    values = heard(field)
    field.clearFocus()
    turn(field)
    assert values == []
    field.setFocus()
    turn(field)
    assert values == ["three"]


def test_another_owner_of_the_same_options_has_its_own_words(field: ChoiceField) -> None:
    values = heard(field)
    others = {name: Option(f"the {name}", "") for name in OPTIONS}
    field.describe(Parameter("Number", "", "", "one", options=others))
    assert (field.value(), field.currentText(), values) == ("two", "the two", [])
