"""A window for each test, and the proof that nothing of it is left behind."""

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz import i18n
from gdviz.ui import MainWindow
from gdviz.ui.features.looks.motion import ReducedMotion
from gdviz.ui.theme import LIGHT


def _going_on() -> list[QThread | QTimer]:
    """Return the threads that run and the timers that tick, in one go through all there is."""
    known = [found for found in gc.get_objects() if type(found) in (QThread, QTimer)]
    return [
        found
        for found in filter(shiboken6.isValid, known)
        if (found.isRunning() if isinstance(found, QThread) else found.isActive())
    ]


def _close_what_is_at_work(application: QApplication) -> list[str]:
    """Close the windows whose threads run, as one whose closing was refused; return which.

    Destroyed with a thread that runs, a window would end the process, and all tests with it.
    """
    at_work = [
        window
        for window in application.topLevelWidgets()
        if isinstance(window, MainWindow)
        and any(thread.isRunning() for thread in window.findChildren(QThread))
    ]
    for window in at_work:
        window.close_at_once()
    return [window.windowTitle() for window in at_work]


@pytest.fixture(scope="module", autouse=True)
def _past_is_frozen() -> None:
    """What other tests' modules have left in caches is not gone through after each test here."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_left(qapp: QApplication) -> Iterator[None]:
    """No thread runs, no timer ticks and no window is open when a test is over.

    Garbage is collected then, and not in between, as in the program: what is left of a window,
    collected in the middle of a disconnect, waits for a lock that is held there, for ever.
    """
    gc.disable()
    yield
    i18n.set_language("en")
    at_work = _close_what_is_at_work(qapp)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()
    assert not at_work
    assert not _going_on()
    assert not [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown jumps from step to step; a test of motion has its window glide."""
    monkeypatch.setattr(ReducedMotion, "glides", False)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """Return the window, shown, on the course's own problem, its first step known."""
    made = MainWindow(theme=LIGHT)
    qtbot.addWidget(made, before_close_func=MainWindow.close_at_once)
    made.show()
    qtbot.waitUntil(lambda: len(made.player.trace) > 0)
    return made


@pytest.fixture
def active(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Return the window with the keyboard."""
    qtbot.waitActive(window)
    return window
