"""What of lessons is state: which is open, what there was before, and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from gdviz.core.parameters import InputError
from gdviz.core.store import UNUSABLE, Part
from gdviz.core.telling.lessons import Lesson
from gdviz.core.telling.lessons.answers import LONGEST, Answer, fits
from gdviz.i18n import _


@dataclass(frozen=True)
class Opened(Part):
    """Which lesson is open, and where in it one is.

    Attributes:
        lesson: its id, or the file of a teacher's own; empty where none is.
        page: the page, from 0.
    """

    lesson: str = ""
    page: int = 0
    key: ClassVar[str] = "lesson"
    worked: ClassVar[bool] = False


@dataclass(frozen=True)
class Before(Part):
    """What there was before a lesson was opened, which leaving it gives back.

    Attributes:
        state: parts by their names, as a session has them.
    """

    state: Mapping[str, Any] = field(default_factory=dict)
    key: ClassVar[str] = "before_lesson"
    worked: ClassVar[bool] = False


@dataclass(frozen=True)
class Answers(Part):
    """What was answered in lessons.

    Attributes:
        answers: the answers, one a question, in the order in which they were given.
        by: who gave them, if they typed a name.

    Raises:
        InputError: the name is too long.
    """

    answers: tuple[Answer, ...] = ()
    by: str = ""
    key: ClassVar[str] = "answers"

    def __post_init__(self) -> None:
        """Check the name."""
        if len(self.by) > LONGEST:
            raise InputError(_(UNUSABLE))

    def of(self, lesson: str, page: int) -> Answer | None:
        """Return what was answered on that page; None where nothing was."""
        found = (one for one in self.answers if (one.lesson, one.page) == (lesson, page))
        return next(found, None)

    def to(self, lesson: Lesson, page: int) -> Answer | None:
        """Return what was answered to what a page asks now; None where nothing was."""
        answer, step = self.of(lesson.id, page), lesson.step(page)
        if answer is None or step is None:
            return None
        return (
            answer if all(fits(step, one) for one in (answer.said, answer.truth) if one) else None
        )

    def and_so(self, answer: Answer) -> "Answers":
        """Return them with one more, in the place of what was answered there before."""
        rest = tuple(one for one in self.answers if self._place(one) != self._place(answer))
        return replace(self, answers=(*rest, answer))

    def without(self, lesson: str) -> "Answers":
        """Return them without those of a lesson, so that it asks again."""
        return replace(self, answers=tuple(one for one in self.answers if one.lesson != lesson))

    @staticmethod
    def _place(answer: Answer) -> tuple[str, int]:
        return answer.lesson, answer.page

    def to_dict(self) -> dict[str, Any]:
        """Return them as a dict."""
        return {"answers": [one.to_dict() for one in self.answers], "by": self.by}

    @classmethod
    def from_dict(cls, values: Any) -> "Answers":
        """Return what `to_dict` made this of; what is missing is as at first.

        Raises:
            InputError: they cannot be answers.
        """
        try:
            answers, by = values.get("answers", ()), values.get("by", "")
            found = tuple(map(Answer.from_dict, answers))
        except (AttributeError, TypeError):
            raise InputError(_(UNUSABLE)) from None
        if not isinstance(by, str):
            raise InputError(_(UNUSABLE))
        return cls(found, by)
