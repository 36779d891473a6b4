"""Command lines that nobody would type: one line for each mistake, and never a traceback."""

import io
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from time import monotonic

from gdviz.cli import main
from gdviz.core.catalogue import CHOICES, PARAMETERS
from gdviz.export import FORMATS
from gdviz.export.code.styles import STYLES
from tests.soak import Result
from tests.soak.careful import Broken, careful

TITLE = "Command lines"

AWKWARD = (
    "--", "", "-", " ", "nan", "-inf", "1e400", "-1e308", "1e-400", "9" * 5000, "-0", "0x10", "1_0",
    "１", "½", "a\nb", "a\0b", "\udcff", "\u202e", "\x1b[31m", "%s%n{0}", "x" * 100_000, "'", '"',
    "None", "[]", "true", ".", "..", "/", "/dev/null", "/dev/full", "/dev/zero", "/proc/self/comm",
    "/proc/self/mem", "table.csv", "pipe", "folder", "loop", "none/none", "n" * 300, "w", "0", "1",
    "--lr", "-o", "--help", "train", "@file", "~", "$HOME", "-1", "-.5", "1,2", "1,", ",", "-1,1",
)  # fmt: skip
FUNCTIONS = ("w^2", "-w^4 + w", "x^2+y^2", "ln(w)", "w^w^w", "1/0", "(" * 50, "w" * 300, "sin(w)/w")
DOMAINS = ("-1,1", "-1e308,1e308", "1e99,1e100", "0,1e-300", "1,1.0000000000000002", "nan,1", "-5")
REDIRECTIONS = ("", ">&-", "2>&-", "<&-", ">&- 2>&-", ">/dev/full", "2>/dev/full", "| true", ">.")
TABLE = "a,b,c\n1,2,3\n2,3,5\n3,5,9\n"
FEW_STEPS = ("--epochs", "2", "--points", "3")


def soak(minutes: float, things: int, seed: int) -> Result:
    """Call the command line, in this process and now and then in one of its own."""
    draw, broke, tried = random.Random(seed), [], 0
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # what would open a window trains instead
    end = monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as folder:
        _furnish(folder)
        before = set(Path().iterdir())
        while tried < things or monotonic() < end:
            tried += 1
            Path("table.csv").write_text(TABLE)  # it may have been written over
            arguments = _command_line(draw)
            try:
                if tried % 50:
                    _call(arguments)
                else:
                    _run(arguments, draw.choice(REDIRECTIONS))
                if list(Path().glob(".gdviz-*")):
                    raise Broken("left a file that is not whole")
            except Broken as error:
                broke.append(f"{arguments}: {error}"[:2000])
            for path in set(Path().iterdir()) - before:
                path.unlink()
        os.chdir("/")
    return Result(tried, "command lines", broke)


def _furnish(folder: str) -> None:
    """Go where there is a table, and what is none."""
    os.chdir(folder)
    Path("table.csv").touch()
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    os.mkfifo("pipe")
    os.open("pipe", os.O_RDWR)  # whoever writes to it need not wait for a reader


def _command_line(draw: random.Random) -> list[str]:
    """Return arguments of which most make sense."""
    usual = ["train"], ["train"], ["train"], ["script"]
    command = draw.choice(([], *usual, ["list"], ["doctor"]))
    if command == ["doctor"]:
        return [*command, *draw.choices(("--system", "--help", "-h", "--", "", "-"), k=2)]
    if command == ["list"]:
        kinds = ("problems", "algorithms", "rules", "lessons", *AWKWARD)
        return [*command, draw.choice(kinds), *_options(draw, 1, ("format", "lang"))]
    own = ("function", "domain", "data", "x", "y", "model", "standardise", "header", "lang")
    if not command:
        return _options(draw, draw.randrange(4), (*own, "lesson"))
    how = "style" if command == ["script"] else "format"
    names = ("start", "lesson", how, "o", *own, *CHOICES, *PARAMETERS)
    return [*command, *FEW_STEPS, *_options(draw, draw.randrange(6), names)]


def _options(draw: random.Random, count: int, names: Sequence[str]) -> list[str]:
    """Return so many options, each with a value that is one of its own or a strange one."""
    good = {
        "format": tuple(FORMATS), "style": tuple(STYLES), "lang": ("en", "zh"),
        "function": FUNCTIONS, "domain": DOMAINS,
        "data": ("table.csv",), "x": ("a", "2"), "y": ("b", "3"), "model": ("linear", "affine"),
        "lesson": ("listing-1", "saddle"), "o": ("run", "run.csv"), "start": ("1", "1,-1", "1e6"),
        **{name: tuple(known) for name, known in CHOICES.items()},
    }  # fmt: skip
    arguments: list[str] = []
    for name in draw.choices(names, k=count):
        option = "-o" if name == "o" else f"--{name.replace('_', '-')}"
        if draw.random() < 0.1:
            arguments.append(option)
        elif draw.random() < 0.4 or name not in good:
            value = draw.choice(AWKWARD)
            joined = f"{option}{value}" if name == "o" else f"{option}={value}"
            arguments += [joined] if draw.random() < 0.5 else [option, value]
        else:
            arguments += [option, draw.choice(good[name])]
    return arguments


def _call(arguments: list[str]) -> None:
    """Call the command line in this process.

    Raises:
        Broken: it does not end as it should.
    """
    output, errors = (io.TextIOWrapper(io.BytesIO(), "utf-8", "replace") for _each in range(2))
    with careful(), redirect_stdout(output), redirect_stderr(errors):
        code = main(arguments)
    said = []
    for stream in (output, errors):
        stream.seek(0)
        said.append(stream.read())
    _judge(arguments, code, *said)


def _run(arguments: list[str], redirection: str) -> None:
    """Call the command line in a process of its own, with its streams redirected.

    Raises:
        Broken: it does not end as it should.
    """
    given = [argument for argument in arguments if "\0" not in argument]
    command = ["sh", "-c", f'"$0" -m gdviz "$@" {redirection}', sys.executable, *given]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONWARNINGS": "error"}
    environment.pop("PYTHONUNBUFFERED", None)
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, timeout=60, check=False
        )
    except subprocess.TimeoutExpired:
        raise Broken(f"{redirection}: no end") from None
    said = (done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
    if redirection in ("", "<&-"):
        _judge(given, done.returncode, *said)
    elif done.returncode not in (0, 1, 2) or "Traceback" in said[1] or "Exception" in said[1]:
        raise Broken(f"{redirection}: {done.returncode}, {said}")


def _judge(arguments: list[str], code: int, output: str, errors: str) -> None:
    """Refuse an end that is none of those there may be.

    Raises:
        Broken: with what is wrong.
    """
    lines = [line for line in errors.splitlines() if "QT_QPA_PLATFORM" not in line]
    if code not in (0, 1, 2) or (code == 2 and (len(lines) != 1 or output)):
        raise Broken(f"{code}, {output[:200]!r}, {lines}")
    if any(not line.startswith("gdviz") for line in lines):
        raise Broken(f"{lines}")
    if code == 0 and arguments[:1] == ["train"] and output.startswith("{"):
        with careful():
            json.loads(output, parse_constant=int)  # NaN is no JSON, and raises
    if code == 0 and arguments[:1] == ["script"] and "--help" not in arguments:
        with careful():
            compile(output, "<program>", "exec")
