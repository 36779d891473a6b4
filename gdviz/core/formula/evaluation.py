"""The values of formulas, operation by operation: plain, and what all else is held against."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from gdviz.core.formula.operations import CONSTANTS, OPERATIONS
from gdviz.core.formula.tree import Formula, Node, Tree


def lowered(formulas: Iterable[Formula]) -> tuple[Tree, list[int]]:
    """Return the formulas in one tree, as they are computed, and where each is in it.

    A square, a cube and a fourth power become products: as fast as these, and
    the same on floats as on arrays.
    """
    tree = Tree()
    roots: list[int] = []
    for formula in formulas:
        places: list[int] = []
        for node in formula.nodes:
            operands = tuple([places[operand] for operand in node.operands])
            places.append(_lower(tree, node._replace(operands=operands)))
        roots.append(places[-1])
    return tree, roots


def _lower(tree: Tree, node: Node) -> int:
    exponent = tree.nodes[node.operands[1]].value if node.operation == "^" else None
    if exponent not in (2, 3, 4):
        return tree.add(node)
    base = node.operands[0]
    square = tree.add(Node("*", (base, base)))
    if exponent == 2:
        return square
    return tree.add(Node("*", (square, base if exponent == 3 else square)))


@lru_cache(maxsize=256)
def _computed(formulas: tuple[Formula, ...]) -> tuple[Tree, list[int]]:
    """Return the same as `lowered`: what a step is told by is evaluated at each that is seen."""
    return lowered(formulas)


def evaluate(formulas: Iterable[Formula], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the formulas' values, each of the shape that those of its names make together.

    Args:
        formulas: what is evaluated.
        values: a number or an array for each name in them; they are broadcast.
    """
    tree, roots = _computed(tuple(formulas))
    results: list[Any] = []
    with np.errstate(all="ignore"):
        for node in tree.nodes:
            if node.operation == "name":
                results.append(np.asarray(values[str(node.value)], np.float64)[()])
            elif isinstance(node.value, Fraction):
                results.append(np.float64(node.value))
            elif node.operation in CONSTANTS:
                results.append(CONSTANTS[node.operation])
            else:
                operands = [results[operand] for operand in node.operands]
                results.append(OPERATIONS[node.operation].value(*operands))
    return tuple([results[root] for root in roots])
