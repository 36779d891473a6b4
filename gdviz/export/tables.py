"""A run as a table: as CSV, as JSON."""

import csv
import json
import math
from bisect import bisect
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, Any, TextIO

import numpy as np

from gdviz.core.parameters import Value
from gdviz.core.problems.abilities import HasSettings
from gdviz.core.runs.outcome import Ending
from gdviz.core.runs.run import Changes
from gdviz.core.runs.settings import Settings
from gdviz.core.types import Array, RunConfig
from gdviz.export.formats import Format, Steps, Tell, untold

ORDER = 20

_LONGEST_IN_MEMORY = 1 << 20
"""How many characters of a column that waits to be written are kept in memory."""


Cell = Value | None
"""What stands in a table; None where there is nothing."""


def write_csv(changes: Changes, stream: TextIO, tell: Tell = untold) -> Ending:
    """Write a line a step, and a last one with the final weight and its cost.

    There are no signs in it but ASCII's, whatever the language, so that it needs no mark of its
    encoding: a spreadsheet shows it as it is, and a program finds the name of the first column.
    """
    steps = Steps(changes, tell)
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(_header(steps))
    for columns in _columns(steps):
        table.writerows(zip(*columns, strict=True))
    return steps.ending


def write_json(changes: Changes, stream: TextIO, tell: Tell = untold) -> Ending:
    """Write the settings, how the run ended, and the columns of the CSV.

    How it ended comes first, so the columns wait for it, on the disk where they are long.

    Raises:
        OSError: something cannot be written.
    """
    steps = Steps(changes, tell)
    names = _header(steps)
    with ExitStack() as files:
        columns = [files.enter_context(_waiting()) for _name in names]
        _write_columns(columns, _columns(steps))
        ending = steps.ending
        document = {
            "config": settings_of(changes[0][1]),
            **_changed(changes),
            "outcome": ending.outcome.value,
            "verdict": ending.verdict.value,
            "weights": [finite(value) for value in ending.w.tolist()],
            "cost": finite(ending.cost),
            "evaluations": ending.evaluations,
        }
        stream.write(json.dumps(document, allow_nan=False).removesuffix("}"))
        for number, (name, column) in enumerate(zip(names, columns, strict=True)):
            stream.write(f', "{name}": [' if number else f', "columns": {{"{name}": [')
            column.seek(0)
            copyfileobj(column, stream)
            stream.write("]")
        stream.write("}}\n")
    return ending


FORMATS = (Format("csv", write_csv), Format("json", write_json))


def _header(steps: Steps) -> list[str]:
    weights = [f"w{i}" for i in range(steps.config.dim)]
    gradients = [f"gradient{i}" for i in range(steps.config.dim)]
    fixed = ["step", "epoch", *weights, "loss", *gradients, "evaluations"]
    return [*fixed, *_changing(steps.changes)]


def _columns(steps: Steps) -> Iterator[list[Sequence[Cell]]]:
    """Yield the columns of some steps at a time, and at last those of the end, one row.

    The weight is the one that the step starts from. The end is counted as the
    step, and the epoch, that would have come next.
    """
    algorithm, count = steps.config.algorithm, steps.config.problem.n_samples
    changing = _changing(steps.changes)
    epochs = 0
    for block in steps.blocks():
        numbers = np.arange(block.first, block.first + len(block))
        epoch = algorithm.epoch(count, numbers).tolist()
        epochs = epoch[-1] + 1
        yield [
            numbers.tolist(),
            epoch,
            *map(_cells, block.w.T),
            _cells(block.loss),
            *map(_cells, block.gradient.T),
            algorithm.evaluations(count, numbers).tolist(),
            *([column.at(number) for number in numbers.tolist()] for column in changing.values()),
        ]
    end = steps.ending
    cells = [*end.w.tolist(), end.cost]
    yield [
        [end.steps],
        [epochs],
        *([finite(cell)] for cell in cells),
        *[[None]] * len(end.w),
        [end.evaluations],
        *[[None]] * len(changing),
    ]


def _cells(values: Array) -> list[float | None]:
    """Return a column's numbers, None where there is none."""
    found: list[float | None] = values.tolist()
    return found if np.isfinite(values).all() else [finite(value) for value in values.tolist()]


class _Changing:
    """A setting that was changed on the way: what it was from which step on."""

    def __init__(self, firsts: list[int], values: list[Value]) -> None:
        self._firsts, self._values = firsts, values

    def at(self, number: int) -> Value:
        """Return what it was at a step."""
        return self._values[bisect(self._firsts, number) - 1]


def _changing(changes: Changes) -> dict[str, _Changing]:
    """Return the settings that were changed on the way, by name; each has a column of its own."""
    firsts = [first for first, _config in changes]
    named = [Settings.of(config).named for _first, config in changes]
    columns = {name: [one[name] for one in named] for name in named[0]}
    return {
        name: _Changing(firsts, values)
        for name, values in columns.items()
        if any(value != values[0] for value in values)
    }


@contextmanager
def _waiting() -> Iterator[IO[str]]:
    """Open a file without a name, which is in memory as long as it is short."""
    file = SpooledTemporaryFile(_LONGEST_IN_MEMORY, "w+", encoding="ascii", newline="")  # noqa: SIM115
    try:
        yield file
    finally:
        with suppress(OSError):  # where there is no room, what it still holds has none either
            file.close()


def _write_columns(files: Sequence[IO[str]], blocks: Iterator[list[Sequence[Cell]]]) -> None:
    """Write columns as JSON, each to its own file.

    Raises:
        OSError: there is no room for them; it says where.
    """
    between = ""
    try:
        for columns in blocks:
            for file, cells in zip(files, columns, strict=True):
                file.write(between + json.dumps(cells, allow_nan=False)[1:-1])
            between = ", "
        for file in files:
            file.flush()
    except OSError as error:
        raise OSError(error.errno, f"{gettempdir()}: {error.strerror}") from None


def finite(value: float) -> float | None:
    """Return a number as JSON and CSV know it: None where there is none."""
    return value if math.isfinite(value) else None


def _changed(changes: Changes) -> dict[str, Any]:
    """Return what the run went on with from which step on, if with anything."""
    later = [{"step": step, **settings_of(config)} for step, config in changes[1:]]
    return {"changes": later} if later else {}


def settings_of(config: RunConfig) -> dict[str, Any]:
    """Return the settings that this run is made from, the problem's own too if it has any."""
    settings, problem, rule = Settings.of(config), config.problem, config.algorithm.rule
    return {
        "problem": problem.id,
        **(problem.settings if isinstance(problem, HasSettings) else {}),
        "algorithm": settings.algorithm,
        "start": list(settings.start),
        **({} if rule is None else {"rule": rule.id}),
        **settings.named,
    }
