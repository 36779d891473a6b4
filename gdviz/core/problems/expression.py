"""A function typed by the user, as a problem."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from gdviz.core.expression.notation import HTML, PLAIN
from gdviz.core.expression.operations import Program, differentiate, evaluate
from gdviz.core.expression.parser import Parser
from gdviz.core.expression.tokens import MAX_LENGTH, ExpressionError
from gdviz.core.parameters import InputError
from gdviz.core.types import Array, Rows
from gdviz.i18n import N_, _

__all__ = ["Expression", "ExpressionError", "parse"]

_DOMAIN = (-5.0, 5.0)
_FARTHEST = 1e100
"""How far the domain may reach; beyond it its width, or a square, is no number."""

_GRID = 41
"""How many points per weight are tried for a start."""


@dataclass(frozen=True)
class Expression:
    """A cost that was typed, with its exact gradient by forward-mode dual numbers.

    Where the formula is undefined, such as ln(w) for w < 0, the cost is NaN or
    infinite, and the gradient too. `str` of it is text that makes it again.

    Attributes:
        program: the formula in postfix order.
        names: the weights' names as they are typed.
        domain: what is drawn and searched, a (low, high) for each weight.
    """

    program: Program
    names: tuple[str, ...]
    domain: tuple[tuple[float, float], ...]

    id: ClassVar[str] = "expression"
    title: ClassVar[str] = N_("Your own function")
    n_samples: ClassVar[int] = 1
    minima: ClassVar[tuple[tuple[float, ...], ...]] = ()
    saddles: ClassVar[tuple[tuple[float, ...], ...]] = ()

    def __str__(self) -> str:
        """Return the formula as text."""
        return PLAIN.write(self.program, self.names)

    @property
    def settings(self) -> dict[str, Any]:
        """What makes it again, by the names of the command line's options."""
        return {"function": str(self), "domain": list(self.domain[0])}

    @cached_property
    def weights(self) -> tuple[str, ...]:
        """The weights' names as they are shown."""
        return tuple(name.replace("1", "₁").replace("2", "₂") for name in self.names)

    @cached_property
    def formula(self) -> str:
        """The cost, as HTML."""
        names = [f"{name[0]}<sub>{name[1:]}</sub>" if name[1:] else name for name in self.names]
        return f"J({', '.join(names)}) = {HTML.write(self.program, names)}"

    @cached_property
    def start(self) -> tuple[float, ...]:
        """Four fifths along the domain, or the nearest point with a cost and a gradient.

        NaN if no point of a grid over the domain has them.
        """
        axes = [np.linspace(*ends, _GRID) for ends in self.domain]
        points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))
        known = np.isfinite(self.cost(points)) & np.isfinite(self.gradient(points)).all(axis=-1)
        if not known.any():
            return (math.nan,) * len(axes)
        low, high = np.array(self.domain).T
        along = (points[known] - low) / (high - low)
        nearest = np.abs(along - (0.8, 0.7)[: len(axes)]).sum(axis=-1).argmin()
        return tuple(points[known][nearest].tolist())

    def cost(self, w: Array) -> Array:
        """Return the function's value, (...) for weights (..., dim)."""
        with np.errstate(all="ignore"):
            return np.array(evaluate(self.program, np.asarray(w, np.float64).T)).T

    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the function's value, (...) for weights (..., dim)."""
        return self.cost(w)

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the derivative by each weight, (..., dim) for weights (..., dim)."""
        weights = np.asarray(w, np.float64)
        slopes = np.zeros(weights.shape)
        with np.errstate(all="ignore"):
            value, tangents = differentiate(self.program, weights.T)
            for index, tangent in tangents.items():
                # 1/w is a number where ln(w) is none: the value's NaN is passed on.
                slopes.T[index] = tangent + 0 * value
        return slopes

    def curvature(self, batch_size: int | None = None) -> float | None:
        """Return None: it is not the same at every weight."""
        return None


def parse(text: str, domain: tuple[float, float] = _DOMAIN) -> Expression:
    """Return the function that `text` describes, drawn over `domain` in each weight.

    Raises:
        ExpressionError: the text is not a function of one or two weights, or has
            no value anywhere in the domain.
        InputError: the domain is not a range.
    """
    low, high = domain
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        message = _("The range must go from a number to a larger one, not from {low} to {high}")
        raise InputError(message.format(low=low, high=high))
    if not (abs(low) <= _FARTHEST and abs(high) <= _FARTHEST):
        message = _("The range must lie within ±{most}, not go from {low} to {high}")
        raise InputError(message.format(most=f"{_FARTHEST:g}", low=low, high=high))
    program, names = Parser(text).read()
    made = Expression(program, names, ((low, high),) * len(names))
    if len(str(made)) > MAX_LENGTH:
        message = _("The function is too long: written out in full, it passes {most} characters")
        raise ExpressionError(message.format(most=MAX_LENGTH), 0, len(text))
    if math.isnan(made.start[0]):
        message = _("The function has no value anywhere from {low} to {high}")
        raise ExpressionError(message.format(low=f"{low:g}", high=f"{high:g}"), 0, len(text))
    return made
