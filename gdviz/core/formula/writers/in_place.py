"""Formulas as source for numpy that allocates nothing: each operation writes into an array."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.formula.evaluation import lowered
from gdviz.core.formula.operations import OPERATIONS
from gdviz.core.formula.tree import Formula, Node
from gdviz.core.formula.writers.source import constants_of

_UFUNCS = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "negative": np.negative,
}


class InPlace(NamedTuple):
    """Formulas as statements.

    Attributes:
        lines: the statements, in order, without indentation.
        buffers: the names of the arrays that they write values in between into.
        namespace: what they refer to besides.
    """

    lines: tuple[str, ...]
    buffers: tuple[str, ...]
    namespace: dict[str, Any]


def write_in_place(
    formulas: Iterable[Formula], identifiers: Mapping[str, str], targets: Sequence[str]
) -> InPlace:
    """Return statements that write each formula's values into its target.

    A number is an array without dimensions: numpy takes it at once, where it would
    convert a number first.

    Args:
        formulas: what is computed; what they share is computed once.
        identifiers: what each name in them is called in the source.
        targets: what is written into is called; none of them is read.
    """
    tree, roots = lowered(formulas)
    constants = constants_of(tree)
    last = _last_uses(tree.nodes, roots, constants)
    lines: list[str] = []
    namespace: dict[str, Any] = {"copyto": np.copyto}
    texts: dict[int, str] = {}
    buffers: list[str] = []
    free: list[str] = []
    kept = dict(zip(reversed(roots), reversed(targets), strict=True))
    for place, node in enumerate(tree.nodes):
        if place not in last:
            continue
        if place in constants:
            texts[place] = f"k{place}"
            namespace[texts[place]] = np.array(constants[place])
        elif node.operation == "name":
            texts[place] = identifiers[str(node.value)]
        else:
            operands = [texts[operand] for operand in node.operands]
            done = {o for o in node.operands if last[o] == place and texts[o] in buffers}
            free += [texts[operand] for operand in done]
            target = kept.get(place) or (free.pop() if free else f"b{len(buffers)}")
            if target not in targets and target not in buffers:
                buffers.append(target)
            texts[place] = target
            lines.append(_statement(node, operands, target, namespace))
    lines += [
        f"copyto({target}, {texts[root]})"
        for root, target in zip(roots, targets, strict=True)
        if texts[root] != target
    ]
    return InPlace(tuple(lines), tuple(buffers), namespace)


def in_place_function(
    formulas: Sequence[Formula], arguments: Sequence[str]
) -> tuple[Callable[..., None], int]:
    """Return a function (arguments, buffers, results), and how many buffers it writes into.

    It writes the formulas' values into the results; all arrays are broadcast to their shape.

    Args:
        formulas: what is computed; what they share is computed once.
        arguments: the names in them, in the order of the function's arguments.
    """
    identifiers = {name: f"x{index}" for index, name in enumerate(arguments)}
    targets = [f"r{index}" for index in range(len(formulas))]
    source = write_in_place(formulas, identifiers, targets)
    given = ", ".join([*identifiers.values(), *source.buffers, *targets])
    text = "\n    ".join([f"def function({given}):", *source.lines])
    namespace = dict(source.namespace)
    exec(compile(text, "<in place>", "exec"), namespace)  # of checked nodes alone
    made: Callable[..., None] = namespace["function"]
    return made, len(source.buffers)


def _last_uses(nodes: Sequence[Node], roots: Iterable[int], known: Iterable[int]) -> dict[int, int]:
    """Return where each node that is needed is used last; the results are to the end."""
    last = dict.fromkeys(roots, len(nodes))
    for place in range(len(nodes) - 1, -1, -1):
        if place in last and place not in known:
            for operand in nodes[place].operands:
                last.setdefault(operand, place)
    return last


def _statement(node: Node, operands: Sequence[str], target: str, namespace: dict[str, Any]) -> str:
    value = _UFUNCS.get(node.operation, OPERATIONS[node.operation].value)
    called = value.__name__
    namespace[called] = value
    if isinstance(value, np.ufunc):
        return f"{called}({', '.join(operands)}, out={target})"
    return f"copyto({target}, {called}({', '.join(operands)}))"
