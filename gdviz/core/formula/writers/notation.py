"""What the notations for people share: what needs parentheses, and that nothing recurses."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import IntEnum
from fractions import Fraction
from typing import ClassVar, NamedTuple

from gdviz.core.formula.operations import CONSTANTS
from gdviz.core.formula.tokens import FormulaError
from gdviz.core.formula.tree import Formula, Node
from gdviz.i18n import _

_MOST_SIGNS = 20_000
"""Longer formulas are not written out: those of derivatives can be, where parts are shared."""


class Level(IntEnum):
    """How tightly a piece of a formula holds together."""

    ANY = 0
    SUM = 1
    APPLIED = 2
    """It ends with a function of what follows without parentheses: sin w."""
    QUOTIENT = 3
    PRODUCT = 4
    POWER = 5
    ATOM = 6


class Piece(NamedTuple):
    """A piece of a formula as it is written.

    Attributes:
        text: how it is written.
        level: how tightly that holds together.
        closed: how it may be written where it must hold together, if not in parentheses.
    """

    text: str
    level: Level = Level.ATOM
    closed: "Piece | None" = None


class Notation(ABC):
    """A way of writing formulas.

    Attributes:
        NEEDED: how tightly each operand of an operation must hold together to stand
            without parentheses; a function's operands stand in its own.
        LEVELS: how tightly the result holds together.
    """

    NEEDED: ClassVar[dict[str, tuple[Level, ...]]] = {
        "+": (Level.SUM, Level.APPLIED),
        "-": (Level.SUM, Level.APPLIED),
        "negative": (Level.APPLIED,),
        # 1/2·w becomes (1/2)·w, which nobody takes for 1/(2·w).
        "*": (Level.PRODUCT, Level.POWER),
        "/": (Level.QUOTIENT, Level.POWER),
        "^": (Level.ATOM, Level.POWER),
    }

    LEVELS: ClassVar[dict[str, Level]] = {
        "+": Level.SUM,
        "-": Level.SUM,
        "negative": Level.SUM,
        "/": Level.QUOTIENT,
        "*": Level.PRODUCT,
        "^": Level.POWER,
    }

    def write(self, formula: Formula) -> str:
        """Return the formula in this notation.

        Raises:
            FormulaError: it would be too long to be read.
        """
        return self.piece(formula).text

    def piece(self, formula: Formula) -> Piece:
        """Return the formula as a piece that others can be put together with.

        Raises:
            FormulaError: it would be too long to be read.
        """
        if formula.length > _MOST_SIGNS:
            raise FormulaError(_("The formula is too long to be written out"))
        pieces: list[Piece] = []
        for node in formula.nodes:
            pieces.append(self._piece(node, [pieces[operand] for operand in node.operands]))
        return pieces[-1]

    def _piece(self, node: Node, operands: Sequence[Piece]) -> Piece:
        if isinstance(node.value, Fraction):
            return self.number(node.value)
        if node.operation == "name":
            return self.name(str(node.value))
        if node.operation in CONSTANTS:
            return Piece(self.constant(node.operation))
        if node.operation not in self.NEEDED:
            return self.function(node.operation, operands)
        needed = self.NEEDED[node.operation]
        texts = [self.closed(piece, level) for piece, level in zip(operands, needed, strict=True)]
        piece = Piece(self.arithmetic(node.operation, *texts), self.LEVELS[node.operation])
        if node.operation != "*" or operands[1].level is not Level.APPLIED:
            return piece
        return Piece(self.arithmetic("*", texts[0], operands[1].text), Level.APPLIED, piece)

    def closed(self, piece: Piece, level: Level) -> str:
        """Return the piece so that it holds together at least that tightly."""
        if piece.level >= level:
            return piece.text
        if piece.closed and piece.closed.level >= level:
            return piece.closed.text
        return self.parentheses(piece.text)

    def parentheses(self, text: str) -> str:
        """Return the text in parentheses."""
        return f"({text})"

    def number(self, value: Fraction) -> Piece:
        """Return a number: as a decimal if it has an end, as a fraction otherwise."""
        shortest = repr(float(value))
        if Fraction(shortest) != value:
            fraction = self.arithmetic("/", str(abs(value.numerator)), str(value.denominator))
            piece = Piece(fraction, self.LEVELS["/"])
        else:
            piece = self.decimal(shortest.removesuffix(".0").removeprefix("-"))
        if value >= 0:
            return piece
        return Piece(self.arithmetic("negative", piece.text), Level.SUM)

    @abstractmethod
    def decimal(self, text: str) -> Piece:
        """Return a number that Python writes as `text`; it is not negative."""

    @abstractmethod
    def name(self, name: str) -> Piece:
        """Return how a name is written, or what stands in its place."""

    @abstractmethod
    def constant(self, name: str) -> str:
        """Return how a constant is written."""

    @abstractmethod
    def arithmetic(self, operation: str, *texts: str) -> str:
        """Return an operation of arithmetic on operands that hold together."""

    @abstractmethod
    def function(self, name: str, operands: Sequence[Piece]) -> Piece:
        """Return a function of the operands."""
