"""A formula as a tree: nodes in a row, the operands of each before it.

So nothing that walks a tree recurses, and what occurs twice is one node.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple


class Node(NamedTuple):
    """A number, a name, a constant or an operation.

    Attributes:
        operation: `number`, `name`, or a key of `CONSTANTS` or `OPERATIONS`.
        operands: the places of what it is applied to.
        value: the number, exact, or the name; None otherwise.
    """

    operation: str
    operands: tuple[int, ...] = ()
    value: Fraction | str | None = None


class Tree:
    """Nodes in a row, none of them twice; it only grows.

    Attributes:
        nodes: the nodes; a node's place is its index.
    """

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        """Begin with `nodes`, each after its operands."""
        self.nodes: list[Node] = []
        self._places: dict[Node, int] = {}
        for node in nodes:
            self.add(node)

    def add(self, node: Node) -> int:
        """Return the node's place, a new one if it is not there yet."""
        place = self._places.get(node)
        if place is None:
            place = self._places[node] = len(self.nodes)
            self.nodes.append(node)
        return place

    def graft(self, formula: "Formula", bound: Mapping[str, int] | None = None) -> int:
        """Add a formula, with what is at `bound` in the place of names; return its place."""
        places: list[int] = []
        for node in formula.nodes:
            if bound and node.operation == "name" and node.value in bound:
                places.append(bound[str(node.value)])
            else:
                operands = tuple([places[operand] for operand in node.operands])
                places.append(self.add(node._replace(operands=operands)))
        return places[-1]

    def formula(self, root: int) -> "Formula":
        """Return what is at `root`, with no more than it consists of."""
        needed = {root}
        for place in range(root, -1, -1):
            if place in needed:
                needed.update(self.nodes[place].operands)
        places: dict[int, int] = {}
        nodes: list[Node] = []
        for place in sorted(needed):
            node = self.nodes[place]
            places[place] = len(nodes)
            nodes.append(node._replace(operands=tuple([places[o] for o in node.operands])))
        return Formula(tuple(nodes))


@dataclass(frozen=True)
class Formula:
    """A formula: two are equal if they have the same form.

    Attributes:
        nodes: the nodes it consists of, each after its operands, itself last.
    """

    nodes: tuple[Node, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names in it, in the order in which they first occur."""
        return tuple(str(node.value) for node in self.nodes if node.operation == "name")

    @cached_property
    def length(self) -> int:
        """How many signs it is when it is written out, what is shared as often as it occurs."""
        lengths: list[int] = []
        for node in self.nodes:
            lengths.append(1 + sum([lengths[operand] for operand in node.operands]))
        return lengths[-1]
