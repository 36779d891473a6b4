"""The derivation of ∂cost/∂w, line by line: a line more, a rule more.

As on the lecture's slides the derivative goes into the sum, then through the error, and where
nothing is left to be differentiated stands the gradient.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gdviz.core.formula import Formula
from gdviz.core.formula.algebra import Algebra
from gdviz.core.formula.derivative import slope
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.i18n import N_

_PENDING = "derivative"
"""The operation of a node whose operand is still to be differentiated."""

WHOLE = N_("What is asked for: how the cost changes with {weight}")
INTO_THE_SUM = N_("Sum rule: the derivative of a sum is the sum of the derivatives")
_TERMS = N_("Sum rule: term by term; a factor without {weight} stays, a term without it vanishes")
_LINEAR = N_("Linear in {weight}: the derivative is the coefficient of {weight}")
_CHAIN = N_("Chain rule: the derivative of the outside times that of the inside")
_KNOWN = N_("A basic function of {weight}, whose derivative is known")
_PRODUCT = N_("Product rule: first one factor is differentiated, then the other")
_QUOTIENT = N_("Quotient rule: the denominator is differentiated too")
_CHOICE = N_("The derivative of min and max is that of what they choose")

_ALWAYS_LINEAR = ("+", "-", "negative")
_CHOICES = ("min", "max")


class Line(NamedTuple):
    """A line of a derivation: it equals the one before it.

    Attributes:
        rules: what was done to the one before, to be translated, with `weight` to be filled in.
        inside: whether what is differentiated stands within the sum over the samples.
        formula: what is added up over the samples; before that, what is differentiated.
        pending: what is still to be differentiated in it, by the name that stands for its
            derivative there.
    """

    rules: tuple[str, ...]
    inside: bool
    formula: Formula
    pending: Mapping[str, Formula]


def derivation(problem: MeanLoss, weight: str) -> tuple[Line, ...]:
    """Return the lines from the derivative of the cost by a weight to what it comes to.

    Args:
        problem: whose cost is the mean of a loss over samples, or its sum.
        weight: one of the problem's `names`.
    """
    loss = problem.loss_formula
    return (Line((WHOLE,), False, loss, {}), *_within(loss, weight))


def _within(loss: Formula, weight: str) -> Iterator[Line]:
    """Yield the lines in which the derivative stands within the sum."""
    way = _Way(loss, weight)
    rules: tuple[str, ...] = (INTO_THE_SUM,)
    opened: set[int] = set()
    frontier = {len(loss.nodes) - 1}
    while True:
        yield _line(rules, way, opened)
        if not frontier:
            return
        steps = [way.step(place) for place in sorted(frontier, reverse=True)]
        rules = tuple(dict.fromkeys(step.rule for step in steps))
        opened = opened.union(*[step.done for step in steps])
        frontier = set().union(*[step.left for step in steps]) - opened


class _Step(NamedTuple):
    """A rule applied to what is at a place of a formula.

    Attributes:
        rule: the rule, to be translated.
        done: the places whose derivatives are known by it.
        left: the places whose derivatives it needs.
    """

    rule: str
    done: frozenset[int]
    left: frozenset[int]


class _Way:
    """How a formula is differentiated by one weight: which rule applies where."""

    def __init__(self, formula: Formula, weight: str) -> None:
        self.formula = formula
        self.weight = weight
        self._slopes = _slopes(Algebra(Tree(formula.nodes)), formula, weight)

    def _varying(self, place: int) -> list[int]:
        """Return the operands that change with the weight."""
        operands = dict.fromkeys(self.formula.nodes[place].operands)
        return [one for one in operands if self._slopes.places[one] is not None]

    def _is_weight(self, place: int) -> bool:
        return self.formula.nodes[place].value == self.weight

    def _is_linear(self, place: int) -> bool:
        """Tell whether the derivative is the same whatever the weight."""
        slopes = self._slopes
        at = slopes.places[place]
        return at is None or self.weight not in slopes.algebra.tree.formula(at).names

    def _passes_on(self, place: int) -> bool:
        """Tell whether the operation only adds, or multiplies by what the weight is not in."""
        operation, operands, _value = self.formula.nodes[place]
        if operation in _ALWAYS_LINEAR:
            return True
        varying = self._varying(place)
        if operation == "*":
            return len(varying) == 1 and operands[0] != operands[1]
        return operation == "/" and varying == [operands[0]]

    def step(self, place: int) -> _Step:
        """Return the rule that applies to what is at a place."""
        if self._is_linear(place):
            return _Step(_LINEAR, self._below(place), frozenset())
        if self._passes_on(place):
            return self._terms(place)
        operation = self.formula.nodes[place].operation
        varying = self._varying(place)
        left = frozenset(one for one in varying if not self._is_weight(one))
        rule = _CHAIN if left else _KNOWN
        if operation == "*":
            rule = _PRODUCT
        elif operation == "/":
            rule = _QUOTIENT
        elif operation in _CHOICES:
            rule = _CHOICE
        return _Step(rule, frozenset({place}), left)

    def _below(self, place: int) -> frozenset[int]:
        """Return the place, and all below it that change with the weight."""
        found, waiting = {place}, [place]
        while waiting:
            new = set(self._varying(waiting.pop())) - found
            found |= new
            waiting += new
        return frozenset(found)

    def _terms(self, place: int) -> _Step:
        """Return the sum rule, as far down as it goes."""
        done, left, waiting = {place}, set(), [place]
        while waiting:
            for one in self._varying(waiting.pop()):
                if self._is_weight(one) or one in done:
                    continue
                if self._passes_on(one):
                    done.add(one)
                    waiting.append(one)
                else:
                    left.add(one)
        return _Step(_TERMS, frozenset(done), frozenset(left))


class _Slopes(NamedTuple):
    """The derivatives of all that is in a formula, None for 0, and what they were added to."""

    algebra: Algebra
    places: list[int | None]


def _slopes(
    algebra: Algebra, formula: Formula, weight: str, opened: set[int] | None = None
) -> _Slopes:
    """Differentiate by the weight: everything, or only at the `opened` places.

    Elsewhere a node stands for what is still to be differentiated.
    """
    places: list[int | None] = []
    for place, node in enumerate(formula.nodes):
        inner = [places[operand] for operand in node.operands]
        if node.operation == "name" and node.value == weight:
            places.append(algebra.number(1))
        elif all(one is None for one in inner):
            places.append(None)
        elif opened is None or place in opened:
            places.append(slope(algebra, node.operation, node.operands, inner, place))
        else:
            places.append(algebra.tree.add(Node(_PENDING, (place,), weight)))
    return _Slopes(algebra, places)


def _line(rules: tuple[str, ...], way: _Way, opened: set[int]) -> Line:
    """Return the derivative in which only what is at the `opened` places is differentiated."""
    algebra = Algebra(Tree(way.formula.nodes))
    root = _slopes(algebra, way.formula, way.weight, opened).places[-1]
    whole = algebra.tree.formula(algebra.number(0) if root is None else root)
    tree, places = Tree(), list[int]()
    pending: dict[str, Formula] = {}
    for node in whole.nodes:
        if node.operation == _PENDING:
            name = f"pending {len(pending)}"
            pending[name] = Tree(whole.nodes).formula(node.operands[0])
            places.append(tree.add(Node("name", (), name)))
        else:
            operands = tuple([places[operand] for operand in node.operands])
            places.append(tree.add(node._replace(operands=operands)))
    return Line(rules, True, tree.formula(places[-1]), pending)
