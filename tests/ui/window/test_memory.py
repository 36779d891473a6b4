"""What comes back at the next start, and what happens to a file that is damaged."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, QStandardPaths
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QAbstractSlider, QMessageBox
from pytestqt.qtbot import QtBot

from gdviz import i18n
from gdviz.core import RunConfig, configure
from gdviz.core.problems.data import Typed, read_samples
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.core.runs.settings import Settings
from gdviz.core.telling.lessons import load_lessons
from gdviz.ui import MainWindow
from gdviz.ui.application.app import make_window
from gdviz.ui.theme import DARK, system_theme
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.window.memory import Memory, usual_path
from tests.ui.driving import action, find

Start = Callable[..., MainWindow]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gdviz" / "settings.json"


@pytest.fixture
def start(qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Start as a user with a large screen does, remembering in `path`."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: QRect(0, 0, 2560, 1440))

    def start(*asked: Any) -> MainWindow:
        window = make_window(Memory(path), *asked)
        qtbot.addWidget(window)
        return window

    return start


def write(path: Path, **values: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(values), "utf-8")


def last_run(path: Path) -> RunConfig | None:
    """Return the run that is remembered; None where none is."""
    run = Memory(path).state.get("run")
    return None if run is None else Settings.from_dict(run).config()


def test_the_first_start_follows_the_system(start: Start) -> None:
    window = start()
    assert window.theme == system_theme()
    assert i18n.current_language() == "en"  # which the tests set
    assert window.player.config == configure()


def test_everything_comes_back(start: Start) -> None:
    window = start()
    config = configure(
        problem="stretched-bowl", algorithm="sgd", rule="adam", learning_rate=0.07, epochs=33,
        start=(1.5, -0.5), seed=9,
    )  # fmt: skip
    window.show_run(config)
    window.resize(900, 700)  # no larger than the offscreen screen lets it be
    window.set_language("zh")
    action(window, "dark-safe").trigger()
    window.set_hidden({"controls", "loss"})
    find(window, QAbstractSlider, "speed").setValue(44)
    find(window, NumberField, "smoothing").setValue(0.85)
    action(window, "reduced_motion").trigger()
    speed = window.player.speed
    window.close()

    i18n.set_language("en")
    window = start()
    assert i18n.current_language() == "zh"
    assert window.theme.id == "dark-safe"
    assert action(window, "dark-safe").isChecked()
    assert action(window, "zh").isChecked()
    assert (window.width(), window.height()) == (900, 700)
    assert not window.controls.isVisible()
    assert not action(window, "panel_loss").isChecked()
    assert window.player.config == config
    assert window.controls.config() == config
    assert window.player.speed == speed
    assert find(window, NumberField, "smoothing").value() == 0.85
    assert window.player.rest_ms > 0


def test_presenting_is_not_remembered_nor_the_full_screen(start: Start) -> None:
    window = start()
    action(window, "presenter_mode").trigger()
    action(window, "full_screen").trigger()
    window.close()
    window = start()
    assert window.controls.isVisible()
    assert window.scale == 1
    assert not window.isFullScreen()


def test_what_is_asked_for_is_stronger_than_what_is_remembered(start: Start, path: Path) -> None:
    write(path, language="zh", theme="dark", run={"epochs": 7})
    lesson = load_lessons()[0]["listing-2"]
    window = start(lesson, "en")
    assert i18n.current_language() == "en"
    assert window.player.config == lesson.config()
    assert window.theme == DARK


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"[1, 2]", b"null", b'"a"', b"\xff\xfe\x00", b"[" * 100_000, b'{"epochs": }',
     b'{"speed": %s}' % (b"1" * 5000), b" " * 1_000_001],
)  # fmt: skip
def test_a_damaged_file_is_set_aside(path: Path, damaged: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damaged)
    memory = Memory(path)
    assert (memory.language, memory.theme, last_run(path)) == (None, None, None)
    assert path.with_name("settings.json.bak").read_bytes() == damaged
    assert not path.exists()
    assert str(path) in memory.notice
    assert "settings.json.bak" in memory.notice


def test_a_damaged_file_is_said_to_be_so_and_followed_by_a_whole_one(
    start: Start, path: Path
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")
    window = start()
    assert window.player.config == configure()
    assert not path.exists()
    notice = window.findChild(QMessageBox)
    assert notice is not None
    assert str(path) in notice.text()
    assert "settings.json.bak" in notice.text()
    notice.close()
    window.close()
    assert json.loads(path.read_text("utf-8"))["theme"] == "system"


def test_a_file_that_cannot_be_read_is_no_reason_to_crash(start: Start, path: Path) -> None:
    path.mkdir(parents=True)
    window = start()
    notice = window.findChild(QMessageBox)
    assert notice is not None
    assert str(path) in notice.text()
    notice.close()
    assert window.close()
    assert path.is_dir()


@pytest.mark.skipif(os.name != "posix", reason="POSIX has pipes among its files")
def test_nobody_waits_for_a_pipe(start: Start, path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    window = start()
    notice = window.findChild(QMessageBox)
    assert notice is not None
    assert "not a regular file" in notice.text()
    notice.close()
    assert window.close()
    assert path.is_fifo()


def test_a_full_disk_leaves_what_was_there(start: Start, path: Path) -> None:
    resource = pytest.importorskip("resource")
    write(path, theme="dark")
    before = path.read_bytes()
    window = start()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
    try:
        assert window.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_link_to_the_settings_stays_one(start: Start, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.json"
    path.parent.mkdir()
    path.symlink_to(target)
    assert start().close()
    assert path.is_symlink()
    assert json.loads(target.read_text("utf-8"))["language"] == "en"


@pytest.mark.parametrize("language", ["xx", 3, [], None])
def test_an_unknown_language_is_ignored(path: Path, language: object) -> None:
    write(path, language=language, theme="dark")
    assert Memory(path).language is None
    assert Memory(path).theme == DARK


@pytest.mark.parametrize("theme", ["pink", 3, ["dark"], None])
def test_an_unknown_theme_is_ignored(path: Path, theme: object) -> None:
    write(path, language="zh", theme=theme)
    assert Memory(path).theme is None
    assert Memory(path).language == "zh"


@pytest.mark.parametrize(
    "run",
    [
        {"problem": "nothing"}, {"problem": ["linear"]}, {"algorithm": None}, {"epochs": 0},
        {"epochs": 1.5}, {"epochs": "many"}, {"learning_rate": float("nan")},
        {"learning_rate": 1e400}, {"nesterov": 1}, {"what": 1}, {"start": "here"},
        {"start": [1, 2, 3]}, {"problem": "linear", "start": [1, 2]},
        {"problem": "linear", "start": [1e300]}, {"start": [None]}, {"seed": True},
        {"problem": "nothing", "start": 0.5}, {"order": "backwards"}, {"order": ["shuffled"]},
        {"replacement": "yes"}, {},
    ],
)  # fmt: skip
def test_each_setting_that_makes_no_sense_is_ignored_by_itself(path: Path, run: Any) -> None:
    write(path, run={"momentum": 0.25, **run})
    assert last_run(path) == configure(momentum=0.25)


def test_a_setting_is_known_by_its_former_name(path: Path) -> None:
    write(path, run={"algorithm": "sgd", "replacement": True})
    assert last_run(path) == configure(algorithm="sgd", order="with-replacement")


@pytest.mark.parametrize("run", [3, [], "linear", None])
def test_a_run_that_is_none_is_none(path: Path, run: object) -> None:
    write(path, run=run)
    assert last_run(path) is None


@pytest.mark.parametrize(
    "values",
    [
        {"window": "no base64!", "hidden": "controls", "speed": -3, "smoothing": 1.5},
        {"window": "AAAA", "hidden": [1, None, {}, "nothing"], "speed": 1e9, "smoothing": "0.5"},
        {"window": "é", "hidden": {"controls": 1}, "speed": "fast", "smoothing": float("inf")},
        {"window": 5, "hidden": 0, "speed": float("nan"), "smoothing": [], "reduced_motion": 1},
        {"unknown": 1, "speed": True, "smoothing": False, "reduced_motion": "yes"},
    ],
)
def test_what_makes_no_sense_leaves_the_window_as_it_is(
    start: Start, path: Path, values: dict[str, Any]
) -> None:
    write(path, theme="dark", **values)
    window = start()
    assert window.theme == DARK
    assert window.findChild(QMessageBox) is None
    assert not window.hidden
    assert (window.width(), window.height()) == (1440, 900)
    assert window.player.speed == 10
    assert find(window, NumberField, "smoothing").value() == 0.6
    assert not action(window, "reduced_motion").isChecked()


def test_where_nothing_can_be_written_the_window_closes_all_the_same(
    start: Start, path: Path
) -> None:
    window = start()
    path.parent.write_text("a file where the folder should be")
    assert window.close()


def test_a_window_made_directly_remembers_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    window = MainWindow()
    qtbot.addWidget(window)
    window.close()
    assert not list(tmp_path.iterdir())


def test_the_application_remembers_in_the_users_own_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    places: list[QStandardPaths.StandardLocation] = []

    def writable(place: QStandardPaths.StandardLocation) -> str:
        places.append(place)
        return str(tmp_path)

    monkeypatch.setattr(QStandardPaths, "writableLocation", writable)
    assert usual_path() == tmp_path / "settings.json"
    assert places == [QStandardPaths.StandardLocation.AppConfigLocation]


def test_what_is_ones_own_comes_back_and_no_data_are_read_at_a_start(
    start: Start, tmp_path: Path
) -> None:
    data = tmp_path / "own.csv"
    data.write_text("x,y\n1,2\n2,4.5\n3,5\n")
    window = start()
    window.show_problem(parse("w^2 + w", (-2.0, 3.0)))
    window.close()
    window = start()
    assert window.player.config.problem == parse("w^2 + w", (-2.0, 3.0))
    window.show_problem(regression(Typed("1 2; 2 4.5; 3 5").read(), "a x^2 + b"))
    window.close()
    window = start()
    assert window.player.config.problem.y.tolist() == [2, 4.5, 5]  # type: ignore[attr-defined]
    assert window.player.config.problem.weights == ("a", "b")
    window.show_problem(regression(read_samples(data)))
    window.close()
    data.write_text("")  # a copy of a few is remembered
    window = start()
    assert window.player.config.problem.y.tolist() == [2, 4.5, 5]  # type: ignore[attr-defined]
    data.write_text("x,y\n" + 3000 * "1,2\n2,4.5\n")
    window.show_problem(regression(read_samples(data)))
    find(window, QAbstractSlider, "speed").setValue(44)
    window.close()
    window = start()
    assert window.player.config == configure()
    assert find(window, QAbstractSlider, "speed").value() == 44


def test_a_lesson_that_is_asked_for_opens_where_a_run_is_watched(start: Start) -> None:
    window = start()
    window.set_workspace("compare")
    find(window, NumberField, "smoothing").setValue(0.85)
    window.close()
    lesson = load_lessons()[0]["listing-2"]
    window = start(lesson)
    assert window.workspace.id == "run"
    assert window.player.config == lesson.config()
    assert find(window, NumberField, "smoothing").value() == 0.85
