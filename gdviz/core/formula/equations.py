"""Equations: lines that calculate one after the other, each a name and what it becomes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from gdviz.core.formula.evaluation import evaluate
from gdviz.core.formula.names import HAT, Names, parted
from gdviz.core.formula.parser import read_tokens
from gdviz.core.formula.tokens import Text, no_name
from gdviz.core.formula.tree import Formula, Node, Tree


class Equation(NamedTuple):
    """A name and the formula that it becomes."""

    name: str
    formula: Formula


@dataclass(frozen=True)
class Equations:
    """Lines such as `v ← β·v + g`.

    A name stands for what was given until a line assigns it, and from the next line
    on for what it has become; it may be assigned more than once.

    Attributes:
        lines: the equations, in order.
    """

    lines: tuple[Equation, ...]

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The names that must be given: those read before a line assigns them."""
        found: dict[str, None] = {}
        assigned: set[str] = set()
        for name, formula in self.lines:
            found |= dict.fromkeys(read for read in formula.names if read not in assigned)
            assigned.add(name)
        return tuple(found)

    @cached_property
    def results(self) -> dict[str, Formula]:
        """What each assigned name has become in the end, as a formula of the inputs alone."""
        tree = Tree()
        bound: dict[str, int] = {name: tree.add(Node("name", (), name)) for name in self.inputs}
        for name, formula in self.lines:
            bound[name] = tree.graft(formula, bound)
        return {line.name: tree.formula(bound[line.name]) for line in self.lines}

    def evaluate(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return all names with their values, those that are calculated as they are in the end.

        Args:
            values: a number or an array for each of the inputs.
        """
        known = dict(values)
        for name, formula in self.lines:
            (known[name],) = evaluate([formula], known)
        return known


def read_equations(texts: Iterable[str], names: Names) -> Equations:
    """Return the equations that are typed, one a text: `v ← β·v + g`.

    A line may use `names` and what the lines above it assign.

    Raises:
        FormulaError: a text is not a name, an arrow (or =) and a formula.
    """
    lines: list[Equation] = []
    for typed in texts:
        text = Text(typed)
        assigned, begin = text.assigned()
        name = names.spellings.get(assigned.text, assigned.text)
        if len(parted(name)[0].removesuffix(HAT)) != 1:
            raise no_name(assigned)
        lines.append(Equation(name, read_tokens(text, text.tokens(names, begin), names)))
        names = names.also(name)
    return Equations(tuple(lines))
