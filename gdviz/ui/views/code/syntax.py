"""The colours of a program's words."""

import keyword
import tokenize
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

KEYWORD, STRING, COMMENT = "keyword", "string", "comment"

_KINDS = {tokenize.STRING: STRING, tokenize.COMMENT: COMMENT}


class Span(NamedTuple):
    """Some characters of a line.

    Attributes:
        line: the line, from 0.
        start: the first character.
        length: how many there are.
        kind: `KEYWORD`, `STRING` or `COMMENT`.
    """

    line: int
    start: int
    length: int
    kind: str


def spans(text: str) -> Iterator[Span]:
    """Yield what has a colour of its own in a program."""
    for token in tokenize.generate_tokens(StringIO(text).readline):
        kind = _KINDS.get(token.type, "")
        if token.type == tokenize.NAME and keyword.iskeyword(token.string):
            kind = KEYWORD
        if kind:
            (line, start), (last, end) = token.start, token.end
            if line == last:
                yield Span(line - 1, start, end - start, kind)
