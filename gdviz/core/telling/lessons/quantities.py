"""What a run gives, as a lesson's file names it: `w[-1]`, `min(cost[5000:])`, `kept2.cost[-1]`.

A small part of Python's expressions, with what numpy makes of arrays; nothing else can be called.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial, wraps
from typing import Any

import numpy as np

from gdviz.core.catalogue import configure, lay_over
from gdviz.core.parameters import InputError
from gdviz.core.runs.outcome import DIVERGENT, Verdict
from gdviz.core.runs.settings import Settings
from gdviz.core.runs.smoothing import smooth
from gdviz.core.runs.trace import Trace, record
from gdviz.core.telling.source import check_setting
from gdviz.core.types import Array, RunConfig
from gdviz.i18n import _

_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")

_LONGEST = 120
"""Characters of an expression in what is said of it."""

_CRAWLS = 0.01
"""A run crawls that has this share of the way down its cost still before it."""

_BINARY: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.divide,
    ast.Pow: np.float_power,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}
_UNARY: dict[type[ast.AST], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.Not: operator.not_,
}


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _first(mask: Any) -> float:
    """Return the number of the first step of which it holds; NaN for none."""
    found = np.flatnonzero(mask)
    return float(found[0]) if found.size else np.nan


def _column(columns: Array, axis: int) -> Array:
    return columns[:, axis]


def _of_one(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the function without what numpy's take besides, such as where to write."""

    @wraps(function)
    def of_one(values: Any) -> Any:
        return function(values)

    return of_one


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": _of_one(np.abs),
    "all": _of_one(np.all),
    "any": _of_one(np.any),
    "exp": _of_one(np.exp),
    "first": _first,
    "log": _of_one(np.log),
    "max": _of_one(np.max),
    "mean": _of_one(np.mean),
    "min": _of_one(np.min),
    "round": _of_one(np.round),
    "smooth": smooth,
    "sqrt": _of_one(np.sqrt),
    "sum": _of_one(np.sum),
}


@cache
def _escapes(config: RunConfig, spread: float) -> Mapping[str, Any]:
    """Return how runs leave a saddle point in each way: as many as the window counts at first."""
    from gdviz.core.runs.ensembles.escape import escapes, plans  # noqa: PLC0415 - seldom needed

    *_before, end = escapes(plans(config, 200, spread))
    return end.of


