"""An answer to a question of a lesson, as it is kept, and whether it is one to that question."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

from gdviz.core.parameters import InputError
from gdviz.core.store import UNUSABLE
from gdviz.core.telling.lessons.facts import Numbers
from gdviz.core.telling.lessons.lesson import LessonStep
from gdviz.i18n import _

LONGEST = 2000
"""Letters of a reason, or a name, at most."""


@dataclass(frozen=True)
class Answer:
    """What was answered to a question.

    Attributes:
        lesson: the lesson's id, which is its file's name.
        page: the page.
        said: what was said: see `Numbers`.
        truth: what was right; empty where the runs did not give it.
        right: whether that was said.
        typed: how a number was typed.
        reason: why, in the student's words.

    Raises:
        InputError: it is none.
    """

    lesson: str
    page: int
    said: Numbers
    truth: Numbers = ()
    right: bool = False
    typed: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        """Check what there can be."""
        if not self.said or self.page < 1 or max(len(self.typed), len(self.reason)) > LONGEST:
            raise InputError(_(UNUSABLE))

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict of what JSON knows."""
        return {**self.__dict__, "said": list(self.said), "truth": list(self.truth)}

    @classmethod
    def from_dict(cls, given: Any) -> "Answer":
        """Return what `to_dict` made this of.

        Raises:
            InputError: it cannot be one.
        """
        try:
            texts = [given[name] for name in ("lesson", "typed", "reason")]
            page, right = given["page"], given["right"]
            said, truth = (tuple(map(float, given[name])) for name in ("said", "truth"))
        except (KeyError, TypeError, ValueError):
            raise InputError(_(UNUSABLE)) from None
        kinds = all(isinstance(text, str) for text in texts)
        if not (kinds and type(page) is int and type(right) is bool):
            raise InputError(_(UNUSABLE))
        lesson, typed, reason = texts
        return cls(lesson, page, said, truth, right, typed, reason)


def fits(step: LessonStep, numbers: Numbers) -> bool:
    """Tell whether that can be an answer to what a page asks, which may have been another then."""
    ask = step.ask
    if ask is None:
        return False
    if ask.kind == "choice":
        return len(numbers) == 1 and numbers[0] in range(len(ask.options))
    if ask.kind == "order":
        curves = range(len(step.scene.keep or ()))
        return len(numbers) == len(ask.options) and all(one in curves for one in numbers)
    count = len(step.config().problem.weights) if ask.kind == "place" else 1
    return len(numbers) == count and all(map(isfinite, numbers))
