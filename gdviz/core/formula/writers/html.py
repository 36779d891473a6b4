"""A formula as HTML, of the few elements that Qt's labels know: sub and sup."""

import re
from collections.abc import Mapping, Sequence

from gdviz.core.formula.names import BELOW, parted
from gdviz.core.formula.tree import Formula
from gdviz.core.formula.writers.notation import Level, Notation, Piece

_FUNCTIONS = {
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "log10": "log<sub>10</sub>",
    "log2": "log<sub>2</sub>",
    "log_base": "ln",
}

_RAISED = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class _Html(Notation):
    NEEDED = Notation.NEEDED | {"^": (Level.ATOM, Level.ANY)}

    def __init__(self, names: Mapping[str, str], product: str) -> None:
        self._names = names
        self._product = product

    def decimal(self, text: str) -> Piece:
        digits, _e, exponent = text.partition("e")
        if not exponent:
            return Piece(digits)
        power = str(int(exponent)).replace("-", "−")
        return Piece(f"{digits}·10<sup>{power}</sup>", Level.PRODUCT)

    def name(self, name: str) -> Piece:
        return Piece(self._names[name] if name in self._names else typeset_name(name))

    def constant(self, name: str) -> str:
        return "π" if name == "pi" else name

    def arithmetic(self, operation: str, *texts: str) -> str:
        if operation == "*":
            return _side_by_side(texts[0], texts[1], self._product)
        if operation == "/":
            return (" / " if " " in _apart(texts[0]) + texts[1] else "/").join(texts)
        if operation == "^":
            return f"{texts[0]}<sup>{_raised(texts[1])}</sup>"
        if operation == "negative":
            return "−" + texts[0]
        return f" {operation} ".replace("-", "−").join(texts)

    def function(self, name: str, operands: Sequence[Piece]) -> Piece:
        inner = operands[0]
        single = inner.level is Level.ATOM and inner.text[:1] not in "(|√"
        if name == "abs":
            return Piece(f"|{inner.text}|")
        if name == "sqrt":
            return Piece(f"√{inner.text}" if single else f"√({inner.text})")
        if name == "choose":
            return Piece(
                "{2} if {0} ≥ {1}, else {3}".format(*[p.text for p in operands]), Level.ANY
            )
        if name == "power_slope":
            base, factor = (self.closed(piece, Level.ATOM) for piece in operands)
            exponent = self.closed(operands[1], Level.SUM)
            return Piece(f"{factor}·{base}<sup>{_raised(exponent)} − 1</sup>", Level.PRODUCT)
        name, shown = _FUNCTIONS.get(name, name), operands[: 1 if name == "log_base" else None]
        closed = Piece(f"{name}({', '.join([piece.text for piece in shown])})")
        if not single or len(shown) > 1:
            return closed
        return Piece(f"{name} {inner.text}", Level.APPLIED, closed)


def typeset_name(name: str) -> str:
    """Return a name as HTML, its digits below it."""
    letter, digits = parted(name)
    return f"{letter}<sub>{digits}</sub>" if digits else letter


def _apart(numerator: str) -> str:
    """Return it without what a power of parentheses, such as (a − b)², holds together."""
    return re.sub(r"^\([^()]*\)(?=<sup>)", "", numerator)


def _raised(text: str) -> str:
    """Return what stands in an exponent: Qt sets nothing above or below what is raised."""
    text = re.sub("<sub>([0-9]+)</sub>", lambda match: match[1].translate(BELOW), text)
    return re.sub("<sup>(.*?)</sup>", _power_in_exponent, text)


def _power_in_exponent(match: re.Match[str]) -> str:
    exponent = match[1]
    if exponent.removeprefix("−").isdecimal():
        return exponent.translate(_RAISED)
    return f"^{exponent}" if exponent.isalnum() else f"^({exponent})"


def _side_by_side(left: str, right: str, sign: str) -> str:
    """Return a product: without a sign between its factors where nobody takes it for another."""
    if sign:
        return f"{left}{sign}{right}"
    if right[0].isdigit() or (right[0] in "√|" and not left[-1].isdigit()):
        return f"{left}·{right}"
    if len(right) > 1 and right[:2].isalpha() and right[:2].isascii():
        return f"{left} {right}"
    after_name = left[-1].isalpha() or left.endswith(("</sub>", "\u0302"))
    called = right[0] == "(" and after_name and not left[0].isdigit()
    return f"{left}·{right}" if called else left + right


def html(formula: Formula, names: Mapping[str, str] | None = None, product: str = "") -> str:
    """Return the formula as HTML: `w<sup>4</sup> − 3w<sup>2</sup> + w`.

    Args:
        formula: what is written.
        names: how names are written, if not as themselves with their digits below.
        product: the sign between all factors; without it only where it must be.
    """
    return _Html(names or {}, product).write(formula)
