"""What several students answered, question by question: counted, sorted, and where it lay."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from gdviz.core.numbers import format_vector
from gdviz.core.telling.lessons.answers import Answer, fits
from gdviz.core.telling.lessons.facts import Numbers
from gdviz.core.telling.lessons.lesson import Ask, Lesson, LessonStep
from gdviz.core.telling.lessons.saying import in_words, right_or_not
from gdviz.core.telling.source import Text
from gdviz.core.types import RunConfig
from gdviz.i18n import _

NOBODY = "–"
"""Stands for the name of who typed none."""


@dataclass(frozen=True)
class Sheet:
    """The answers in a session's file.

    Attributes:
        file: the file's name.
        by: the name that was typed; empty for none.
        answers: the answers.
    """

    file: str
    by: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Guess:
    """What one of them said to a question.

    Attributes:
        file: the name of the file that it is in.
        by: the name that was typed; empty for none.
        answer: the answer.
    """

    file: str
    by: str
    answer: Answer


@dataclass(frozen=True)
class Asked:
    """A question, and all that was said to it.

    Attributes:
        lesson: the lesson's id.
        page: the page.
        guesses: what was said, sorted by that; one at least.
        step: the lesson's page, which asks; None where nobody knows the lesson.
        named: the lesson's title, or its id where nobody knows it.
    """

    lesson: str
    page: int
    guesses: tuple[Guess, ...]
    step: LessonStep | None
    named: Text | str

    @property
    def title(self) -> str:
        """The lesson's title in the current language, or its id."""
        return str(self.named)

    @property
    def ask(self) -> Ask | None:
        """The question; None where nobody knows the lesson."""
        return self.step.ask if self.step else None

    @cached_property
    def config(self) -> RunConfig | None:
        """The page's run; None where nobody knows the lesson."""
        return self.step.config() if self.step else None

    @cached_property
    def truth(self) -> Numbers:
        """What most of the answers were told that it was; empty where none was."""
        told = Counter(one.answer.truth for one in self.guesses if one.answer.truth)
        return told.most_common(1)[0][0] if told else ()

    @property
    def right(self) -> int:
        """How many said that."""
        return sum(one.answer.right for one in self.guesses)

    def fits(self, numbers: Numbers) -> bool:
        """Tell whether an answer is one to this question, as the lesson has it now."""
        return self.step is not None and fits(self.step, numbers)

    @cached_property
    def placed(self) -> tuple[Guess, ...]:
        """Those of the guesses that can be drawn."""
        return tuple(one for one in self.guesses if self.fits(one.answer.said))

    def words(self, numbers: Numbers, typed: str = "") -> str:
        """Return an answer in words; in numbers alone where nobody knows the question."""
        if not numbers:
            return ""
        if self.ask is None or self.config is None or not self.fits(numbers):
            return typed or format_vector(numbers)
        return in_words(self.ask, self.config.problem, numbers, typed)

    def tally(self) -> list[tuple[Numbers, int]]:
        """Return each answer that can be chosen, or was given, and how many gave it.

        Options come in the lesson's order; orders by how many, the right one always among them.
        """
        counts = Counter(one.answer.said for one in self.placed)
        if self.ask is not None and self.ask.kind == "choice":
            options = [(float(number),) for number in range(len(self.ask.options))]
            return [(option, counts[option]) for option in options]
        if self.fits(self.truth):
            counts[self.truth] += 0
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def by_question(sheets: Iterable[Sheet], lessons: Sequence[Lesson]) -> tuple[Asked, ...]:
    """Return what was asked, with all that was said to it, a file's answers each by itself.

    Args:
        sheets: the files' answers.
        lessons: those that are known, in their order; the others come behind them.
    """
    known = {lesson.id: lesson for lesson in lessons}
    said: defaultdict[tuple[str, int], list[Guess]] = defaultdict(list)
    for sheet in sheets:
        for answer in sheet.answers:
            said[answer.lesson, answer.page].append(Guess(sheet.file, sheet.by, answer))
    places = {name: place for place, name in enumerate(known)}
    every = sorted(said, key=lambda one: (places.get(one[0], len(places)), *one))
    return tuple(_asked(name, page, said[name, page], known.get(name)) for name, page in every)


def _asked(name: str, page: int, said: list[Guess], lesson: Lesson | None) -> Asked:
    step = lesson.step(page) if lesson else None
    guesses = sorted(said, key=lambda one: (one.answer.said, one.by, one.file))
    title = lesson.title if lesson else name
    return Asked(name, page, tuple(guesses), step if step and step.ask else None, title)


def rows_of(asked: Asked) -> list[tuple[str, ...]]:
    """Return rows for a spreadsheet: see `head_of_rows`."""
    question = str(asked.ask.text) if asked.ask else ""
    return [
        (
            asked.title,
            str(asked.page),
            question,
            one.by,
            asked.words(one.answer.said, one.answer.typed),
            asked.words(one.answer.truth),
            right_or_not(one.answer),
            one.answer.reason,
            one.file,
        )
        for one in asked.guesses
    ]


def head_of_rows() -> tuple[str, ...]:
    """Return what the columns of those rows are."""
    heads = (_("Lesson"), _("Step"), _("Question"), _("Student"), _("Guess"))
    return (*heads, _("Outcome"), _("Right?"), _("Reason"), _("File"))
