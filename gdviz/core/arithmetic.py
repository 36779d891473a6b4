"""The arithmetic of a step: its samples, its gradient and its update, with their numbers."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np

from gdviz.core.numbers import format_column, format_number
from gdviz.core.parameters import parameters
from gdviz.core.types import Array, Column, Equation, Rows, RunConfig, Step
from gdviz.i18n import _

_MOST_ROWS = 4
"""With more samples than that in a step, only the first few are written."""

_NAME = re.compile(r"[A-Za-zα-ω][₀-₉]?\u0302?")
_TOKEN = re.compile(rf"{_NAME.pattern}|\d+|\S")
_SQUARED, _TO_THE_T = "²", "ᵗ"


class Term(NamedTuple):
    """A piece of a line: a number, a name, a sign or a word.

    Attributes:
        text: how it is written, a number rounded.
        value: the number in full; None if it is none.
        symbol: the name, of a number too; "_" begins a subscript.
        meaning: of a number: "weight", "next" (the weight after the step), "gradient",
            "sample", "setting", "state", "count" (of steps) or "cost".
        row: the sample that it belongs to; -1 for none.
        raised: whether it is an exponent.
    """

    text: str
    value: float | None = None
    symbol: str = ""
    meaning: str = ""
    row: int = -1
    raised: bool = False


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
        gradient: the mean of the last columns over all the step's samples.
        size: how many rows the run's largest step takes, one for `more` included.
    """

    header: tuple[str, ...]
    formulas: tuple[tuple[str, str], ...]
    given: int
    rows: tuple[tuple[Term, ...], ...]
    more: int
    gradient: tuple[Term, ...]
    size: int


class Arithmetic(NamedTuple):
    """All that is written of a step; `samples` is None where there are none."""

    samples: Samples | None
    lines: tuple[Line, ...]


@runtime_checkable
class HasSamples(Protocol):
    """A problem whose gradient is the mean of what each sample adds to it.

    Attributes:
        parts: what a sample adds to it, by weight, as HTML.
    """

    parts: tuple[str, ...]

    def columns(self, w: Array, rows: Rows) -> tuple[Column, ...]:
        """Return what is given of the samples `rows`, then what follows from that at w."""


def write_out(config: RunConfig, step: Step, before: Step | None, digits: int = 5) -> Arithmetic:
    """Return the arithmetic of a step of a run, its numbers rounded to so many digits.

    Args:
        config: what is run.
        step: the step.
        before: the step before it, if there is one.
        digits: how many digits are written from the first one that is not 0.
    """
    writer = _Writer(config, step, digits)
    known = before.state if before is not None and before.slots == step.slots else None
    with np.errstate(all="ignore"):
        if config.algorithm.searches:
            return Arithmetic(None, writer.probe(known))
        update = writer.update(np.zeros_like(step.state) if known is None else known)
        if isinstance(config.problem, HasSamples):
            return Arithmetic(writer.samples(config.problem), update)
        return Arithmetic(None, (*writer.gradient(), *update))


class _Known(NamedTuple):
    """What a name in a formula stands for: a number for each weight, or one for all, ()."""

    values: Array
    meaning: str


