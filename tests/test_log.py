"""The log: what goes into it, and that nothing is worse for it. Each in a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gdviz import log

ROOT = Path(log.__file__).parents[1]
FOLDER = {"win32": "LOCALAPPDATA", "darwin": "HOME"}.get(sys.platform, "XDG_STATE_HOME")


def run(code: str, home: Path, before: str = "", stderr: int = subprocess.PIPE) -> tuple[int, str]:
    """Run code that logs under `home`; return how it ended and what standard error has."""
    start = f"{before}\nfrom gdviz import log\nfile = log.start()\n"
    process = subprocess.run(
        [sys.executable, "-c", start + code],
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": str(ROOT), FOLDER: str(home)},
        timeout=60,
        check=False,
    )
    return process.returncode, (process.stderr or b"").decode()


def logged(home: Path) -> str:
    (file,) = home.rglob("gdviz.log")
    return file.read_text("utf-8")


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "/home/ada/.local/state/gdviz/gdviz.log"),
        ("linux", {"XDG_STATE_HOME": "/state"}, "/state/gdviz/gdviz.log"),
        ("linux", {"XDG_STATE_HOME": "not/absolute"}, "/home/ada/.local/state/gdviz/gdviz.log"),
        ("darwin", {"XDG_STATE_HOME": "/state"}, "/home/ada/Library/Logs/gdviz/gdviz.log"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/gdviz/gdviz.log"),
        ("win32", {}, "/home/ada/AppData/Local/gdviz/gdviz.log"),
    ],
)
def test_it_lies_where_the_system_keeps_such_files(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", "/home/ada")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert log.path() == Path(expected)


UNCAUGHT = {
    "exception": "1 / 0",
    "thread": "import threading; threading.Thread(target=lambda: 1 / 0).start()",
    "destructor": "class A:\n    def __del__(self): 1 / 0\nA()",
    # From 3.13 on Python quotes the line, which must not be what is counted.
    "warning": "import warnings; warnings.warn('division ' + 'by zero')",
}


@pytest.mark.parametrize("where", UNCAUGHT)
def test_what_nobody_catches_is_logged_and_said_as_ever(tmp_path: Path, where: str) -> None:
    _code, errors = run(UNCAUGHT[where], tmp_path)
    assert errors.count("division by zero") == logged(tmp_path).count("division by zero") == 1
    assert where == "warning" or "Traceback" in logged(tmp_path)


def test_it_says_what_ran(tmp_path: Path) -> None:
    run("", tmp_path)
    (line,) = logged(tmp_path).splitlines()
    assert "gdviz " in line
    assert f"Python {sys.version.split()[0]}" in line
    assert "numpy " in line


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_a_crash_leaves_where_it_was(tmp_path: Path) -> None:
    crash = "import faulthandler, atexit\ndef fall(): faulthandler._sigsegv()\n"
    for when in ("fall()", "atexit.register(fall)"):  # also when logging has closed its file
        code, _errors = run(crash + when, tmp_path)
        assert code == -signal.SIGSEGV
    assert logged(tmp_path).count("Segmentation fault") == 2
    assert "in fall" in logged(tmp_path)


def test_what_comes_again_and_again_does_not_drive_out_what_came_before(tmp_path: Path) -> None:
    run(
        "import logging\n"
        "for number in range(5000):\n"
        "    try: 1 / 0\n"
        "    except ZeroDivisionError: logging.exception('painting')\n",
        tmp_path,
    )
    text = logged(tmp_path)
    assert text.count("Traceback") == 4
    assert "1,000 times by now" in text


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_it_stays_small_and_a_crash_is_in_the_newest_file(tmp_path: Path) -> None:
    run(
        "import faulthandler, logging\n"
        "for number in range(4_000): logging.error('%d %s', number, 600 * 'x')\n"
        "faulthandler._sigsegv()\n",
        tmp_path,
        stderr=subprocess.DEVNULL,
    )
    files = list((tmp_path / "gdviz").iterdir())
    assert len(files) == 2
    assert sum(file.stat().st_size for file in files) < 1_100_000
    assert "3999 x" in logged(tmp_path)
    assert "Segmentation fault" in logged(tmp_path)


def test_without_a_home_there_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lost = "import os; os.path.expanduser = lambda path: path"
    code, errors = run("assert file is None", Path(), before=lost)
    assert (code, errors) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_where_it_cannot_be_written_nothing_is_worse(tmp_path: Path) -> None:
    home = tmp_path / "a file"
    home.touch()
    code, errors = run("assert file is None\nimport logging\nlogging.error('here')", home)
    assert code == 0
    assert len(errors.splitlines()) == 1
    assert "here" in errors


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "gdviz").mkdir()
    (tmp_path / "gdviz" / "gdviz.log").symlink_to("/dev/full")
    code, errors = run("import logging\nfor n in 'abc': logging.error(n)", tmp_path)
    assert code == 0
    assert [line[-1] for line in errors.splitlines()] == [*"abc"]


@pytest.mark.skipif(os.name != "posix", reason="a shell's redirection")
def test_without_a_standard_error_there_is_the_file(tmp_path: Path) -> None:
    program = f"'{sys.executable}' -c 'from gdviz import log; log.start(); 1 / 0' 2>&-"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), FOLDER: str(tmp_path)}
    subprocess.run(["sh", "-c", program], env=environment, timeout=60, check=False)
    assert "ZeroDivisionError" in logged(tmp_path)
