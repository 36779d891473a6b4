"""What is right of what a page asks, as its runs give it, and what an answer is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdviz.core.catalogue import configure
from gdviz.core.parameters import InputError
from gdviz.core.reading import significant_digits
from gdviz.core.telling.guessing import HIT
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


def quantities(lesson: Lesson, page: int) -> Quantities:
    """Return what a page's runs give: of a page without a step, the lesson's first run."""
    step = lesson.step(page)
    others = {f"page{n}": RunQuantities(one.settings) for n, one in enumerate(lesson.steps, 1)}
    if step is None:
        return Quantities(RunQuantities(lesson.settings), others)
    kept = {f"kept{n}": RunQuantities(one) for n, one in enumerate(step.scene.keep or (), 1)}
    return Quantities(RunQuantities(step.settings), {**others, **kept})


def facts_of(lesson: Lesson, page: int) -> Facts:
    """Return what is right of what a page asks.

    Raises:
        InputError: the page's runs do not give it, or of several options not one is right.
    """
    step = lesson.step(page)
    assert step is not None, "only a step asks"
    assert step.ask is not None, "it asks something"
    given = quantities(lesson, page)
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
    a, b = np.array(said), np.array(other)
    if ask.kind in ("choice", "order"):
        return bool((a == b).all())
    if ask.kind == "place":
        low, high = np.array(problem.domain).T
        off = (a - np.clip(b, low, high)) / (high - low)
        return float(np.sqrt(np.mean(off**2))) <= (HIT if ask.within is None else ask.within)
    within = ask.within
    if within is None:
        within = NEAR if ask.kind == "share" else _unit(float(a[0]), float(b[0]), typed)
    return bool(abs(a - b).max() <= within * (1 + 1e-9))


def _unit(said: float, truth: float, typed: str) -> float:
    """Return half a unit of the last digit that was typed, or of the second if that is less."""
    digits = max(_LEAST_DIGITS, significant_digits(typed) if typed else _LEAST_DIGITS)
    size = max(abs(said), abs(truth))
    return 0.5 * 10.0 ** (np.floor(np.log10(size)) - digits + 1) if size else 0.0


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
