"""Standard streams that are closed, or full, whatever the command."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import gdviz
from gdviz.cli.streams import Progress

ROOT = Path(gdviz.__file__).parents[1]

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")

FULL, CLOSED = "cannot write: No space left on device", "cannot write: Bad file descriptor"


def shell(command, redirection, **environment):
    """Call the command line with a redirection of the shell's, and its output buffered."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m gdviz {command} {redirection}', sys.executable],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**inherited, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", **environment},
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.splitlines()


@pytest.mark.parametrize(
    ("command", "redirection", "said"),
    [
        ("train --epochs 1", ">/dev/full", FULL),
        ("train --epochs 1", ">&-", CLOSED),
        ("train --epochs 1 --format json", ">&-", CLOSED),
        ("list problems", ">/dev/full", FULL),
        ("doctor --help", ">/dev/full", FULL),
        ("doctor --help", ">&-", CLOSED),
        ("--help", ">/dev/full", FULL),
        ("--version", ">&-", CLOSED),
        ("--version --lang zh", ">/dev/full", "无法写入：No space left on device"),
    ],
)
def test_output_that_cannot_be_written_is_an_error_in_one_line(command, redirection, said):
    assert shell(command, redirection) == (1, "", [f"gdviz: {said}"])


@pytest.mark.parametrize("command", ["train --epochs 1", "--help"])
def test_it_is_so_where_nothing_is_buffered_too(command):
    assert shell(command, ">/dev/full", PYTHONUNBUFFERED="1") == (1, "", [f"gdviz: {FULL}"])


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
def test_an_error_that_cannot_be_said_is_told_by_the_exit_status_alone(redirection):
    assert shell("train --lr x", redirection) == (2, "", [])
    code, output, _errors = shell("train --lr 0.3", redirection)
    assert code == 0  # that it diverges is only a note
    assert output.startswith("Predict (before training)")
    assert shell("train", f">&- {redirection}")[0] == 1


def test_with_all_streams_closed_a_file_is_written_all_the_same(tmp_path):
    path = tmp_path / "run"
    assert shell(f"train --lr 0.3 -o '{path}'", "<&- >&- 2>&-") == (0, "", [])
    assert path.read_text() == shell("train --lr 0.3", "")[1]


class Deaf:
    """What Python calls itself, and lets nothing out of."""

    def __del__(self):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("at_once", [True, False])
def test_ctrl_c_that_is_swallowed_is_heeded_all_the_same(at_once):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored
    with Progress(at_once=at_once) as progress:
        Deaf()
        with pytest.raises(KeyboardInterrupt):
            progress.show(0.5)
    assert signal.signal(signal.SIGINT, before) is signal.default_int_handler
