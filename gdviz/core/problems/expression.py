"""A function typed by the user, as a problem."""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import numpy as np

from gdviz.core.formula import FormulaError, read, text
from gdviz.core.formula.tokens import MAX_LENGTH
from gdviz.core.parameters import InputError
from gdviz.core.problems.analytic import WEIGHTS, Analytic, weights_of
from gdviz.core.types import Array, Rows
from gdviz.i18n import N_, _

_DOMAIN = (-5.0, 5.0)
_FARTHEST = 1e100
"""How far the domain may reach; beyond it its width, or a square, is no number."""

_GRID = 41
"""How many points per weight are tried for a start."""


@dataclass(frozen=True)
class Expression(Analytic):
    """A cost that was typed.

    Where the formula is undefined, such as ln(w) for w < 0, the cost is NaN or
    infinite, and the gradient too.

    Attributes:
        text: the cost, such as `w^4 - 3*w^2 + w`; the same function has the same text.
        domain: what is drawn and searched, a (low, high) for each weight.
    """

    text: str
    domain: tuple[tuple[float, float], ...]

    id: ClassVar[str] = "expression"
    title: ClassVar[str] = N_("Your own function")
    minima: ClassVar[tuple[tuple[float, ...], ...]] = ()
    saddles: ClassVar[tuple[tuple[float, ...], ...]] = ()

    @np.errstate(all="ignore")
    def cost(self, w: Array) -> Array:
        """Return the function's value, (...) for weights (..., dim)."""
        return np.array(super().cost(w))

    @np.errstate(all="ignore")
    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the derivative by each weight, (..., dim) for weights (..., dim)."""
        # 1/w is a number where ln(w) is none: the cost's NaN is passed on.
        return super().gradient(w) + 0 * self.cost(w)[..., np.newaxis]

    @property
    def settings(self) -> dict[str, Any]:
        """What makes it again, by the names of the command line's options."""
        return {"function": self.text, "domain": list(self.domain[0])}

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


@lru_cache(maxsize=16)
def parse(typed: str, domain: tuple[float, float] = _DOMAIN) -> Expression:
    """Return the function that is typed, drawn over `domain` in each weight.

    Raises:
        FormulaError: the text is not a function of one or two weights, or has
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
    function = read(typed, WEIGHTS)
    written = text(function)
    if len(written) > MAX_LENGTH:
        message = _("The function is too long: written out in full, it passes {most} characters")
        raise FormulaError(message.format(most=MAX_LENGTH), 0, len(typed))
    made = Expression(written, ((low, high),) * len(weights_of(function)))
    if math.isnan(made.start[0]):
        message = _("The function has no value anywhere from {low} to {high}")
        raise FormulaError(message.format(low=f"{low:g}", high=f"{high:g}"), 0, len(typed))
    return made
