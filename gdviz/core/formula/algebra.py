"""Putting formulas together that nobody typed: constants folded, factors in order.

It is no computer algebra: numbers are folded, exactly, 0 and 1 vanish, equal terms
are counted, factors get an order. What was typed stays as it was typed.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce

from gdviz.core.formula.operations import CONSTANTS
from gdviz.core.formula.tree import Node, Tree

_MOST_BITS = 128
"""Fractions with more digits than that are not folded: 9^9^9 has too many to write."""

_MOST_FACTORS = 12
"""Longer products are not taken apart, so that their parts stay shared."""


class Algebra:
    """Adds to a tree what follows from what is there.

    Operands and results are places in the tree.
    """

    def __init__(self, tree: Tree) -> None:
        """Add to `tree`."""
        self.tree = tree
        self._exact: list[Fraction | None] = []

    def number(self, value: Fraction | int) -> int:
        """Return the number."""
        return self.tree.add(Node("number", (), Fraction(value)))

    def apply(self, operation: str, *operands: int) -> int:
        """Return the operation on the operands as it stands."""
        return self.tree.add(Node(operation, operands))

    def exact(self, place: int) -> Fraction | None:
        """Return the number that the node is, None if it is none or not worth folding."""
        for node in self.tree.nodes[len(self._exact) : place + 1]:
            self._exact.append(self._folded(node))
        return self._exact[place]

    def _folded(self, node: Node) -> Fraction | None:
        if isinstance(node.value, Fraction):
            return node.value
        values = [self._exact[operand] for operand in node.operands]
        known = [value for value in values if value is not None]
        if not known or len(known) < len(values):
            return None
        return _fold(node.operation, known)

    def sum(self, left: int, right: int) -> int:
        """Return left + right."""
        (first, one), (second, other) = self._scaled(left), self._scaled(right)
        if one == other:
            return self._times(first + second, one)
        if not first:
            return right
        if not second:
            return left
        if second < 0:
            return self.apply("-", left, self._times(-second, other))
        if first < 0:
            return self.apply("-", right, self._times(-first, one))
        return self.apply("+", left, right)

    def difference(self, left: int, right: int) -> int:
        """Return left − right."""
        return self.sum(left, self.negative(right))

    def negative(self, of: int) -> int:
        """Return −of."""
        return self.product(self.number(-1), of)

    def product(self, left: int, right: int) -> int:
        """Return left · right."""
        (first, some), (second, others) = self._factors(left), self._factors(right)
        return self._times(first * second, self._ordered([*some, *others]))

    def quotient(self, left: int, right: int) -> int:
        """Return left / right."""
        (first, some), (second, others) = self._factors(left), self._factors(right)
        if not first or not second:
            return self.number(0) if second else self.apply("/", left, right)
        numerator, denominator = self._ordered(some), self._ordered(others)
        if denominator is None:
            return self._times(first / second, numerator)
        ratio = first / second
        quotient = self.apply(
            "/",
            self._times(Fraction(abs(ratio.numerator)), numerator),
            self._times(Fraction(ratio.denominator), denominator),
        )
        return quotient if ratio > 0 else self.apply("negative", quotient)

    def power(self, base: int, exponent: Fraction) -> int:
        """Return base ^ exponent."""
        if exponent in (0, 1):
            return base if exponent else self.number(1)
        known = self.exact(base)
        folded = None if known is None else _fold("^", [known, exponent])
        if folded is not None:
            return self.number(folded)
        return self.apply("^", base, self.number(exponent))

    def _scaled(self, place: int) -> tuple[Fraction, int | None]:
        """Return the node as a number times the rest; None for the rest if it is a number."""
        coefficient, factors = self._factors(place)
        return coefficient, self._ordered(factors)

    def _times(self, coefficient: Fraction, rest: int | None) -> int:
        """Return the coefficient times the rest."""
        if rest is None or not coefficient:
            return self.number(coefficient)
        if coefficient < 0:
            return self.apply("negative", self._times(-coefficient, rest))
        if not is_decimal(coefficient):
            numerator = self._times(Fraction(coefficient.numerator), rest)
            return self.apply("/", numerator, self.number(coefficient.denominator))
        if coefficient == 1:
            return rest
        factors = [self.number(coefficient), *self._factors(rest)[1]]
        return reduce(lambda product, factor: self.apply("*", product, factor), factors)

    def _ordered(self, factors: Sequence[int]) -> int | None:
        """Return the product of the factors in order; None if there are none."""
        if not factors:
            return None
        counted = Counter(factors).items()
        powers = [self.power(factor, Fraction(count)) for factor, count in counted]
        ordered = sorted(powers, key=self._rank)
        return reduce(lambda product, factor: self.apply("*", product, factor), ordered)

    def _rank(self, place: int) -> tuple[int, str]:
        """Return where a factor belongs: constants, names, sums, functions."""
        node = self.tree.nodes[place]
        base = self.tree.nodes[node.operands[0]] if node.operation == "^" else node
        if base.operation == "name":
            return 1, str(base.value)
        if base.operation in CONSTANTS:
            return 0 if base is node else 3, ""
        return (2 if base.operation in ("+", "-") else 3), ""

    def _factors(self, place: int) -> tuple[Fraction, list[int]]:
        """Return a number and the factors that make the node together."""
        coefficient = Fraction(1)
        factors: list[int] = []
        waiting = [place]
        while waiting:
            at = waiting.pop()
            node = self.tree.nodes[at]
            exact = self.exact(at)
            divisor = self.exact(node.operands[1]) if node.operation == "/" else None
            if exact is not None:
                coefficient *= exact
            elif node.operation == "negative":
                coefficient = -coefficient
                waiting.append(node.operands[0])
            elif node.operation == "*":
                waiting += reversed(node.operands)
            elif divisor:
                coefficient /= divisor
                waiting.append(node.operands[0])
            else:
                factors.append(at)
            if len(waiting) + len(factors) > _MOST_FACTORS or not _is_short(coefficient):
                return Fraction(1), [place]
        return coefficient, factors


def is_decimal(value: Fraction) -> bool:
    """Tell whether a number has an end when it is written as a decimal of a few digits."""
    return 10**9 % value.denominator == 0


def _is_short(value: Fraction) -> bool:
    return max(value.numerator.bit_length(), value.denominator.bit_length()) <= _MOST_BITS


def _fold(operation: str, values: Iterable[Fraction]) -> Fraction | None:
    """Return the exact result of the arithmetic; None if there is none or it is too long."""
    left, *rest = values
    right = rest[0] if rest else Fraction(0)
    result = None
    if operation == "+":
        result = left + right
    elif operation in ("-", "negative"):
        result = left - right if rest else -left
    elif operation == "*":
        result = left * right
    elif operation == "/" and right:
        result = left / right
    elif operation == "^" and right.denominator == 1 and abs(right) <= 64 and (left or right > 0):
        result = left**right.numerator if _is_short(left) else None
    return result if result is not None and _is_short(result) else None
