"""Writes a program out again: as text that can be typed, and as typeset HTML."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gdviz.core.expression.operations import CONSTANTS, OPERATIONS, Program

_SUM, _QUOTIENT, _PRODUCT, _POWER, _ATOM = range(1, 6)

_LEVELS = {"+": _SUM, "-": _SUM, "negative": _SUM, "/": _QUOTIENT, "*": _PRODUCT, "^": _POWER}
"""How tightly what an operation makes holds together."""

_NEEDED = {
    "+": (_SUM, _QUOTIENT),
    "-": (_SUM, _QUOTIENT),
    "negative": (_QUOTIENT,),
    "/": (_QUOTIENT, _POWER),
    "*": (_PRODUCT, _POWER),
    "^": (_ATOM, _POWER),
}
"""How tightly each operand must hold together to stand without parentheses.

1/2·w becomes (1/2)·w, which nobody takes for 1/(2·w).
"""


@dataclass(frozen=True)
class Notation:
    """A way of writing formulas.

    Attributes:
        number: a number -> how it is written, and how tightly that holds together.
        constants: how a constant is written, if not by its name.
        operations: how an operation is written around its operands, if not name(operand).
        raised: whether an exponent stands raised, and so needs no parentheses.
    """

    number: Callable[[float], tuple[str, int]]
    constants: dict[str, str]
    operations: dict[str, str]
    raised: bool

    def write(self, program: Program, weights: Sequence[str]) -> str:
        """Return the program in this notation, with `weights` as the weights' names."""
        stack: list[tuple[str, int]] = []
        for name, value in program:
            if name in OPERATIONS:
                count = len(OPERATIONS[name].partials)
                operands = stack[-count:]
                stack[-count:] = [(self._operation(name, operands), _LEVELS.get(name, _ATOM))]
            elif name == "weight":
                stack.append((weights[int(value)], _ATOM))
            elif name in CONSTANTS:
                stack.append((self.constants.get(name, name), _ATOM))
            else:
                stack.append(self.number(float(value)))
        return stack.pop()[0]

    def _operation(self, name: str, operands: list[tuple[str, int]]) -> str:
        needed = _NEEDED.get(name, (0,))
        if name == "^" and self.raised:
            needed = (_ATOM, 0)
        texts = [
            text if level >= least else f"({text})"
            for (text, level), least in zip(operands, needed, strict=True)
        ]
        return self.operations.get(name, name + "({})").format(*texts)


def _plain_number(value: float) -> tuple[str, int]:
    return repr(value).removesuffix(".0"), _ATOM


def _typeset_number(value: float) -> tuple[str, int]:
    digits, _e, exponent = _plain_number(value)[0].partition("e")
    if not exponent:
        return digits, _ATOM
    power = str(int(exponent)).replace("-", "−")
    return f"{digits}·10<sup>{power}</sup>", _PRODUCT


PLAIN = Notation(
    number=_plain_number,
    constants={},
    operations={
        "+": "{} + {}",
        "-": "{} - {}",
        "negative": "-{}",
        "*": "{}*{}",
        "/": "{}/{}",
        "^": "{}^{}",
    },
    raised=False,
)

HTML = Notation(
    number=_typeset_number,
    constants={"pi": "π"},
    operations={
        "+": "{} + {}",
        "-": "{} − {}",
        "negative": "−{}",
        "*": "{}·{}",
        "/": "{} / {}",
        "^": "{}<sup>{}</sup>",
        "asin": "arcsin({})",
        "acos": "arccos({})",
        "atan": "arctan({})",
        "log10": "log<sub>10</sub>({})",
        "log2": "log<sub>2</sub>({})",
        "sqrt": "√({})",
        "abs": "|{}|",
    },
    raised=True,
)
