"""Reading lessons' files: each part is checked as it is taken."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar, get_args

from gdviz import resources
from gdviz.core.catalogue import FORMER
from gdviz.core.parameters import InputError
from gdviz.core.registry import look_up
from gdviz.core.telling.checking import LineOfArithmetic
from gdviz.core.telling.lessons.lesson import (
    KINDS,
    NUMBER,
    OFFERS,
    VEILS,
    Ask,
    Claim,
    Lesson,
    LessonStep,
    Option,
    Scene,
    Wrong,
)
from gdviz.core.telling.source import (
    SETTINGS,
    Source,
    SourceError,
    Text,
    Where,
    content_of,
)
from gdviz.i18n import _

Controls = frozenset[str] | None
"""What can be hidden beside the settings; None where nothing is shown, so that nobody can tell."""

CheckPart = Callable[[str, Any], object]
"""Raises an `InputError` where there is no part of the state of that name, or none such."""

_MARK = re.compile(r"\{([−-]?\d[\d,.]*(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)\}")
"""What a text marks as a number, to be held against the run."""

_ASK = ("kind", "text", "why")
_ASK_OPTIONAL = ("answer", "within", "options", "wrong", "veil", "hidden", "plays")
_MOST_OPTIONS = 8

T = TypeVar("T")


def load_lessons(
    folder: Path | None = None,
    controls: Iterable[str] | None = None,
    check_part: CheckPart | None = None,
) -> tuple[dict[str, Lesson], list[SourceError]]:
    """Return the lessons of a folder (gdviz's own without one) by id, and what is broken.

    A file that cannot be used does not keep the others from being loaded.

    Args:
        folder: where the files are.
        controls: see `load_lesson`.
        check_part: see `load_lesson`.
    """
    lessons: list[Lesson] = []
    errors: list[SourceError] = []
    for path in _files(folder):
        try:
            lessons.append(load_lesson(path, controls, check_part))
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


def load_lesson(
    path: Path, controls: Iterable[str] | None = None, check_part: CheckPart | None = None
) -> Lesson:
    """Return the lesson in a file.

    Args:
        path: the file.
        controls: what can be hidden beside the settings; None where nothing is shown, so that
            nobody can tell.
        check_part: see `CheckPart`; None where nobody knows the window's state.

    Raises:
        SourceError: it cannot be read, is not TOML, lacks something or has something unknown.
    """
    content = content_of(path)
    lesson = _understood(path, content, None if controls is None else frozenset(controls))
    if check_part is not None:
        check_parts(lesson, partial(LessonSource, path, content), check_part)
    return lesson


@lru_cache(maxsize=100)  # a window that starts on a lesson has it loaded twice
def _understood(path: Path, content: bytes, controls: Controls) -> Lesson:
    """Return the lesson that a file contains.

    Raises:
        SourceError: it is not TOML, lacks something or has something unknown.
    """
    return LessonSource(path, content, controls).lesson()


def check_parts(
    lesson: Lesson, source: Callable[[], "LessonSource"], check_part: CheckPart
) -> None:
    """Refuse what the state of a window cannot be that a lesson's scenes and questions set.

    Args:
        lesson: the lesson.
        source: returns its file, which knows its lines.
        check_part: see `CheckPart`.

    Raises:
        SourceError: something cannot be.
    """
    for where, name, values in _parts_set(lesson):
        try:
            check_part(name, values)
        except InputError as error:
            raise source().error(str(error), *where) from None


def _parts_set(lesson: Lesson) -> Iterator[tuple[Where, str, Mapping[str, Any]]]:
    """Yield where in the file a part of the state is set, its name, and what is set of it."""
    pages: list[tuple[Where, Scene]] = [((), lesson.scene)]
    pages += [(("steps", number), step.scene) for number, step in enumerate(lesson.steps)]
    for where, scene in pages:
        for name, values in scene.parts.items():
            yield (*where, "scene", name), name, values
    for number, step in enumerate(lesson.steps):
        if step.ask is not None:
            yield ("steps", number, "ask", "hidden"), "panels", {"hidden": [*step.ask.hidden]}


class LessonSource(Source):
    """A lesson's file."""

    def __init__(self, path: Path, content: bytes, controls: Controls = None) -> None:
        """Read the content of the file at `path`; the rest is as for `load_lesson`.

        Raises:
            SourceError: it is not TOML.
        """
        super().__init__(path, content)
        self._controls = controls
        self._marks: dict[Where, list[tuple[str, Where]]] = defaultdict(list)

    def lesson(self) -> Lesson:
        """Return the lesson that the file describes."""
        data = self.data
        optional = ("scene", "steps", "question", "answer", "hide", "numbers")
        self.table(data, (), ("order", "title", "goal", "settings"), optional)
        self._marks.clear()
        settings = self.settings(data["settings"], {}, "settings")
        steps = self.list_of(data.get("steps", []), "steps")
        return Lesson(
            id=self.path.stem,
            order=self._order(data["order"]),
            title=self.text(data["title"], "title"),
            goal=self.text(data["goal"], "goal"),
            settings=settings,
            scene=self._scene(data.get("scene", {}), settings, "scene"),
            steps=tuple(self._step(step, settings, i) for i, step in enumerate(steps)),
            question=self.optional(data, "question"),
            answer=self.optional(data, "answer"),
            hide=self._hide(data.get("hide", [])),
            claims=self._claims(data),
        )

    def text(self, value: Any, *where: str | int) -> Text:
        """Return the text that a table has, without the marks about its numbers."""
        text = super().text(value, *where)
        page = where[:2] if where[0] == "steps" else ()
        for language in ("en", "zh"):
            for number in _MARK.findall(value[language]):
                self._marks[page].append((number, (*where, language)))
        return Text(_MARK.sub(r"\1", text.en), _MARK.sub(r"\1", text.zh))

    def _step(self, step: Any, under: Mapping[str, Any], number: int) -> LessonStep:
        where = ("steps", number)
        optional = ("look_for", "settings", "hide", "offer", "scene", "ask", "numbers")
        self.table(step, where, ("text",), optional)
        settings = self.settings(step.get("settings", {}), under, *where, "settings")
        scene = self._scene(step.get("scene", {}), settings, *where, "scene")
        return LessonStep(
            text=self.text(step["text"], *where, "text"),
            look_for=self.optional(step, "look_for", *where),
            settings=settings,
            hide=self._hide(step.get("hide", []), *where),
            offer=self._offer(step.get("offer"), *where),
            scene=scene,
            ask=self._ask(step["ask"], settings, *where, "ask") if "ask" in step else None,
            claims=self._claims(step, *where),
        )

    def _claims(self, table: dict[str, Any], *where: str | int) -> tuple[Claim, ...]:
        """Return what the numbers that a page's texts mark are, each of them in both languages."""
        claims = []
        for said in self.list_of(table.get("numbers", []), *where, "numbers"):
            number, equals, expression = self.word(said, *where, "numbers").partition("=")
            if not (equals and re.fullmatch(NUMBER, number.strip()) and expression.strip()):
                reason = _("'{text}' is not of the form “4.667 = cost[0]”").format(text=said)
                raise self.error_in(reason, said, *where, "numbers")
            claims.append(Claim(number.strip(), expression.strip()))
        marks = self._marks.pop(where, [])
        for number, place in marks:
            if not any(claim.number == number for claim in claims):
                reason = _("'numbers' does not say what {number} is").format(number=number)
                raise self.error_in(reason, f"{{{number}}}", *place)
        for claim in claims:
            languages = {place[-1] for number, place in marks if number == claim.number}
            for language in ("en", "zh"):
                if language not in languages:
                    reason = _("no text in '{language}' has {number} between braces").format(
                        language=language, number=claim.number
                    )
                    raise self.error_in(reason, claim.number, *where, "numbers")
        return tuple(claims)

    def _scene(self, scene: Any, under: Mapping[str, Any], *where: str | int) -> Scene:
        """Return a scene; what is no key of its own is a part of the state."""
        if not isinstance(scene, dict):
            raise self.wrong(_("'{key}' must be a table"), *where)
        own = ("keep", "names", "at", "mode", "lit")
        parts = {name: value for name, value in scene.items() if name not in own}
        for name, value in parts.items():
            if not isinstance(value, dict):
                raise self.wrong(_("'{key}' must be a table"), *where, name)
        keep = None
        if "keep" in scene:
            runs = self.list_of(scene["keep"], *where, "keep")
            keep = tuple(self.settings(one, under, *where, "keep") for one in runs)
        names = tuple(self.list_of(scene.get("names", []), *where, "names"))
        for name in names:
            self.word(name, *where, "names")
        if names and len(names) != len(keep or ()):
            raise self.wrong(_("'{key}' must be one for each run of 'keep'"), *where, "names")
        lit = tuple(self.list_of(scene.get("lit", []), *where, "lit"))
        self.known(lit, get_args(LineOfArithmetic), (*where, "lit"))
        mode = self.word(scene["mode"], *where, "mode") if "mode" in scene else ""
        at = self._whole(scene.get("at", 0), *where, "at")
        return Scene(parts, keep, names, at, mode, lit)

    def _ask(self, ask: Any, under: Mapping[str, Any], *where: str | int) -> Ask:
        self.table(ask, where, _ASK, _ASK_OPTIONAL)
        kind = self._one_of(ask["kind"], KINDS, *where, "kind")
        options = self.list_of(ask.get("options", []), *where, "options")
        wrong = self.list_of(ask.get("wrong", []), *where, "wrong")
        if kind in ("choice", "order"):
            if not 2 <= len(options) <= _MOST_OPTIONS:
                raise self.wrong(_("'{key}' must be two to eight"), *where, "options")
        elif "answer" not in ask:
            raise self.wrong(_("'{key}' is missing"), *where, "answer")
        hidden = self.list_of(ask.get("hidden", []), *where, "hidden")
        plays = self._whole(ask["plays"], *where, "plays") if "plays" in ask else None
        within = self.number(ask["within"], *where, "within") if "within" in ask else None
        if not (within is None or within >= 0):
            raise self.wrong(_("'{key}' must be a number from 0"), *where, "within")
        return Ask(
            kind=kind,
            text=self.text(ask["text"], *where, "text"),
            why=self.text(ask["why"], *where, "why"),
            answer=self._expressions(ask.get("answer", []), *where, "answer"),
            within=within,
            options=tuple(
                self._option(o, under, *where, "options", i) for i, o in enumerate(options)
            ),
            wrong=tuple(self._wrong(one, *where, "wrong", i) for i, one in enumerate(wrong)),
            veil=self._one_of(ask.get("veil", "step"), VEILS, *where, "veil"),
            hidden=tuple(self.word(name, *where, "hidden") for name in hidden),
            plays=plays,
        )

    def _option(self, option: Any, under: Mapping[str, Any], *where: str | int) -> Option:
        self.table(option, where, ("text",), ("when", "right", "reply", "settings"))
        right = option.get("right", False)
        if not isinstance(right, bool):
            raise self.wrong(_("'{key}' must be true or false"), *where, "right")
        settings = {}
        if "settings" in option:
            settings = self.settings(option["settings"], under, *where, "settings")
        return Option(
            text=self.text(option["text"], *where, "text"),
            when=self.word(option["when"], *where, "when") if "when" in option else "",
            right=right,
            reply=self.optional(option, "reply", *where),
            settings=settings,
        )

    def _wrong(self, wrong: Any, *where: str | int) -> Wrong:
        self.table(wrong, where, ("value", "reply"), ())
        value = self._expressions(wrong["value"], *where, "value")
        return Wrong(value, self.text(wrong["reply"], *where, "reply"))

    def _expressions(self, given: Any, *where: str | int) -> tuple[str, ...]:
        """Return one expression, or several; numbers are such too."""
        several = given if isinstance(given, list) else [given]
        for one in several:
            if not isinstance(one, int | float | str) or isinstance(one, bool):
                raise self.wrong(_("'{key}' must be a number, or what a run gives"), *where)
        return tuple(map(str, several))

    def _whole(self, value: Any, *where: str | int) -> int:
        number = self.number(value, *where)
        if not (number >= 0 and number == math.floor(number)):
            raise self.wrong(_("'{key}' must be a whole number from 0"), *where)
        return int(number)

    def _one_of(self, value: Any, known: tuple[T, ...], *where: str | int) -> T:
        self.known([value], tuple(map(str, known)), where)
        return known[known.index(value)]

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
