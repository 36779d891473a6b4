"""Hyper-parameters that describe themselves.

An algorithm or an update rule is a frozen dataclass. Each of its fields made
with `parameter` carries its label, its range and its help, and the window, the
command line and the documentation are all built from those.
"""

import math
from dataclasses import dataclass, field, fields
from typing import Any

from gdviz.i18n import _


class InputError(ValueError):
    """A value that a user gave and that cannot be used; its text is for the user."""


@dataclass(frozen=True)
class Parameter:
    """What a hyper-parameter says of itself.

    Attributes:
        label: its name in words (English; translated where it is shown).
        symbol: its symbol in formulas, if it has one.
        help: one sentence (English; translated where it is shown).
        minimum: the smallest value allowed.
        maximum: the largest value allowed.
        below: whether `maximum` itself is refused.
        default: what it is unless set; its type is the parameter's type.
        logarithmic: whether equal ratios, not differences, should look equal.
    """

    label: str
    symbol: str
    help: str
    default: float
    minimum: float
    maximum: float
    below: bool = False
    logarithmic: bool = False

    @property
    def type(self) -> type:
        """`bool`, `int` or `float`."""
        return type(self.default)

    def check(self, value: float) -> None:
        """Refuse a value that is not a number of the range.

        Raises:
            InputError: with the range in its text.
        """
        too_large = value >= self.maximum if self.below else value > self.maximum
        whole = self.type is float or float(value).is_integer()
        if math.isfinite(value) and value >= self.minimum and not too_large and whole:
            return
        text = (
            _("{name} must be at least {minimum} and less than {maximum}, not {value}")
            if self.below
            else _("{name} must be a whole number from {minimum} to {maximum}, not {value}")
            if self.type is int
            else _("{name} must be from {minimum} to {maximum}, not {value}")
        )
        limits = {"minimum": f"{self.minimum:.12g}", "maximum": f"{self.maximum:.12g}"}
        raise InputError(text.format(name=_(self.label), value=value, **limits))


def parameter(
    default: float,
    *,
    label: str,
    help: str,
    symbol: str = "",
    minimum: float = 0,
    maximum: float = 1,
    below: bool = False,
    logarithmic: bool = False,
) -> Any:
    """Return a dataclass field that is a hyper-parameter."""
    described = Parameter(label, symbol, help, default, minimum, maximum, below, logarithmic)
    return field(default=default, metadata={"parameter": described})


def parameters(cls: Any) -> dict[str, Parameter]:
    """Return the hyper-parameters of the dataclass `cls` by field name, in order."""
    return {f.name: f.metadata["parameter"] for f in fields(cls) if "parameter" in f.metadata}


class Checked:
    """A dataclass whose hyper-parameters are checked when it is made."""

    def __post_init__(self) -> None:
        """Check each hyper-parameter.

        Raises:
            InputError: one is not a number of its range.
        """
        for name, described in parameters(type(self)).items():
            described.check(getattr(self, name))
