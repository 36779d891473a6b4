"""What was done is written down as one works, and is there after a crash."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gdviz.ui import MainWindow
from gdviz.ui.features.files.sessions import Recovery
from tests.soak import killed
from tests.ui.features.test_sessions import another, answer, box, sessions
from tests.ui.keeping import set_rate


def written(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def crashed(window: MainWindow, qtbot: QtBot, folder: Path) -> Path:
    """Leave in a folder what a window leaves that ends in the middle of work."""
    at_work = folder / "at work"
    window.feature(Recovery).begin(at_work)
    set_rate(window, 0.02)
    qtbot.waitUntil(lambda: written(at_work) != [])
    left = folder / "left"
    left.mkdir()
    shutil.copy(written(at_work)[0], left / "1-dead.json")
    return left


def test_it_is_offered_once_and_is_what_it_was(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    left = crashed(window, qtbot, tmp_path)
    other = another(qtbot)
    other.feature(Recovery).begin(left)
    assert "Restore the work of" in box(other).text()
    third = another(qtbot)
    third.feature(Recovery).begin(left)  # one is asked already
    assert not third.findChildren(QMessageBox)
    with qtbot.waitSignal(sessions(other).taken):
        answer(other, "Restore")
    assert other.state() == window.state()
    assert other.store.unsaved
    assert not (left / "1-dead.json").exists()


@pytest.mark.parametrize(("words", "stays"), [("Discard", False), ("Later", True)])
def test_it_is_thrown_away_only_if_one_says_so(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, words: str, stays: bool
) -> None:
    left = crashed(window, qtbot, tmp_path)
    other = another(qtbot)
    before = other.state()
    other.feature(Recovery).begin(left)
    answer(other, words)
    assert (left / "1-dead.json").exists() is stays
    assert other.state() == before


def test_what_is_damaged_is_told_and_stays(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "1-dead.json").write_text('{"state": ')
    other = another(qtbot)
    other.feature(Recovery).begin(tmp_path)
    answer(other, "Restore")
    assert "What was left cannot be opened" in box(other).text()
    box(other).close()
    assert (tmp_path / "1-dead.json").exists()


def test_a_window_that_closes_leaves_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.feature(Recovery).begin(tmp_path)
    set_rate(window, 0.02)
    qtbot.waitUntil(lambda: written(tmp_path) != [])
    window.close()
    assert list(tmp_path.iterdir()) == []


def test_what_the_system_ends_in_the_middle_is_kept(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions(window)._save_to(tmp_path / "mine.gdviz")
    window.feature(Recovery).begin(tmp_path / "recovery")
    set_rate(window, 0.02)
    window.close_at_once()
    (file,) = written(tmp_path / "recovery")
    kept = json.loads(file.read_text("utf-8"))
    assert kept["path"] == str(tmp_path / "mine.gdviz")
    assert kept["state"] == window.state()


def test_where_nothing_can_be_written_one_works_all_the_same(
    window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "recovery").write_text("")
    window.feature(Recovery).begin(tmp_path / "recovery")
    set_rate(window, 0.02)
    assert not window.findChildren(QMessageBox)


@pytest.mark.parametrize("after_s", [0.4, 1.9])
def test_a_window_that_is_killed_loses_a_second_at_most(tmp_path: Path, after_s: float) -> None:
    assert killed.kill(tmp_path, after_s) == []
