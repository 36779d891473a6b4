"""Data that takes a while to read: cancelled, replaced, and the window goes on."""

from pathlib import Path
from time import thread_time
from typing import Any, NoReturn

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QComboBox, QProgressBar
from pytestqt.qtbot import QtBot

from gdviz.core.cancelling import CancelledError
from gdviz.core.problems.data import read_samples, reading
from gdviz.ui import MainWindow
from tests.ui.driving import find
from tests.ui.features.own_data.dialog import (
    button,
    headings,
    open_data,
    opened,
    part,
    pick,
    text,
    wait_for_answer,
)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is being read until one says that it should not be."""

    def read(*arguments: Any) -> NoReturn:
        progress = arguments[3]
        while progress(0.5):
            QThread.msleep(1)
        raise CancelledError

    monkeypatch.setattr(reading, "read_samples", read)


@pytest.mark.usefixtures("endless")
def test_reading_can_be_cancelled(
    window: MainWindow, qtbot: QtBot, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = window.player.config
    dialog = open_data(window, table)
    progress = part(dialog, "progress")
    assert isinstance(progress, QProgressBar)
    qtbot.waitUntil(lambda: progress.value() == progress.maximum() / 2)
    assert not button(dialog, "open").isEnabled()
    button(dialog, "cancel").click()
    assert window.player.config is before
    assert find(window, QComboBox, "problem").findData("own-data") < 0
    # The thread is free again.
    monkeypatch.setattr(reading, "read_samples", read_samples)
    assert opened(window, open_data(window, table), qtbot).n_samples == 41


@pytest.mark.usefixtures("endless")
@pytest.mark.usefixtures("endless")
def test_how_long_reading_still_takes_is_told(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    qtbot.waitUntil(lambda: text(dialog, "status").endswith(" left"))
    assert text(dialog, "status").startswith("Reading… about ")
    assert find(dialog, QProgressBar, "data_progress").value() == 500
    dialog.reject()


def test_another_choice_takes_the_place_of_the_reading(
    window: MainWindow, qtbot: QtBot, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_data(window, table)
    progress = part(dialog, "progress")
    assert isinstance(progress, QProgressBar)
    qtbot.waitUntil(lambda: progress.value() > 0)
    monkeypatch.setattr(reading, "read_samples", read_samples)
    pick(dialog, "y", "age")
    assert opened(window, dialog, qtbot).y_name == "age"


@pytest.mark.usefixtures("endless")
def test_the_window_can_be_closed_while_a_file_is_read(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    progress = part(dialog, "progress")
    assert isinstance(progress, QProgressBar)
    qtbot.waitUntil(lambda: progress.value() > 0)
    assert window.close()
    assert not dialog.isVisible()


@pytest.mark.usefixtures("endless")
def test_the_window_goes_on_while_a_file_is_read(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    window.player.speed = 200.0
    window.player.run()
    qtbot.waitUntil(lambda: window.player.position > 10)
    assert not button(dialog, "open").isEnabled()


def test_a_large_file_is_read_to_its_end(window: MainWindow, qtbot: QtBot, large: Path) -> None:
    dialog = open_data(window, large)
    wait_for_answer(dialog, qtbot)
    assert text(dialog, "status") == "400,000 rows"
    assert opened(window, dialog, qtbot).x.sum() == 200_000 * (1.25 + 2.5)


def test_a_wide_file_does_not_stop_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "wide.csv"
    names = [f"c{number}" for number in range(5000)]
    path.write_text("\n".join([",".join(names), *[",".join(["1.25", *["2.5"] * 4999])] * 20]))
    # What this thread itself takes, whatever else the machine does: it was a minute.
    began = thread_time()
    dialog = open_data(window, path)
    pick(dialog, "x", "c4000")
    pick(dialog, "y", "c0")
    assert thread_time() - began < 3
    shown = headings(dialog)
    assert len(shown) == 5000
    assert {shown[0], shown[1], shown[4000]} == {"y: c0", "c1", "x: c4000"}
    wait_for_answer(dialog, qtbot)
    assert text(dialog, "status").startswith("a slope needs two different x")
