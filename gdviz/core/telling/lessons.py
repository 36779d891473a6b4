"""Lessons: texts and settings, in files that a teacher writes with a text editor."""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gdviz import resources
from gdviz.core.catalogue import CHOICES, FORMER, PARAMETERS, configure, lay_over, renamed
from gdviz.core.parameters import InputError
from gdviz.core.registry import look_up
from gdviz.core.types import RunConfig
from gdviz.files import TooLargeError, read_bytes
from gdviz.i18n import N_, _, current_language

_LARGEST = 100_000
"""Bytes in a file; gdviz's own have about three thousand."""

_KEY_PART = r"""(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_TOO_LONG = {
    re.compile(r"(?<!\w)\d\w{600,}", re.ASCII): N_("a number is too long"),
    re.compile(
        rf"(?:^|[\[{{,])[ \t]*{_KEY_PART}(?:[ \t]*\.[ \t]*{_KEY_PART}){{30,}}", re.MULTILINE
    ): N_("a key has too many parts"),
}

_SETTINGS = (*CHOICES, "start", *PARAMETERS, *FORMER)


class LessonError(InputError):
    """A lesson's file that cannot be used.

    Attributes:
        lesson: the lesson's id.
        line: where in the file, from 1; None where that is not known.
        reason: what is wrong there.
    """

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        """Name the file, the line if it is known, and the reason."""
        self.lesson, self.line, self.reason = path.stem, line, reason
        text = _("{file}, line {line}: {reason}") if line else _("{file}: {reason}")
        super().__init__(text.format(file=path.name, line=line, reason=reason))


@dataclass(frozen=True)
class Text:
    """A text in both languages; `str` of it is in the current one."""

    en: str
    zh: str

    def __str__(self) -> str:
        """Return it in the current language."""
        return {"en": self.en, "zh": self.zh}[current_language()]


@dataclass(frozen=True)
class LessonStep:
    """One step of a lesson: what to do and to look for.

    Attributes:
        text: what to do.
        look_for: what to look for; None if nothing is said of it.
        settings: all the run's settings, the lesson's and this step's own over them.
        hide: the names of what is hidden during this step, beside what the lesson hides.
    """

    text: Text
    look_for: Text | None
    settings: Mapping[str, Any]
    hide: tuple[str, ...] = ()

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
) -> tuple[dict[str, Lesson], list[LessonError]]:
    """Return the lessons of a folder (gdviz's own without one) by id, and what is broken.

    A file that cannot be used does not keep the others from being loaded.

    Args:
        folder: where the files are.
        controls: see `load_lesson`.
    """
    lessons: list[Lesson] = []
    errors: list[LessonError] = []
    for path in _files(folder):
        try:
            lessons.append(load_lesson(path, controls))
        except LessonError as error:
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
        LessonError: it cannot be read, is not TOML, lacks something or has something unknown.
    """
    try:
        content = read_bytes(path, _LARGEST)
    except OSError as error:
        raise LessonError(path, None, error.strerror or str(error)) from None
    except TooLargeError as error:
        raise LessonError(path, None, str(error)) from None
    return _understood(path, content, None if controls is None else frozenset(controls))


@lru_cache(maxsize=100)  # a window that starts on a lesson has it loaded twice
def _understood(path: Path, content: bytes, controls: frozenset[str] | None) -> Lesson:
    """Return the lesson that a file contains.

    Raises:
        LessonError: it is not TOML, lacks something or has something unknown.
    """
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        _check_size(path, text)
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LessonError(path, line, _("the file is not in UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise LessonError(path, int(found[1]) if found else None, str(error)) from None
    except RecursionError:
        raise LessonError(path, None, _("lists or tables are nested too deeply")) from None
    return _Source(path, text, controls).lesson(data)


def _check_size(path: Path, text: str) -> None:
    """Refuse what takes the parser, or the words of an error, out of all proportion.

    Raises:
        LessonError: there is a number or a dotted key of great length.
    """
    for pattern, reason in _TOO_LONG.items():
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise LessonError(path, line, _(reason))


_Where = tuple[str | int, ...]
"""The way to an entry of a file: keys, and the numbers of array tables."""


class _Source:
    """A lesson's file, of which each part is checked as it is taken."""

    def __init__(self, path: Path, text: str, controls: frozenset[str] | None) -> None:
        self._path = path
        self._controls = controls
        self._lines = _line_numbers(text)

    def lesson(self, data: dict[str, Any]) -> Lesson:
        """Return the lesson that the file's data describes."""
        optional = ("steps", "question", "answer", "hide")
        self._table(data, (), ("order", "title", "goal", "settings"), optional)
        settings = self._settings(data["settings"], {}, "settings")
        steps = self._list(data.get("steps", []), "steps")
        return Lesson(
            id=self._path.stem,
            order=self._order(data["order"]),
            title=self._text(data["title"], "title"),
            goal=self._text(data["goal"], "goal"),
            settings=settings,
            steps=tuple(self._step(step, settings, i) for i, step in enumerate(steps)),
            question=self._optional(data, "question"),
            answer=self._optional(data, "answer"),
            hide=self._hide(data.get("hide", [])),
        )

    def _step(self, step: Any, settings: Mapping[str, Any], number: int) -> LessonStep:
        where = ("steps", number)
        self._table(step, where, ("text",), ("look_for", "settings", "hide"))
        return LessonStep(
            text=self._text(step["text"], *where, "text"),
            look_for=self._optional(step, "look_for", *where),
            settings=self._settings(step.get("settings", {}), settings, *where, "settings"),
            hide=self._hide(step.get("hide", []), *where),
        )

    def _settings(self, own: Any, under: Mapping[str, Any], *where: str | int) -> dict[str, Any]:
        """Return the settings `own`, checked, laid over others."""
        self._table(own, where, (), _SETTINGS)
        checked: dict[str, Any] = {}
        for name, value in own.items():
            try:
                checked |= check_setting(name, value)
            except InputError as error:
                raise self._error(str(error), *where, name) from None
        laid = lay_over(under, checked)
        try:
            configure(**laid)
        except InputError as error:
            raise self._error(str(error), *where, "start") from None
        return laid

    def _hide(self, names: Any, *where: str | int) -> tuple[str, ...]:
        where = (*where, "hide")
        for name in self._list(names, *where):
            if not isinstance(name, str) or not name.strip():
                raise self._wrong(_("'{key}' must be a text, and not empty"), *where)
        if self._controls is not None:
            self._known(names, (*_SETTINGS, *sorted(self._controls)), where)
        return tuple(FORMER[name][0] if name in FORMER else name for name in names)

    def _optional(self, table: dict[str, Any], key: str, *where: str | int) -> Text | None:
        return self._text(table[key], *where, key) if key in table else None

    def _text(self, value: Any, *where: str | int) -> Text:
        self._table(value, where, ("en", "zh"), ())
        for language, text in value.items():
            if not isinstance(text, str) or not text.strip():
                reason = _("'{key}' must be a text, and not empty")
                raise self._wrong(reason, *where, language)
        return Text(_unwrapped(value["en"]), _unwrapped(value["zh"]))

    def _order(self, value: Any) -> float:
        try:
            order = _number("order", value)
        except InputError as error:
            raise self._error(str(error), "order") from None
        if math.isnan(order):  # it would stand nowhere among the others
            raise self._error(_("{name} must be a number").format(name="order"), "order")
        return order

    def _list(self, value: Any, *where: str | int) -> list[Any]:
        if not isinstance(value, list):
            raise self._wrong(_("'{key}' must be a list"), *where)
        return value

    def _table(
        self, value: Any, where: _Where, needed: Iterable[str], optional: Iterable[str]
    ) -> None:
        """Refuse what is no table, lacks a key that is needed, or has one that is unknown."""
        if not isinstance(value, dict):
            raise self._wrong(_("'{key}' must be a table"), *where)
        for key in needed:
            if key not in value:
                raise self._wrong(_("'{key}' is missing"), *where, key)
        self._known(value, (*needed, *optional), where)

    def _known(self, names: Iterable[Any], known: Iterable[str], where: _Where) -> None:
        for name in names:
            if name not in known:
                reason = _("'{key}' is not known here; known: {known}")
                raise self._wrong(reason, *where, str(name), known=", ".join(known))

    def _wrong(self, reason: str, *where: str | int, **values: str) -> LessonError:
        """Return the error at the key that `where` leads to, which is put into the reason."""
        key = ".".join(part for part in where if isinstance(part, str))
        return self._error(reason.format(key=key, **values), *where)

    def _error(self, reason: str, *where: str | int) -> LessonError:
        """Return the error at `where`, on its line or that of the table it belongs in."""
        parents = [where[:n] for n in range(len(where), 0, -1)]
        line = next((self._lines[p] for p in parents if p in self._lines), None)
        return LessonError(self._path, line, reason)


def _unwrapped(text: str) -> str:
    """Return the text with each paragraph on one line; blank lines part paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def check_setting(name: str, value: Any) -> dict[str, Any]:
    """Return a setting as `configure` takes it, under its present name.

    Raises:
        InputError: it is not known, of the wrong type or out of its range.
    """
    if name in CHOICES:
        look_up(name, str(value), CHOICES[name])
        return {name: value}
    if name == "start":
        values = value if isinstance(value, list) else [value]
        return {name: tuple(float(_number(name, one)) for one in values)}
    ((name, value),) = renamed({name: value}).items()
    described = look_up("setting", name, PARAMETERS)
    if described.type is bool:
        if not isinstance(value, bool):
            raise InputError(_("{name} must be true or false").format(name=name))
    else:
        described.check(value if described.options else _number(name, value))
    return {name: value}


def _number(name: str, value: Any) -> float:
    # A whole number of any length is valid TOML, so its size is looked at first.
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
        raise InputError(_("{name} must be a number").format(name=name))
    return value


_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


def _line_numbers(text: str) -> dict[_Where, int]:
    """Return the line on which each table and each key stands, from 1."""
    found: dict[_Where, int] = {}
    arrays: Counter[str] = Counter()
    table: _Where = ()
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if not inside and (header := _HEADER.match(line)):
            name, *rest = header[2].split(".")
            arrays[name] += header[1] == "[["
            table = (name, arrays[name] - 1, *rest) if arrays[name] else (name, *rest)
            found.setdefault(table, number)
        elif not inside and (key := _KEY.match(line)):
            found.setdefault((*table, *key[1].split(".")), number)
        inside ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return found
