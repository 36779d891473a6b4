"""A rule that is typed: its equations, one a line, and all else is read out of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field, make_dataclass
from functools import cache, lru_cache
from typing import Any, ClassVar, NamedTuple
from weakref import WeakValueDictionary

from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.formula import Equation, Equations, FormulaError, Names, text
from gdviz.core.formula.names import BELOW, HAT, ON_THE_LINE
from gdviz.core.formula.operations import CONSTANTS
from gdviz.core.formula.parser import read_tokens
from gdviz.core.formula.tokens import MAX_LENGTH, Text, Token, no_name
from gdviz.core.parameters import (
    InputError,
    Parameter,
    Value,
    parameter,
    parameters,
    values_of,
)
from gdviz.core.store import UNUSABLE
from gdviz.i18n import N_, _

MOST_TYPED = 2000
"""How many characters are read."""

_MOST_LINES = 20
_MOST_FIELDS = 8

_WORDS = {
    **dict.fromkeys(("lr", "alpha"), "α"),
    **dict.fromkeys(("eps", "epsilon"), "ε"),
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "eta": "η",
    "theta": "θ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
}
"""What may be typed for a Greek letter."""

_NAME = rf"([a-zα-ω]{HAT}?|{'|'.join(_WORDS)})([0-9₀-₉]{{0,2}})"
_GREEK = rf"[α-ω]{HAT}?[0-9₀-₉]{{0,2}}"
_LINE = r"[^\n\r\u2028\u2029;；]*[^\s;；][^\n\r\u2028\u2029;；]*"

_SHARES = "bβγρμ"
"""What is usually from 0 to 1: how much of something is kept."""

_GIVEN = ("w", "g", "t", "α")

_RESERVED = {
    "t": N_("t is the number of the step: it counts by itself"),
    "α": N_("α is the learning rate, which its slider sets. Call what becomes of it η"),
    **dict.fromkeys(("e", "pi", "π"), N_("This is the name of a constant")),
}
"""Why nothing can be assigned to some names."""


class OwnRule(WrittenRule):
    """What rules that are typed have in common; each is a class of its own.

    Its id is its equations, so that whatever names a rule can name it. What they assign and
    read again in the next step is its state, which begins with 0; what they read and never
    assign are its hyper-parameters.
    """

    title: ClassVar[str] = N_("Your own rule")
    source: ClassVar[str] = ""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how it is made again: its class is in no module."""
        return _made, (self.id, values_of(self))


class _OwnNames(Names):
    """The names that the lines use, Greek letters as words too."""

    def __init__(self, *names: str, assigned: frozenset[str]) -> None:
        super().__init__(*names)
        rate = {} if "a" in assigned else {"a": "α"}
        for name in names:
            digits = name[1:]
            for word, letter in _WORDS.items():
                if letter == name[0]:
                    self.spellings |= {word + digits: name}
                    self.spellings |= {word + digits.translate(ON_THE_LINE): name}
        self.spellings |= rate

    def unknown(self, word: str) -> str:
        """Return what is said of a word that is no name, and no product of names."""
        message = _(
            "{name} is not known. A name is one letter, such as b or β₁; write b·v for both"
        )
        return message.format(name=word)


class _Line(NamedTuple):
    """A line as it is typed: where it starts, what it assigns, where what that becomes begins."""

    start: int
    text: Text
    name: str
    begin: int


def is_own(rule: str) -> bool:
    """Tell whether what names a rule is the equations of one's own, and no registered id."""
    return any(sign in rule for sign in "←<=＜＝;；\n")


@cache
def own_parameter(symbol: str) -> Parameter:
    """Return the hyper-parameter of that symbol, the same one for all rules that are typed.

    So its value stays while the equations change.

    Raises:
        InputError: no rule can have it.
    """
    if not symbol or _called(symbol) != symbol or symbol in (*_GIVEN, *_RESERVED):
        raise InputError(_(UNUSABLE))
    made: Parameter = _described(symbol).metadata["parameter"]
    return made


def field_called(rule: type[OwnRule], word: str) -> str:
    """Return which field of a rule is meant by a word, such as β1 by beta1.

    Raises:
        InputError: it has no such hyper-parameter.
    """
    known = {described.symbol: name for name, described in parameters(rule).items()}
    symbol = _called(word)
    if symbol not in known:
        text = _("the rule reads no '{name}' that could be set; known: {known}")
        raise InputError(text.format(name=word, known=", ".join(known) or "–"))
    return known[symbol]


def _described(symbol: str) -> Any:
    """Return a field with what such symbols usually are."""
    label, text = N_("Hyper-parameter"), N_("A number that your own rule reads.")
    if symbol[0] == "ε":
        return parameter(
            1e-8, label=label, help=text, symbol=symbol, minimum=1e-16, logarithmic=True
        )
    if symbol[0] in _SHARES:
        usual = 0.999 if symbol in ("b₂", "β₂") else 0.9
        return parameter(usual, label=label, help=text, symbol=symbol, maximum=1.0, below=True)
    return parameter(1.0, label=label, help=text, symbol=symbol, minimum=-1000, maximum=1000)


