r"""A formula as LaTeX, for documents: `w^{4} - 3 w^{2} + w`."""

import unicodedata
from collections.abc import Mapping, Sequence

from gdviz.core.formula.names import HAT, parted
from gdviz.core.formula.tree import Formula
from gdviz.core.formula.writers.notation import Level, Notation, Piece

_ARITHMETIC = {
    "+": "{} + {}",
    "-": "{} - {}",
    "negative": "-{}",
    "*": r"{} \cdot {}",
    "/": r"\frac{{{}}}{{{}}}",
    "^": "{}^{{{}}}",
}

_FUNCTIONS = {
    "asin": r"\arcsin",
    "acos": r"\arccos",
    "atan": r"\arctan",
    "log10": r"\log_{10}",
    "log2": r"\log_{2}",
    "log_base": r"\ln",
    "sign": r"\operatorname{sign}",
    "log1p": r"\operatorname{log1p}",
}


_AROUND = {
    "abs": r"\left|{}\right|",
    "floor": r"\left\lfloor {}\right\rfloor",
    "sqrt": r"\sqrt{{{}}}",
}


class _Latex(Notation):
    NEEDED = Notation.NEEDED | {
        "/": (Level.ANY, Level.ANY),
        "^": (Level.ATOM, Level.ANY),
    }
    # A fraction needs parentheses only as the base of a power.
    LEVELS = Notation.LEVELS | {"/": Level.POWER}

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def parentheses(self, text: str) -> str:
        return rf"\left({text}\right)"

    def decimal(self, text: str) -> Piece:
        digits, _e, exponent = text.partition("e")
        if not exponent:
            return Piece(digits)
        return Piece(rf"{digits} \cdot 10^{{{int(exponent)}}}", Level.PRODUCT)

    def name(self, name: str) -> Piece:
        return Piece(self._names[name] if name in self._names else _typeset_name(name))

    def constant(self, name: str) -> str:
        return r"\pi" if name == "pi" else name

    def arithmetic(self, operation: str, *texts: str) -> str:
        if operation == "*" and not texts[1][0].isdigit():
            return " ".join(texts)
        return _ARITHMETIC[operation].format(*texts)

    def function(self, name: str, operands: Sequence[Piece]) -> Piece:
        texts = [piece.text for piece in operands]
        if name in _AROUND:
            return Piece(_AROUND[name].format(texts[0]))
        if name == "choose":
            first, second = (
                rf"{texts[2]} & {texts[0]} \ge {texts[1]}",
                rf"{texts[3]} & \text{{else}}",
            )
            return Piece(rf"\begin{{cases}}{first} \\ {second}\end{{cases}}")
        if name == "power_slope":
            base, factor = (self.closed(piece, Level.ATOM) for piece in operands)
            return Piece(rf"{factor} {base}^{{{texts[1]} - 1}}", Level.PRODUCT)
        written, shown = (
            _FUNCTIONS.get(name, "\\" + name),
            texts[: 1 if name == "log_base" else None],
        )
        closed = Piece(written + self.parentheses(", ".join(shown)))
        if operands[0].level is not Level.ATOM or texts[0].startswith("\\left") or len(shown) > 1:
            return closed
        return Piece(f"{written} {texts[0]}", Level.APPLIED, closed)


def _typeset_name(name: str) -> str:
    marked, digits = parted(name)
    letter = name[0]
    if not letter.isascii():
        # Unicode spells lambda so.
        called = unicodedata.name(letter).removeprefix("GREEK SMALL LETTER ")
        letter = "\\" + called.replace("LAMDA", "LAMBDA").lower()
    if marked.endswith(HAT):
        letter = rf"\hat{{{letter}}}"
    return f"{letter}_{{{digits}}}" if digits else letter


def latex(formula: Formula, names: Mapping[str, str] | None = None) -> str:
    """Return the formula as LaTeX.

    Args:
        formula: what is written.
        names: how names are written, if not as themselves with their digits below.
    """
    return _Latex(names or {}).write(formula)
