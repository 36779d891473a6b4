"""Hyper-parameters that describe themselves.

An algorithm or an update rule is a frozen dataclass. Each of its fields made
with `parameter` carries its label, its range and its help, and the window, the
command line and the documentation are all built from those.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from gdviz.core.numbers import format_number
from gdviz.i18n import _

_NICE = ("0.5", "1", "2", "5", "10")
"""What a logarithmic parameter is stepped through, times a power of ten."""


Value = float | str
"""What a hyper-parameter may be: a number, a truth value, or the name of an option."""


class InputError(ValueError):
    """A value that a user gave and that cannot be used; its text is for the user."""


class Option(NamedTuple):
    """What a hyper-parameter that is a choice may be.

    Attributes:
        label: it in words (English; translated where it is shown).
        help: what it does, in a sentence (English; translated where it is shown).
    """

    label: str
    help: str


@dataclass(frozen=True, eq=False)
class Parameter:
    """What a hyper-parameter says of itself.

    It is equal to itself alone: Adam's ε is not AdaGrad's, whatever they say of
    themselves. What an algorithm inherits is the same one.

    Attributes:
        label: its name in words (English; translated where it is shown).
        symbol: its symbol in formulas, if it has one.
        help: one sentence (English; translated where it is shown).
        default: what it is unless set; its type is the parameter's type.
        minimum: the smallest number allowed.
        maximum: the largest number allowed.
        below: whether `maximum` itself is refused.
        logarithmic: whether equal ratios, not differences, should look equal.
        options: of a choice, what there is to choose from, by name; empty for a number.
    """

    label: str
    symbol: str
    help: str
    default: Any
    minimum: float = 0
    maximum: float = 1
    below: bool = False
    logarithmic: bool = False
    options: Mapping[str, Option] = field(default_factory=dict)

    @property
    def type(self) -> type[Any]:
        """`bool`, `int` or `float`; `str` for a choice."""
        return type(self.default)

    @property
    def largest(self) -> float:
        """The largest value allowed."""
        return math.nextafter(self.maximum, -math.inf) if self.below else self.maximum

    @property
    def span(self) -> str:
        """The range, as a sentence; of a choice a line for each option."""
        if self.options:
            text, options = _("{name}: {meaning}"), self.options.values()
            return "\n".join(text.format(name=_(one.label), meaning=_(one.help)) for one in options)
        text = _("From {low} to below {high}.") if self.below else _("From {low} to {high}.")
        return text.format(low=format_number(self.minimum), high=format_number(self.maximum))

    def step(self, value: float, *, up: bool) -> float:
        """Return the next value up or down from one of the range, `value` itself at its end.

        Evenly; a logarithmic one through 1, 2, 5, 10, and in whole numbers by the
        second digit.
        """
        here = Decimal(repr(value))
        if self.logarithmic and self.type is float:
            target = _next_nice(here, up=up)
        else:
            size = self._step_size(here if up else here - 1)
            target = here + (size if up else -size)
        return self._within(self.type(target), value)

    def round(self, value: float) -> float:
        """Return the nearest of 1, 2, 5 × 10ⁿ to a positive value, within the range."""
        here = Decimal(repr(value))
        nice = [float(Decimal(factor).scaleb(here.adjusted())) for factor in _NICE]
        nearest = min(nice, key=lambda one: abs(math.log(one / value)))
        return min(max(nearest, self.minimum), self.largest)

    def _step_size(self, value: Decimal) -> Decimal:
        if self.type is float:
            return Decimal("0.05") if self.maximum <= 1 else Decimal("0.5")
        return Decimal(10) ** max(0, value.adjusted() - 1) if self.logarithmic else Decimal(1)

    def _within(self, target: float, value: float) -> float:
        """Return the end of the range where the target is past it, if the end is allowed."""
        low: float = self.type(self.minimum)
        high: float = value if self.below else self.type(self.maximum)
        return high if target > self.largest else max(low, target)

    def check(self, value: Any) -> None:
        """Refuse a value that is not a number of the range, or no option's name.

        Raises:
            InputError: with the range, or the names, in its text.
        """
        if self.options:
            self._check_option(value)
        else:
            self._check_number(value)

    def _check_option(self, value: Any) -> None:
        if value not in [*self.options]:
            text = _("{name} must be one of {known}, not {value}")
            known = ", ".join(self.options)
            raise InputError(text.format(name=_(self.label), known=known, value=value))

    def _check_number(self, value: float) -> None:
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


def _next_nice(value: Decimal, *, up: bool) -> Decimal:
    """Return the next of 1, 2, 5 × 10ⁿ above a positive value, or below it."""
    power = value.adjusted()
    ladder = [Decimal(factor).scaleb(power) for factor in _NICE]
    if up:
        return next(nice for nice in ladder if nice > value)
    return next(nice for nice in reversed(ladder) if nice < value)


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
    """Return a dataclass field that is a number, or with a truth value as default a switch."""
    return _described(Parameter(label, symbol, help, default, minimum, maximum, below, logarithmic))


def choice(default: str, options: Mapping[str, Option], *, label: str, help: str) -> Any:
    """Return a dataclass field that is one of those options, by its name."""
    return _described(Parameter(label, "", help, default, options=options))


def _described(described: Parameter) -> Any:
    return field(default=described.default, metadata={"parameter": described})


def parameters(owner: Any) -> MappingProxyType[str, Parameter]:
    """Return the hyper-parameters of a class by field name, in order; none if it is no dataclass.

    Those of an instance are its class's.
    """
    return _of_class(owner if isinstance(owner, type) else type(owner))


def by_symbol(*owners: object) -> dict[str, Any]:
    """Return the values of all hyper-parameters of instances that have a symbol, by it."""
    return {
        described.symbol: getattr(owner, name)
        for owner in owners
        for name, described in parameters(owner).items()
        if described.symbol
    }


@lru_cache(maxsize=256)  # they are asked for whenever settings are made, or shown
def _of_class(cls: type) -> MappingProxyType[str, Parameter]:
    own = fields(cls) if is_dataclass(cls) else ()
    described = {f.name: f.metadata["parameter"] for f in own if "parameter" in f.metadata}
    return MappingProxyType(described)


def values_of(owner: object) -> dict[str, Value]:
    """Return the values of an owner's hyper-parameters by name, in order."""
    return {name: getattr(owner, name) for name in parameters(type(owner))}


class Checked:
    """A dataclass whose hyper-parameters are checked when it is made."""

    def __post_init__(self) -> None:
        """Check each hyper-parameter.

        Raises:
            InputError: one is not a value of its range.
        """
        for name, described in parameters(type(self)).items():
            described.check(getattr(self, name))
