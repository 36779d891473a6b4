"""What the writers of Python source share: straight lines, each value computed once.

Nothing that was typed is written: a number as Python writes a float, a name as the
identifier that the caller has for it, an operation by a table. What has no name in
it is computed here, so that no line can fail for its numbers alone.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.formula.evaluation import lowered
from gdviz.core.formula.operations import CONSTANTS, OPERATIONS
from gdviz.core.formula.tree import Formula, Tree

_DEEPEST = 12
"""How deeply what is used once is nested; Python's own parser stops at a hundred."""


class Source(NamedTuple):
    """Formulas as Python source.

    Attributes:
        lines: assignments, in order, without indentation.
        results: an expression for each formula.
    """

    lines: tuple[str, ...]
    results: tuple[str, ...]


class Language(NamedTuple):
    """How operations are written.

    Attributes:
        templates: an operation -> the expression, with {0} for its first operand.
        namespace: what the templates and `inf` and `nan` refer to.
    """

    templates: Mapping[str, str]
    namespace: Mapping[str, Any]

    def write(
        self, formulas: Iterable[Formula], identifiers: Mapping[str, str], prefix: str = "t"
    ) -> Source:
        """Return the formulas as source.

        Args:
            formulas: what is written; what they share is computed once.
            identifiers: what each name in them is called in the source.
            prefix: what the names of values in between begin with.
        """
        tree, roots = lowered(formulas)
        constants = constants_of(tree)
        uses = self._uses(tree, roots, constants)
        lines: list[str] = []
        texts: dict[int, str] = {}
        depths: dict[int, int] = {}
        for place, node in enumerate(tree.nodes):
            if not uses[place]:
                continue
            depths[place] = 0
            if place in constants:
                texts[place] = literal(constants[place])
            elif node.operation == "name":
                texts[place] = identifiers[str(node.value)]
            else:
                operands = [texts[operand] for operand in node.operands]
                texts[place] = self.templates[node.operation].format(*operands)
                depths[place] = 1 + max([depths[operand] for operand in node.operands])
                if uses[place] > 1 or depths[place] == _DEEPEST:
                    lines.append(f"{prefix}{len(lines)} = {texts[place]}")
                    texts[place], depths[place] = f"{prefix}{len(lines) - 1}", 0
        return Source(tuple(lines), tuple([texts[root] for root in roots]))

    def _uses(self, tree: Tree, roots: Iterable[int], constants: Mapping[int, Any]) -> list[int]:
        """Return how often each node's expression is written if it is not assigned."""
        uses = [0] * len(tree.nodes)
        for root in roots:
            uses[root] += 1
        for place in range(len(tree.nodes) - 1, -1, -1):
            node = tree.nodes[place]
            if uses[place] and node.operands and place not in constants:
                template = self.templates[node.operation]
                for index, operand in enumerate(node.operands):
                    uses[operand] += template.count(f"{{{index}}}")
        return uses

    def function(self, formulas: Iterable[Formula], arguments: Sequence[str]) -> Callable[..., Any]:
        """Return a function of the arguments, in their order, to a tuple: the formulas' values."""
        identifiers = {name: f"x{index}" for index, name in enumerate(arguments)}
        lines, results = self.write(formulas, identifiers)
        body = [*lines, f"return ({', '.join(results)},)"]
        source = f"def function({', '.join(identifiers.values())}):\n    " + "\n    ".join(body)
        namespace = dict(self.namespace)
        exec(compile(source, "<formula>", "exec"), namespace)  # of checked nodes alone
        made: Callable[..., Any] = namespace["function"]
        return made


def literal(value: float) -> str:
    """Return a number as source."""
    text = repr(float(value))
    return f"({text})" if text.startswith("-") else text


def constants_of(tree: Tree) -> dict[int, Any]:
    """Return the values of the nodes that have no name in them, by place."""
    known: dict[int, Any] = {}
    with np.errstate(all="ignore"):
        for place, node in enumerate(tree.nodes):
            if isinstance(node.value, Fraction):
                known[place] = np.float64(node.value)
            elif node.operation in CONSTANTS:
                known[place] = CONSTANTS[node.operation]
            elif node.operands and all(operand in known for operand in node.operands):
                operands = [known[operand] for operand in node.operands]
                known[place] = OPERATIONS[node.operation].value(*operands)
    return known


UNDEFINED = {"inf": math.inf, "nan": math.nan}
