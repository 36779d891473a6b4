"""The arithmetic of a step: its samples, its gradient and its update, with their numbers."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.algorithms.schedules import PRESENT, moment
from gdviz.core.formula import Equation, evaluate
from gdviz.core.numbers import format_column, format_number
from gdviz.core.parameters import by_symbol
from gdviz.core.problems.abilities import HasSamples
from gdviz.core.telling.terms import Term, terms
from gdviz.core.types import Array, Column, Rows, RunConfig, Step
from gdviz.i18n import _

_MOST_ROWS = 4
"""With more samples than that in a step, only the first few are written."""

_MOST_WEIGHTS = 4
"""With more weights than that, what each sample adds to the gradient is not written."""

UNKNOWN = "?"
"""What stands for a number that is to be worked out; it is NaN there."""


class Line(NamedTuple):
    """A line: a left side and, if that is not empty, "=" or "←", then the terms."""

    left: str
    relation: str
    terms: tuple[Term, ...]


class Samples(NamedTuple):
    """The table of a step's samples.

    Attributes:
        header: the columns' symbols: the sample's number, what is given of it, what
            follows from that, and what it adds to the gradient, by weight.
        formulas: of the columns that are calculated, (symbol, HTML).
        given: how many columns are given.
        rows: the first samples, a term for each column.
        more: how many samples are not written.
        gradient: the last columns over all the step's samples, reduced to one number each.
        reduction: how: "mean" or "sum".
        size: how many rows the run's largest step takes, one for `more` included.
    """

    header: tuple[str, ...]
    formulas: tuple[tuple[str, str], ...]
    given: int
    rows: tuple[tuple[Term, ...], ...]
    more: int
    gradient: tuple[Term, ...]
    reduction: str
    size: int


class Arithmetic(NamedTuple):
    """All that is written of a step; `samples` is None where there is no table of them."""

    samples: Samples | None
    lines: tuple[Line, ...]


def write_out(
    config: RunConfig, step: Step, before: Step | None, digits: int = 5, *, asks: bool = False
) -> Arithmetic:
    """Return the arithmetic of a step of a run, its numbers rounded to so many digits.

    Args:
        config: what is run.
        step: the step.
        before: the step before it, if there is one.
        digits: how many digits are written from the first one that is not 0.
        asks: whether a "?" stands for what is to be worked out: all that is not given.
    """
    writer = _Writer(config, step, digits, asks=asks)
    known = before.state if before is not None and before.slots == step.slots else None
    with np.errstate(all="ignore"):
        if config.algorithm.searches:
            return Arithmetic(None, writer.probe(known))
        update = writer.update(known)
        if isinstance(config.problem, HasSamples) and config.dim <= _MOST_WEIGHTS:
            return Arithmetic(writer.samples(config.problem), update)
        return Arithmetic(None, (*writer.gradient(), *update))


class _Known(NamedTuple):
    """What a name in a formula stands for: a number for each weight, or one for all, ().

    It is given, or worked out in this step.
    """

    values: Array
    meaning: str
    worked_out: bool = False


class _Writer:
    """Writes one step."""

    def __init__(self, config: RunConfig, step: Step, digits: int, *, asks: bool) -> None:
        self._config = config
        self._problem = config.problem
        self._algorithm: Any = config.algorithm
        self._weights = config.problem.weights
        self._shown: dict[str, str] = {}  # what names are called where it is not as in formulas
        self._step = step
        self._digits = digits
        self._asks = asks

    def _number(
        self,
        value: float,
        symbol: str,
        meaning: str,
        *,
        pad: bool = True,
        worked_out: bool = False,
    ) -> Term:
        """Return a number; it keeps its width if it is padded."""
        if self._asks and worked_out:
            return Term(UNKNOWN, np.nan, symbol, meaning)
        return Term(format_number(value, self._digits, pad), float(value), symbol, meaning)

    def _of_weight(self, symbol: str, axis: int) -> str:
        """Return what the symbol is called for one weight."""
        weight = self._weights[axis]
        if symbol == "w":
            return weight
        return (
            symbol if len(self._weights) == 1 else f"{symbol}_{weight.removeprefix('w') or weight}"
        )

    def _gradient(self) -> tuple[Term, ...]:
        return tuple(
            self._number(value, self._of_weight("g", axis), "gradient", worked_out=True)
            for axis, value in enumerate(self._step.gradient)
        )

    def gradient(self) -> tuple[Line, ...]:
        """Return the gradient as a whole, where what each sample adds to it is not written."""
        what = "J" if self._step.rows is None else "L"
        return tuple(
            Line(
                term.symbol,
                "=",
                (Term(f"∂{what}/∂{name}", symbol=f"∂{what}/∂{name}"), Term("="), term),
            )
            for term, name in zip(self._gradient(), self._weights, strict=True)
        )

    def samples(self, problem: HasSamples) -> Samples:
        """Return the table of the step's samples."""
        step, n_samples = self._step, self._problem.n_samples
        first = self._algorithm.rows(n_samples, self._config.seed, 0)
        count = n_samples if step.rows is None else len(step.rows)
        few = count if count <= _MOST_ROWS else _MOST_ROWS - 1
        shown = np.arange(few) if step.rows is None else step.rows[:few]
        columns, parts = problem.columns(step.w, shown), self._parts(problem, shown)
        given = sum(not column.formula for column in columns)
        numbers = Column("i", "", (shown + 1).astype(np.float64))
        written = [
            self._column(column, shown, pad=index > given)
            for index, column in enumerate((numbers, *columns))
        ]
        written += map(self._column, parts, [shown] * len(parts), step.gradient)
        return Samples(
            header=("i", *(column.symbol for column in (*columns, *parts))),
            formulas=tuple((c.symbol, c.formula) for c in (*columns, *parts) if c.formula),
            given=given,
            rows=tuple(zip(*written, strict=True)),
            more=count - few,
            gradient=self._gradient(),
            reduction=problem.reduction,
            size=min(_MOST_ROWS, n_samples if first is None else len(first)),
        )

    def _parts(self, problem: HasSamples, rows: Rows) -> list[Column]:
        """Return what each of the samples `rows` adds to the gradient, by weight."""
        one_by_one = [
            self._problem.gradient(self._step.w, rows[i : i + 1]) for i in range(len(rows))
        ]
        formulas = problem.parts or [""] * len(self._weights)
        return [
            Column(self._of_weight("g", axis), formula, values)
            for axis, (formula, values) in enumerate(
                zip(formulas, np.transpose(one_by_one), strict=True)
            )
        ]

    def _column(
        self, column: Column, rows: Rows, mean: float | None = None, *, pad: bool = True
    ) -> tuple[Term, ...]:
        """Return a column's numbers; it has a mean if it is a part of the gradient."""
        meaning = "sample" if mean is None else "gradient"
        if self._asks and (column.formula or mean is not None):
            unknown = Term(UNKNOWN, np.nan, column.symbol, meaning)
            return tuple(unknown._replace(row=int(row)) for row in rows)
        texts = format_column(column.values, self._digits, pad, np.nan if mean is None else mean)
        return tuple(
            Term(text, float(value), column.symbol, meaning, int(row))
            for text, value, row in zip(texts, column.values, rows, strict=True)
        )

    def update(self, before: Array | None) -> tuple[Line, ...]:
        """Return the update by the rule's equations, from the state `before` or a first one."""
        step, rule = self._step, self._algorithm.rule
        if before is None:
            before = rule.first_state(step.w.shape, self._algorithm.learning_rate)
        known = self._settings()
        lines = self._rate(known)
        known["g"] = _Known(step.gradient, "gradient", worked_out=True)
        known["w"] = _Known(step.w, "weight")
        known |= zip(rule.slots, map(self._kept, rule.slots, before), strict=True)
        for equation, result in self._results(known):
            lines += self._equation(equation, result, known)
            known[equation.name] = result
        return tuple(lines)

    def _rate(self, known: dict[str, _Known]) -> list[Line]:
        """Return how the step's learning rate comes to be, which becomes known; none if it is set.

        It is in the place of the one that is set from there on.
        """
        schedule, total = self._algorithm.schedule_followed, self._config.total_steps
        if not schedule.varies:
            return []
        times = moment(self._step.number, total)
        given = known | {name: _Known(np.asarray(times[name]), "count") for name in times}
        rate = _Known(np.asarray(self._algorithm.rate(self._step.number, total)), "rate")
        lines = self._equation(Equation(PRESENT, schedule.formula), rate, given)
        self._shown, known["α"] = {"α": PRESENT}, rate
        return lines

    def _results(self, known: Mapping[str, _Known]) -> Iterator[tuple[Equation, _Known]]:
        """Yield each equation with what it comes to, at its last with what the step has."""
        step, equations = self._step, self._algorithm.rule.equations.lines
        after = {
            name: self._kept(name, row) for name, row in zip(step.slots, step.state, strict=True)
        }
        after["w"] = _Known(step.w + step.delta, "next")
        values = {name: found.values for name, found in known.items()}
        last = {name: number for number, (name, _formula) in enumerate(equations)}
        for number, equation in enumerate(equations):
            name, formula = equation
            if name in after and last[name] == number:
                result = after[name]
            else:
                (value,) = evaluate([formula], values)
                result = _Known(value, _meaning(name, value))
            values[name] = result.values
            yield equation, result._replace(worked_out=True)

    def _kept(self, slot: str, row: Array) -> _Known:
        """Return what a row of the state, (dim,), means."""
        values = row[0] if slot in self._algorithm.rule.shared else row
        return _Known(values, _meaning(slot, values))

    def _settings(self) -> dict[str, _Known]:
        """Return the hyper-parameters that have a symbol, by it."""
        values = by_symbol(self._algorithm, self._algorithm.rule)
        return {name: _Known(np.asarray(value), "setting") for name, value in values.items()}

    def _equation(
        self, equation: Equation, result: _Known, known: Mapping[str, _Known]
    ) -> list[Line]:
        """Return an equation in symbols and, below, in the numbers of each weight.

        What is the same for every weight is small enough for one line.
        """
        name, formula = equation
        relation = "←" if name in known else "="
        shown = {name: self._shown.get(name, name) for name in formula.names}
        symbols = terms(formula, lambda name: Term(shown[name], symbol=shown[name]), "·")
        if not np.ndim(result.values):
            numbers = self._in_numbers(equation, result, known, 0)
            return [Line(name, relation, (*symbols, Term("="), *numbers))]
        lines = [Line(name, relation, symbols)]
        for axis in range(len(self._weights)):
            left = self._of_weight(name, axis) if len(self._weights) > 1 else ""
            lines.append(Line(left, "=", self._in_numbers(equation, result, known, axis)))
        return lines

    def _in_numbers(
        self, equation: Equation, result: _Known, known: Mapping[str, _Known], axis: int
    ) -> tuple[Term, ...]:
        """Return the formula with the numbers of one weight in the place of names, and its own."""

        def number(name: str, found: _Known) -> Term:
            if np.ndim(found.values):
                value, name = found.values[axis], self._of_weight(name, axis)
            else:
                value, name = found.values, self._shown.get(name, name)
            pad = found.meaning not in ("setting", "count")
            return self._number(
                float(value), name, found.meaning, pad=pad, worked_out=found.worked_out
            )

        written = terms(equation.formula, lambda name: number(name, known[name]), "×")
        return *written, Term("="), number(equation.name, result)

    def probe(self, before: Array | None) -> tuple[Line, ...]:
        """Return a probe's cost, and how it compares with the least one before it."""
        step, best = self._step, self._step.state[0]
        least = np.inf if before is None else float(self._problem.cost(before[0]))
        compared = self._compared(step.loss, least if np.isfinite(least) else np.inf)
        costs = (step.loss, float(self._problem.cost(best)))
        at, at_best = (
            (*self._cost_at(w, meaning), Term("="), self._number(cost, "J", "cost"))
            for w, meaning, cost in zip((step.w, best), ("weight", "state"), costs, strict=True)
        )
        return (
            Line("", "", at),
            Line("", "", compared),
            Line("", "", (Term(_("best:")), Term(" "), *at_best)),
        )

    def _compared(self, cost: float, least: float) -> tuple[Term, ...]:
        """Return the comparison of a probe's cost with the least one so far."""
        here, best = self._number(cost, "J", "cost"), self._number(least, "J", "cost")
        if not np.isfinite(cost):
            return here, Term("→"), Term(_("no cost here"))
        if cost < least:
            return here, Term("<"), best, Term("→"), Term(_("best so far"))
        return here, Term("≥"), best, Term("→"), Term(_("the best stays"))

    def _cost_at(self, w: Array, meaning: str) -> tuple[Term, ...]:
        """Return J(w) with its numbers."""
        written = [Term("J", symbol="J"), Term("(")]
        for axis, value in enumerate(w):
            written += [Term(",")] * (axis > 0)
            written.append(self._number(value, self._weights[axis], meaning))
        return (*written, Term(")"))


def _meaning(name: str, values: Array) -> str:
    """Return the meaning of what a rule keeps or calculates."""
    return "count" if name == "t" else "state" if np.ndim(values) else "shared"