class _Writer:
    """Writes one step."""

    def __init__(self, config: RunConfig, step: Step, digits: int) -> None:
        self._config = config
        self._problem = config.problem
        self._algorithm: Any = config.algorithm
        self._weights = config.problem.weights
        self._step = step
        self._digits = digits

    def _number(self, value: float, symbol: str, meaning: str, *, pad: bool = True) -> Term:
        """Return a number; it keeps its width if it is padded."""
        return Term(format_number(value, self._digits, pad), float(value), symbol, meaning)

    def _of_weight(self, symbol: str, axis: int) -> str:
        """Return what the symbol is called for one weight."""
        weight = self._weights[axis]
        if symbol == "w":
            return weight
        return symbol if len(self._weights) == 1 else f"{symbol}_{weight[1:] or weight}"

    def _gradient(self) -> tuple[Term, ...]:
        return tuple(
            self._number(value, self._of_weight("g", axis), "gradient")
            for axis, value in enumerate(self._step.gradient)
        )

    def gradient(self) -> tuple[Line, ...]:
        """Return the gradient of a function, which has no samples."""
        return tuple(
            Line(term.symbol, "=", (Term(f"∂J/∂{name}", symbol=f"∂J/∂{name}"), Term("="), term))
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
        texts = format_column(column.values, self._digits, pad, np.nan if mean is None else mean)
        return tuple(
            Term(text, float(value), column.symbol, meaning, int(row))
            for text, value, row in zip(texts, column.values, rows, strict=True)
        )

    def update(self, before: Array) -> tuple[Line, ...]:
        """Return the update from the state `before`, by the rule's own equations."""
        step, rule = self._step, self._algorithm.rule
        known = self._settings()
        known["g"] = _Known(step.gradient, "gradient")
        known["w"] = _Known(step.w, "weight")
        equations = rule.equations(step.gradient, step.w + step.delta, step.state)
        shared = {equation.symbol for equation in equations if not np.ndim(equation.value)}
        for slot, values in zip(rule.slots, before, strict=True):
            known[slot] = _Known(values[0], "count") if slot in shared else _Known(values, "state")
        lines: list[Line] = []
        for equation in equations:
            lines += self._equation(equation, known)
            known[equation.symbol] = _Known(equation.value, _meaning(equation))
        return tuple(lines)

    def _settings(self) -> dict[str, _Known]:
        """Return the hyper-parameters that have a symbol, by it."""
        return {
            described.symbol: _Known(np.asarray(getattr(owner, name)), "setting")
            for owner in (self._algorithm, self._algorithm.rule)
            for name, described in parameters(type(owner)).items()
            if described.symbol
        }

    def _equation(self, equation: Equation, known: Mapping[str, _Known]) -> list[Line]:
        """Return an equation in symbols and, below, in the numbers of each weight.

        What is the same for every weight is small enough for one line.
        """
        symbol, formula, value = equation
        relation = "←" if symbol in known else "="
        if not np.ndim(value):
            result = self._number(float(value), symbol, "count", pad=False)
            numbers = (*self._in_numbers(formula, known, 0), Term("="), result)
            return [Line(symbol, relation, (*_in_symbols(formula), Term("="), *numbers))]
        lines = [Line(symbol, relation, _in_symbols(formula))]
        for axis, number in enumerate(value):
            name = self._of_weight(symbol, axis)
            result = self._number(number, name, _meaning(equation))
            terms = (*self._in_numbers(formula, known, axis), Term("="), result)
            lines.append(Line(name if len(value) > 1 else "", "=", terms))
        return lines

    def _in_numbers(self, formula: str, known: Mapping[str, _Known], axis: int) -> tuple[Term, ...]:
        """Return the formula with the numbers of one weight in the place of its names."""
        tokens = ["", *_TOKEN.findall(formula), ""]
        terms: list[Term] = []
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            name = "t" if token == _TO_THE_T else token
            if name not in known:
                terms.append(_sign("×" if token == "·" else token))
                continue
            values, meaning = known[name]
            if np.ndim(values):
                term = self._number(values[axis], self._of_weight(name, axis), meaning)
            else:
                term = self._number(float(values), name, meaning, pad=False)
            if token == _TO_THE_T:
                terms.append(term._replace(raised=True))
            elif _stands_alone(term.text, before, after):
                terms.append(term)
            else:
                terms += (Term("("), term, Term(")"))
        return tuple(terms)

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
            Line("", "", (Term(_("best:")), *at_best)),
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
        terms = [Term("J", symbol="J"), Term("(")]
        for axis, value in enumerate(w):
            terms += [Term(",")] * (axis > 0)
            terms.append(self._number(value, self._weights[axis], meaning))
        return (*terms, Term(")"))


def _meaning(equation: Equation) -> str:
    if equation.symbol == "w":
        return "next"
    return "state" if np.ndim(equation.value) else "count"


def _in_symbols(formula: str) -> tuple[Term, ...]:
    """Return the formula with its names as they are."""
    return tuple(
        Term(token, symbol=token) if _NAME.fullmatch(token) else _sign(token)
        for token in _TOKEN.findall(formula)
    )


def _sign(token: str) -> Term:
    """Return a sign or a whole number of a formula."""
    if token == _TO_THE_T:
        return Term("t", symbol="t", raised=True)
    return Term("2", raised=True) if token == _SQUARED else Term(token)


def _stands_alone(text: str, before: str, after: str) -> bool:
    """Tell whether a number between two tokens needs no parentheses."""
    raised = after in (_SQUARED, _TO_THE_T)
    if text.startswith("−"):
        return before in ("", "(") and not raised
    return "×" not in text or not (raised or before in ("√", "/"))
