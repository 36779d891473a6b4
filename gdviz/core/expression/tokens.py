"""Takes a typed formula apart into tokens that know where they were typed."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from gdviz.core.expression.operations import CONSTANTS, FUNCTIONS
from gdviz.core.parameters import InputError
from gdviz.i18n import N_, _

MAX_LENGTH = 500
"""How many characters of a formula are read."""

WEIGHTS = {"w": "w", "w1": "w1", "w2": "w2", "w₁": "w1", "w₂": "w2", "x": "x", "y": "y"}
ALIASES = {
    "π": "pi",
    "log": "ln",
    "lg": "log10",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
}

_REPLACED = {
    **dict.fromkeys("×·∙⋅•∗・", "*"),
    **dict.fromkeys("÷∕", "/"),
    **dict.fromkeys("−‐‑–—", "-"),
    "。": ".",
    "√": "sqrt",
}
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_PLAIN_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789+-")

_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?)
    |(?P<superscript>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    |(?P<word>[^\W\d_][^\W{_SUPERSCRIPTS}]*)
    |(?P<operator>\*\*|[-+*/^()])""",
    re.VERBOSE,
)
_LEFT_SIDE = re.compile(r"\s*[a-vyz]\s*(\([^()=]*\))?\s*=")


def _any_of(*names: str) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_FUNCTION = _any_of(*FUNCTIONS, *(name for name, full in ALIASES.items() if full in FUNCTIONS))
_FACTOR = _any_of(*WEIGHTS, *CONSTANTS, *(name for name, c in ALIASES.items() if c in CONSTANTS))
_WORD = re.compile(rf"((?:{_FACTOR})*)({_FUNCTION})?")
_BARE_FUNCTION = re.compile(rf"(?:{_FACTOR})*({_FUNCTION})[0-9]*(?:{_FACTOR})*(?:{_FUNCTION})?")
_ANOTHER_WEIGHT = re.compile(r"w[0-9₀-₉]+|z")

_ADVICE = {
    ",": N_("A comma is not understood. Write decimals with a point, such as 0.5"),
    "=": N_("Type only what stands to the right of the = sign"),
    **dict.fromkeys("|", N_("Write the absolute value as abs(w)")),
    **dict.fromkeys("[]{}【】〔〕", N_("Only round parentheses ( ) are understood")),
}


class ExpressionError(InputError):
    """A mistake in a typed formula; its text is for the user.

    Attributes:
        position: the index of its first character in the text as typed.
        length: of how many characters it consists.
    """

    def __init__(self, message: str, position: int = 0, length: int = 0) -> None:
        """Say what is wrong, and where."""
        super().__init__(message)
        self.position = position
        self.length = length


class Token(NamedTuple):
    """A word of a formula.

    Attributes:
        kind: `number`, `superscript`, `weight`, `constant`, `function` or `operator`.
        text: the word in the parser's own spelling.
        start: the index of its first character in the text as typed.
        end: the index after its last character.
    """

    kind: str
    text: str
    start: int
    end: int

    def error(self, message: str) -> ExpressionError:
        """Return an error that points at this token."""
        return ExpressionError(message, self.start, self.end - self.start)


def quoted(text: str) -> str:
    """Return some typed text, fit to be shown in a message of one line."""
    shown = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text[:20])
    return shown + "…" * (len(text) > 20)


def _normalise(text: str) -> tuple[str, list[int]]:
    """Return the text in plain characters, and for each where it was typed.

    Full-width forms become plain ones (NFKC), and capitals small. Superscripts
    and subscripts stay, for eˣ is not ex.
    """
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        plain = unicodedata.normalize("NFKC", character).lower()
        if len(plain) > 1 or unicodedata.decomposition(character).startswith(("<super", "<sub")):
            plain = character
        plain = _REPLACED.get(plain, plain)
        characters.extend(plain)
        origins.extend([index] * len(plain))
    return "".join(characters), origins


def tokenise(text: str) -> Iterator[Token]:
    """Yield the tokens of a formula; a left side such as `J(w) =` is passed over.

    Raises:
        ExpressionError: it is too long, or there is a character or a name that is not known.
    """
    if len(text) > MAX_LENGTH:
        message = _("The function is too long: at most {most} characters are read")
        position = MAX_LENGTH
        raise ExpressionError(message.format(most=MAX_LENGTH), position, len(text) - position)
    plain, origins = _normalise(text)
    left = _LEFT_SIDE.match(plain)
    at = left.end() if left else 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            raise _unknown_character(text[origins[at]], origins[at])
        for kind, start, end in _parts(match, origins):
            word = plain[start:end]
            spelling = word if kind == "number" else _spelling(word)
            yield Token(kind, spelling, origins[start], origins[end - 1] + 1)
        at = match.end()


def _parts(match: re.Match[str], origins: list[int]) -> Iterator[tuple[str, int, int]]:
    """Yield the kind, start and end of each token in the match: a word may be several."""
    kind = str(match.lastgroup)
    if kind == "word":
        word = _WORD.fullmatch(match[0])
        if word is None:
            raise _unknown_word(match[0], origins[match.start()], origins[match.end() - 1] + 1)
        for factor in re.finditer(_FACTOR, word[1]):
            kind = "weight" if factor[0] in WEIGHTS else "constant"
            yield kind, match.start() + factor.start(), match.start() + factor.end()
        if word[2]:
            yield "function", match.start() + word.start(2), match.end()
    elif kind != "space":
        yield kind, match.start(), match.end()


def _spelling(word: str) -> str:
    if word == "**":
        return "^"
    return (WEIGHTS | ALIASES).get(word, word).translate(_PLAIN_DIGITS)


def _unknown_character(character: str, position: int) -> ExpressionError:
    advice = _ADVICE.get(unicodedata.normalize("NFKC", character))
    message = _(advice) if advice else _("The character {character} is not understood")
    return ExpressionError(message.format(character=quoted(character)), position, 1)


def _unknown_word(word: str, start: int, end: int) -> ExpressionError:
    bare = _BARE_FUNCTION.fullmatch(word)
    if bare:
        return bare_function(Token("function", bare[1], start, end))
    if _ANOTHER_WEIGHT.fullmatch(word):
        message = _("There are two weights at most: w1 and w2, or x and y")
    else:
        message = _("Unknown name {name}. Known: {known}").format(
            name=quoted(word), known=", ".join(["w", "w1", "w2", "x", "y", *CONSTANTS, *FUNCTIONS])
        )
    return ExpressionError(message, start, end - start)


def bare_function(function: Token) -> ExpressionError:
    """Return the error of a function that no parenthesis follows."""
    message = _("{name} needs parentheses, as in {name}(w)")
    return function.error(message.format(name=function.text))
