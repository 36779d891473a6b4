"""Taking out of formulas what stays the same where the rest is computed again and again."""

from collections.abc import Iterable, Set
from typing import NamedTuple

from gdviz.core.formula.tree import Formula, Node, Tree


class Parted(NamedTuple):
    """Formulas, and the parts that were taken out of them.

    Attributes:
        formulas: the formulas, with a name in the place of each part.
        parts: what each of these names stands for.
    """

    formulas: tuple[Formula, ...]
    parts: dict[str, Formula]


def part(formulas: Iterable[Formula], fixed: Set[str], prefix: str) -> Parted:
    """Take out of the formulas the largest parts that have only `fixed` names in them.

    A name alone stays where it is, and so does what has no name in it.

    Args:
        formulas: what is parted; what they share is taken out once.
        fixed: the names.
        prefix: what the names of the parts begin with; no other name begins with it.
    """
    tree, rest = Tree(), Tree()
    roots = [tree.graft(formula) for formula in formulas]
    names: list[frozenset[str]] = []
    kept: dict[int, int] = {}
    taken: dict[int, str] = {}

    def found(place: int) -> int:
        """Return where the node, or the name in its place, is in the rest."""
        if place in kept:
            return kept[place]
        name = taken.setdefault(place, f"{prefix}{len(taken)}")
        return rest.add(Node("name", (), name))

    for place, node in enumerate(tree.nodes):
        own = {str(node.value)} if node.operation == "name" else set()
        names.append(frozenset(own.union(*[names[operand] for operand in node.operands])))
        if not (node.operands and names[place] and names[place] <= fixed):
            operands = tuple([found(operand) for operand in node.operands])
            kept[place] = rest.add(node._replace(operands=operands))
    formulas = tuple([rest.formula(found(root)) for root in roots])
    return Parted(formulas, {name: tree.formula(place) for place, name in taken.items()})
