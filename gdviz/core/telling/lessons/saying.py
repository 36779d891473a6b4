"""An answer, and what was right, in words: in the window, as a text and as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gdviz.core.numbers import format_number, format_vector
from gdviz.core.telling.lessons.answers import Answer
from gdviz.core.telling.lessons.facts import Numbers
from gdviz.core.telling.lessons.lesson import Ask
from gdviz.core.types import Problem
from gdviz.i18n import _, listed, sentences

_SEEN = 1e-4
"""Nobody sees a share of the domain that is smaller; nor can one point at it."""

CURVES = "ABCDEFGH"
"""What kept runs are called where one says which is which."""


@dataclass(frozen=True)
class Said:
    """What was said to a question, and what was right.

    Attributes:
        question: what was asked.
        said: what was said, in words.
        truth: what was right; empty where nothing is.
        right: whether that was said.
        reason: what was given as the reason.
    """

    question: str
    said: str
    truth: str
    right: bool
    reason: str


def in_words(ask: Ask, problem: Problem, numbers: Numbers, typed: str = "") -> str:
    """Return an answer in words.

    Args:
        ask: the question.
        problem: what the page's run is on.
        numbers: the answer; nothing is said of none.
        typed: how a number was typed.
    """
    if not numbers:
        return ""
    if ask.kind == "choice":
        return str(ask.options[int(numbers[0])].text)
    if ask.kind == "order":
        pairs = zip(ask.options, numbers, strict=True)
        named = {CURVES[int(curve)]: str(option.text) for option, curve in pairs}
        text = _("{name}: {meaning}")
        return listed(text.format(name=name, meaning=named[name]) for name in sorted(named))
    if ask.kind == "share":
        return _("{number} %").format(number=format_number(numbers[0], 3))
    if ask.kind == "number":
        return typed or format_number(numbers[0])
    names = problem.weights
    about = names[0] if len(names) == 1 else f"({', '.join(names)})"
    seen = [
        0.0 if abs(value) < _SEEN * (high - low) else value
        for value, (low, high) in zip(numbers, problem.domain, strict=True)
    ]
    return f"{about} = {format_vector(seen)}"


def as_text(title: str, by: str, answers: Sequence[Said]) -> str:
    """Return what was said in a lesson as a text that can be sent to somebody."""
    head = sentences(title, by)
    return "\n\n".join([head, *map(_paragraph, answers)]) + "\n"


def _paragraph(one: Said) -> str:
    lines = [one.question, _("You said: {said}").format(said=one.said)]
    if one.truth:
        lines.append(_("It was: {truth}").format(truth=one.truth))
    if one.reason:
        lines.append(_("Your reason: {reason}").format(reason=one.reason))
    return "\n".join(lines)


def as_table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows for a spreadsheet: cells parted by tabs, which it takes when it is pasted."""
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)


def right_or_not(one: Said | Answer) -> str:
    """Return in words whether an answer is right; nothing where nobody could tell."""
    if not one.truth:
        return ""
    return _("right") if one.right else _("not right")


def row_of(one: Said) -> tuple[str, ...]:
    """Return a row of what was said."""
    return (one.question, one.said, one.truth, right_or_not(one), one.reason)


def head_of_row() -> tuple[str, ...]:
    """Return what the columns of a row are."""
    return (_("Question"), _("Guess"), _("Outcome"), _("Right?"), _("Reason"))
