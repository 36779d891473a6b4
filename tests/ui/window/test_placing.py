"""A window opens on the screen that there is, the first time and when it comes back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QScreen
from pytestqt.qtbot import QtBot

from gdviz.ui import MainWindow
from gdviz.ui.application.app import make_window
from gdviz.ui.window.memory import Memory
from gdviz.ui.window.room.placing import within

LEAST = QSize(900, 500)


@pytest.mark.parametrize(
    ("wanted", "room", "expected"),
    [
        ((100, 100, 1440, 900), (0, 0, 1920, 1080), (100, 100, 1440, 900)),
        ((0, 0, 1440, 900), (0, 24, 1366, 704), (0, 24, 1366, 704)),
        ((3000, 50, 1200, 800), (0, 0, 1920, 1080), (720, 50, 1200, 800)),
        ((-900, -40, 1200, 800), (0, 30, 1920, 1050), (0, 30, 1200, 800)),
        ((0, 0, 1440, 900), (0, 0, 800, 480), (0, 0, 900, 500)),
    ],
    ids=["fits", "too large", "right of all", "left of all", "a screen too small"],
)
def test_a_place_is_moved_and_made_smaller_only_as_it_must(
    wanted: tuple[int, ...], room: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert within(QRect(*wanted), QRect(*room), LEAST).getRect() == expected


def opened(memory: Path, qtbot: QtBot) -> MainWindow:
    made = make_window(Memory(memory))
    qtbot.addWidget(made)
    return made


def test_a_window_is_no_larger_than_its_screen_when_it_comes_back_either(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "settings.json"
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: QRect(0, 0, 2560, 1440))
    first = opened(memory, qtbot)
    assert first.size().toTuple() == (1440, 900)
    first.close()
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: QRect(0, 0, 1366, 728))
    again = opened(memory, qtbot)
    assert QRect(0, 0, 1366, 728).contains(again.geometry())
    assert again.transport.visibleRegion().boundingRect() == again.transport.rect()
    again.close()
