"""What goes wrong though nobody had foreseen it: one dialog, and the window goes on."""

import logging
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from gdviz import __version__, log
from gdviz.core import InputError, Trace, configure
from gdviz.core.problems.data import Source, reading
from gdviz.core.problems.own_data import DataChoice
from gdviz.ui import MainWindow
from gdviz.ui.application.faults import Faults
from gdviz.ui.application.faults.dialog import FaultDialog
from gdviz.ui.features.own_data.dialog import DataDialog
from gdviz.ui.features.own_data.feature import OwnData
from tests.broken import Broken
from tests.ui.driving import click

LOG = Path("/somewhere/gdviz.log")
_log = logging.getLogger(__name__)


@pytest.fixture(autouse=True)
def told(window: MainWindow) -> Iterator[Faults]:
    with Faults(LOG) as faults:
        faults.window = window
        yield faults
        for dialog in window.findChildren(FaultDialog):
            dialog.close()


def dialogs(window: MainWindow) -> list[FaultDialog]:
    return [dialog for dialog in window.findChildren(FaultDialog) if dialog.isVisible()]


def wait_for(window: MainWindow, qtbot: QtBot) -> FaultDialog:
    qtbot.waitUntil(lambda: bool(dialogs(window)), timeout=20_000)
    (dialog,) = dialogs(window)
    return dialog


def says(dialog: FaultDialog, part: str) -> str:
    label = dialog.findChild(QLabel, f"fault_{part}")
    assert label is not None
    return label.text()


def details(dialog: FaultDialog) -> str:
    field = dialog.findChild(QPlainTextEdit)
    assert field is not None
    return field.toPlainText()


def press(dialog: FaultDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, f"fault_{name}")
    assert button is not None
    button.click()


def fail(text: str) -> None:
    try:
        raise RuntimeError(text)
    except RuntimeError:
        _log.exception(log.UNCAUGHT)


@pytest.mark.qt_no_exception_capture
def test_an_exception_in_a_slot_is_told_with_its_details(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", log.log_uncaught)
    window.player.run()
    QTimer.singleShot(0, lambda: "abc"[3])
    dialog = wait_for(window, qtbot)
    assert says(dialog, "what") == "Something went wrong."
    assert says(dialog, "error") == "IndexError: string index out of range"
    assert str(LOG) in says(dialog, "file")
    press(dialog, "copy")
    copied = QGuiApplication.clipboard().text()
    assert copied == details(dialog)
    for part in (f"gdviz {__version__}", "Python 3", "numpy", "PySide6", "test_faults.py"):
        assert part in copied
    position = window.player.position
    qtbot.waitUntil(lambda: window.player.position > position)  # it plays on behind it
    press(dialog, "close")
    assert not dialogs(window)


def test_it_is_told_in_the_chosen_language(window: MainWindow, qtbot: QtBot) -> None:
    window.set_language("zh")
    fail("x")
    dialog = wait_for(window, qtbot)
    assert says(dialog, "what") == "出错了。"
    assert [button.text() for button in dialog.findChildren(QPushButton)] == [
        "复制详细信息",
        "关闭",
    ]


def test_what_comes_meanwhile_is_counted_in_the_one_dialog(
    window: MainWindow, qtbot: QtBot
) -> None:
    for number in range(50):
        fail(f"number {number}")
    dialog = wait_for(window, qtbot)
    qtbot.waitUntil(lambda: says(dialog, "others").startswith("49 "))
    assert says(dialog, "error") == "RuntimeError: number 0"
    assert dialogs(window) == [dialog]


def test_what_comes_again_as_soon_as_its_dialog_is_closed_is_told_once(
    window: MainWindow, qtbot: QtBot
) -> None:
    fail("while painting")
    press(wait_for(window, qtbot), "close")
    fail("while painting")  # the same, from the same line
    try:
        assert {}["another"]
    except KeyError:
        _log.exception(log.UNCAUGHT)
    assert "another" in says(wait_for(window, qtbot), "error")


def test_another_thread_may_log_it(window: MainWindow, qtbot: QtBot) -> None:
    thread = threading.Thread(target=fail, args=("elsewhere",))
    thread.start()
    thread.join()
    assert "elsewhere" in says(wait_for(window, qtbot), "error")


def test_a_hostile_exception_is_told_too(window: MainWindow, qtbot: QtBot) -> None:
    fail(100_000 * "x")
    dialog = wait_for(window, qtbot)
    assert dialog.width() < window.width()
    assert len(says(dialog, "error")) < 1000
    assert len(details(dialog)) < 30_000


def test_an_error_that_no_exception_made_opens_nothing(window: MainWindow, qtbot: QtBot) -> None:
    _log.error("only a word")
    fail("x")
    assert says(wait_for(window, qtbot), "error") == "RuntimeError: x"
    assert not says(dialogs(window)[0], "others")


def test_a_run_that_breaks_off_is_told_each_time(window: MainWindow, qtbot: QtBot) -> None:
    window.player.show(Trace(replace(configure(), problem=Broken())), 0)
    for _again in range(2):
        with qtbot.waitSignal(window.player.failed, timeout=20_000):
            window.player.seek(90)
        dialog = wait_for(window, qtbot)
        assert "The run broke off." in says(dialog, "what")
        assert says(dialog, "error") == "ArithmeticError: no gradient here"
        assert "in gradient" in details(dialog)
        press(dialog, "close")
    click(window, "reset")
    window.show_run(configure(learning_rate=0.02))
    with qtbot.waitSignal(window.player.finished, timeout=20_000):
        window.player.seek(100)


@pytest.mark.parametrize("error", [InputError("row 3 is bad"), MemoryError("too large")])
def test_of_a_file_only_what_was_not_foreseen_is_told(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def read(*_arguments: object) -> object:
        raise error

    monkeypatch.setattr(reading, "read_samples", read)
    path = tmp_path / "table.csv"
    path.write_text("x,y\n1,2\n3,4\n", "utf-8")
    own_data = window.features[OwnData.id]
    assert isinstance(own_data, OwnData)
    own_data.open_data(DataChoice(Source(path)))
    data = window.findChild(DataDialog)
    assert data is not None
    status = data.findChild(QLabel, "data_status")
    assert status is not None
    qtbot.waitUntil(lambda: str(error) in status.text(), timeout=20_000)
    fail("the end")
    foreseen = isinstance(error, InputError)
    said = says(wait_for(window, qtbot), "error")
    assert said == ("RuntimeError: the end" if foreseen else "MemoryError: too large")
    dialogs(window)[0].close()
    data.close()


def test_without_a_log_none_is_spoken_of(window: MainWindow, qtbot: QtBot, told: Faults) -> None:
    told.__exit__()
    with Faults() as faults:
        faults.window = window
        fail("one")
        fail("two")
        dialog = wait_for(window, qtbot)
        qtbot.waitUntil(lambda: says(dialog, "others") == "1 more meanwhile.")
        assert not says(dialog, "file")
