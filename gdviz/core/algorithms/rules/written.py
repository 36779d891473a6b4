"""A rule as it is written: its equations are text, and all else is read out of them."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from gdviz.core.formula import (
    Equations,
    Formula,
    Names,
    evaluate,
    html,
    numpy_function,
    read,
    read_equations,
)
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.formula.writers.html import typeset_name
from gdviz.core.parameters import Checked, Value, by_symbol, values_of
from gdviz.core.types import Array

_COUNTING = "t ← t + 1"


class WrittenRule(Checked):
    """What a rule is made of; one is a frozen dataclass of its hyper-parameters.

    Its equations name the weight w, the gradient g on the step's samples, the learning
    rate α, its hyper-parameters by their symbols and what it keeps between steps, its
    state. What they assign besides is a name in between. Where they read t, the number of
    the step since the state began, it is counted. Each weight goes by itself.

    Attributes:
        id: its name on the command line and in lessons.
        title: its name in words (English; translated where it is shown).
        source: where it is from.
        state: what each thing that it keeps begins with, of hyper-parameters and α. What
            the equations do not assign stays at that.
        text: its equations, unless `chosen` picks others.
        reach: the learning rate that makes its point, in widths of the domain, where a step is
            about as long as α, however steep it is; 0 where the problem's own rate does.
        defaults: the hyper-parameters of a run, by name, that make it on every problem.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    source: ClassVar[str]
    state: ClassVar[tuple[str, ...]] = ()
    text: ClassVar[tuple[str, ...]] = ()
    reach: ClassVar[float] = 0.0
    defaults: ClassVar[Mapping[str, Value]] = MappingProxyType({})

    def chosen(self) -> tuple[str, ...]:
        """Return the equations that its switches pick."""
        return self.text

    def limit(self) -> str:
        """Return the rate past which a quadratic of curvature λ diverges; empty if unknown."""
        return ""

    @cached_property
    def settings(self) -> dict[str, np.float64]:
        """The hyper-parameters that the equations name, by their symbols."""
        return {symbol: np.float64(value) for symbol, value in by_symbol(self).items()}

    @cached_property
    def program(self) -> "Program":
        """Its equations, read."""
        return _program(self.state, self.chosen(), tuple(self.settings))

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: not what was made of it, for a function cannot be."""
        return values_of(self)

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """The names of the rows of its state."""
        return tuple(self.program.first)

    @property
    def equations(self) -> Equations:
        """The update, line by line; counting is the first line where t is read."""
        return self.program.equations

    @property
    def shared(self) -> frozenset[str]:
        """The names that are assigned the same for every weight."""
        return self.program.shared

    @property
    def formula(self) -> str:
        """The update, as HTML, a line for each equation."""
        return self.typeset({})

    def typeset(self, names: Mapping[str, str]) -> str:
        """Return the update as HTML, with some names as they are given there."""
        lines = [line for line in self.equations.lines if line.name != "t"]
        left = [typeset_name(line.name) for line in lines]
        arrows = ["←" if line.name in ("w", *self.slots) else "=" for line in lines]
        right = [html(line.formula, names, product="·") for line in lines]
        return "<br>".join(map(" ".join, zip(left, arrows, right, strict=True)))

    def first_state(self, shape: tuple[int, ...], learning_rate: float | Array) -> Array:
        """Return the state that a run begins with, (slots, *shape).

        Args:
            shape: that of the weights, (..., dim).
            learning_rate: one for all, or (..., 1).
        """
        known = {**self.settings, "α": learning_rate}
        made = np.empty((len(self.slots), *shape))
        for row, value in enumerate(evaluate(self.program.first.values(), known)):
            made[row] = value
        return made

    def update(
        self, w: Array, gradient: Array, state: Array, learning_rate: float | Array
    ) -> tuple[Array, Array]:
        """Return delta w, (..., dim), and the new state, (slots, ..., dim).

        Args:
            w: the weights, (..., dim).
            gradient: the gradient there, (..., dim).
            state: the state that the step before has left, (slots, ..., dim).
            learning_rate: one for all, or (..., 1).
        """
        rate = learning_rate if isinstance(learning_rate, np.ndarray) else np.float64(learning_rate)
        results = self.program.step(w, gradient, *state, rate, *self.settings.values())
        made = np.empty((len(results), *gradient.shape))
        for row, result in enumerate(results):
            made[row] = result
        return made[0], made[1:]

    def stability_limit(self, curvature: float) -> float | None:
        """Return the learning rate past which a quadratic of that curvature diverges.

        None where no such rate is known.
        """
        if not self.limit() or curvature <= 0:
            return None
        known = {**self.settings, "λ": curvature}
        return float(evaluate([self._read_limit()], known)[0])

    @property
    def limit_formula(self) -> str:
        """That rate as a formula of the curvature λ, as HTML; empty where none is known."""
        return html(self._read_limit()) if self.limit() else ""

    def _read_limit(self) -> Formula:
        return _read(self.limit(), ("λ", *self.settings))


@lru_cache
def _read(text: str, names: tuple[str, ...]) -> Formula:
    return read(text, Names(*names))


class Program:
    """Equations that have been read, and are compiled once a step is wanted.

    Attributes:
        equations: the lines.
        first: what each slot begins with.
        arguments: the names that a step is a function of.
        shared: the names that are assigned the same for every weight.
    """

    def __init__(
        self, state: tuple[str, ...], texts: tuple[str, ...], symbols: tuple[str, ...]
    ) -> None:
        """Read them, of hyper-parameters by their symbols."""
        settings = Names("α", *symbols)
        self.first = read_equations(state, settings).results
        names = Names("w", "g", "t", *self.first, *settings.names)
        self.equations = read_equations(texts, names)
        if "t" in self.equations.inputs:
            self.first = self.first | {"t": read("0", settings)}
            self.equations = read_equations((_COUNTING, *texts), names)
        self.arguments = ("w", "g", *self.first, *settings.names)

    @cached_property
    def shared(self) -> frozenset[str]:
        """What depends neither on w nor on g, not even by way of the steps before."""
        own: set[str] = set()
        found = {"w", "g"}
        while found - own:
            own = set(found)
            found |= {name for name, formula in self.equations.lines if own & {*formula.names}}
        return frozenset(name for name, _formula in self.equations.lines if name not in own)

    @cached_property
    def changes(self) -> dict[str, Formula]:
        """What the step adds to w, as "w", and what each slot becomes."""
        results = self.first | self.equations.results
        return {"w": change(results["w"]), **{slot: results[slot] for slot in self.first}}

    @cached_property
    def step(self) -> Callable[..., tuple[Any, ...]]:
        """The function of the arguments that makes the changes."""
        return numpy_function(self.changes.values(), self.arguments)


@lru_cache(maxsize=256)
def _program(state: tuple[str, ...], texts: tuple[str, ...], symbols: tuple[str, ...]) -> Program:
    """Return what is read only once of all the rules that differ in numbers alone."""
    return Program(state, texts, symbols)


def change(formula: Formula) -> Formula:
    """Return what w − a + b adds to w, as −a + b: taken from w it would lose its digits."""
    tree = Tree(formula.nodes)
    place = root = len(tree.nodes) - 1
    terms: list[tuple[str, int]] = []
    while tree.nodes[place].operation in ("+", "-"):
        operation, (place, term), _value = tree.nodes[place]
        terms.append((operation, term))
    weight = tree.add(Node("name", (), "w"))
    if not terms or place != weight:
        return tree.formula(tree.add(Node("-", (root, weight))))
    operation, made = terms.pop()
    if operation == "-":
        made = tree.add(Node("negative", (made,)))
    for operation, term in reversed(terms):
        made = tree.add(Node(operation, (made, term)))
    return tree.formula(made)
