"""Open…: one entry for every kind of file, by the menu and by dropping it on the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gdviz.ui import MainWindow
from gdviz.ui.features.own_data.dialog import DataDialog
from gdviz.ui.window.menus import TITLES
from tests.ui.mouse import drop

LESSON = """
order = 1
title = { en = "Mine", zh = "我的" }
goal = { en = "Goal.", zh = "目标。" }
question = { en = "Why?", zh = "为什么？" }
answer = { en = "So.", zh = "因为。" }
settings = { problem = "parabola" }
[[steps]]
text = { en = "Look.", zh = "看。" }
look_for = { en = "Look.", zh = "看。" }
"""

Way = Callable[[MainWindow, Path, pytest.MonkeyPatch], None]


def by_menu(window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def choose_file(_parent: object, _title: str, _folder: str, kinds: str) -> tuple[str, str]:
        first = kinds.split(";;", maxsplit=1)[0]
        assert f"*{path.suffix.lower()}" in first, "what can be opened is listed at once"
        return str(path), first

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose_file)
    action = window.findChild(QAction, "open_file")
    assert action is not None
    action.trigger()


def by_drop(window: MainWindow, path: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    assert drop(window, mime)


@pytest.mark.parametrize("way", [by_menu, by_drop])
def test_a_file_is_opened_as_what_its_name_ends_in(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    lesson, table = tmp_path / "mine.TOML", tmp_path / "table.csv"
    lesson.write_text(LESSON, "utf-8")
    table.write_text("x,y\n1,2\n2,4\n", "utf-8")
    way(window, lesson, monkeypatch)
    assert window.windowTitle() == "Mine – gdviz"
    assert window.player.config.problem.id == "parabola"
    assert not window.findChildren(DataDialog)
    way(window, table, monkeypatch)
    (dialog,) = window.findChildren(DataDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_what_no_feature_knows_is_taken_for_data(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.dat"
    path.write_text("x y\n1 2\n", "utf-8")
    by_drop(window, path, monkeypatch)
    (dialog,) = window.findChildren(DataDialog)
    dialog.reject()


def test_there_is_one_open(window: MainWindow) -> None:
    found = [
        a.text() for name in TITLES for a in window.menus[name].actions() if "Open…" in a.text()
    ]
    assert found == ["&Open…"]
