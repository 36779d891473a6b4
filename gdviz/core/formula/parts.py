"""Taking out of formulas what stays the same where the rest is computed again and again."""

from collections.abc import Iterable, Set
from typing import NamedTuple

from gdviz.core.formula.ranges import Range, ranges
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


class Shared(NamedTuple):
    """Formulas, and what they have in common, which they name.

    Attributes:
        formulas: the formulas, with a name in the place of each part.
        parts: what each of these names stands for, of those before it too.
        ranges: where these values lie.
    """

    formulas: tuple[Formula, ...]
    parts: dict[str, Formula]
    ranges: dict[str, Range]


_LONG, _WORTH, _LARGE, _DEEP = 24, 6, 30, 24
"""How many signs are long together, are worth a name if they are common, or need one if they are
no sum; how deeply nested is too deep."""


def share(formulas: Iterable[Formula]) -> Shared:
    """Give names to what long formulas have in common, and to what is too long by itself.

    The names are part1, part2, …; what is short stays as it is.
    """
    whole = Tree()
    roots = [whole.graft(formula) for formula in formulas]
    if sum(whole.formula(root).length for root in roots) <= _LONG:
        return Shared(tuple(whole.formula(root) for root in roots), {}, {})
    uses = [roots.count(place) for place in range(len(whole.nodes))]
    for node in whole.nodes:
        for operand in node.operands:
            uses[operand] += 1
    rest, places = Tree(), list[int]()
    sizes, depths = list[int](), list[int]()
    parts: dict[str, Formula] = {}
    lie: dict[str, Range] = {}
    for place, node in enumerate(whole.nodes):
        operands = tuple([places[operand] for operand in node.operands])
        sizes.append(1 + sum([sizes[operand] for operand in node.operands]))
        depths.append(1 + max([depths[operand] for operand in node.operands], default=0))
        places.append(rest.add(node._replace(operands=operands)))
        common = uses[place] > 1 and sizes[place] >= _WORTH
        large = sizes[place] > _LARGE and node.operation not in ("+", "-") and place not in roots
        if common or large or depths[place] > _DEEP:
            name = f"part{len(parts) + 1}"
            parts[name] = rest.formula(places[place])
            lie[name] = ranges(parts[name], lie)[-1]
            places[place], sizes[place], depths[place] = rest.add(Node("name", (), name)), 1, 1
    return Shared(tuple(rest.formula(places[root]) for root in roots), parts, lie)
