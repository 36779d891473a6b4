"""A run as a table: as the course's listings print it, as CSV, as JSON.

Every writer runs a configuration, keeps no more of it than the last steps, and returns how it
ended.
"""

import csv
import json
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby, islice
from operator import attrgetter
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, Any, Protocol, TextIO, runtime_checkable

import numpy as np

from gdviz.core.catalogue import follows_rule
from gdviz.core.explain import Ending, explain_ending
from gdviz.core.parameters import values_of
from gdviz.core.run import Outcome, run
from gdviz.core.types import Array, RunConfig, Step

_ROWS_AT_A_TIME = 1024
_LONGEST_IN_MEMORY = 1 << 20
"""How many characters of a column that waits to be written are kept in memory."""


@runtime_checkable
class Predicts(Protocol):
    """A problem whose model predicts.

    Attributes:
        probe: the x whose prediction is shown before and after training.
    """

    probe: float

    def predict(self, w: Array, x: Array) -> Array:
        """Return the predictions, (n,), at the inputs x (n,)."""


@runtime_checkable
class HasSettings(Protocol):
    """A problem that is not registered, and is made from settings of its own."""

    @property
    def settings(self) -> dict[str, Any]:
        """What makes it again, by the names of the command line's options."""


class _Steps:
    """The steps of a run, and how it ended once they are all taken."""

    def __init__(self, config: RunConfig) -> None:
        self._config = config
        self._last: Step | None = None
        self._outcome = Outcome.FINISHED

    def __iter__(self) -> Iterator[Step]:
        blocks = run(self._config)
        while True:
            try:
                block = next(blocks)
            except StopIteration as end:
                self._outcome = end.value
                return
            for step in block.steps(self._config):
                self._last = step
                yield step

    @property
    def ending(self) -> Ending:
        last = self._last
        if last is None:
            return Ending(self._config, self._outcome, np.array(self._config.start), 0, 0)
        w, steps = last.w + last.delta, last.number + 1
        return Ending(self._config, self._outcome, w, steps, last.evaluations)


def write_text(config: RunConfig, stream: TextIO) -> Ending:
    """Write what the course's listings print, in their words whatever the language.

    A line an epoch: the weight after its last step, and that step's loss, which
    is of the weight before it. A search has a line for each weight it tried, with
    its cost, and one that names the best.
    """
    searches, problem = config.algorithm.searches, config.problem

    def predict(when: str, w: Array) -> None:
        if isinstance(problem, Predicts):
            predicted = float(problem.predict(w, np.array([problem.probe]))[0])
            stream.write(f"Predict ({when} training) {problem.probe:g} {predicted}\n")

    predict("before", np.array(config.start))
    steps = _Steps(config)
    for number, group in groupby(steps, attrgetter("epoch")):
        last: Step = deque(group, maxlen=1)[0]
        name, w = ("Probe", last.w) if searches else ("Epoch", last.w + last.delta)
        values = w.tolist()
        stream.write(f"{name}: {number} w= {values if config.dim > 1 else values[0]}")
        stream.write(f" loss= {last.loss}\n")
    ending = steps.ending
    if searches:
        stream.write(explain_ending(ending) + "\n")
    predict("after", ending.w)
    return ending


def write_csv(config: RunConfig, stream: TextIO) -> Ending:
    """Write a line a step, and a last one with the final weight and its cost."""
    steps = _Steps(config)
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(_header(config))
    table.writerows(_rows(steps))
    return steps.ending


def write_json(config: RunConfig, stream: TextIO) -> Ending:
    """Write the settings, how the run ended, and the columns of the CSV.

    How it ended comes first, so the columns wait for it, on the disk where they are long.

    Raises:
        OSError: something cannot be written.
    """
    steps, names = _Steps(config), _header(config)
    with ExitStack() as files:
        columns = [files.enter_context(_waiting()) for _name in names]
        _write_columns(columns, _rows(steps))
        ending = steps.ending
        document = {
            "config": _settings(config),
            "outcome": ending.outcome.value,
            "weights": [_finite(value) for value in ending.w.tolist()],
            "cost": _finite(ending.cost),
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


FORMATS: dict[str, Callable[[RunConfig, TextIO], Ending]] = {
    "text": write_text,
    "csv": write_csv,
    "json": write_json,
}


def _header(config: RunConfig) -> list[str]:
    weights = [f"w{i}" for i in range(config.dim)]
    gradients = [f"gradient{i}" for i in range(config.dim)]
    return ["step", "epoch", *weights, "loss", *gradients, "evaluations"]


def _rows(steps: _Steps) -> Iterator[list[float | None]]:
    """Yield each step's cells and those of the end; None where there is no number.

    The weight is the one that the step starts from. The end is counted as the
    step, and the epoch, that would have come next.
    """
    epochs = 0
    for step in steps:
        epochs = step.epoch + 1
        gradient = map(_finite, step.gradient.tolist())
        cells = [*step.w.tolist(), step.loss, *gradient]
        yield [step.number, step.epoch, *cells, step.evaluations]
    end = steps.ending
    cells = [*map(_finite, end.w.tolist()), _finite(end.cost)]
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


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _settings(config: RunConfig) -> dict[str, Any]:
    """Return the settings that this run is made from, the problem's own too if it has any."""
    algorithm, problem = config.algorithm, config.problem
    sources: list[Any] = [problem, algorithm, config]
    found: dict[str, Any] = {
        "problem": problem.id,
        **(problem.settings if isinstance(problem, HasSettings) else {}),
        "algorithm": algorithm.id,
        "start": list(config.start),
    }
    if follows_rule(algorithm):
        rule = getattr(algorithm, "rule")  # noqa: B009 - only some algorithms have one
        found["rule"] = rule.id
        sources.insert(2, rule)
    for source in sources:
        found |= values_of(source)
    return found
