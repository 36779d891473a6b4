"""The float nearest to m·10^k, for many at once: the very one that `float` finds.

Only where m·10^k lies halfway between two floats, or too near to that, is it open which of them
is meant.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from gdviz.core.types import Array

Words = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

_TENS = 10 ** np.arange(19, dtype=np.uint64)
_FRACTION_BITS = np.uint64(52)
_LEADING = np.uint64(1 << 52)
_FRACTION = _LEADING - np.uint64(1)
"""Which bits of a float are its fraction, and the one before them that is left out."""
_SHIFT = np.uint64(1023 + 52)
_LESS, _MORE = 2.0**-52 * (1 - 2.0**-40), 2.0**-52 * (1 + 2.0**-40)
"""The last bit of a float between 1 and 2, less and more than an error may be wrong by."""

_FARTHEST = 100
"""The largest k that there is, and −k the smallest."""
_DOUBT = 2.0**-98
"""Which part of a product it may be wrong by: more than it ever is, 2⁻¹⁰¹."""


def scaled(mantissas: Words, exponents: Indices) -> tuple[Array, Flags]:
    """Return m·10^k for each, and for which of them it is certain."""
    values, certain = _divided(mantissas, -exponents)
    others = np.flatnonzero(~certain)
    if len(others):
        values[others], certain[others] = _multiplied(mantissas[others], exponents[others])
    return values, certain


def _divided(mantissas: Words, places: Indices) -> tuple[Array, Flags]:
    """Return m/10^p for each, and for which of them it is certain, by what is left of a quotient.

    A quotient q·2^-s is at most two of its last bits wrong, so that m·2^s - q·10^p is less than
    2⁶³, and right in integers of 64 bits, although neither product is.
    """
    tens = _TENS.take(places, mode="clip")
    power = tens.astype(np.float64)
    quotient = mantissas.astype(np.float64) / power
    bits = quotient.view(np.uint64)
    left = mantissas << (_SHIFT - (bits >> _FRACTION_BITS))
    left -= ((bits & _FRACTION) | _LEADING) * tens
    error = left.view(np.int64).astype(np.float64)
    error /= power
    error *= (bits & ~_FRACTION).view(np.float64)
    values = quotient + error * _LESS
    certain = values == quotient + error * _MORE
    certain &= (quotient < 2.0**53) & (places.view(np.uint64) < len(_TENS))
    return values, certain


def _multiplied(mantissas: Words, exponents: Indices) -> tuple[Array, Flags]:
    """Return m·10^k for each, and for which of them it is certain, by sums of two floats.

    So both m and 10^k are exact to 2⁻¹⁰⁶, and so nearly is their product, which is rounded once.
    """
    at = exponents + _FARTHEST
    near = mantissas.astype(np.float64)
    rest = (mantissas - near.astype(np.uint64)).view(np.int64).astype(np.float64)
    high, low = _halves(near)
    power, power_high, power_low, power_rest = (row.take(at, mode="clip") for row in _powers())
    product = near * power
    # What the product is short of, which Dekker's halves give exactly, and what the rests add.
    error = high * power_high - product
    error += high * power_low
    error += low * power_high
    error += low * power_low
    error += rest * power
    error += near * power_rest
    doubt = product * _DOUBT
    values = product + (error - doubt)
    certain = values == product + (error + doubt)
    return values, certain & (at >= 0) & (at <= 2 * _FARTHEST)


def _halves(values: Array) -> tuple[Array, Array]:
    """Return each number as a sum of two, of so few digits that products of them are exact."""
    high = values * (2.0**27 + 1)
    high -= high - values
    return high, values - high


@cache
def _powers() -> tuple[Array, ...]:
    """Return for each k the float next to 10^k, its halves, and what it is short of."""
    rows = []
    for exponent in range(-_FARTHEST, _FARTHEST + 1):
        above, below = 10 ** max(exponent, 0), 10 ** max(-exponent, 0)
        power = above / below
        numerator, denominator = power.as_integer_ratio()
        rows.append((power, (above * denominator - numerator * below) / (below * denominator)))
    power, rest = np.array(rows).T.copy()
    return power, *_halves(power), rest
