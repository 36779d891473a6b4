"""The first run: three lines that do what they say, and never come again once put away."""

from pathlib import Path

from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from gdviz.core.telling.lessons import load_lessons
from gdviz.ui import MainWindow
from gdviz.ui.application.app import make_window
from gdviz.ui.widgets.card import Card
from gdviz.ui.window.memory import Memory
from tests.ui.driving import click


def is_greeted(window: MainWindow) -> bool:
    strip = window.findChild(QFrame, "greeting")
    return strip is not None and strip.isVisible()


def test_each_line_does_what_it_says(qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(Memory(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    assert is_greeted(window)
    assert len([card for card in window.findChildren(Card) if card.isVisible()]) == 5
    click(window, "first_drag")
    assert window.player.config.start == (3.0,)
    window.store.undo()
    assert window.player.config.start == (1.0,)
    click(window, "first_run")
    assert window.player.playing
    window.player.pause()
    click(window, "first_lesson")
    assert window.windowTitle().startswith(str(next(iter(load_lessons()[0].values())).title))
    assert not is_greeted(window)


def test_it_comes_until_it_is_put_away(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for put_away, greeted in ((False, True), (True, True), (False, False), (False, False)):
        window = make_window(Memory(path))
        qtbot.addWidget(window)
        assert is_greeted(window) == greeted
        if put_away:
            click(window, "first_close")
            assert not is_greeted(window)
        window.close()


def test_who_has_used_it_before_or_asks_for_a_lesson_is_not_greeted(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"language": "en"}')
    used = make_window(Memory(path))
    qtbot.addWidget(used)
    assert not is_greeted(used)
    asked = make_window(Memory(tmp_path / "none.json"), load_lessons()[0]["saddle"])
    qtbot.addWidget(asked)
    assert not is_greeted(asked)
    asked.close()
    again = make_window(Memory(tmp_path / "none.json"))
    qtbot.addWidget(again)
    assert is_greeted(again)
