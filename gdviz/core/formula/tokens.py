"""Takes a typed formula apart into tokens that know where they were typed."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from gdviz.core.formula.names import HAT, Names
from gdviz.core.formula.operations import FUNCTIONS
from gdviz.core.parameters import InputError
from gdviz.i18n import N_, _

MAX_LENGTH = 500
"""How many characters of a formula are read."""

_FUNCTIONS = {
    **{name: name for name in FUNCTIONS},
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
}
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵗ"
_ON_THE_LINE = str.maketrans(_SUPERSCRIPTS, "0123456789+-t")

_TOKEN = rf"""(?x)(?P<space>\s+)
    |(?P<number>([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?)
    |(?P<superscript>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|ᵗ)
    |(?P<word>[^\W\d_](?:[^\W{_SUPERSCRIPTS}]|{HAT})*)
    |(?P<operator>\*\*|[-+*/^(),√])"""
_LEFT_SIDE = r"\s*[a-vyz]\s*(\([^()=]*\))?\s*="
_ASSIGNED = rf"\s*([^\W\d_](?:\w|{HAT})*)\s*(?:←|<-|:?=)"

_COMMA = N_("A comma is not understood. Write decimals with a point, such as 0.5")
_ADVICE = {
    ",": _COMMA,
    "=": N_("Type only what stands to the right of the = sign"),
    **dict.fromkeys("|", N_("Write the absolute value as abs(w)")),
    **dict.fromkeys("[]{}【】〔〕", N_("Only round parentheses ( ) are understood")),
}


class FormulaError(InputError):
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

    @property
    def part(self) -> tuple[int, int]:
        """The indices of its first character and after its last."""
        return self.position, self.position + self.length


class Token(NamedTuple):
    """A word of a formula.

    Attributes:
        kind: `number`, `superscript`, `name`, `constant`, `function`, `root` or `operator`.
        text: the word in the parser's own spelling.
        start: the index of its first character in the text as typed.
        end: the index after its last character.
    """

    kind: str
    text: str
    start: int
    end: int

    def error(self, message: str) -> FormulaError:
        """Return an error that points at this token."""
        return FormulaError(message, self.start, self.end - self.start)


def quoted(text: str) -> str:
    """Return some typed text, fit to be shown in a message of one line."""
    shown = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text[:20])
    return shown + "…" * (len(text) > 20)


class Text:
    """A typed text in plain characters, each of which knows where it was typed.

    Full-width forms become plain ones (NFKC), and capitals small. Superscripts
    and subscripts stay, for eˣ is not ex.

    Attributes:
        typed: the text as typed.
        plain: the same in plain characters.
    """

    def __init__(self, typed: str, capitals: str = "") -> None:
        """Read `typed`, with those capitals as they are.

        Raises:
            FormulaError: it is too long.
        """
        if len(typed) > MAX_LENGTH:
            message = _("The formula is too long: at most {most} characters are read")
            message = message.format(most=MAX_LENGTH)
            raise FormulaError(message, MAX_LENGTH, len(typed) - MAX_LENGTH)
        characters: list[str] = []
        self._origins: list[int] = []
        for index, character in enumerate(typed):
            plain = character.lower() if character.isascii() else _plain(character)
            plain = character if character in capitals else plain
            characters.extend(plain)
            self._origins.extend([index] * len(plain))
        self.typed = typed
        self.plain = "".join(characters)

    def assigned(self) -> tuple[Token, int]:
        """Return the word on the left of ← or =, and where what it becomes begins.

        Raises:
            FormulaError: there is no such name.
        """
        match = re.match(_ASSIGNED, self.plain)
        if match is None:
            message = _("Write a name, an arrow and what it becomes, such as w ← w − α·g")
            raise FormulaError(message, 0, len(self.typed))
        return self._token("word", match[1], *match.span(1)), match.end()

    def words(self, begin: int) -> list[str]:
        """Return the words from the plain character `begin` on, whatever they mean."""
        found = re.finditer(_TOKEN, self.plain[begin:])
        return [match[0] for match in found if match.lastgroup == "word"]

    def tokens(self, names: Names, begin: int | None = None) -> Iterator[Token]:
        """Yield the tokens from the plain character `begin`; None passes over a `J(w) =`.

        Raises:
            FormulaError: there is a character or a name that is not known.
        """
        if begin is None:
            left = re.match(_LEFT_SIDE, self.plain)
            begin = left.end() if left else 0
        at, token = begin, re.compile(_TOKEN)  # when it is first needed; Python keeps it
        while at < len(self.plain):
            match = token.match(self.plain, at)
            if match is None:
                raise self._unknown_character(at)
            at = match.end()
            yield from self._parts(match, names)

    def _parts(self, match: re.Match[str], names: Names) -> Iterator[Token]:
        """Yield what the match consists of: a word may be several tokens."""
        kind, typed = str(match.lastgroup), match[0]
        if kind == "word":
            yield from self._words(match, names)
        elif kind == "superscript":
            text = typed.translate(_ON_THE_LINE)
            if text == "t" and "t" not in names.spellings:
                raise self._unknown_word(match, names)
            yield self._token(kind, text, *match.span())
        elif typed == "√":
            yield self._token("root", "sqrt", *match.span())
        elif kind != "space":
            yield self._token(kind, "^" if typed == "**" else typed, *match.span())

    def _words(self, match: re.Match[str], names: Names) -> Iterator[Token]:
        """Yield the names of a word, and the function that it may end with."""
        word, at = match[0], 0
        found: list[Token] = []
        while at < len(word):
            function = _FUNCTIONS.get(word[at:])
            if function is not None:
                size, kind, text = len(word) - at, "function", function
            else:
                ends = range(min(at + names.longest, len(word)), at, -1)
                size = next((end - at for end in ends if word[at:end] in names.spellings), 0)
                if not size:
                    raise self._unknown_word(match, names)
                text = names.spellings[word[at : at + size]]
                kind = "name" if text in names.names else "constant"
            begin = match.start() + at
            found.append(self._token(kind, text, begin, begin + size))
            at += size
        self._check_word(match, names, found)
        yield from found

    def _check_word(self, match: re.Match[str], names: Names, found: list[Token]) -> None:
        """Refuse a word that is no product of its names, or has a function in it.

        Raises:
            FormulaError: it is such a word.
        """
        together = [token.text for token in found if token.kind == "name"]
        if len(together) < 2:
            return
        function = _bare_function("".join(together), names)
        if function is not None:
            raise bare_function(self._token("word", function, *match.span()))
        if not names.multiplied(together):
            raise self._unknown_word(match, names)

    def _token(self, kind: str, text: str, begin: int, end: int) -> Token:
        return Token(kind, text, self._origins[begin], self._origins[end - 1] + 1)

    def _unknown_character(self, at: int) -> FormulaError:
        origin = self._origins[at]
        character = self.typed[origin]
        advice = _ADVICE.get(unicodedata.normalize("NFKC", character))
        message = _(advice) if advice else _("The character {character} is not understood")
        return FormulaError(message.format(character=quoted(character)), origin, 1)

    def _unknown_word(self, match: re.Match[str], names: Names) -> FormulaError:
        word = self._token("word", match[0], *match.span())
        function = _bare_function(match[0], names)
        if function is not None:
            return bare_function(word._replace(text=function))
        return word.error(names.unknown(quoted(match[0])))


def _plain(character: str) -> str:
    """Return the character as one that is typed on a plain keyboard, if it has such a form."""
    if unicodedata.normalize("NFD", character)[1:] == HAT:
        return unicodedata.normalize("NFD", character).lower()
    plain = unicodedata.normalize("NFKC", character).lower()
    if len(plain) > 1 or unicodedata.decomposition(character).startswith(("<super", "<sub")):
        plain = character
    return _REPLACED.get(plain, plain)


def _bare_function(word: str, names: Names) -> str | None:
    """Return the function in a word such as `2sinw`, which lacks parentheses."""
    factors = "|".join(map(re.escape, sorted(names.spellings, key=len, reverse=True)))
    functions = "|".join(sorted(_FUNCTIONS, key=len, reverse=True))
    pattern = rf"(?:{factors})*({functions})[0-9]*(?:{factors})*(?:{functions})?"
    match = re.fullmatch(pattern, word)
    return match and match[1]


def no_name(token: Token) -> FormulaError:
    """Return the error of a word that cannot be assigned to."""
    message = _("{name} is no name. A name is one letter, such as v, v₁ or β")
    return token.error(message.format(name=quoted(token.text)))


def comma(token: Token) -> FormulaError:
    """Return the error of a comma that separates nothing."""
    return token.error(_(_COMMA))


def bare_function(function: Token) -> FormulaError:
    """Return the error of a function that no parenthesis follows."""
    message = _("{name} needs parentheses, as in {name}(w)")
    return function.error(message.format(name=function.text))