@lru_cache(maxsize=256)
def own_rule(typed: str) -> type[OwnRule]:
    """Return the rule of these equations, the same one for what means the same.

    They stand one a line, or with semicolons between them: `v <- 0.9 v + g; w <- w - a v`.

    Raises:
        FormulaError: they are none, or do not say what w becomes.
    """
    lines = tuple(_read(_lines(typed)))
    equations = Equations(lines)
    assigned = {line.name for line in lines}
    if "w" not in assigned:
        message = _("No line says what w becomes, such as w ← w − α·v")
        raise FormulaError(message, 0, len(typed))
    inputs = [name for name in equations.inputs if name not in _GIVEN]
    symbols = [name for name in inputs if name not in assigned]
    if len(symbols) > _MOST_FIELDS:
        message = _("There are too many hyper-parameters: {names}. At most {most} have a field")
        message = message.format(names=", ".join(symbols), most=_MOST_FIELDS)
        raise FormulaError(message, 0, len(typed))
    return _class(lines, tuple(name for name in inputs if name in assigned), tuple(symbols))


def _lines(typed: str) -> list[_Line]:
    """Return the lines that are not empty.

    Raises:
        FormulaError: there is none, there are too many, or one assigns nothing.
    """
    if len(typed) > MOST_TYPED:
        message = _("The rule is too long: at most {most} characters are read")
        message = message.format(most=MOST_TYPED)
        raise FormulaError(message, MOST_TYPED, len(typed) - MOST_TYPED)
    pieces = [*re.finditer(_LINE, typed)]
    if not pieces:
        raise FormulaError(_("Type equations, such as v ← 0.9v + g and w ← w − α·v"), 0, len(typed))
    if len(pieces) > _MOST_LINES:
        message = _("There are too many lines: at most {most} are read").format(most=_MOST_LINES)
        start = pieces[_MOST_LINES].start()
        raise FormulaError(message, start, len(typed) - start)
    found: list[_Line] = []
    for piece in pieces:
        with _placed(piece.start()):
            line = Text(piece[0])
            left, begin = line.assigned()
            found.append(_Line(piece.start(), line, _assignable(left), begin))
    return found


def _assignable(left: Token) -> str:
    """Return the name that a line assigns.

    Raises:
        FormulaError: it is none, or nothing can be assigned to it.
    """
    name = _called(left.text)
    if name in _RESERVED:
        raise left.error(_(_RESERVED[name]))
    if not name:
        raise no_name(left)
    return name


def _called(word: str) -> str:
    """Return the name that a word is; empty if it is none."""
    if word in CONSTANTS:
        return word
    match = re.fullmatch(_NAME, word)
    return _WORDS.get(match[1], match[1]) + match[2].translate(BELOW) if match else ""


def _read(lines: list[_Line]) -> Iterator[Equation]:
    """Yield the equations.

    Raises:
        FormulaError: a line is none, or longer when it is written out in full.
    """
    assigned = frozenset(line.name for line in lines)
    words = [word for line in lines for word in line.text.words(line.begin)]
    words += [found for word in words for found in re.findall(_GREEK, word)]  # no word has those
    used = [name for name in map(_called, words) if name not in ("", "π", *CONSTANTS)]
    used = ["α" if name == "a" and "a" not in assigned else name for name in used]
    names = _OwnNames(*dict.fromkeys((*_GIVEN, *sorted(assigned), *used)), assigned=assigned)
    for line in lines:
        with _placed(line.start):
            tokens = line.text.tokens(names, line.begin)
            made = Equation(line.name, read_tokens(line.text, tokens, names))
            if len(_written(made)) > MAX_LENGTH:
                message = _("Written out in full, this line passes {most} characters")
                raise FormulaError(message.format(most=MAX_LENGTH), 0, len(line.text.typed))
            yield made


@contextmanager
def _placed(start: int) -> Iterator[None]:
    """Say where in the whole text a mistake in a line is that starts there."""
    try:
        yield
    except FormulaError as error:
        raise FormulaError(str(error), start + error.position, error.length) from None


def _written(equation: Equation) -> str:
    return f"{equation.name} ← {text(equation.formula)}"


_CLASSES: WeakValueDictionary[str, type[OwnRule]] = WeakValueDictionary()
"""What is made and still there: a run goes on only under the very rule that it follows."""


def _class(
    lines: tuple[Equation, ...], state: tuple[str, ...], symbols: tuple[str, ...]
) -> type[OwnRule]:
    """Return the class of a rule."""
    texts = tuple(map(_written, lines))
    written = "; ".join(texts)
    made = _CLASSES.get(written)
    if made is None:
        described = [(symbol.translate(ON_THE_LINE), own_parameter(symbol)) for symbol in symbols]
        made = _CLASSES[written] = make_dataclass(
            "Own",
            [
                (name, float, field(default=one.default, metadata={"parameter": one}))
                for name, one in described
            ],
            bases=(OwnRule,),
            frozen=True,
            namespace={
                "__doc__": written,
                "id": written,
                "state": tuple(f"{name} ← 0" for name in state),
                "text": texts,
            },
        )
    return made


def _made(typed: str, values: dict[str, Value]) -> OwnRule:
    return own_rule(typed)(**values)
