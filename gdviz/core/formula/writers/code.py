"""Formulas as Python that a person would have written: `2 * x * (w * x - y)`.

What the writers of `source.py` make is for the machine, and computes nothing twice; this is
to be read. Nothing that was typed is written here either: names are the caller's, numbers are
written as Python writes them, and functions come from a table.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from gdviz.core.formula.ranges import Range, ranges
from gdviz.core.formula.tree import Formula, Node
from gdviz.core.formula.writers.notation import Level, Notation, Piece

_ARITHMETIC = {
    "+": "{} + {}",
    "-": "{} - {}",
    "negative": "-{}",
    "*": "{} * {}",
    "/": "{} / {}",
    "^": "{} ** {}",
}

_SAME = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log1p", "log10", "log2", "sqrt")
"""What every library calls so."""


class Dialect(NamedTuple):
    """Which functions the code calls.

    Attributes:
        library: what the library's module is called there.
        functions: a function -> what is called for it.
        choice: of four operands the third where the first is as large as the second, and else the
            fourth, with {0} for the first.
    """

    library: str
    functions: Mapping[str, str]
    choice: str


def _of(library: str, others: Mapping[str, str]) -> dict[str, str]:
    same = {name: f"{library}.{name}" for name in _SAME}
    return {**same, "ln": f"{library}.log", **others}


MATH = Dialect(
    "math",
    _of(
        "math",
        {
            **{name: f"math.{name}" for name in ("asin", "acos", "atan", "floor")},
            **{name: name for name in ("abs", "sign", "min", "max")},
        },
    ),
    "{2} if {0} >= {1} else {3}",
)
"""For floats. There is no `sign`: who writes it has to define it."""

NUMPY = Dialect(
    "np",
    _of(
        "np",
        {
            **{name: f"np.arc{name[1:]}" for name in ("asin", "acos", "atan")},
            **{name: f"np.{name}" for name in ("abs", "sign", "floor")},
            "min": "np.minimum",
            "max": "np.maximum",
        },
    ),
    "np.where({0} >= {1}, {2}, {3})",
)

TORCH = Dialect(
    "torch",
    _of(
        "torch",
        {
            **{name: f"torch.{name}" for name in ("asin", "acos", "atan", "abs", "sign", "floor")},
            "min": "torch.minimum",
            "max": "torch.maximum",
        },
    ),
    "torch.where({0} >= {1}, {2}, {3})",
)
"""For tensors; what has none in it is computed by `math`."""


class CodeWriter(Notation):
    """Writes formulas as expressions of one dialect."""

    def __init__(
        self,
        dialect: Dialect,
        identifiers: Mapping[str, str],
        known: Mapping[str, Range] | None = None,
        numbers: Collection[str] = (),
    ) -> None:
        """Write in a dialect.

        Args:
            dialect: which functions are called.
            identifiers: what each name is called in the code.
            known: where the values of some names lie.
            numbers: the names that are plain numbers, where the others are tensors.
        """
        self._dialect, self._identifiers = dialect, identifiers
        self._known, self._numbers = known or {}, {*numbers}
        self._ranges: list[Range] = []
        self._tensors: list[bool] = []

    def write(self, formula: Formula) -> str:
        """Return the formula as an expression.

        Raises:
            FormulaError: it would be too long to be read.
        """
        return self.piece(formula).text

    def _begin(self, formula: Formula) -> None:
        self._ranges = ranges(formula, self._known)
        self._tensors = []
        for node in formula.nodes:
            own = node.operation == "name" and node.value not in self._numbers
            self._tensors.append(own or any(self._tensors[operand] for operand in node.operands))

    def piece(self, formula: Formula) -> Piece:
        """Return the formula as a piece of an expression."""
        self._begin(formula)
        return super().piece(formula)

    def _piece(self, node: Node, operands: Sequence[Piece]) -> Piece:
        if node.operation == "^":
            return self._power(node.operands, operands)
        if node.operation == "log_base":
            return self._logarithm(node.operands, operands)
        if node.operation == "power_slope":
            return self._slope(node.operands, operands)
        if node.operation == "choose":
            texts = [self.closed(piece, Level.SUM) for piece in operands]
            return self._chosen(self._dialect.choice.format(*texts))
        if node.operation in self._dialect.functions:
            return self._call(node.operation, node.operands, operands)
        return super()._piece(node, operands)

    def _chosen(self, text: str) -> Piece:
        return Piece(text, Level.ANY if " if " in text else Level.ATOM)

    def _by_math(self, places: Sequence[int]) -> bool:
        """Tell whether what is made of these is a float of Python's own."""
        tensors = self._dialect is TORCH and any(self._tensors[place] for place in places)
        return self._dialect is not NUMPY and not tensors

    def _call(self, name: str, places: Sequence[int], operands: Sequence[Piece]) -> Piece:
        if self._by_math(places):
            return _called(MATH, name, operands)
        tensors = [self._dialect is NUMPY or self._tensors[place] for place in places]
        if all(tensors):
            return self.function(name, operands)
        # The least, or the largest, of a tensor and a number.
        tensor, number = [piece.text for piece in operands][:: 1 if tensors[0] else -1]
        return Piece(f"torch.clamp({tensor}, {'max' if name == 'min' else 'min'}={number})")

    def _power(self, places: Sequence[int], operands: Sequence[Piece]) -> Piece:
        base, exponent = (self._ranges[place] for place in places)
        below, above = operands
        if below.text == self.constant("e"):
            return self._call("exp", places[1:], [above])
        if base.whole:  # a whole number's power has as many digits as it likes
            whole = below.text.isdecimal()
            below = Piece(f"{below.text}.0" if whole else f"float({below.text})")
        if self._by_math(places) and not (exponent.whole or base.low >= 0):
            return Piece(f"math.pow({below.text}, {above.text})")  # ** may make it complex
        texts = self.closed(below, Level.ATOM), self.closed(above, Level.POWER)
        return Piece(self.arithmetic("^", *texts), Level.POWER)

    def _logarithm(self, places: Sequence[int], operands: Sequence[Piece]) -> Piece:
        """Return ln(u), and 0 where u is 0: its product with uᵛ is 0 there."""
        logarithm = self._call("ln", places[:1], operands[:1])
        if self._ranges[places[0]].positive:
            return logarithm
        base, library = self.closed(operands[0], Level.SUM), self._dialect.library
        if self._dialect is MATH:
            return Piece(f"{logarithm.text} if {base} else 0", Level.ANY)
        return Piece(f"{library}.log({library}.where({base} == 0, 1, {base}))")

    def _slope(self, places: Sequence[int], operands: Sequence[Piece]) -> Piece:
        """Return v·uᵛ⁻¹, and 0 where v is 0."""
        base, exponent = self._ranges[places[0]], self._ranges[places[1]]
        factor, less = (self.closed(operands[1], level) for level in (Level.PRODUCT, Level.SUM))
        if self._dialect is MATH and not (exponent.whole or base.low >= 0):
            power = f"math.pow({operands[0].text}, {less} - 1)"
        else:
            power = f"{self.closed(operands[0], Level.ATOM)} ** ({less} - 1)"
        product = f"{factor} * {power}"
        if exponent.nonzero:
            return Piece(product, Level.PRODUCT)
        if self._dialect is MATH:
            return Piece(f"{product} if {less} else 0", Level.ANY)
        library = self._dialect.library
        return Piece(f"{library}.where({factor} == 0, 0, {product})")

    def number(self, value: Fraction) -> Piece:
        """Return a number: as Python writes it if it has an end, as a quotient otherwise."""
        rest = value.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        if rest > 1:
            return super().number(value)
        piece = self.decimal(repr(abs(float(value))).removesuffix(".0"))
        return piece if value >= 0 else Piece(f"-{piece.text}", Level.SUM)

    def decimal(self, text: str) -> Piece:
        """Return a number that Python writes as `text`."""
        return Piece(text)

    def name(self, name: str) -> Piece:
        """Return what the name is called in the code."""
        return Piece(self._identifiers[name])

    def constant(self, name: str) -> str:
        """Return how a constant is written."""
        return f"{'np' if self._dialect is NUMPY else 'math'}.{name}"

    def arithmetic(self, operation: str, *texts: str) -> str:
        """Return an operation of arithmetic on operands that hold together."""
        return _ARITHMETIC[operation].format(*texts)

    def function(self, name: str, operands: Sequence[Piece]) -> Piece:
        """Return a function of the operands."""
        return _called(self._dialect, name, operands)


def _called(dialect: Dialect, name: str, operands: Sequence[Piece]) -> Piece:
    return Piece(f"{dialect.functions[name]}({', '.join([piece.text for piece in operands])})")
