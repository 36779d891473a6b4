"""A formula as text that can be typed, and that reads as the same formula again."""

from collections.abc import Sequence

from gdviz.core.formula.tree import Formula
from gdviz.core.formula.writers.notation import Notation, Piece

_ARITHMETIC = {
    "+": "{} + {}",
    "-": "{} - {}",
    "negative": "-{}",
    "*": "{}*{}",
    "/": "{}/{}",
    "^": "{}^{}",
}


class _Text(Notation):
    def decimal(self, text: str) -> Piece:
        return Piece(text)

    def name(self, name: str) -> Piece:
        return Piece(name)

    def constant(self, name: str) -> str:
        return name

    def arithmetic(self, operation: str, *texts: str) -> str:
        return _ARITHMETIC[operation].format(*texts)

    def function(self, name: str, operands: Sequence[Piece]) -> Piece:
        return Piece(f"{name}({', '.join([piece.text for piece in operands])})")


def text(formula: Formula) -> str:
    """Return the formula as it may be typed: `w^4 - 3*w^2 + w`."""
    return _Text().write(formula)
