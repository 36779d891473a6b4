"""A window that is killed while somebody works in it: what was done is there, but for a second."""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from gdviz.core.runs.settings import Chosen
from gdviz.export.session import open_session
from gdviz.files import replacing
from tests.harness.at_work import RATE
from tests.soak import Result

TITLE = "killed at work"

LOST_S = 1.0
"""So much work may be lost."""

_SLACK_S = 0.5
"""What writing takes where the machine has others to serve."""


def soak(minutes: float, things: int, seed: int) -> Result:
    """Kill a window at random moments, for that long and so many times at least."""
    end, draw = monotonic() + 60 * minutes, random.Random(seed)
    broke: list[str] = []
    tried = 0
    while monotonic() < end or tried < things:
        tried += 1
        with tempfile.TemporaryDirectory() as folder:
            broke += kill(Path(folder), draw.uniform(0.2, 3))
    return Result(tried, "kills", broke)


def kill(folder: Path, after_s: float) -> list[str]:
    """Kill a window so long after the first thing was done in it; return what is wrong then."""
    command = [sys.executable, "-m", "tests.harness.at_work", str(folder)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        told = [(int(process.stdout.readline()), monotonic())]
        end = monotonic() + after_s
        while monotonic() < end:
            told.append((int(process.stdout.readline()), monotonic()))
        process.kill()
        killed = monotonic()
    least = max((n for n, at in told if at < killed - LOST_S - _SLACK_S), default=0)
    return [*_wrong_in_session(folder), *_wrong_in_recovery(folder, least)]


def _wrong_in_session(folder: Path) -> list[str]:
    path = folder / "work.gdviz"
    if path.exists():
        _number_of(open_session(path)["run"])
    with replacing(folder / "next"):
        pass  # what was half written goes with the next writing
    there = {one.name for one in folder.iterdir()} - {"work.gdviz", "recovery", "next"}
    return [f"left in the folder: {there}"] if there else []


def _wrong_in_recovery(folder: Path, least: int) -> list[str]:
    files = list((folder / "recovery").glob("*.json"))
    if not files:
        return [f"nothing was written down, and {least} was done"] if least else []
    (file,) = files
    number = _number_of(json.loads(file.read_text("utf-8"))["state"]["run"])
    return [f"{number} was written down, and {least} was done"] if number < least else []


def _number_of(run: object) -> int:
    settings = Chosen.from_dict(run).settings
    return round(float(settings.named["learning_rate"]) / RATE)
