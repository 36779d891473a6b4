"""Costs that are a formula of the weights alone: their values and gradients come from it."""

import re
from collections.abc import Mapping, Set
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

from gdviz.core.formula import Formula, Names, html, read
from gdviz.core.formula.names import BELOW
from gdviz.core.parameters import Value
from gdviz.core.problems.cost_function import CostFunction, left_side
from gdviz.core.types import MEAN, Array, Rows
from gdviz.i18n import _

_FAMILIES = (("w",), ("x",), ("w1", "w2"), ("x", "y"))
"""The weights' names that go together."""

_ANOTHER_WEIGHT = re.compile(r"w[0-9₀-₉]+|z")


class _Weights(Names):
    """The names of one or two weights, said in the words of whoever types a function."""

    def unknown(self, word: str) -> str:
        if _ANOTHER_WEIGHT.fullmatch(word):
            return _("There are two weights at most: w1 and w2, or x and y")
        return super().unknown(word)

    def refused(self, name: str, others: Set[str]) -> str:
        if any({name, *others} <= {*family} for family in _FAMILIES):
            return ""
        message = _("{name} does not go with {others}: use w alone, w1 and w2, or x and y")
        return message.format(name=name, others=", ".join(sorted(others)))

    def missing(self, found: Set[str]) -> str:
        return "" if found else _("There is no weight in it: use w, or w1 and w2")

    def nothing(self) -> str:
        return _("Type a function of w, or of w1 and w2, such as w^4 - 3w^2 + w")


WEIGHTS = _Weights("w", "w1", "w2", "x", "y")


def weights_of(function: Formula) -> tuple[str, ...]:
    """Return the weights' names of a function, of which one may not occur in it."""
    return next(family for family in _FAMILIES if {*function.names} <= {*family})


class Analytic:
    """A problem without data: a frozen dataclass with the cost as text, all else follows.

    What follows is made when it is first needed.

    Attributes:
        text: the cost as one would type it.
    """

    text: str
    defaults: Mapping[str, Value] = MappingProxyType({})
    n_samples: ClassVar[int] = 1
    reduction: ClassVar[str] = MEAN

    @cached_property
    def cost_function(self) -> CostFunction:
        """The cost and its gradient."""
        function = read(self.text, WEIGHTS)
        return CostFunction(function, weights_of(function))

    @cached_property
    def weights(self) -> tuple[str, ...]:
        """The weights' names as they are shown."""
        return tuple(name.translate(BELOW) for name in self.cost_function.names)

    @cached_property
    def formula(self) -> str:
        """The cost, as HTML."""
        return f"{left_side(self.weights)} = {html(self.cost_function.formula)}"

    def cost(self, w: Array) -> Array:
        """Return the function's value, (...) for weights (..., dim)."""
        return self.cost_function.cost(w)

    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the function's value, (...) for weights (..., dim)."""
        return self.cost(w)

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the derivative by each weight, (..., dim) for weights (..., dim)."""
        return self.cost_function.gradient(w)

    def curvature(self, batch_size: int | None = None) -> float | None:
        """Return the largest curvature, None where it is not the same everywhere."""
        return self.cost_function.curvature
