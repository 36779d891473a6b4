"""How commands behave at a terminal, in a pipe that is left, and when they are broken off."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import gdviz

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX pipes and terminals")

ROOT = Path(gdviz.__file__).parents[1]

LONG = "--problem himmelblau --rule adam --epochs 20000"
MANY = f"ensemble {LONG} --members 20000"


def started(command, **streams):
    """Start the command line."""
    return subprocess.Popen(
        [sys.executable, "-m", "gdviz", *command.split()],
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"},
        **streams,
    )


@pytest.fixture(autouse=True)
def _ctrl_c_is_heeded():
    """What ignores it where tests run in a shell's background would stay so in children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Terminal:
    """A terminal, and what is said there."""

    def __init__(self):
        self.master, self.slave = os.openpty()
        self.said = ""

    def read(self):
        """Read on; return whether there was anything."""
        try:
            read = os.read(self.master, 4096).decode()
        except OSError:  # so Linux says that nobody writes any more
            return False
        self.said += read
        return bool(read)


@pytest.fixture
def terminal():
    made = Terminal()
    yield made
    os.close(made.master)


def say_on(terminal, command, **streams):
    """Start the command with a terminal for its errors."""
    process = started(command, stderr=terminal.slave, **streams)
    os.close(terminal.slave)
    return process


@pytest.mark.parametrize(
    "command",
    [
        f"train {LONG} --format csv -o out",
        "ensemble --problem himmelblau --rule adam --epochs 5000 -o out",
        "sweep --rules --epochs 300 -o out",
    ],
)
def test_how_much_is_done_is_said_at_a_terminal_and_wiped_away(terminal, tmp_path, command):
    process = say_on(terminal, command, cwd=tmp_path)
    while terminal.read():
        pass
    assert process.wait(timeout=60) == 0
    *shown, wiped, end = terminal.said.split("\r")
    assert any(part.endswith("%") for part in shown)
    assert (wiped.strip(), end) == ("", "")
    silent = started(command, cwd=tmp_path, stderr=subprocess.PIPE)
    assert silent.communicate(timeout=60)[1] == b""


def test_nothing_of_it_is_between_the_lines_that_a_terminal_shows(terminal):
    process = say_on(terminal, "train --epochs 20000 --lr 1e-6", stdout=terminal.slave)
    while terminal.read():
        pass
    assert process.wait(timeout=60) == 0
    assert "%" not in terminal.said
    assert terminal.said.count("Epoch: ") == 20000


@pytest.mark.parametrize(
    "command",
    [
        "train --epochs 20000 --lr 1e-6",
        "train --epochs 20000 --lr 1e-6 --format csv",
        "train --epochs 20000 --lr 1e-6 --format json",
        "ensemble --members 5000 --epochs 2 --format csv",
        "ensemble --members 5000 --epochs 2 --format json",
        "sweep --map --epochs 5 --format csv",
        "script --problem net",
        "list problems --format json",
        "train --help",
    ],
)
def test_who_leaves_the_pipe_ends_it_quietly(command):
    read, write = os.pipe()
    process = started(command, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    os.close(read)
    errors = process.communicate(timeout=60)[1]
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.parametrize(
    "command",
    [
        f"{MANY} -o out.csv",
        f"{MANY} --format csv",
        f"train {LONG}0 -o out.csv",
        f"render {LONG}0 -o out.png",
    ],
)
def test_ctrl_c_ends_it_with_130_and_leaves_what_was_there(terminal, tmp_path, command):
    path = tmp_path / (command.rpartition("-o ")[2] if "-o " in command else "out.csv")
    path.write_text("before")
    process = say_on(terminal, command, cwd=tmp_path, stdout=subprocess.PIPE)
    while "%" not in terminal.said:
        assert terminal.read()
    process.send_signal(signal.SIGINT)
    while terminal.read():
        pass
    assert process.communicate(timeout=60)[0] == b""
    assert process.returncode == 130
    assert "Traceback" not in terminal.said
    assert terminal.said.rpartition("\r")[2] == ""
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "before"
