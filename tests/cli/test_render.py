"""`gdviz render`: a picture without a display, and what cannot be one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SIGNS = {"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<?xml"}


def render(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return hidden("render", *arguments, **environment)


def hidden(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call gdviz where no display is to be found, and nothing else says how Qt is to draw."""
    unsaid = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LANGUAGE", "LANG")
    own = {name: value for name, value in os.environ.items() if name not in unsaid}
    command = [sys.executable, "-m", "gdviz", *map(str, arguments)]
    return subprocess.run(
        command, env=own | environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_it_needs_no_display_and_says_nothing_in_a_pipe(tmp_path: Path) -> None:
    made = tmp_path / "curve.svg"
    done = render(
        "--step", 12, "--view", "cost-curve", "--size", "1200x700", "--lang", "zh", "-o", made
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = made.read_text("utf-8")
    assert 'width="1200" height="700"' in text
    assert ">成本曲线</text>" in text
    assert ">w = 1.691</text>" in text  # as train prints it after 12 epochs


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "x.gif"), "its name ends in none of .png, .pdf and .svg"),
        (("-o", "x.png", "--size", "99x100"), "no size from 100 to 3840 pixels"),
        (("-o", "x.png", "--size", "wide"), "no size from 100 to 3840 pixels"),
        (("-o", "x.png", "--step", "1.5"), "a whole number"),
        (("no.gdviz", "-o", "x.png"), "no.gdviz cannot be opened: No such file"),
        (("-o", "missing/x.png"), "cannot write missing/x.png"),
        ((), "-o FILE.png"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_nothing_is_written(
    call, arguments, said, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    code, output, errors = call("render", *arguments)
    assert (code, output) == (2, "")
    assert len(errors) == 1
    assert said in errors[0]
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sweep", "--map"), ("Sweep", "diverges")),
        (("ensemble", "--members", 40), ("Where they end", "40 of 40")),
    ],
)
def test_a_sweep_and_many_runs_can_be_a_picture(
    tmp_path: Path, arguments: tuple[object, ...], words: tuple[str, ...]
) -> None:
    made = tmp_path / "seen.svg"
    done = hidden(*arguments, "-o", made)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = made.read_text("utf-8")
    assert all(f">{one}</text>" in text for one in words)
