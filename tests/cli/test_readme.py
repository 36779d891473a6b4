"""Every command of README, in both languages, is run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from gdviz.core import configure
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.export.session import write_session

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")

NOT_RUN = {
    "gdviz doctor --fix": "it installs what the system lacks",
    "gdviz render": "in a sentence, without the file that it wants",
}
"""Commands that a test must not run, and why."""

APART = ("render", "check-lesson")
"""Commands that want Qt or the window's own parts, which the other commands' tests do without."""

SOME_WORDS = re.compile(r"…|\b[A-Z]{2,}\b")
"""What stands for something else: `gdviz --lesson NAME`."""


def blocks(text):
    """The blocks of commands for a shell."""
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def listed(text):
    """The commands in its blocks, each without its comment."""
    lines = (line for block in blocks(text) for line in block.splitlines())
    return [
        shlex.join(shlex.split(line, comments=True)) for line in lines if line.startswith("gdviz")
    ]


def commands(text):
    """Those, and the ones that are named in its sentences."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    named = (" ".join(span.split()) for span in re.findall(r"`(gdviz\s[^`]*)`", prose))
    return dict.fromkeys([*listed(text), *(one for one in named if not SOME_WORDS.search(one))])


def texts():
    return [(ROOT / name).read_text("utf-8") for name in READMES]


EVERY = [*dict.fromkeys(command for text in texts() for command in commands(text))]


@pytest.fixture
def at_hand(tmp_path, monkeypatch):
    """The files that README speaks of, where its commands are run."""
    monkeypatch.chdir(tmp_path)
    houses = "".join(f"{area},{3 * area + area % 7}\n" for area in range(40, 120, 5))
    (tmp_path / "houses.csv").write_text("area,price\n" + houses)
    tides = "".join(f"{t / 4},{(t % 12) / 3 - 2}\n" for t in range(60))
    (tmp_path / "tides.csv").write_text("hour,height\n" + tides)
    chosen = Chosen(Settings.of(configure(epochs=20)))
    text = write_session({Chosen.key: chosen.to_dict()}, tmp_path)
    (tmp_path / "mine.gdviz").write_text(text, "utf-8")


def apart(arguments):
    done = subprocess.run([sys.executable, "-m", "gdviz", *arguments], check=False, timeout=120)
    return done.returncode


@pytest.mark.parametrize("command", [one for one in EVERY if one not in NOT_RUN])
def test_it_does_what_it_is_there_for(call, request, at_hand, command):
    _name, *arguments = shlex.split(command)
    if arguments[:1] and arguments[0] in APART:
        assert apart(arguments) == 0
        return
    from gdviz.cli.parser import make_parser

    _parser, running = make_parser()
    if not arguments or arguments[0] not in {*running, "list", "doctor"}:
        opened = request.getfixturevalue("opened")  # a window is not opened, but asked for
        assert call(*arguments)[0] == 0
        assert len(opened) == 1
        return
    code, output, _errors = call(*arguments)
    assert code == 0 or arguments == ["doctor"]  # where this machine lacks something it says so
    assert output or "-o" in arguments


def test_what_is_not_run_is_there():
    named = [set(commands(text)) for text in texts()]
    assert all(NOT_RUN.keys() <= one for one in named)
    assert len(EVERY) > 30


def test_both_languages_have_the_same_commands_and_sections():
    english, chinese = texts()
    assert listed(english) == listed(chinese)
    levels = [re.findall(r"^(#+) ", re.sub(r"^```.*?^```$", "", one, flags=re.M | re.S), re.M)
              for one in (english, chinese)]  # fmt: skip
    assert levels[0] == levels[1]
    for text, other in zip((english, chinese), reversed(READMES), strict=True):
        assert f"]({other})" in text
