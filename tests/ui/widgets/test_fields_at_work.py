"""The number fields of the real window: stepped, read, copied, and left alone."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.problems.expression import Expression, parse
from gdviz.ui import MainWindow, typeset
from gdviz.ui.theme import THEMES
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import (
    choose,
    click,
    enter,
    find,
    in_focus,
    is_refused,
    number,
    trigger,
    type_into,
)

KEY = Qt.Key


OFFSCREEN = pytest.mark.qt_log_ignore("This plugin does not support")
"""What the offscreen platform says of tooltips and menus."""


def test_arrows_step_from_what_is_typed(active: MainWindow, qtbot: QtBot) -> None:
    rate, epochs = number(active, "learning_rate"), number(active, "epochs")
    type_into(rate, "0,02")
    qtbot.keyClick(rate, KEY.Key_Up)
    assert (rate.value(), rate.text()) == (0.05, "0.05")
    qtbot.keyClick(rate, KEY.Key_Down)
    qtbot.keyClick(rate, KEY.Key_Down)
    assert rate.value() == 0.01
    type_into(rate, "rubbish")
    qtbot.keyClick(rate, KEY.Key_Up)
    assert (rate.value(), rate.text()) == (0.01, "rubbish")
    assert is_refused(rate)
    epochs.setFocus()
    qtbot.keyClick(epochs, KEY.Key_Up)
    assert epochs.value() == 110
    assert active.player.config.epochs == 110


def test_at_the_end_of_the_range_there_is_no_step(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "learning_rate")
    for text, key in (("10", KEY.Key_Up), ("1e-6", KEY.Key_Down)):
        enter(field, text)
        value = field.value()
        qtbot.keyClick(field, key)
        assert field.value() == value


def turn(field: NumberField) -> None:
    middle = QPointF(field.rect().center())
    event = QWheelEvent(
        middle, field.mapToGlobal(middle), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, event)


def test_the_wheel_turns_only_the_field_in_focus(active: MainWindow) -> None:
    field = number(active, "learning_rate")
    find(active, QWidget, "run").setFocus()
    turn(field)
    assert field.value() == 0.01
    field.setFocus()
    turn(field)
    assert field.value() == 0.02


def test_a_number_is_pasted(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "start")
    field.setFocus()
    field.selectAll()
    QGuiApplication.clipboard().setText(" −1,25\n")
    qtbot.keyClick(field, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, KEY.Key_Return)
    assert field.value() == -1.25


def test_a_number_is_copied_as_other_programs_read_it(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "start")
    field.setValue(-1e-7 / 3)
    assert "−" in field.text()
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert float(QGuiApplication.clipboard().text()) == -1e-7 / 3


def shown(text: str) -> str:
    """As a tooltip has it, its exponents raised."""
    return f"<qt>{typeset.html(text)}</qt>"


def tip(field: NumberField) -> str:
    place = field.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, field.mapToGlobal(place))
    QApplication.sendEvent(field.lineEdit(), event)
    text = QToolTip.text()
    QToolTip.hideText()
    return text


WHOLE = [
    ("start", 1 / 3, "0.3333333333333333"), ("start", -123456.789012345, "-123456.789012345"),
    ("start", 1.2345678e-300, "1.2345678e-300"), ("seed", 2**31 - 1, "2147483647"),
    ("learning_rate", 1e-6 / 3 * 4, "1.3333333333333332e-6"),
]  # fmt: skip


@OFFSCREEN
def test_all_digits_are_there_in_focus_and_in_the_tooltip(active: MainWindow, qtbot: QtBot) -> None:
    click(active, "more")
    choose(active, "algorithm", "sgd")
    for name, value, whole in WHOLE:
        find(active, QWidget, "run").setFocus()
        field = number(active, name)
        field.setValue(value)
        short = field.text()
        assert field.fontMetrics().horizontalAdvance(short) <= field.lineEdit().width()
        assert float(short.replace("−", "-")) == pytest.approx(value, rel=1e-2)
        assert tip(field) == shown(f"{whole.replace('-', '−')}\n{field.toolTip()}")
        before = active.player.config
        field.setFocus(Qt.FocusReason.TabFocusReason)
        assert field.text() == whole
        assert tip(field) == shown(field.toolTip())
        qtbot.keyClick(field, KEY.Key_Return)
        qtbot.keyClick(field, KEY.Key_Tab)
        assert in_focus() != name
        assert (field.text(), field.value()) == (short, value)
        assert active.player.config is before


@OFFSCREEN
def test_what_is_shown_whole_needs_no_tooltip_for_it(active: MainWindow) -> None:
    field = number(active, "learning_rate")
    assert tip(field) == shown(field.toolTip())


def test_it_shows_more_where_there_is_more_room(active: MainWindow) -> None:
    field = number(active, "start")
    field.setValue(1 / 3)
    before = field.text()
    field.setFixedWidth(300)
    QApplication.sendPostedEvents()
    assert field.text() == "0.3333333333333333" != before


def lose_focus(field: NumberField, reason: Qt.FocusReason) -> None:
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut, reason))


@pytest.mark.parametrize("text", ["0.5", "rubbish"])
def test_another_window_leaves_what_is_typed(active: MainWindow, qtbot: QtBot, text: str) -> None:
    field = number(active, "learning_rate")
    type_into(field, text)
    lose_focus(field, Qt.FocusReason.ActiveWindowFocusReason)
    assert (field.text(), field.value()) == (text, 0.01)
    assert not is_refused(field)
    reason = Qt.FocusReason.ActiveWindowFocusReason
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert field.text() == text
    qtbot.keyClick(field, KEY.Key_Return)
    assert is_refused(field) == (text == "rubbish")


def test_a_menu_finds_what_is_typed_taken_if_it_is_right(active: MainWindow) -> None:
    field = number(active, "learning_rate")
    type_into(field, "0.5")
    lose_focus(field, Qt.FocusReason.PopupFocusReason)
    assert active.player.config == configure(learning_rate=0.5)
    type_into(field, "rubbish")
    lose_focus(field, Qt.FocusReason.PopupFocusReason)
    assert (field.text(), field.value()) == ("rubbish", 0.5)
    assert not is_refused(field)


@OFFSCREEN
def test_the_fields_own_menu_does_not_take_it(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "learning_rate")
    type_into(field, "0.5")
    seen: list[tuple[str, float]] = []

    def close() -> None:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        seen.append((field.text(), field.value()))
        menu.close()

    QTimer.singleShot(0, close)
    place = field.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(field, QContextMenuEvent(reason, place, field.mapToGlobal(place)))
    assert seen == [("0.5", 0.01)]
    qtbot.keyClick(field, KEY.Key_Return)
    assert field.value() == 0.5


def test_assistive_technology_reads_and_sets_the_number(active: MainWindow) -> None:
    field = number(active, "learning_rate")
    interface = QAccessible.queryAccessibleInterface(field)
    assert interface.role() is QAccessible.Role.SpinBox
    value = interface.valueInterface()
    assert (value.currentValue(), value.minimumValue(), value.maximumValue()) == (0.01, 1e-6, 10)
    value.setCurrentValue(0.5)
    assert active.player.config == configure(learning_rate=0.5)
    value.setCurrentValue(50)
    assert field.value() == value.currentValue() == 0.5
    assert is_refused(field)
    field.setValue(0.25)
    assert value.currentValue() == 0.25


def test_an_epsilon_of_0_is_refused_and_nothing_breaks(active: MainWindow) -> None:
    choose(active, "rule", "adam")
    field = number(active, "eps")
    enter(field, "0")
    assert field.value() == 1e-8
    assert is_refused(field)
    active.set_theme(THEMES["dark"])
    active.set_language("zh")
    trigger(active, "listing-1")
    assert active.player.config.algorithm.id == "gradient-descent"
    choose(active, "rule", "adam")
    for _step in range(30):
        field.stepBy(-1)
    assert field.value() == 1e-16
    assert active.player.config == configure(rule="adam", eps=1e-16)


@pytest.fixture
def own(active: MainWindow) -> MainWindow:
    choose(active, "problem", Expression.id)
    return active


def test_a_domain_is_typed_as_a_number_is(own: MainWindow) -> None:
    enter(number(own, "domain_low"), "−1/3")
    enter(number(own, "domain_high"), "2,5")
    assert own.player.config.problem.domain == ((-1 / 3, 2.5),)
    field = number(own, "domain_high")
    enter(field, "1e7")
    assert is_refused(field)
    own.set_language("zh")
    assert "之间" in field.accessibleDescription()
    assert own.player.config.problem.domain == ((-1 / 3, 2.5),)


def test_a_domain_from_elsewhere_stays(own: MainWindow) -> None:
    domains = ((-2e6, 1.2e6), (-1e-13, 3e-13), (1 / 3, 2 / 3))
    for epochs, domain in enumerate(domains, 7):
        problem = parse("w^2", domain)
        own.show_problem(problem)
        assert number(own, "domain_low").value() == domain[0]
        enter(number(own, "epochs"), str(epochs))
        assert own.player.config == configure(problem=problem, epochs=epochs)
        own.retranslate()
        assert own.controls.config() == configure(problem=problem, epochs=epochs)
