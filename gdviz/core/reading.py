"""How a number is read that a person has typed."""

import math
import re
import sys
import unicodedata

from gdviz.core.parameters import InputError
from gdviz.i18n import _

_LONGEST = 100
"""How many characters of a number are read; more can only be a mistake."""

_LONGEST_QUOTED = 24

_SIGNS = {
    **dict.fromkeys("−‐‑–—", "-"),
    **dict.fromkeys("÷∕", "/"),
    **dict.fromkeys("*·⋅x", "×"),
    "。": ".",
    "’": "'",
}
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_POWER = re.compile(f"10([{_SUPERSCRIPTS}]+)")
_LOWERED = str.maketrans(_SUPERSCRIPTS, "0123456789+-")

_TERM = re.compile(r"\s*([+-]?)\s*(.*?)\s*(?:e([+-]?\d+))?\s*")
_PLAIN = re.compile(r"\d+\.?\d*|\.\d+")
_WITH_COMMA = re.compile(r"\d+,\d*|,\d+")
_EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:([,._' ])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d*))?")
"""Thousands parted by one sign, and then perhaps a decimal point or comma that is another."""


def read_number(text: str) -> float:
    """Return the number that `text` can only mean.

    Besides what Python reads it may have a decimal comma (0,5), be a fraction (1/3) or
    have a power of ten (1.5×10^-3, 10⁻³), have its thousands parted (1 000, 1,000.5), and
    be of the full-width characters of an input method. A single dot is a decimal point.

    Raises:
        InputError: with the reason: it is no number, can mean two, or is too large or small.
    """
    if not text.strip():
        raise InputError(_("Type a number"))
    folded = _folded(text.strip())
    if len(folded) > _LONGEST:
        raise _not_a_number(text)
    dividend, slash, divisor = folded.partition("/")
    value = _read(dividend, text)
    if not slash:
        return value
    by = _read(divisor, text)
    if not by:
        raise InputError(_("'{text}' divides by 0").format(text=_quoted(text)))
    return _held(value / by, text, is_zero=not value)


def significant_digits(text: str) -> int:
    """Return how many digits a number was typed with, from the first that is not 0.

    A fraction has as many as a number can have.
    """
    mantissa, slash, _divisor = _folded(text.strip()).partition("/")
    found = _TERM.fullmatch(mantissa)
    if slash or found is None:
        return sys.float_info.dig
    return len(re.sub(r"[^0-9]", "", found[2]).lstrip("0"))


def _folded(text: str) -> str:
    """Return the text in ASCII as far as that means the same, with × for every times sign."""
    plain = "".join(map(_fold, text)).lower().replace("**", "^")
    plain = "".join(_SIGNS.get(character, character) for character in plain)
    plain = _POWER.sub(lambda power: "10^" + power[1].translate(_LOWERED), plain)
    plain = re.sub(r"\s*×\s*10\^\s*", "e", plain)
    return re.sub(r"(?<![\d.,])10\^\s*", "1e", plain)


def _fold(character: str) -> str:
    if character.isspace():
        return " "
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    is_form = unicodedata.decomposition(character).startswith(("<wide>", "<narrow>", "<small>"))
    return unicodedata.normalize("NFKC", character) if is_form else character


def _read(term: str, text: str) -> float:
    """Return the number that a term of the text is."""
    found = _TERM.fullmatch(term)
    assert found is not None
    sign, mantissa, power = found.groups()
    digits = _decimal(mantissa, text)
    value = float(f"{sign}{digits}e{power or 0}")
    return _held(value, text, is_zero=not digits.strip("0."))


def _decimal(mantissa: str, text: str) -> str:
    """Return the digits, and the decimal point if there is one, as Python writes them."""
    if _PLAIN.fullmatch(mantissa):
        return mantissa
    if _EITHER.fullmatch(mantissa):
        reason = _("'{text}' can mean {one} or {other}: write one of them")
        one, other = mantissa.replace(",", "."), mantissa.replace(",", "")
        raise InputError(reason.format(text=_quoted(text), one=one, other=other))
    if _WITH_COMMA.fullmatch(mantissa):
        return mantissa.replace(",", ".")
    grouped = _GROUPED.fullmatch(mantissa)
    if grouped is None:
        raise _not_a_number(text)
    return f"{re.sub(r'[^0-9]', '', grouped[1])}.{grouped[3] or 0}"


def _held(value: float, text: str, *, is_zero: bool) -> float:
    """Return the value unless it has become infinite, or 0 without being it."""
    if math.isfinite(value) and (value or is_zero):
        return value
    reason = _("'{text}' is too large or too small to calculate with")
    raise InputError(reason.format(text=_quoted(text)))


def _not_a_number(text: str) -> InputError:
    return InputError(_("'{text}' is not a number").format(text=_quoted(text)))


def _quoted(text: str) -> str:
    """Return as much of what was typed as a message has room for."""
    typed = text.strip()
    return typed if len(typed) <= _LONGEST_QUOTED else f"{typed[: _LONGEST_QUOTED - 1]}…"
