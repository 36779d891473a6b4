"""Holding a lesson's file against its runs: every number that a text marks, every question."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gdviz.core.numbers import format_number
from gdviz.core.parameters import InputError
from gdviz.core.telling.lessons.facts import LessonRuns, agree, facts_of
from gdviz.core.telling.lessons.lesson import NUMBER, Claim, Lesson
from gdviz.core.telling.lessons.quantities import Quantities
from gdviz.core.telling.lessons.reading import CheckPart, LessonSource, check_parts
from gdviz.core.telling.source import SourceError, Where, content_of
from gdviz.i18n import _

_LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


class Proved(NamedTuple):
    """What a file was found to be.

    Attributes:
        pages: how many pages it has that run something.
        questions: how many questions.
        numbers: how many numbers its texts mark.
        errors: where text and run disagree, in the file's order.
    """

    pages: int
    questions: int
    numbers: int
    errors: list[SourceError]


def prove(
    path: Path, controls: Iterable[str] | None = None, check_part: CheckPart | None = None
) -> Proved:
    """Run every page of a lesson's file, and hold its numbers and questions against the runs.

    Args:
        path: the file.
        controls: as for `load_lesson`.
        check_part: as for `load_lesson`.

    Raises:
        SourceError: it cannot be used at all.
    """
    known = None if controls is None else frozenset(controls)
    source = LessonSource(path, content_of(path), known)
    lesson = source.lesson()
    if check_part is not None:
        check_parts(lesson, lambda: source, check_part)
    runs = LessonRuns(lesson)
    pages: list[Where] = [(), *(("steps", number) for number in range(len(lesson.steps)))]
    errors: list[SourceError] = []
    for page, where in enumerate(pages):
        given = runs.on(page)
        errors += _of_numbers(source, lesson.claims_on(page), given, where)
        errors += _of_question(source, lesson, page, given, where)
    claims = sum(len(lesson.claims_on(page)) for page in range(len(pages)))
    return Proved(len(lesson.steps), len(lesson.asks), claims, errors)


def _of_numbers(
    source: LessonSource, claims: Iterable[Claim], given: Quantities, where: Where
) -> Iterator[SourceError]:
    for claim in claims:
        reason = _disagreement(claim, given)
        if reason:
            yield source.error_in(reason, f"{claim.number} =", *where, "numbers")


def _disagreement(claim: Claim, given: Quantities) -> str:
    """Return in what a number differs from what the run gives; nothing where it does not."""
    try:
        value = given.evaluate(claim.expression)
    except InputError as error:
        return str(error)
    number, unit = written(claim.number)
    if abs(number - value) <= unit * (0.5 + 1e-6):
        return ""
    reason = _("the text says {number}, but {expression} is {value}")
    return reason.format(
        number=claim.number, expression=claim.expression, value=format_number(value, 6)
    )


def written(text: str) -> tuple[float, float]:
    """Return a number that a text has, and the unit of its last digit: thousands have commas."""
    found = re.fullmatch(NUMBER, text)
    assert found is not None, "a mark has such a number"
    sign, whole, decimals, power = found.groups()
    exponent = int(power.translate(_LOWERED)) if power else 0
    digits = f"{whole.replace(',', '')}.{decimals or 0}"
    unit = float(10.0 ** (exponent - len(decimals or "")))
    return (-1 if sign else 1) * float(digits) * 10.0**exponent, unit


def _of_question(
    source: LessonSource, lesson: Lesson, page: int, given: Quantities, where: Where
) -> Iterator[SourceError]:
    step = lesson.step(page)
    if step is None or step.ask is None:
        return
    ask, place = step.ask, (*where, "ask")
    try:
        facts = facts_of(lesson, page, given)
    except InputError as error:
        yield source.error(str(error), *place, "answer")
        return
    problem = step.config().problem
    if ask.kind == "order" and len({*facts.truth}) < len(facts.truth):
        reason = _("two of the options belong to the same curve")
        yield source.error(reason, *place, "options", 0)
    for number, value in enumerate(facts.wrong):
        if len(value) != len(facts.truth):
            reason = _("this has not as many numbers as the answer")
            yield source.error(reason, *place, "wrong", number)
        elif agree(ask, problem, value, facts.truth):
            reason = _("this answer is right, so nobody will be told that it is wrong")
            yield source.error(reason, *place, "wrong", number)
