"""How the tests drive the window: by its controls' names, as a user would by their labels."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome
from gdviz.ui import MainWindow

W = TypeVar("W", bound=QWidget)


def find(window: MainWindow, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


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
