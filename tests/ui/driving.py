"""How the tests drive the window: by its controls' names, as a user would by their labels."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome
from gdviz.ui import MainWindow
from gdviz.ui.widgets.callout import Callout
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.inside import everything_in

W = TypeVar("W", bound=QWidget)


def find(window: MainWindow, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def action(window: MainWindow, name: str) -> QAction:
    """What a menu offers, by its name; some are filled when they are opened."""
    found = window.findChild(QAction, name)
    if found is None:
        for menu in window.menuBar().findChildren(QMenu):
            menu.aboutToShow.emit()
        found = window.findChild(QAction, name)
    assert found is not None, name
    return found


def entries(window: MainWindow, menu: str) -> list[QAction]:
    """What a menu offers once it is open."""
    window.menus[menu].aboutToShow.emit()
    return window.menus[menu].actions()


def trigger(window: MainWindow, name: str) -> None:
    """Choose an entry of a menu."""
    action(window, name).trigger()


def click(window: MainWindow, name: str) -> None:
    find(window, QAbstractButton, name).click()


def choose(window: MainWindow, name: str, key: str) -> None:
    combo = find(window, QComboBox, name)
    combo.setCurrentIndex(combo.findData(key))


def at_full_speed(window: MainWindow) -> None:
    speed = find(window, QAbstractSlider, "speed")
    speed.setValue(speed.maximum())


def run_to_the_end(window: MainWindow, qtbot: QtBot) -> Outcome:
    at_full_speed(window)
    with qtbot.waitSignal(window.player.finished, timeout=20_000) as finished:
        click(window, "run")
    outcome = finished.args[0]
    assert isinstance(outcome, Outcome)
    return outcome


def type_into(field: NumberField, text: str) -> None:
    """Type over what is in a field: by keys, or by an input method what no key has."""
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    if text.isascii() and " " not in text:
        QTest.keyClicks(field, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field.lineEdit(), event)


def enter(field: NumberField, text: str) -> None:
    """Type that into a field, and press Enter."""
    type_into(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def number(window: MainWindow, name: str) -> NumberField:
    return find(window, NumberField, name)


def on_controls(window: MainWindow, draw: Random) -> list[Callable[[], None]]:
    """What a user might set next of all that the controls show, to whatever is drawn."""

    def pick(box: QComboBox) -> None:
        box.setCurrentIndex(draw.randrange(box.count()))

    def set_number(field: NumberField) -> None:
        described = field.describes
        low, high = described.minimum, min(described.largest, 1000)
        if described.type is int:
            field.setValue(draw.randint(int(low), int(high)))
        else:
            field.setValue(low + (high - low) * draw.random() ** 3)

    boxes = [box for box in window.controls.findChildren(QComboBox) if box.isVisible()]
    fields = [one for one in window.controls.findChildren(NumberField) if one.isVisible()]
    return [*(partial(pick, box) for box in boxes), *(partial(set_number, one) for one in fields)]


def said(window: MainWindow) -> list[str]:
    """What is to be read beside fields."""
    return [one.text() for one in window.findChildren(Callout) if one.isVisible()]


def has_sign(label: QWidget) -> bool:
    """Whether a picture stands before what a label says."""
    assert isinstance(label, QLabel)
    return "<img " in QLabel.text(label)


def is_refused(field: NumberField) -> bool:
    """Whether a field has the colour of what cannot be taken, and a screen reader is told."""
    told = bool(field.accessibleDescription())
    assert (field.property("means") == "divergence") == told
    return told


def in_focus() -> str:
    here = QApplication.focusWidget()
    return here.objectName() if here is not None else ""


def everything_said(window: MainWindow) -> str:
    """All that is to be read, on the screen, in tips, and by a screen reader."""
    texts: list[str] = []
    for one in everything_in(window):
        if not one.isVisible():
            continue
        texts += [one.toolTip(), one.accessibleName(), one.accessibleDescription()]
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            texts.append(one.text())
        elif isinstance(one, QTextEdit | QPlainTextEdit):
            texts.append(one.toPlainText())
        elif isinstance(one, QComboBox):
            texts.append(one.currentText())
        elif isinstance(one, QGraphicsView):
            items = one.scene().items()
            texts += [i.toPlainText() for i in items if isinstance(i, QGraphicsTextItem)]
    return "\n".join(texts)
