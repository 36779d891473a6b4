"""Terms: the pieces of a line of arithmetic, and how a formula becomes such pieces."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from gdviz.core.formula import Formula
from gdviz.core.formula.writers.notation import Level, Notation, Piece
from gdviz.core.numbers import format_number

_FIRST = 0xF0000
"""The characters from here on mean nothing by themselves."""

_PLACE = "place"
"""The meaning of a term in whose place another one is put."""


class Term(NamedTuple):
    """A piece of a line: a number, a name, a sign or a word.

    Attributes:
        text: how it is written, a number rounded.
        value: the number in full; None if it is none, or one that the formula itself has.
        symbol: the name, of a number too; "_" begins a subscript.
        meaning: of a number: "weight", "next" (the weight after the step), "gradient",
            "sample", "setting", "rate" (that of the step), "state", "shared" (state of all
            weights), "count" (of steps) or "cost".
        row: the sample that it belongs to; -1 for none.
        raised: whether it is part of an exponent.
    """

    text: str
    value: float | None = None
    symbol: str = ""
    meaning: str = ""
    row: int = -1
    raised: bool = False


def terms(formula: Formula, named: Callable[[str], Term], product: str) -> tuple[Term, ...]:
    """Return the formula as terms.

    Args:
        formula: what is written.
        named: what stands in the place of a name: the name itself, or its number.
        product: the sign between factors.
    """
    standing = {name: named(name) for name in formula.names}
    places = tuple([_place(name, term) for name, term in standing.items()])
    return tuple(
        [
            standing[term.symbol]._replace(raised=term.raised) if term.meaning == _PLACE else term
            for term in _written(formula, places, product)
        ]
    )


def _place(name: str, term: Term) -> Term:
    """Return what holds a term's place, with no more of it than its signs and parentheses need."""
    signs = "−" * term.text.startswith("−") + "×" * ("×" in term.text)
    return Term(signs, None if term.value is None else 0.0, name, _PLACE)


@lru_cache(maxsize=512)  # the numbers of a rule's equations change, their signs seldom
def _written(formula: Formula, places: tuple[Term, ...], product: str) -> tuple[Term, ...]:
    named = {place.symbol: place for place in places}
    return _Terms(named.__getitem__, product).terms(formula)


class _Terms(Notation):
    """Writes texts in which one character stands for one term."""

    NEEDED = Notation.NEEDED | {"^": (Level.ATOM, Level.ANY)}  # an exponent is raised

    def __init__(self, named: Callable[[str], Term], product: str) -> None:
        self._named = named
        self._signs = {"+": "+", "-": "−", "*": product, "/": "/"}
        self._terms: list[Term] = []

    def terms(self, formula: Formula) -> tuple[Term, ...]:
        return tuple(map(self._term, self.write(formula)))

    def _character(self, term: Term) -> str:
        self._terms.append(term)
        return chr(_FIRST + len(self._terms) - 1)

    def _term(self, character: str) -> Term:
        place = ord(character) - _FIRST
        return Term(character) if place < 0 else self._terms[place]

    def name(self, name: str) -> Piece:
        term = self._named(name)
        # A negative number may begin a product; behind a sign it is put into parentheses.
        level = Level.PRODUCT if term.text.startswith("−") else _level(term.text)
        return Piece(self._character(term), level)

    def decimal(self, text: str) -> Piece:
        digits, _e, exponent = text.partition("e")
        if exponent:
            text = format_number(float(text), len(digits.replace(".", "")))
        return Piece(self._character(Term(text)), _level(text))

    def constant(self, name: str) -> str:
        shown = "π" if name == "pi" else name
        return self._character(Term(shown, symbol=shown))

    def parentheses(self, text: str) -> str:
        return self._character(Term("(")) + text + self._character(Term(")"))

    def arithmetic(self, operation: str, *texts: str) -> str:
        *before, last = texts
        if operation == "^":
            raised = [self._term(character)._replace(raised=True) for character in last]
            return before[0] + "".join(map(self._character, raised))
        sign = self._character(Term(self._signs.get(operation, "−")))
        return "".join(before) + sign + self._after(operation, last)

    def _after(self, operation: str, text: str) -> str:
        """Return the text so that it can follow a sign: no minus next, nor a/1.2×10⁻³."""
        first = self._term(text[0])
        negative = first.value is not None and first.text.startswith("−")
        power = operation == "/" and "×" in first.text
        return self.parentheses(text[0]) + text[1:] if negative or power else text

    def function(self, name: str, operands: Sequence[Piece]) -> Piece:
        texts = [piece.text for piece in operands]
        if name == "sqrt":
            root = self._character(Term("√"))
            return Piece(root + self.closed(operands[0], Level.ATOM))
        if name == "abs":
            return Piece(texts[0].join(self._character(Term("|")) for _side in range(2)))
        inside = self._character(Term(",")).join(texts)
        return Piece(self._character(Term(name)) + self.parentheses(inside))


def _level(number: str) -> Level:
    """Return how tightly a number holds together that is not negative."""
    return Level.POWER if "×" in number else Level.ATOM
