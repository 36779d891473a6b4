"""How a number is written for a reader."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gdviz.i18n import N_, _

_RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPTS = str.maketrans("-0123456789", _RAISED)
_ON_THE_LINE = str.maketrans(_RAISED, "−0123456789")
_EXPONENT = re.compile(f"[{_RAISED}]+")

_SMALLEST_POWER, _LARGEST_POWER = -4, 5
"""The powers of ten that are written out; so wide that few runs cross them."""


MOST_WRITTEN = 10
"""Of more numbers, nobody reads them all: the first ones are written."""

_FIRST = 6


def shortened(texts: Sequence[str]) -> list[str]:
    """Return texts as they are, or the first ones and a … where they are too many."""
    return [*texts] if len(texts) <= MOST_WRITTEN else [*texts[:_FIRST], "…"]


def format_vector(values: Sequence[float]) -> str:
    """Return one number as it is, several as (a, b), a great many as (a, b, …)."""
    digits = 4 if len(values) == 1 else 3
    numbers = shortened([format_number(value, digits) for value in values])
    return numbers[0] if len(numbers) == 1 else f"({', '.join(numbers)})"


def format_number(value: float, digits: int = 4, pad: bool = False) -> str:
    """Return `value` rounded to so many significant digits, with a true minus sign.

    0.0001 to 999999 are written out, the rest as 1.2×10⁻⁸.

    Args:
        value: the number.
        digits: how many digits from the first one that is not 0.
        pad: keep zeros at the end, for a number that changes in place.
    """
    if not math.isfinite(value):
        return "—" if math.isnan(value) else "∞" if value > 0 else "−∞"
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    power = int(exponent)
    if _SMALLEST_POWER <= power <= _LARGEST_POWER:
        text, tail = f"{abs(value):.{max(0, digits - 1 - power)}f}", ""
    else:
        text, tail = mantissa, "×10" + str(power).translate(_SUPERSCRIPTS)
    if not pad and "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("−" if value < 0 else "") + text + tail


def typed_number(value: float, digits: int | None = None) -> str:
    """Return `value` as one would type it: 0.1, 100 or 1e-6.

    Args:
        value: the number.
        digits: how many digits to round it to; without, as many as make it the very number.
    """
    text = repr(value) if digits is None else f"{value:.{digits}g}"
    return re.sub(r"e([+-])0*", "e\\1", text.removesuffix(".0")).replace("e+", "e")


class Piece(NamedTuple):
    """A piece of a text.

    Attributes:
        text: the piece, as it stands on the line.
        raised: whether it is an exponent.
    """

    text: str
    raised: bool


def has_exponent(text: str) -> bool:
    """Tell whether there is an exponent in a text, as in 1.2×10⁻⁸."""
    return _EXPONENT.search(text) is not None


def pieces(text: str) -> Iterator[Piece]:
    """Yield a text in pieces, so that whoever can set it raises 8 rather than writing ⁸.

    A font has ¹, ² and ³ from other times than the rest, or not the rest at all.
    """
    end = 0
    for found in _EXPONENT.finditer(text):
        if found.start() > end:
            yield Piece(text[end : found.start()], raised=False)
        yield Piece(found[0].translate(_ON_THE_LINE), raised=True)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:], raised=False)


def format_share(share: float) -> str:
    """Return a share as a percentage of two significant digits."""
    return _("{number} %").format(number=format_number(100 * share, 2))


def format_seconds(seconds: float, digits: int = 2) -> str:
    """Return a duration in seconds, milliseconds or microseconds, with so many digits at least."""
    units = (("s", 1.0), ("ms", 1e3), ("µs", 1e6))
    unit, of_them = next((one for one in units if seconds * one[1] >= 1), units[-1])
    number = seconds * of_them
    return f"{format_number(number, max(digits, len(f'{number:.0f}')))}\u00a0{unit}"


_LONG = (
    (N_("{number} years"), 365.25 * 86400),
    (N_("{number} days"), 86400.0),
    (N_("{number} h"), 3600.0),
    (N_("{number} min"), 60.0),
)
"""The units of what takes long, and how many seconds each has."""


def format_duration(seconds: float) -> str:
    """Return a duration in the unit, from microseconds to years, of which it has two at least."""
    for text, unit in _LONG:
        if seconds >= 2 * unit:
            number = seconds / unit
            return _(text).format(number=format_number(number, max(2, len(f"{number:.0f}"))))
    return format_seconds(seconds)


def format_column(
    values: Iterable[float], digits: int = 4, pad: bool = False, mean: float = math.nan
) -> list[str]:
    """Return the numbers of a column, all with as many decimals as the largest has.

    With one more where their mean has it; each by itself where the largest is
    written with a power of ten.
    """
    numbers = [float(value) for value in values]
    texts = [format_number(number, digits, pad) for number in numbers]
    largest = max(numbers, key=abs, default=0.0)
    if not math.isfinite(sum(numbers)) or "×" in format_number(largest, digits):
        return texts
    places = _decimals(format_number(largest, digits, pad=True))
    places += _decimals(format_number(mean, digits, pad=True)) > places
    if not pad:
        places = min(places, max(map(_decimals, texts)))
    return [f"{round(number, places) + 0.0:.{places}f}".replace("-", "−") for number in numbers]


def _decimals(text: str) -> int:
    return len(text.partition("×")[0].partition(".")[2])
