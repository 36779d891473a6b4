"""Lessons: texts and settings, in files that a teacher writes with a text editor."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gdviz import resources
from gdviz.core.catalogue import FORMER, configure
from gdviz.core.registry import look_up
from gdviz.core.telling.source import (
    SETTINGS,
    Source,
    SourceError,
    Text,
    content_of,
)
from gdviz.core.types import RunConfig
from gdviz.i18n import N_, _

OFFERS = {
    "open_code": N_("Follow the program"),
    "time_epoch": N_("Time an epoch"),
    "compare_rules": N_("Compare all update rules"),
    "escape": N_("Count the steps of many runs"),
    "noise": N_("Measure it on many runs"),
    "seldom": N_("Guess, and count bad ends"),
}
"""What a step can offer beside its run, by the name of the window's entry, and its button."""


@dataclass(frozen=True)
class LessonStep:
    """One step of a lesson: what to do and to look for.

    Attributes:
        text: what to do.
        look_for: what to look for; None if nothing is said of it.
        settings: all the run's settings, the lesson's and this step's own over them.
        hide: the names of what is hidden during this step, beside what the lesson hides.
        offer: what it has a button for, of `OFFERS`; empty without one.
    """

    text: Text
    look_for: Text | None
    settings: Mapping[str, Any]
    hide: tuple[str, ...] = ()
    offer: str = ""

    def config(self) -> RunConfig:
        """Return the run of this step."""
        return configure(**self.settings)


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        id: its name on the command line, which is its file's.
        order: where it stands among the lessons.
        title: its name in words.
        goal: what will be seen or understood.
        settings: of the run it starts with, as `configure` takes them.
        steps: what to do, one after the other.
        question: what to ask at the end, if anything.
        answer: the answer to it.
        hide: the names of the settings, and of other controls, that it has no need of.
    """

    id: str
    order: float
    title: Text
    goal: Text
    settings: Mapping[str, Any]
    steps: tuple[LessonStep, ...]
    question: Text | None
    answer: Text | None
    hide: tuple[str, ...]

    def config(self) -> RunConfig:
        """Return the run that the lesson starts with."""
        return configure(**self.settings)

    def hidden_on(self, page: int) -> tuple[str, ...]:
        """Return the names of what is hidden on a page: step 1 has page 1."""
        of_step = self.steps[page - 1].hide if 1 <= page <= len(self.steps) else ()
        return (*self.hide, *of_step)


def load_lessons(
    folder: Path | None = None, controls: Iterable[str] | None = None
) -> tuple[dict[str, Lesson], list[SourceError]]:
    """Return the lessons of a folder (gdviz's own without one) by id, and what is broken.

    A file that cannot be used does not keep the others from being loaded.

    Args:
        folder: where the files are.
        controls: see `load_lesson`.
    """
    lessons: list[Lesson] = []
    errors: list[SourceError] = []
    for path in _files(folder):
        try:
            lessons.append(load_lesson(path, controls))
        except SourceError as error:
            errors.append(error)
    lessons.sort(key=lambda lesson: lesson.order)
    return {lesson.id: lesson for lesson in lessons}, errors


def find_lesson(name: str, folder: Path | None = None) -> Lesson:
    """Return the lesson of that name in a folder (gdviz's own without one); no other is read.

    Raises:
        InputError: there is no such lesson, or its file is broken.
    """
    for path in _files(folder):
        if path.stem == name:
            return load_lesson(path)
    return look_up("lesson", name, load_lessons(folder)[0])


def _files(folder: Path | None) -> list[Path]:
    return sorted((folder or resources.path("lessons")).glob("*.toml"))


def load_lesson(path: Path, controls: Iterable[str] | None = None) -> Lesson:
    """Return the lesson in a file.

    Args:
        path: the file.
        controls: what can be hidden beside the settings; None where nothing is shown, so that
            nobody can tell.

    Raises:
        SourceError: it cannot be read, is not TOML, lacks something or has something unknown.
    """
    return _understood(path, content_of(path), None if controls is None else frozenset(controls))


@lru_cache(maxsize=100)  # a window that starts on a lesson has it loaded twice
def _understood(path: Path, content: bytes, controls: frozenset[str] | None) -> Lesson:
    """Return the lesson that a file contains.

    Raises:
        SourceError: it is not TOML, lacks something or has something unknown.
    """
    return _LessonSource(path, content, controls).lesson()


class _LessonSource(Source):
    """A lesson's file."""

    def __init__(self, path: Path, content: bytes, controls: frozenset[str] | None) -> None:
        super().__init__(path, content)
        self._controls = controls

    def lesson(self) -> Lesson:
        """Return the lesson that the file describes."""
        data = self.data
        optional = ("steps", "question", "answer", "hide")
        self.table(data, (), ("order", "title", "goal", "settings"), optional)
        settings = self.settings(data["settings"], {}, "settings")
        steps = self.list_of(data.get("steps", []), "steps")
        return Lesson(
            id=self.path.stem,
            order=self._order(data["order"]),
            title=self.text(data["title"], "title"),
            goal=self.text(data["goal"], "goal"),
            settings=settings,
            steps=tuple(self._step(step, settings, i) for i, step in enumerate(steps)),
            question=self.optional(data, "question"),
            answer=self.optional(data, "answer"),
            hide=self._hide(data.get("hide", [])),
        )

    def _step(self, step: Any, settings: Mapping[str, Any], number: int) -> LessonStep:
        where = ("steps", number)
        self.table(step, where, ("text",), ("look_for", "settings", "hide", "offer"))
        return LessonStep(
            text=self.text(step["text"], *where, "text"),
            look_for=self.optional(step, "look_for", *where),
            settings=self.settings(step.get("settings", {}), settings, *where, "settings"),
            hide=self._hide(step.get("hide", []), *where),
            offer=self._offer(step.get("offer"), *where),
        )

    def _offer(self, name: Any, *where: str | int) -> str:
        if name is None:
            return ""
        self.word(name, *where, "offer")
        self.known([name], OFFERS, (*where, "offer"))
        return str(name)

    def _hide(self, names: Any, *where: str | int) -> tuple[str, ...]:
        where = (*where, "hide")
        for name in self.list_of(names, *where):
            self.word(name, *where)
        if self._controls is not None:
            self.known(names, (*SETTINGS, *sorted(self._controls)), where)
        return tuple(FORMER[name][0] if name in FORMER else name for name in names)

    def _order(self, value: Any) -> float:
        order = self.number(value, "order")
        if math.isnan(order):  # it would stand nowhere among the others
            raise self.error(_("{name} must be a number").format(name="order"), "order")
        return order