class RunQuantities:
    """What one run gives, by name: `values` says which there are."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Name what the run with those settings gives; it is computed once it is asked for."""
        self._settings = settings
        self.config: RunConfig = configure(**settings)

    @cached_property
    def _trace(self) -> Trace:
        return record(self.config)

    @cached_property
    def _verdict(self) -> Verdict | None:
        return self._trace.ending.verdict if self._trace.ending else None

    def value(self, name: str) -> Any:
        """Return what has that name; the run is computed only for what it takes.

        Raises:
            KeyError: nothing has.
        """
        if name in self._set:
            return self._set[name]
        return self._numbers[name]() if name in self._numbers else self._series[name]()

    @cached_property
    def _set(self) -> Mapping[str, Any]:
        """What is chosen for the run."""
        start = self.config.start
        starts = {f"start{number}": w for number, w in enumerate(start, 1)}
        return {**Settings.of(self.config).named, **starts, "start": start[0]}

    @cached_property
    def _numbers(self) -> Mapping[str, Callable[[], Any]]:
        """What there is of the whole run, and of its problem."""
        algorithm, problem = self.config.algorithm, self.config.problem
        return {
            "steps": lambda: len(self._trace),
            "tries": lambda: len(self._trace),
            "samples": lambda: problem.n_samples,
            "limit": lambda: algorithm.stability_limit(problem),
            "curvature": problem.curvature,
            "minimum": lambda: problem.minima[0][0],
            "lowest": lambda: self._costs(np.array(problem.minima)).min(),
            "diverges": lambda: self._diverges,
            "converged": lambda: self._verdict is Verdict.CONVERGED,
            "at_saddle": lambda: self._verdict is Verdict.SADDLE,
            "bounces": lambda: not self._diverges and self._bounces,
            "crawls": lambda: self._crawls,
            "converges": lambda: not (self._diverges or self._bounces or self._crawls),
        }

    @cached_property
    def _series(self) -> Mapping[str, Callable[[], Any]]:
        """What there is of each step: arrays, (steps + 1,)."""
        trace = self._trace
        found: dict[str, Callable[[], Any]] = {
            "cost": cache(lambda: self._costs(trace.w)),
            "loss": lambda: trace.loss,
            "evaluations": lambda: trace.evaluations,
            "epoch": lambda: trace.epoch,
            "w": lambda: trace.w[:, 0],
            "gradient": lambda: trace.gradient[:, 0],
        }
        for axis, name in enumerate(self.config.problem.weights):
            plain = name.translate(_DIGITS)
            found |= {
                plain: partial(_column, trace.w, axis),
                f"gradient_{plain}": partial(_column, trace.gradient, axis),
            }
        return found

    @property
    def _diverges(self) -> bool:
        return self._verdict in DIVERGENT

    @property
    def _bounces(self) -> bool:
        """Whether half of the steps or more lead to the other side of a valley."""
        slopes = self._trace.gradient[:, 0]
        slopes = slopes[np.abs(slopes) > 1e-6 * np.abs(slopes).max(initial=0)]
        turns = np.sign(slopes[1:]) != np.sign(slopes[:-1])
        return bool(len(turns)) and bool(turns.mean() >= 0.5)

    @property
    def _crawls(self) -> bool:
        """Whether it goes nowhere else, but has some of the way still before it."""
        if self._diverges or self._verdict is Verdict.CONVERGED or self._bounces:
            return False
        first, last = self._costs(self._trace.w[[0, -1]])
        lowest = self._numbers["lowest"]() if self.config.problem.minima else last
        return bool(last - lowest > _CRAWLS * (first - lowest))

    def _costs(self, w: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(self.config.problem.cost(w))

    def cost_at(self, *w: float) -> float:
        """Return the cost at weights."""
        return float(self._costs(np.array(w, float)))

    def gradient_at(self, *w: float) -> float:
        """Return the gradient by the first weight at weights."""
        with np.errstate(all="ignore"):
            return float(self.config.problem.gradient(np.array(w, float))[0])

    def predict(self, x: float, *w: float) -> float:
        """Return what the model says of x at weights."""
        predict = self.config.problem.predict  # type: ignore[attr-defined]
        return float(np.squeeze(predict(np.array(w, float), np.array([x]))))

    def escape(self, way: str, spread: float) -> float:
        """Return after how many steps runs have left the nearest saddle point, on average.

        Args:
            way: how they descend, of `ensembles.escape.ways`.
            spread: how far from it they start, as a deviation of each weight.
        """
        return float(_escapes(self.config, spread)[way].mean)

    def varied(self, **settings: Any) -> "RunQuantities":
        """Return the same of a run with other settings over its own."""
        checked: dict[str, Any] = {}
        for name, value in settings.items():
            checked |= check_setting(name, value)
        return RunQuantities(lay_over(self._settings, checked))


class Quantities:
    """What the runs of a page give: its own by their names, others as `kept1.w`, `page2.cost`."""

    def __init__(self, run: RunQuantities, others: Mapping[str, RunQuantities]) -> None:
        """Name what they give."""
        self._run, self._others = run, others

    def evaluate(self, text: str) -> float:
        """Return what the expression comes to, a number.

        Raises:
            InputError: it is none, or comes to something else.
        """
        shown = _shortened(text)
        try:
            with np.errstate(all="ignore"):
                value = np.asarray(self._value(ast.parse(text.strip(), mode="eval").body))
            if value.ndim:
                raise InputError(_("'{text}' is no single number").format(text=shown))
            return float(value)
        except (SyntaxError, KeyError, AttributeError, TypeError, ValueError, IndexError) as error:
            if isinstance(error, InputError):
                raise
            reason = _("'{text}' cannot be worked out here ({reason})")
            raise InputError(reason.format(text=shown, reason=_shortened(str(error)))) from None
        except (OverflowError, RecursionError, MemoryError):
            raise InputError(_("'{text}' comes to no number").format(text=shown)) from None

    def _value(self, node: ast.AST) -> Any:  # noqa: PLR0911 - a table of what there is
        match node:
            case ast.Constant(value=bool() | int() | float() as value):
                return value if isinstance(value, bool) else float(value)
            case ast.Name(id=name):
                return self._others[name] if name in self._others else self._run.value(name)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                return _BINARY[type(op)](self._value(left), self._value(right))
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _BINARY:
                return _BINARY[type(op)](self._value(left), self._value(right))
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
                return _UNARY[type(op)](self._value(operand))
            case ast.BoolOp(op=op, values=values):
                both = all if isinstance(op, ast.And) else any
                return both(bool(self._value(value)) for value in values)
            case ast.Subscript(value=value, slice=place):
                return self._value(value)[self._place(place)]
            case ast.Attribute(value=of, attr=name):
                return self._member(self._value(of), name)
            case ast.Call(func=function, args=given, keywords=named):
                called = self._called(function)
                settings = {str(one.arg): self._plain(one.value) for one in named}
                return called(*map(self._value, given), **settings)
        raise KeyError(ast.unparse(node))

    def _called(self, node: ast.AST) -> Callable[..., Any]:
        match node:
            case ast.Name(id=name) if name in _METHODS:
                return partial(_METHODS[name], self._run)
            case ast.Name(id=name):
                return _FUNCTIONS[name]
            case ast.Attribute(value=of, attr=name) if name in _METHODS:
                run = self._value(of)
                if isinstance(run, RunQuantities):
                    return partial(_METHODS[name], run)
        raise KeyError(ast.unparse(node))

    @staticmethod
    def _member(of: Any, name: str) -> Any:
        if not isinstance(of, RunQuantities):
            raise KeyError(name)
        return of.value(name)

    def _place(self, node: ast.AST) -> Any:
        if isinstance(node, ast.Slice):
            ends = (node.lower, node.upper)
            return slice(*(None if end is None else int(self._value(end)) for end in ends))
        return int(self._value(node))

    def _plain(self, node: ast.AST) -> Any:
        """Return a setting's value: a number, a text, or several numbers."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.List):
            return [self._value(one) for one in node.elts]
        return self._value(node)


_METHODS: dict[str, Callable[..., Any]] = {
    "cost_at": RunQuantities.cost_at,
    "escape": RunQuantities.escape,
    "gradient_at": RunQuantities.gradient_at,
    "predict": RunQuantities.predict,
    "varied": RunQuantities.varied,
}
"""What is asked of a run: of the page's own, or of another by its name."""
