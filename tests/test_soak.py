"""What `make soak` says and leaves behind, with soaks that end in every way there is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tests.soak
from tests.harness.child import Told
from tests.harness.heap import memory
from tests.soak import any_order

ROOT = Path(__file__).parent.parent

ENDINGS = {
    "holds": "return Result(1_234, 'turns', [])",
    "says": "return Result(5, 'turns', ['at turn 3'])",
    "raises": "raise RuntimeError('in the middle')",
    "dies": "os.abort()",
    "shows": "return Result(1, os.environ['DISPLAY'], [])",
}
SOAK = """
import os
from tests.soak import Result
TITLE = "it {name}"
def soak(minutes, things, seed):
    {ending}
"""
# It tells its display's number as Xvfb does, and in a file who it is.
XVFB = """#!{python}
import os, sys, time
open("{pid}", "w").write(str(os.getpid()))
os.write(int(sys.argv[sys.argv.index("-displayfd") + 1]), b"73\\n")
time.sleep(60)
"""


@pytest.fixture
def run_soaks(tmp_path):
    """Run soaks of this test's own on a machine without a display; return how it ended."""
    folder = tmp_path / "tests" / "soak"
    folder.mkdir(parents=True)
    (tmp_path / "tests" / "__init__.py").touch()
    for name in ("__init__", "__main__", "alone", "screen"):
        shutil.copy(Path(tests.soak.__path__[0], f"{name}.py"), folder)
    for name, ending in ENDINGS.items():
        (folder / f"{name}.py").write_text(SOAK.format(name=name, ending=ending))
    xvfb = tmp_path / "Xvfb"
    xvfb.write_text(XVFB.format(python=sys.executable, pid=tmp_path / "pid"))
    xvfb.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    environment |= {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}

    def run(*arguments):
        command = [sys.executable, "-m", "tests.soak", *arguments]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.mark.skipif(sys.platform != "linux", reason="Xvfb, and the end of a process in /proc")
def test_it_runs_on_a_display_of_its_own_and_leaves_none_behind(run_soaks, tmp_path):
    done = run_soaks("shows")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["it", "shows", "1", ":73", "0"]
    assert not Path("/proc", (tmp_path / "pid").read_text()).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="Xvfb")
def test_each_has_its_line_however_it_ends(run_soaks):
    done = run_soaks("holds", "says", "dies", "raises")
    assert done.returncode == 1
    table = done.stdout[done.stdout.index("tried") :]
    for line in (
        ["it", "holds", "1,234", "turns", "0"],
        ["it", "says", "5", "turns", "1"],
        ["it", "dies", "0", "1"],
        ["it", "raises", "0", "1"],
        ["it", "says:", "at", "turn", "3"],
        ["it", "dies:", "ended", "without", "an", "answer,", "exit", "code", "-6"],
        ["it", "raises:", "ended", "without", "an", "answer,", "exit", "code", "1"],
    ):
        assert line in [found.split() for found in table.splitlines()]
    assert "RuntimeError: in the middle" in done.stderr
    assert "it holds: 1,234 turns tried, 0 broke" in done.stdout


def test_an_unknown_name_is_named_with_those_there_are(run_soaks):
    done = run_soaks("stands", "holds")
    assert done.returncode == 2
    assert "no stands; there are dies, holds, raises, says, shows" in done.stderr


def test_a_soak_goes_on_past_its_minutes_until_so_much_is_tried(monkeypatch):
    monkeypatch.setattr(any_order, "listen", lambda *_asked, **_limits: Told(600, [], ""))
    assert any_order.soak(0, 5000, seed=1).tried == 5400


def test_but_not_where_nothing_can_be_tried(monkeypatch):
    monkeypatch.setattr(any_order, "listen", lambda *_asked, **_limits: Told(0, ["no window"], ""))
    assert any_order.soak(1, 5000, seed=1).broke == ["no window\n(seed 1)"]


@pytest.mark.skipif(sys.platform != "linux", reason="the GNU C library's count")
def test_memory_is_in_use_until_it_is_given_back():
    before = memory().in_use
    taken = bytearray(50_000_000)
    assert memory().in_use - before == pytest.approx(len(taken), rel=0.1)
    del taken
    assert memory().in_use - before == pytest.approx(0, abs=5e6)
