"""What a rule's step is put together from: what is left of the speed, the gradient's part.

It is read out of the rule's equations. A step that is a sum of products, each with one thing in
it that moves the weight (the gradient, the weight itself, what the rule has kept), has a part
for each of these. Whatever is below a fraction line, under a root or in a function counts as a
number there: it says how long a part is, but does not move the weight.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.algorithms.rules.written import change
from gdviz.core.formula import Equations, Formula, evaluate
from gdviz.core.formula.separation import separate
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.parameters import by_symbol
from gdviz.core.types import Algorithm, Array, Rule, RunConfig, Step

_ARITHMETIC = ("+", "-", "*", "/", "negative")
"""What a formula is taken apart by; what other operations come to is a number."""

_OF = "@"
"""No name that is typed has it."""


class Part(NamedTuple):
    """A part of a step.

    Attributes:
        name: what it comes from: "g", "w", or what the rule has kept.
        delta: what it adds to the weight, (dim,).
    """

    name: str
    delta: Array


class Square(NamedTuple):
    """The square by whose side a part of the step is divided, one for each weight.

    Attributes:
        name: what its area is called.
        dividend: what the divided part is called.
        side: the length of its sides, (dim,).
        divided: what is divided by it, (dim,), in the units of the side: the step is
            −α·divided/side.
    """

    name: str
    dividend: str
    side: Array
    divided: Array


class StepParts(NamedTuple):
    """What a step is put together from; its parts add up to it."""

    parts: tuple[Part, ...]
    square: Square | None


class _Pattern(NamedTuple):
    """What the equations of a rule say of the parts of its steps.

    Attributes:
        parts: what each part comes from, and the factor of that in the weight's change.
        square: the name, as `_as_number` has it, of the area by whose side is divided; or none.
        dividend: what is divided by it.
    """

    parts: tuple[tuple[str, Formula], ...] = ()
    square: str = ""
    dividend: str = ""


def has_parts(algorithm: Algorithm) -> bool:
    """Tell whether there is more to say of how a step is made than where it leads."""
    if algorithm.rule is None:
        return False
    pattern = _pattern_of(algorithm.rule)
    return len(pattern.parts) > 1 or bool(pattern.square)


def names_of_parts(algorithm: Algorithm) -> frozenset[str]:
    """Return what the parts of its steps come from, without the weight, and the square."""
    if algorithm.rule is None:
        return frozenset()
    pattern = _pattern_of(algorithm.rule)
    names = {_called(pattern.square), *(name for name, _factor in pattern.parts)}
    return frozenset(names - {"", "w"})


def step_parts(config: RunConfig, step: Step, before: Step | None) -> StepParts:
    """Return what a step of a run is put together from; no parts where that cannot be told.

    Args:
        config: what is run.
        step: the step.
        before: the step before it, if there is one.
    """
    algorithm: Any = config.algorithm
    rule: Rule | None = algorithm.rule
    if rule is None:
        return StepParts((), None)
    kept = before.state if before is not None and before.slots == step.slots else None
    if kept is None:
        kept = rule.first_state(step.w.shape, algorithm.learning_rate)
    known = by_symbol(algorithm, rule) | dict(zip(rule.slots, kept, strict=True))
    known["α"] = algorithm.rate(step.number, config.total_steps)
    known |= {"w": step.w, "g": step.gradient}
    values = known | dict(_numbers(rule.equations, known))
    pattern = _pattern_of(rule)
    names = [name for name, _factor in pattern.parts]
    parts = tuple(map(Part, names, _products(pattern.parts, values)))
    if not pattern.square:
        return StepParts(parts, None)
    side = np.sqrt(values[pattern.square])
    below = [part for part in pattern.parts if pattern.square in part[1].names]
    quotients = _products(below, values | {_as_number("α", 0): 1.0})
    divided = -side * np.sum(quotients, axis=0)
    return StepParts(parts, Square(_called(pattern.square), pattern.dividend, side, divided))


def _products(parts: Sequence[tuple[str, Formula]], values: Mapping[str, Any]) -> list[Array]:
    """Return what each of these, with its factor, adds to the weight, (dim,)."""
    factors = evaluate([factor for _name, factor in parts], values)
    with np.errstate(all="ignore"):
        return [factor * values[name] for (name, _f), factor in zip(parts, factors, strict=True)]


def _numbers(equations: Equations, known: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every name as it is called where it is a number, with its value."""
    values, assigned = dict(known), Counter[str]()
    yield from ((_as_number(name, 0), value) for name, value in known.items())
    for name, formula in equations.lines:
        (values[name],) = evaluate([formula], values)
        assigned[name] += 1
        yield _as_number(name, assigned[name]), values[name]


