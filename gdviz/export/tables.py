"""A run as a table: as CSV, as JSON."""

import csv
import json
import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, Any, TextIO

from gdviz.core.problems.abilities import HasSettings
from gdviz.core.runs.outcome import Ending
from gdviz.core.runs.run import Changes
from gdviz.core.runs.settings import Settings
from gdviz.core.types import RunConfig
from gdviz.export.formats import Format, Steps

ORDER = 20

_ROWS_AT_A_TIME = 1024
_LONGEST_IN_MEMORY = 1 << 20
"""How many characters of a column that waits to be written are kept in memory."""


def write_csv(changes: Changes, stream: TextIO) -> Ending:
    """Write a line a step, and a last one with the final weight and its cost."""
    steps = Steps(changes)
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(_header(steps.config))
    table.writerows(_rows(steps))
    return steps.ending


def write_json(changes: Changes, stream: TextIO) -> Ending:
    """Write the settings, how the run ended, and the columns of the CSV.

    How it ended comes first, so the columns wait for it, on the disk where they are long.

    Raises:
        OSError: something cannot be written.
    """
    steps = Steps(changes)
    names = _header(steps.config)
    with ExitStack() as files:
        columns = [files.enter_context(_waiting()) for _name in names]
        _write_columns(columns, _rows(steps))
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


def _header(config: RunConfig) -> list[str]:
    weights = [f"w{i}" for i in range(config.dim)]
    gradients = [f"gradient{i}" for i in range(config.dim)]
    return ["step", "epoch", *weights, "loss", *gradients, "evaluations"]


def _rows(steps: Steps) -> Iterator[list[float | None]]:
    """Yield each step's cells and those of the end; None where there is no number.

    The weight is the one that the step starts from. The end is counted as the
    step, and the epoch, that would have come next.
    """
    epochs = 0
    for step in steps:
        epochs = step.epoch + 1
        gradient = map(finite, step.gradient.tolist())
        cells = [*step.w.tolist(), step.loss, *gradient]
        yield [step.number, step.epoch, *cells, step.evaluations]
    end = steps.ending
    cells = [*map(finite, end.w.tolist()), finite(end.cost)]
    yield [end.steps, epochs, *cells, *[None] * len(end.w), end.evaluations]


def _waiting() -> IO[str]:
    """Return a file without a name, which is in memory as long as it is short."""
    return SpooledTemporaryFile(_LONGEST_IN_MEMORY, "w+", encoding="ascii", newline="")


def _write_columns(columns: Sequence[IO[str]], rows: Iterator[list[float | None]]) -> None:
    """Write the rows' cells as JSON, each column's to its own file.

    Raises:
        OSError: there is no room for them; it says where.
    """
    between = ""
    try:
        while some := list(islice(rows, _ROWS_AT_A_TIME)):
            for column, cells in zip(columns, zip(*some, strict=True), strict=True):
                column.write(between + json.dumps(cells, allow_nan=False)[1:-1])
            between = ", "
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
