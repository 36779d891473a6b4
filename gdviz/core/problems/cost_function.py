"""A cost as a formula of the weights: its value and its gradient, at any number of weights."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from gdviz.core.formula import Formula, derivative, evaluate, numpy_function
from gdviz.core.types import Array

_NAMED = 6
"""So many weights are called by their names, at most."""


@dataclass(frozen=True)
class CostFunction:
    """A function of the weights, and what follows from its formula, made when it is needed.

    Attributes:
        formula: the function.
        names: the weights' names in it.
        constants: what its other names stand for.
    """

    formula: Formula
    names: tuple[str, ...]
    constants: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def slopes(self) -> tuple[Formula, ...]:
        """The derivative by each weight."""
        return tuple(derivative(self.formula, name) for name in self.names)

    @cached_property
    def _values(self) -> tuple[np.float64, ...]:
        return tuple(map(np.float64, self.constants.values()))

    @cached_property
    def _cost(self) -> Callable[..., tuple[Any, ...]]:
        return numpy_function([self.formula], (*self.names, *self.constants))

    @cached_property
    def _gradient(self) -> Callable[..., tuple[Any, ...]]:
        return numpy_function(self.slopes, (*self.names, *self.constants))

    def cost(self, w: Array) -> Array:
        """Return the function's value, (...) for weights (..., dim)."""
        (value,) = self._cost(*np.asarray(w, np.float64).T, *self._values)
        return np.asarray(value).T

    def gradient(self, w: Array) -> Array:
        """Return the derivative by each weight, (..., dim) for weights (..., dim)."""
        weights = np.asarray(w, np.float64)
        gradient = np.empty(weights.shape)
        for axis, slope in enumerate(self._gradient(*weights.T, *self._values)):
            gradient.T[axis] = slope
        return gradient

    @cached_property
    def hessian(self) -> Array | None:
        """The second derivatives, (dim, dim), None where they are not the same everywhere."""
        if any(node.operation == "sign" for slope in self.slopes for node in slope.nodes):
            return None  # there is a kink, which the second derivative does not see
        hessian = [[derivative(slope, name) for name in self.names] for slope in self.slopes]
        if any({*self.names} & {*second.names} for row in hessian for second in row):
            return None
        values = np.array([evaluate(row, self.constants) for row in hessian])
        return values if np.isfinite(values).all() else None

    @cached_property
    def curvature(self) -> float | None:
        """The largest curvature, None where it is not the same everywhere."""
        return None if self.hessian is None else float(np.linalg.eigvalsh(self.hessian)[-1])

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: not what was made of it, for a function cannot be."""
        return {"formula": self.formula, "names": self.names, "constants": self.constants}


def left_side(weights: Sequence[str]) -> str:
    """Return what a cost of the weights is called: J(w) of w₁ and w₂, or of many, else J(w, b)."""
    every = all(name.startswith("w") for name in weights)
    return "J(w)" if every or len(weights) > _NAMED else f"J({', '.join(weights)})"