def _as_number(name: str, assigned: int) -> str:
    """Return what a name is called where it is a number, having been assigned so often."""
    return f"{name}{_OF}{assigned}"


def _called(number: str) -> str:
    return number.partition(_OF)[0]


def _pattern_of(rule: Rule) -> _Pattern:
    return _pattern(rule.equations, rule.shared, rule.slots)


@lru_cache(maxsize=256)
def _pattern(equations: Equations, shared: frozenset[str], slots: tuple[str, ...]) -> _Pattern:
    """Take the weight's change apart."""
    moving = [name for name in (*slots, "g", "w") if name not in shared]
    tree, assigned = Tree(), Counter[str]()
    bound = {name: tree.add(Node("name", (), name)) for name in moving}
    for name, formula in equations.lines:
        place = _grafted(tree, formula, bound, assigned)
        assigned[name] += 1
        if name not in shared:
            bound[name] = place
    products = separate(change(tree.formula(bound["w"])), moving) or ()
    factors = {product.feature.names: product.coefficient for product in products}
    parts = tuple((name, factors[name,]) for name in moving if (name,) in factors)
    linear = all(len(product.feature.nodes) == 1 for product in products)
    if not linear or len(parts) < len(products):
        return _Pattern()
    roots = {name for _name, factor in parts for name in _under_roots(factor)}
    square = roots.pop() if len(roots) == 1 else ""
    return _Pattern(parts, square, _dividend(equations, _called(square)) if square else "")


def _grafted(tree: Tree, formula: Formula, bound: Mapping[str, int], assigned: Counter[str]) -> int:
    """Add a line's formula and return its place, with names that move the weight replaced.

    All else in it becomes a number: what it consists of is called as numbers are.
    """
    moves: list[int] = []
    numbers: list[int] = []
    for node in formula.nodes:
        if node.operation == "name":
            name = str(node.value)
            numbers.append(tree.add(node._replace(value=_as_number(name, assigned[name]))))
            moves.append(bound.get(name, numbers[-1]))
            continue
        numbers.append(tree.add(node._replace(operands=tuple([numbers[o] for o in node.operands]))))
        if node.operation not in _ARITHMETIC:
            moves.append(numbers[-1])
            continue
        first, *others = node.operands
        divides = node.operation == "/"
        operands = moves[first], *[(numbers if divides else moves)[other] for other in others]
        moves.append(tree.add(node._replace(operands=operands)))
    return moves[-1]


def _under_roots(formula: Formula) -> list[str]:
    """Return what is alone under a square root in a formula, "" for each where more is."""
    under = [formula.nodes[n.operands[0]] for n in formula.nodes if n.operation == "sqrt"]
    return [str(node.value) if node.operation == "name" else "" for node in under]


def _dividend(equations: Equations, square: str) -> str:
    """Return what the equations divide by the root of `square`; empty where that is no name."""
    for _name, formula in equations.lines:
        tree = Tree(formula.nodes)
        for node in formula.nodes:
            if node.operation == "/" and square in _under_roots(tree.formula(node.operands[1])):
                known = {"g", *(name for name, _formula in equations.lines)}
                names = tree.formula(node.operands[0]).names
                return next((name for name in names if name in known), "")
    return ""
