"""What things are called in a program: names that Python takes, and no name twice."""

import builtins
import keyword
import unicodedata
from collections.abc import Iterable

from gdviz.core.formula.names import HAT, parted

_WORDS = {"lamda": "lambda", "epsilon": "eps"}
"""Words for Greek letters that Unicode has otherwise."""


def identifier(name: str) -> str:
    """Return what a formula's name is in Python: `beta1` of β₁, `m_hat` of m̂, `lambda_` of λ."""
    letter, digits = parted(name)
    plain = letter.removesuffix(HAT)
    if not plain.isascii():
        word = unicodedata.name(plain).rsplit(" ", 1)[-1].lower()
        plain = _WORDS.get(word, word)
    return _allowed(plain + digits + ("_hat" if letter.endswith(HAT) else ""))


def _allowed(word: str) -> str:
    return f"{word}_" if keyword.iskeyword(word) or hasattr(builtins, word) else word


class Identifiers:
    """The names of one program."""

    def __init__(self, taken: Iterable[str]) -> None:
        """Begin with what the program calls something itself."""
        self._taken = {*taken}

    def take(self, name: str) -> str:
        """Return what a formula's name is called, another name than any before."""
        word = identifier(name)
        while word in self._taken:
            word += "_"
        self._taken.add(word)
        return word
