"""Whether a formula separates: into a sum of products of what is the weights' and the data's."""

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from gdviz.core.formula.algebra import Algebra
from gdviz.core.formula.tree import Formula, Node, Tree

MOST_PRODUCTS = 8
"""More are not kept apart: what their moments cost grows with the square of their number."""


class Product(NamedTuple):
    """A part that the data has no share in, times one that the weights have no share in."""

    coefficient: Formula
    feature: Formula


_Sum = dict[int, int]
"""Where a product's feature is -> where its coefficient is."""


def separate(formula: Formula, data: Iterable[str]) -> tuple[Product, ...] | None:
    """Return the formula as Σ cₖ(w)·φₖ(x), with products expanded; None if it is no such sum.

    Args:
        formula: of the weights w and of the data x.
        data: the names that stand for data.
    """
    algebra = Algebra(Tree(formula.nodes))
    one, names = algebra.number(1), {*data}
    from_data: list[set[bool]] = []
    sums: list[_Sum | None] = []
    for place, node in enumerate(formula.nodes):
        kinds = {node.value in names} if node.operation == "name" else set()
        from_data.append(kinds.union(*[from_data[operand] for operand in node.operands]))
        if from_data[place] == {True}:
            sums.append({place: one})
        elif True not in from_data[place]:
            sums.append({one: place})
        else:
            sums.append(_expanded(algebra, node, [sums[operand] for operand in node.operands]))
    if sums[-1] is None:
        return None
    part = algebra.tree.formula
    return tuple(Product(part(coefficient), part(at)) for at, coefficient in sums[-1].items())


def _expanded(algebra: Algebra, node: Node, operands: list[_Sum | None]) -> _Sum | None:
    """Return what an operation on sums of products is, None if it is no such sum."""
    left, right = operands[0], operands[-1]
    if left is None or right is None:
        return None
    exponent = algebra.exact(node.operands[-1])
    result: _Sum | None = None
    if node.operation in ("+", "-"):
        result = _added(
            algebra, left, right if node.operation == "+" else _negative(algebra, right)
        )
    elif node.operation == "negative":
        result = _negative(algebra, left)
    elif node.operation == "*":
        result = _multiplied(algebra, left, right)
    elif node.operation == "/" and len(right) == 1:
        result = _divided(algebra, left, right)
    elif node.operation == "^" and exponent in (2, 3, 4):
        result = left
        for _again in range(int(exponent) - 1):
            result = _multiplied(algebra, result, left) if result else None
    return result if result and len(result) <= MOST_PRODUCTS else None


def _negative(algebra: Algebra, of: _Sum) -> _Sum:
    return {feature: algebra.negative(coefficient) for feature, coefficient in of.items()}


def _added(algebra: Algebra, left: _Sum, right: _Sum) -> _Sum:
    result = dict(left)
    for feature, coefficient in right.items():
        known = result.get(feature)
        result[feature] = coefficient if known is None else algebra.sum(known, coefficient)
    return result


def _multiplied(algebra: Algebra, left: _Sum, right: _Sum) -> _Sum:
    result: _Sum = {}
    for (feature, coefficient), (other, factor) in product(left.items(), right.items()):
        one = {algebra.product(feature, other): algebra.product(coefficient, factor)}
        result = _added(algebra, result, one)
    return result


def _divided(algebra: Algebra, left: _Sum, right: _Sum) -> _Sum:
    ((divisor, share),) = right.items()
    return {
        algebra.quotient(feature, divisor): algebra.quotient(coefficient, share)
        for feature, coefficient in left.items()
    }
