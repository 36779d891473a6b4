"""Costs that are a formula of the weights: their values and gradients come from it."""

import re
from collections.abc import Callable, Set
from dataclasses import fields
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from gdviz.core.formula import Formula, Names, derivative, evaluate, html, numpy_function, read
from gdviz.core.formula.names import BELOW
from gdviz.core.types import Array, Rows
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
    n_samples: ClassVar[int] = 1

    @cached_property
    def function(self) -> Formula:
        """The cost."""
        return read(self.text, WEIGHTS)

    @cached_property
    def slopes(self) -> tuple[Formula, ...]:
        """The derivative of the cost by each weight."""
        return tuple(derivative(self.function, name) for name in self.names)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The weights' names as they are typed."""
        return weights_of(self.function)

    @cached_property
    def weights(self) -> tuple[str, ...]:
        """The weights' names as they are shown."""
        return tuple(name.translate(BELOW) for name in self.names)

    @cached_property
    def formula(self) -> str:
        """The cost, as HTML."""
        left = "w" if self.names[0].startswith("w") else ", ".join(self.names)
        return f"J({left}) = {html(self.function)}"

    @cached_property
    def _cost(self) -> Callable[..., tuple[Any, ...]]:
        return numpy_function([self.function], self.names)

    @cached_property
    def _gradient(self) -> Callable[..., tuple[Any, ...]]:
        return numpy_function(self.slopes, self.names)

    def cost(self, w: Array) -> Array:
        """Return the function's value, (...) for weights (..., dim)."""
        (value,) = self._cost(*np.asarray(w, np.float64).T)
        return np.asarray(value).T

    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the function's value, (...) for weights (..., dim)."""
        return self.cost(w)

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the derivative by each weight, (..., dim) for weights (..., dim)."""
        weights = np.asarray(w, np.float64)
        gradient = np.empty(weights.shape)
        for axis, slope in enumerate(self._gradient(*weights.T)):
            gradient.T[axis] = slope
        return gradient

    def curvature(self, batch_size: int | None = None) -> float | None:
        """Return the largest curvature, None where it is not the same everywhere."""
        return self._curvature

    @cached_property
    def _curvature(self) -> float | None:
        if any(node.operation == "sign" for slope in self.slopes for node in slope.nodes):
            return None  # there is a kink, which the second derivative does not see
        hessian = [[derivative(slope, name) for name in self.names] for slope in self.slopes]
        if any(second.names for row in hessian for second in row):
            return None
        values = np.array([evaluate(row, {}) for row in hessian])
        return float(np.linalg.eigvalsh(values)[-1]) if np.isfinite(values).all() else None

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone: what follows from them is made again."""
        made: Any = self
        return {field.name: getattr(self, field.name) for field in fields(made)}
