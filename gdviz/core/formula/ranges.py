"""Where a formula's value can lie, and whether it is a whole number, whatever its names are."""

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from gdviz.core.formula.operations import CONSTANTS
from gdviz.core.formula.tree import Formula, Node


class Range(NamedTuple):
    """Where a value lies, NaN aside.

    Attributes:
        low: it is not below that.
        high: it is not above that.
        whole: whether it is a whole number for certain.
    """

    low: float = -math.inf
    high: float = math.inf
    whole: bool = False

    @property
    def positive(self) -> bool:
        """Whether it is positive for certain."""
        return self.low > 0

    @property
    def nonzero(self) -> bool:
        """Whether it is not 0 for certain."""
        return self.low > 0 or self.high < 0


ANYWHERE = Range()
NOT_NEGATIVE = Range(low=0.0)
COUNT = Range(low=0.0, whole=True)

_MOST = 2**53


def ranges(formula: Formula, known: Mapping[str, Range]) -> list[Range]:
    """Return where each node's value lies, given where those of some names do."""
    found: list[Range] = []
    for node in formula.nodes:
        low, high, whole = _range(node, [found[operand] for operand in node.operands], known)
        if math.isnan(low) or math.isnan(high):  # of an infinite end less another
            low, high = ANYWHERE.low, ANYWHERE.high
        found.append(Range(low, high, whole))
    return found


def _range(node: Node, operands: Sequence[Range], known: Mapping[str, Range]) -> Range:
    if isinstance(node.value, Fraction):
        value = float(node.value)
        return Range(value, value, node.value.denominator == 1 and abs(value) < _MOST)
    if node.operation == "name":
        return known.get(str(node.value), ANYWHERE)
    if node.operation in CONSTANTS:
        value = float(CONSTANTS[node.operation])
        return Range(value, value)
    if node.operation == "*" and node.operands[0] == node.operands[1]:
        return NOT_NEGATIVE._replace(whole=operands[0].whole)
    rule = _RULES.get(node.operation)
    return _ALWAYS.get(node.operation, ANYWHERE) if rule is None else rule(*operands)


def _product(one: Range, other: Range) -> Range:
    ends = [a * b if a and b else 0.0 for a in one[:2] for b in other[:2]]
    return Range(min(ends), max(ends), one.whole and other.whole)


def _power(base: Range, exponent: Range) -> Range:
    even = exponent.whole and exponent.low == exponent.high and exponent.low % 2 == 0
    whole = base.whole and exponent.whole and exponent.low >= 0
    return Range(0.0 if even or base.low >= 0 else -math.inf, math.inf, whole)


def _smaller(one: Range, other: Range) -> Range:
    whole = one.whole and other.whole
    return Range(min(one.low, other.low), min(one.high, other.high), whole)


def _larger(one: Range, other: Range) -> Range:
    whole = one.whole and other.whole
    return Range(max(one.low, other.low), max(one.high, other.high), whole)


_RULES: Mapping[str, Callable[..., Range]] = {
    "+": lambda u, v: Range(u.low + v.low, u.high + v.high, u.whole and v.whole),
    "-": lambda u, v: Range(u.low - v.high, u.high - v.low, u.whole and v.whole),
    "negative": lambda u: Range(-u.high, -u.low, u.whole),
    "*": _product,
    "/": lambda u, v: NOT_NEGATIVE if u.low >= 0 and v.low >= 0 else ANYWHERE,
    "^": _power,
    "abs": lambda u: Range(0.0, math.inf, u.whole),
    "floor": lambda u: Range(u.low - 1, u.high, whole=True),
    "min": _smaller,
    "max": _larger,
}

_ALWAYS = {
    **dict.fromkeys(("sin", "cos", "tanh"), Range(-1.0, 1.0)),
    **dict.fromkeys(("exp", "sqrt"), NOT_NEGATIVE),
    "sign": Range(-1.0, 1.0, whole=True),
    "cosh": Range(low=1.0),
}
"""Where the values of some functions lie, whatever they are of."""
