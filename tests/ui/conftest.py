"""A window for each test, and the proof that nothing of it is left behind."""

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz import i18n
from gdviz.ui import MainWindow
from gdviz.ui.theme import LIGHT


def _alive(kind: type[QObject]) -> list[QObject]:
    return [found for found in gc.get_objects() if type(found) is kind and shiboken6.isValid(found)]


@pytest.fixture(autouse=True)
def _nothing_left(qapp: QApplication) -> Iterator[None]:
    """No thread runs, no timer ticks and no window is open when a test is over."""
    yield
    i18n.set_language("en")
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [thread for thread in _alive(QThread) if thread.isRunning()]
    assert not [timer for timer in _alive(QTimer) if timer.isActive()]
    assert not [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """Return the window, shown, on the course's own problem, its first step known."""
    made = MainWindow(theme=LIGHT)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(made.player.trace) > 0)
    return made


@pytest.fixture
def active(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Return the window with the keyboard."""
    qtbot.waitActive(window)
    return window
