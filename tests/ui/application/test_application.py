"""The application as a process of its own: what ends it, and what it outlives."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import gdviz

ROOT = Path(gdviz.__file__).parents[1]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX signals")

PROGRAM = """
import signal, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLabel
from gdviz.ui.application import app

# Whoever runs the tests may ignore some of them.
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
{before}

def opened(window):
    {opened}
    print("open", flush=True)

make_window = app.make_window
def make(*asked):
    window = make_window(*asked)
    QTimer.singleShot(0, lambda: opened(window))
    return window
app.make_window = make
sys.exit(app.open_window())
"""


class Application:
    """The application without a display, which remembers and logs under `home`."""

    def __init__(self, home: Path, before: str = "", opened: str = "") -> None:
        """Start it, doing that before, and once its window is open, and wait until it is."""
        self.home = home
        variables = {"XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "HOME": home}
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        environment |= {name: str(path) for name, path in variables.items()}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM.format(before=before, opened=opened)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.limit = threading.Timer(60, self.process.kill)
        self.limit.start()
        assert self.read() == "open"

    def read(self) -> str:
        """Return the next line that it prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> tuple[int, str]:
        """Wait until it has ended, and return how, and what it had to say."""
        _output, errors = self.process.communicate()
        self.limit.cancel()
        lines = [line for line in errors.splitlines() if "propagateSizeHints" not in line]
        return self.process.returncode, "\n".join(lines)

    def settings(self) -> dict[str, object]:
        """Return what it has remembered."""
        (file,) = self.home.rglob("settings.json")
        found = json.loads(file.read_text("utf-8"))
        assert isinstance(found, dict)
        return found

    def log(self) -> str:
        """Return what it has logged."""
        (file,) = self.home.rglob("gdviz.log")
        return file.read_text("utf-8")


@pytest.mark.parametrize(
    ("number", "opened"),
    [(signal.SIGINT, ""), (signal.SIGTERM, "window.player.run()"), (signal.SIGHUP, "")],
)
def test_a_signal_closes_the_window_as_its_user_would(
    tmp_path: Path, number: signal.Signals, opened: str
) -> None:
    application = Application(tmp_path, opened=f"window.set_hidden(['loss']); {opened}")
    application.process.send_signal(number)
    assert application.end() == (0, "")
    assert application.settings()["state"]["panels"]["hidden"] == ["loss"]


def test_a_second_ctrl_c_ends_it_at_once(tmp_path: Path) -> None:
    slow = "window.closing.connect(lambda: (print('closing', flush=True), time.sleep(60)))"
    application = Application(tmp_path, opened=slow)
    application.process.send_signal(signal.SIGINT)
    assert application.read() == "closing"
    application.process.send_signal(signal.SIGINT)
    assert application.end() == (-signal.SIGINT, "")


def test_what_it_was_told_to_ignore_it_ignores(tmp_path: Path) -> None:
    ignored = "signal.signal(signal.SIGHUP, signal.SIG_IGN)"  # as nohup does
    application = Application(
        tmp_path,
        before=ignored,
        opened="window.closing.connect(lambda: print('closing', flush=True));"
        " QTimer.singleShot(0, lambda: print(signal.getsignal(signal.SIGHUP).name, flush=True))",
    )
    application.process.send_signal(signal.SIGHUP)
    assert application.read() == "SIG_IGN"
    application.process.send_signal(signal.SIGTERM)
    assert application.end() == (0, "")


def test_a_thread_hands_over_to_the_window_much_sooner_than_by_itself(tmp_path: Path) -> None:
    asked = "QTimer.singleShot(0, lambda: print(sys.getswitchinterval(), flush=True))"
    application = Application(tmp_path, opened=asked)
    assert float(application.read()) < sys.getswitchinterval() / 10
    application.process.send_signal(signal.SIGTERM)
    assert application.end() == (0, "")


def test_a_window_whose_display_goes_away_is_closed_as_by_its_user(tmp_path: Path) -> None:
    application = Application(
        tmp_path,
        opened="""
    window.set_hidden(["loss"])
    window.player.run()
    window.player.frame.connect(lambda _frame: app.QApplication.exit(1))  # as Qt does then
    """,
    )
    assert application.end() == (1, "")
    assert application.settings()["state"]["panels"]["hidden"] == ["loss"]


def test_an_exception_is_told_and_logged_and_it_goes_on(tmp_path: Path) -> None:
    application = Application(
        tmp_path,
        opened="""
    def look():
        dialogs = [one for one in window.findChildren(QDialog, "fault") if one.isVisible()]
        if not dialogs:
            return QTimer.singleShot(50, look)
        print(len(dialogs), dialogs[0].findChild(QLabel, "fault_error").text(), flush=True)
        dialogs[0].close()
        window.player.finished.connect(window.close)
        window.player.seek(100)
        window.player.step_back()
        window.player.run()
    QTimer.singleShot(0, lambda: 1 / 0)
    QTimer.singleShot(0, lambda: 1 / 0)
    QTimer.singleShot(300, look)
    """,
    )
    assert application.read() == "1 ZeroDivisionError: division by zero"
    code, errors = application.end()
    assert code == 0
    assert errors.count("Traceback") == 2
    assert application.log().count("ZeroDivisionError: division by zero") == 2


def test_what_keeps_the_window_from_opening_is_told(tmp_path: Path) -> None:
    application = Application(
        tmp_path,
        before="""
def broken(*asked):
    def look():
        dialogs = [one for one in app.QApplication.topLevelWidgets() if one.isVisible()]
        if not dialogs:
            return QTimer.singleShot(50, look)
        (dialog,) = dialogs
        print("open", flush=True)
        print(dialog.findChild(QLabel, "fault_what").text(), flush=True)
        dialog.close()
    QTimer.singleShot(300, look)
    window = app.MainWindow()
    raise OSError("no such thing")
app.make_window = broken
""",
    )
    assert application.read() == "The window cannot be opened."
    code, errors = application.end()
    assert code == 1
    assert errors.endswith("OSError: no such thing")
    assert "no such thing" in application.log()
