"""A program as lines that know what they are for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

WIDTH = 88

_CLOSED = r"\](\)(\.\w+\(\d*\))?)?"
"""What may close a list: of `x = [`, of `x = torch.tensor([`."""

_SHORT = 24
"""Terms that are no longer stand several to a line."""

_STEP = "    "


class Role(Enum):
    """What a line is for."""

    DATA = "data"
    START = "start"
    PREDICTION = "prediction"
    LOSS = "loss"
    GRADIENT = "gradient"
    RATE = "rate"
    SAMPLES = "samples"
    UPDATE = "update"
    PRINT = "print"


class Line(NamedTuple):
    """A line of a program.

    Attributes:
        text: the line, indented.
        role: what it is for; None where it only holds others together.
        part: which of several it is, from 0: the weight of a gradient, the equation of an
            update as the rule has them; None where it is of all.
    """

    text: str
    role: Role | None = None
    part: int | None = None


@dataclass(frozen=True)
class Program:
    """A program that computes a run.

    Attributes:
        style: a key of `STYLES`.
        weight: the variable that has the weight, or all of them.
        lines: its lines.
    """

    style: str
    weight: str
    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """The whole program."""
        return "".join(f"{line.text}\n" for line in self.lines)

    def of(self, role: Role, part: int | None = None) -> tuple[int, ...]:
        """Return the numbers, from 1, of the lines with that role, and of that part if given."""
        return tuple(
            number
            for number, line in enumerate(self.lines, 1)
            if line.role is role and part in (None, line.part)
        )


def lines(*texts: str, role: Role | None = None, part: int | None = None) -> list[Line]:
    """Return lines that are all for the same."""
    return [Line(text, role, part) for text in texts]


def indented(body: Iterable[Line]) -> list[Line]:
    """Return the lines one step further in."""
    return [line._replace(text=_STEP + line.text if line.text else "") for line in body]


def block(head: str, *bodies: Iterable[Line], role: Role | None = None) -> list[Line]:
    """Return a line with what belongs to it below, as of a loop or a function."""
    return [Line(head, role), *indented(line for body in bodies for line in body)]


def all_for(role: Role, made: Iterable[Line]) -> list[Line]:
    """Return the lines, all with that role."""
    return [line._replace(role=role) for line in made]


def others_for(role: Role, made: Iterable[Line]) -> list[Line]:
    """Return the lines, with that role where they have none."""
    return [line if line.role else line._replace(role=role) for line in made]


def paragraphs(*parts: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of all parts that have any, with an empty line in between."""
    first = True
    for part in parts:
        if part:
            if not first:
                yield Line("")
            yield from part
            first = False


def wrapped(line: Line) -> list[Line]:
    """Return the line, or several in its place where it is too long to be read."""
    if len(line.text) <= WIDTH:
        return [line]
    margin = line.text[: len(line.text) - len(line.text.lstrip())]
    begin, body, end = _opened(line.text)
    pieces = _pieces(body)
    if len(pieces) < 2:
        return [line]
    inner = [line._replace(text=margin + _STEP + piece) for piece in _filled(pieces, margin)]
    within = [piece for one in inner for piece in wrapped(one)]
    return [line._replace(text=begin), *within, line._replace(text=margin + end)]


def _opened(text: str) -> tuple[str, str, str]:
    """Return what stands before the part that can be broken, that part, and what closes it."""
    listed = re.match(r"\s*(?:\w+ = |return )(?:[\w.]+\()?\[", text)
    if listed and re.fullmatch(_CLOSED, text[_closing(text, listed.end() - 1) :]):
        end = text[_closing(text, listed.end() - 1) :]
        return listed[0], text[listed.end() : -len(end)], end
    bracketed = re.match(r"\s*(?:[-+*/] )?\(", text)
    if bracketed and _closing(text, bracketed.end() - 1) == len(text) - 1:
        return bracketed[0], text[bracketed.end() : -1], ")"
    for sign in (" = ", " += ", " -= ", "return "):
        if sign in text:
            at = text.index(sign) + len(sign)
            return f"{text[:at]}(", text[at:], ")"
    return text, "", ""


def _closing(text: str, opening: int) -> int:
    """Return where the bracket that opens there is closed."""
    depths = _depths(text)
    inner = range(opening + 1, len(text))
    return next((at for at in inner if depths[at] == depths[opening]), len(text))


def _depths(text: str) -> list[int]:
    """Return how many brackets are open before each character."""
    found, depth = [], 0
    for sign in text:
        depth -= sign in ")]"
        found.append(depth)
        depth += sign in "(["
    return found


def _pieces(body: str) -> list[str]:
    """Return the items of a list, or the terms, or else the factors, of an expression."""
    depths = _depths(body)
    for signs, keep in (((", ",), 1), ((" + ", " - "), 0), ((" * ", " / "), 0)):
        cuts = [
            at + keep
            for at in range(1, len(body))
            if depths[at] == 0 and any(body.startswith(sign, at) for sign in signs)
        ]
        if cuts:
            ends = zip([0, *cuts], [*cuts, len(body)], strict=True)
            return [body[first:end].strip() for first, end in ends]
    return [body]


def _filled(pieces: Sequence[str], margin: str) -> Iterator[str]:
    """Yield the items of a list several to a line, long terms of a sum one."""
    listed = pieces[0].endswith(",")
    if not listed and max(map(len, pieces)) > _SHORT:
        yield from pieces
        return
    room = WIDTH - len(margin) - len(_STEP)
    row = ""
    for piece in [*pieces[:-1], pieces[-1] + "," * listed]:
        if row and len(row) + 1 + len(piece) > room:
            yield row
            row = ""
        row = f"{row} {piece}" if row else piece
    yield row
