"""The vertices of a loss's computational graph, from its formula's tree."""

from fractions import Fraction
from typing import Literal, NamedTuple

from gdviz.core.formula import Formula, html
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.formula.writers.html import typeset_name
from gdviz.core.problems.mean_loss import LeastSquares, MeanLoss

LOSS, PREDICTED, ERROR = "L", "ŷ", "e"

_LETTERS = "uvzsthqprkgmn"
"""What has no name is called by the first of these by which no weight is called."""

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "negative": "−", "sqrt": "√", "abs": "| |"}


class Vertex(NamedTuple):
    """A name, a number or an operation.

    Attributes:
        kind: which of them, and of a name, whose.
        sign: what is written in it, as HTML.
        title: what it comes to is called, as HTML.
        operands: the indices of the vertices that it is computed from, in order.
        formula: how it is computed, of the names in `slots`; of a name or number, itself.
        varies: whether it changes with a weight, so that it has a gradient.
    """

    kind: Literal["weight", "sample", "number", "operation"]
    sign: str
    title: str
    operands: tuple[int, ...]
    formula: Formula
    varies: bool


def slot(number: int) -> str:
    """Return what an operand is called in a vertex's formula, by its number from 0."""
    return f"operand {number}"


def vertices(problem: MeanLoss) -> list[Vertex]:
    """Return the vertices of a problem's loss on a sample, each after its operands."""
    loss = problem.loss_formula
    titles = {len(loss.nodes) - 1: LOSS}
    if isinstance(problem, LeastSquares):  # the error's nodes follow the model's, then the square
        titles[len(problem.error_formula.nodes) - 1] = ERROR
        titles[len(problem.model_formula.nodes) - 1] = PREDICTED
    taken = {name[0] for name in loss.names}
    letter = next((letter for letter in _LETTERS if letter not in taken), _LETTERS[0])
    found: dict[int, int] = {}  # a node's place -> its vertex
    made: list[Vertex] = []
    for place in _needed(loss):
        vertex = _given(loss, place, problem)
        if vertex is None:
            title = titles.get(place) or f"{letter}<sub>{_unnamed(made) + 1}</sub>"
            into = tuple([found[operand] for operand in _operands(loss, place)])
            varies = any(made[at].varies for at in into)
            formula = _of_slots(loss, place)
            vertex = Vertex("operation", _sign(loss, place), title, into, formula, varies)
        found[place] = len(made)
        made.append(vertex)
    return made


def _unnamed(made: list[Vertex]) -> int:
    """Return how many operations there are so far that have no name of their own."""
    return sum(bool(one.operands) and one.title not in (LOSS, PREDICTED, ERROR) for one in made)


def _given(loss: Formula, place: int, problem: MeanLoss) -> Vertex | None:
    """Return the vertex of a number or a name; None for an operation on names."""
    part = Tree(loss.nodes).formula(place)
    if not part.names:
        return Vertex("number", html(part), html(part), (), part, False)
    name = loss.nodes[place].value
    if not isinstance(name, str):
        return None
    kind: Literal["weight", "sample"] = "sample" if name in problem.data else "weight"
    shown = typeset_name(name)
    return Vertex(kind, shown, shown, (), part, kind == "weight")


def _needed(loss: Formula) -> list[int]:
    """Return the places that are vertices: not what a number is computed from, nor exponents."""
    constant: list[bool] = []
    for node in loss.nodes:
        inner = [constant[operand] for operand in node.operands]
        constant.append(node.operation != "name" and all(inner))
    needed = {len(loss.nodes) - 1}
    for place in reversed(range(len(loss.nodes))):
        if place in needed and not constant[place]:
            needed.update(_operands(loss, place))
    return sorted(needed)


def _operands(loss: Formula, place: int) -> tuple[int, ...]:
    """Return the operands of an operation; of a power with a number above it, the base."""
    node = loss.nodes[place]
    return node.operands[:1] if _has_plain_exponent(loss, place) else node.operands


def _has_plain_exponent(loss: Formula, place: int) -> bool:
    node = loss.nodes[place]
    return node.operation == "^" and isinstance(loss.nodes[node.operands[1]].value, Fraction)


def _of_slots(loss: Formula, place: int) -> Formula:
    """Return an operation on its operands, each called by its number."""
    tree = Tree()
    node, count = loss.nodes[place], len(_operands(loss, place))
    operands = [
        tree.add(Node("name", (), slot(number)) if number < count else loss.nodes[operand])
        for number, operand in enumerate(node.operands)
    ]
    return tree.formula(tree.add(node._replace(operands=tuple(operands))))


def _sign(loss: Formula, place: int) -> str:
    node = loss.nodes[place]
    if _has_plain_exponent(loss, place):
        exponent = Tree(loss.nodes).formula(node.operands[1])
        return f"( )<sup>{html(exponent)}</sup>"
    return _SIGNS.get(node.operation, node.operation)
