"""What is right of what a page asks, as its runs give it, and what an answer is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdviz.core.catalogue import configure
from gdviz.core.parameters import InputError
from gdviz.core.reading import significant_digits
from gdviz.core.telling.checking import agree_to
from gdviz.core.telling.guessing import HIT, judge
from gdviz.core.telling.lessons.lesson import Ask, Lesson, Option
from gdviz.core.telling.lessons.quantities import Quantities, RunQuantities
from gdviz.core.telling.source import Text
from gdviz.core.types import Problem
from gdviz.i18n import _

Numbers = tuple[float, ...]
"""An answer: a place's weights, the number of an option, a number, for each thing the number of its
curve, or a percentage."""

NEAR = 5.0
"""Percentage points within which a share is right."""

_LEAST_DIGITS = 2
"""Significant digits to which a number that is typed must be right, if it has so many."""


@dataclass(frozen=True)
class Facts:
    """What is right of what a page asks.

    Attributes:
        truth: the right answer.
        wrong: the usual wrong ones, in the file's order.
    """

    truth: Numbers
    wrong: tuple[Numbers, ...] = ()


class LessonRuns:
    """What the runs of a lesson's pages give, each of which is computed once."""

    def __init__(self, lesson: Lesson) -> None:
        """Name the runs; none is computed before it is asked for."""
        self._lesson = lesson
        self._first = RunQuantities(lesson.settings)
        self._pages = {
            f"page{number}": RunQuantities(step.settings)
            for number, step in enumerate(lesson.steps, 1)
        }

    def on(self, page: int) -> Quantities:
        """Return what a page's runs give: of a page without a step, the lesson's first run."""
        step = self._lesson.step(page)
        if step is None:
            return Quantities(self._first, self._pages)
        kept = {f"kept{n}": RunQuantities(one) for n, one in enumerate(step.scene.keep or (), 1)}
        return Quantities(self._pages[f"page{page}"], {**self._pages, **kept})


def facts_of(lesson: Lesson, page: int, given: Quantities | None = None) -> Facts:
    """Return what is right of what a page asks.

    Args:
        lesson: the lesson.
        page: the page.
        given: what its runs give, if somebody has that already.

    Raises:
        InputError: the page's runs do not give it, or of several options not one is right.
    """
    step = lesson.step(page)
    assert step is not None, "only a step asks"
    assert step.ask is not None, "it asks something"
    given = given or LessonRuns(lesson).on(page)
    ask = step.ask
    if ask.kind == "choice":
        truth: Numbers = (_right_option(ask.options, given),)
    elif ask.kind == "order":
        kept = step.kept()
        truth = tuple(_curve_of(option, kept) for option in ask.options)
    else:
        truth = tuple(map(given.evaluate, ask.answer))
        count = len(step.config().problem.weights) if ask.kind == "place" else 1
        if len(truth) != count:
            raise InputError(_("an answer is one number, and of a place one for each weight"))
        if not np.isfinite(truth).all():
            raise InputError(_("the run gives no number for that"))
    return Facts(truth, tuple(tuple(map(given.evaluate, one.value)) for one in ask.wrong))


def _right_option(options: Sequence[Option], given: Quantities) -> float:
    """Return the number of the one that is right.

    Raises:
        InputError: it is not one.
    """
    found = [
        number
        for number, option in enumerate(options)
        if (bool(given.evaluate(option.when)) if option.when else option.right)
    ]
    if len(found) != 1:
        raise InputError(_("{count} of the options are right, not one").format(count=len(found)))
    return float(found[0])


def _curve_of(option: Option, kept: Sequence[object]) -> float:
    config = configure(**option.settings)
    if config not in kept:
        raise InputError(_("no kept run has the settings of “{text}”").format(text=option.text))
    return float(kept.index(config))


def agree(ask: Ask, problem: Problem, said: Numbers, other: Numbers, typed: str = "") -> bool:
    """Tell whether an answer is as good as another one.

    Args:
        ask: the question.
        problem: what the page's run is on.
        said: the answer.
        other: what it is held against.
        typed: how a number was typed: it is right to the digits that it has.
    """
    if len(said) != len(other):
        return False
    if ask.kind in ("choice", "order"):
        return said == other
    if ask.kind == "place":
        off = judge(problem, said, other).distance
        return off <= (HIT if ask.within is None else ask.within)
    if ask.kind == "number" and ask.within is None:
        digits = max(_LEAST_DIGITS, significant_digits(typed) if typed else 0)
        return agree_to(said[0], other[0], digits)
    within = NEAR if ask.within is None else ask.within
    return abs(said[0] - other[0]) <= within * (1 + 1e-9)


def reply_to(
    ask: Ask, problem: Problem, facts: Facts, said: Numbers, typed: str = ""
) -> Text | None:
    """Return what the file says to that answer; None for nothing."""
    if ask.kind == "choice":
        return ask.options[int(said[0])].reply
    if agree(ask, problem, said, facts.truth, typed):
        return None
    for wrong, value in zip(ask.wrong, facts.wrong, strict=True):
        if agree(ask, problem, said, value, typed):
            return wrong.reply
    return None
