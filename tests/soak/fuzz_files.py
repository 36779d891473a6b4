"""Tables and lesson files as no program and no teacher would write them."""

import random
import tempfile
from pathlib import Path
from time import monotonic

import numpy as np

from gdviz import resources
from gdviz.core.problems.data import DataError, read_samples
from gdviz.core.telling.lessons import load_lesson
from gdviz.core.telling.lessons.proving import prove
from gdviz.core.telling.source import SourceError
from tests.soak import Result
from tests.soak.careful import Broken, careful

TITLE = "Tables and lesson files"

CELLS = (
    "", "nan", "abc", "1e101", "-1e-320", '"', '""', "1,5", "1.5", " 7 ", "\t", "x" * 999,
    "9" * 400, "0", "1", "2", "3", "-4", "5e5", "体重", "\0", "\ufeff", "=1+1",
)  # fmt: skip
PIECES = (
    "[", "]", "{", "}", "[[steps]]", '"', '"""', "'''", "=", ".", "\n", "\r", "\0", "nan", "-inf",
    "0x" + "f" * 700, "1" * 5000, "[" * 600, "{a=" * 600, "a." * 3000, "'a'.", "true", "1979-05-27",
    "07:32:00", "\ufeff", "\\u0000", "#", "x" * 2000, "order = 1\n", "start = [1, 2]\n", "problem",
    "[steps.ask]\n", "[[steps.ask.options]]\n", "[[steps.ask.wrong]]\n", "[steps.scene.loss]\n",
    "kind = 'order'\n", "keep = [{epochs = 3}]\n", "at = -1e300\n", "plays = 0x7f\n",
    "within = 7\n", "numbers = ['1.2 = w[-1]']\n", "numbers = ['9 = 9 ** 9 ** 9 ** 9']\n", "{1.2}",
    "answer = 'w[0]'\n",
)  # fmt: skip


def soak(minutes: float, things: int, seed: int) -> Result:
    """Read tables and lessons, by turns."""
    draw, broke, tried = random.Random(seed), [], 0
    lessons = [path.read_text("utf-8") for path in resources.path("lessons").glob("*.toml")]
    end = monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        while tried < things or monotonic() < end:
            tried += 1
            try:
                if tried % 3 == 0:
                    _lesson(path, draw, draw.choice(lessons))
                elif tried % 3 == 1:
                    _strange_table(path, draw)
                else:
                    _table(path, draw)
            except Broken as error:
                broke.append(f"{error}\n{path.read_bytes()[:2000]!r}")
    return Result(tried, "files", broke)


def _lesson(path: Path, draw: random.Random, text: str) -> None:
    """Load a lesson into which something has got, and hold it against its runs."""
    for _change in range(draw.randint(1, 4)):
        at = draw.randrange(len(text))
        cut = draw.choice((0, 0, 1, 5, 40))
        text = text[:at] + draw.choice(PIECES) * draw.choice((1, 1, 1, 3)) + text[at + cut :]
    content = text.encode()
    if draw.random() < 0.1:
        content = content.replace(draw.randbytes(1), draw.randbytes(2))
    path.write_bytes(content)
    try:
        with careful(SourceError):
            load_lesson(path)
            prove(path)
    except SourceError as error:
        if not str(error).startswith("file"):
            raise Broken(f"does not name its file: {error}") from None


def _strange_table(path: Path, draw: random.Random) -> None:
    """Read rows of anything; what comes of them are numbers, or an error that one can read."""
    delimiter, end = draw.choice(",;\t "), draw.choice(("\n", "\r\n", "\r"))
    width = draw.choice((1, 2, 2, 3, 5, 300))
    rows = [
        delimiter.join(draw.choices(CELLS, k=max(1, width + draw.choice((0, 0, 0, 0, 1, -1)))))
        for _row in range(draw.randrange(12))
    ]
    encoding = draw.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    content = end.join(rows).encode(encoding)
    if draw.random() < 0.2:
        content += draw.randbytes(draw.randrange(50))
    path.write_bytes(content)
    try:
        with careful(DataError):
            samples = read_samples(path)
    except DataError as error:
        if len(str(error)) > 2000:
            raise Broken(f"says too much: {len(str(error))} characters") from None
        return
    if not (len(samples.x) == len(samples.y) > 0 and np.isfinite([samples.x, samples.y]).all()):
        raise Broken(f"is no data: {samples}")


def _table(path: Path, draw: random.Random) -> None:
    """Read numbers that are written in some way, to the last digit."""
    count = draw.choice((1, 2, 10, 1000))
    x, y = (
        [draw.uniform(-1, 1) * 10.0 ** draw.randint(-9, 9) for _row in range(count)] for _ in "xy"
    )
    delimiter, decimal = draw.choice(((",", "."), (";", "."), (";", ","), ("\t", ".")))
    form = draw.choice((repr, "{:.17e}".format, lambda value: f'"{value!r}"'))
    rows = [delimiter.join(form(value) for value in pair) for pair in zip(x, y, strict=True)]
    rows = [row.replace(".", decimal) for row in rows]
    names = draw.choice(([], [delimiter.join(("height", "重量"))]))
    end = draw.choice(("\n", "\r\n", "\r"))
    encoding = draw.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    path.write_bytes(end.join([*names, *rows, ""]).encode(encoding))
    with careful():
        samples = read_samples(path)
    if samples.x.tolist() != x or samples.y.tolist() != y:
        raise Broken("was read otherwise than it was written")
