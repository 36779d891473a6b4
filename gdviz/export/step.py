"""The numbers of one step as a table, to be pasted into a spreadsheet."""

from collections.abc import Iterator, Sequence

import numpy as np

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.problems.abilities import HasSamples
from gdviz.core.runs.trace import Trace
from gdviz.core.types import Array, RunConfig, Step
from gdviz.i18n import _

_MOST_SAMPLES = 1000
"""Of more samples in a step, the first are written: a sheet of all is what a file is for."""

Row = Sequence[object]


def step_table(trace: Trace, number: int) -> str:
    """Return the numbers of a step, or of the end of the run, a line a row, with tabs between.

    A number is written to its last digit, and as in the table of the whole run: steps and epochs
    count from 0. What there is of each weight has a column for each; below that is what there is
    of each sample.
    """
    config = trace.config_at(number)
    rows = (
        _of_step(config, trace.step(number))
        if number < len(trace)
        else _of_end(trace, number, config)
    )
    return "\n".join("\t".join(map(_cell, row)) for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return repr(value) if np.isfinite(value) else ""
    return str(value)


def _of_step(config: RunConfig, step: Step) -> Iterator[Row]:
    yield _("step"), step.number
    yield _("epoch"), step.epoch
    yield _("loss"), step.loss
    algorithm = config.algorithm
    if isinstance(algorithm, GradientDescent):
        yield _("learning rate"), float(algorithm.rate(step.number, config.total_steps))
    yield _("evaluations"), step.evaluations
    yield "", *config.problem.weights
    yield _("weight"), *step.w.tolist()
    if algorithm.searches:
        return
    yield _("gradient"), *step.gradient.tolist()
    for name, row in zip(step.slots, step.state, strict=True):
        yield name, *row.tolist()
    yield _("change"), *step.delta.tolist()
    yield _("weight after the step"), *(step.w + step.delta).tolist()
    if isinstance(config.problem, HasSamples):
        yield from _of_samples(config, config.problem, step)


def _of_samples(config: RunConfig, problem: HasSamples, step: Step) -> Iterator[Row]:
    """Yield a row for each of the step's samples: what is given, what follows, its gradient."""
    rows = np.arange(config.problem.n_samples) if step.rows is None else step.rows
    rows = rows[:_MOST_SAMPLES]
    columns = problem.columns(step.w, rows)
    gradients = [config.problem.gradient(step.w, rows[i : i + 1]) for i in range(len(rows))]
    symbols = [f"∂l/∂{name}" for name in config.problem.weights]
    yield _("sample"), *(column.symbol for column in columns), *symbols
    numbers: list[Array] = [column.values for column in columns]
    for place, row in enumerate(rows.tolist()):
        given = [float(values[place]) for values in numbers]
        yield row + 1, *given, *gradients[place].tolist()


def _of_end(trace: Trace, number: int, config: RunConfig) -> Iterator[Row]:
    w = trace.w[number]
    with np.errstate(all="ignore"):
        cost = float(config.problem.cost(w))
    yield _("step"), number
    yield _("cost"), cost
    yield _("evaluations"), trace.evaluations_after(number) if number else 0
    yield "", *config.problem.weights
    yield _("weight"), *w.tolist()
