"""Files that a teacher writes with a text editor: texts in both languages, and settings.

Each part of a file is checked as it is taken, and what is wrong is said with its line.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gdviz.core.catalogue import (
    CHOICES,
    FORMER,
    PARAMETERS,
    configure,
    lay_over,
    renamed,
    rule_named,
)
from gdviz.core.parameters import InputError
from gdviz.core.registry import look_up
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

SETTINGS = (*CHOICES, "start", *PARAMETERS, *FORMER)


class SourceError(InputError):
    """A file that cannot be used.

    Attributes:
        stem: the file's name without its ending.
        line: where in the file, from 1; None where that is not known.
        reason: what is wrong there.
    """

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        """Name the file, the line if it is known, and the reason."""
        self.stem, self.line, self.reason = path.stem, line, reason
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


def content_of(path: Path) -> bytes:
    """Return what is in a file.

    Raises:
        SourceError: it cannot be read, or is too large.
    """
    try:
        return read_bytes(path, _LARGEST)
    except OSError as error:
        raise SourceError(path, None, error.strerror or str(error)) from None
    except TooLargeError as error:
        raise SourceError(path, None, str(error)) from None


Where = tuple[str | int, ...]
"""The way to an entry of a file: keys, and the numbers of array tables."""


class Source:
    """A file's content, of which each part is checked as it is taken.

    Attributes:
        data: all of it.
    """

    def __init__(self, path: Path, content: bytes) -> None:
        """Read the content of the file at `path`.

        Raises:
            SourceError: it is not TOML.
        """
        import tomllib  # noqa: PLC0415 - a window reads no file before it is seen

        self.path = path
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            _check_size(path, text)
            self.data: dict[str, Any] = tomllib.loads(text)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise SourceError(path, line, _("the file is not in UTF-8")) from None
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            raise SourceError(path, int(found[1]) if found else None, str(error)) from None
        except RecursionError:
            raise SourceError(path, None, _("lists or tables are nested too deeply")) from None
        self._text = text.split("\n")
        self._lines = _line_numbers(text)

    def settings(self, own: Any, under: Mapping[str, Any], *where: str | int) -> dict[str, Any]:
        """Return the settings `own`, checked, laid over others."""
        self.table(own, where, (), SETTINGS)
        checked: dict[str, Any] = {}
        for name, value in own.items():
            try:
                checked |= check_setting(name, value)
            except InputError as error:
                raise self.error(str(error), *where, name) from None
        laid = lay_over(under, checked)
        try:
            configure(**laid)
        except InputError as error:
            raise self.error(str(error), *where, "start") from None
        return laid

    def optional(self, table: dict[str, Any], key: str, *where: str | int) -> Text | None:
        """Return the text at a key of a table, None where there is none."""
        return self.text(table[key], *where, key) if key in table else None

    def text(self, value: Any, *where: str | int) -> Text:
        """Return the text that a table has, in both languages."""
        self.table(value, where, ("en", "zh"), ())
        for language, text in value.items():
            self.word(text, *where, language)
        return Text(_unwrapped(value["en"]), _unwrapped(value["zh"]))

    def word(self, value: Any, *where: str | int) -> str:
        """Return the text, refuse anything else and an empty one."""
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(_("'{key}' must be a text, and not empty"), *where)
        return value

    def number(self, value: Any, *where: str | int) -> float:
        """Return the number, refuse anything else."""
        try:
            return number_of(str(where[-1]), value)
        except InputError as error:
            raise self.error(str(error), *where) from None

    def list_of(self, value: Any, *where: str | int) -> list[Any]:
        """Return the list, refuse anything else."""
        if not isinstance(value, list):
            raise self.wrong(_("'{key}' must be a list"), *where)
        return value

    def table(
        self, value: Any, where: Where, needed: Iterable[str], optional: Iterable[str]
    ) -> None:
        """Refuse what is no table, lacks a key that is needed, or has one that is unknown."""
        if not isinstance(value, dict):
            raise self.wrong(_("'{key}' must be a table"), *where)
        for key in needed:
            if key not in value:
                raise self.wrong(_("'{key}' is missing"), *where, key)
        self.known(value, (*needed, *optional), where)

    def known(self, names: Iterable[Any], known: Iterable[str], where: Where) -> None:
        """Refuse names that are not known."""
        for name in names:
            if name not in known:
                reason = _("'{key}' is not known here; known: {known}")
                raise self.wrong(reason, *where, str(name), known=", ".join(filter(None, known)))

    def wrong(self, reason: str, *where: str | int, **values: str) -> SourceError:
        """Return the error at the key that `where` leads to, which is put into the reason."""
        key = ".".join(part for part in where if isinstance(part, str))
        return self.error(reason.format(key=key, **values), *where)

    def error(self, reason: str, *where: str | int) -> SourceError:
        """Return the error at `where`, on its line or that of the table it belongs in."""
        return SourceError(self.path, self._line(where), reason)

    def error_in(self, reason: str, words: str, *where: str | int) -> SourceError:
        """Return the error at the first line from `where` on that has these words."""
        begins = self._line(where) or 1
        lines = enumerate(self._text[begins - 1 :], begins)
        found = (number for number, line in lines if words in line)
        return SourceError(self.path, next(found, begins), reason)

    def _line(self, where: Where) -> int | None:
        """Return the line of what `where` leads to, or of the table that it belongs in."""
        parents = [where[:n] for n in range(len(where), 0, -1)]
        return next((self._lines[p] for p in parents if p in self._lines), None)


def _check_size(path: Path, text: str) -> None:
    """Refuse what takes the parser, or the words of an error, out of all proportion.

    Raises:
        SourceError: there is a number or a dotted key of great length.
    """
    for pattern, reason in _TOO_LONG.items():
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise SourceError(path, line, _(reason))


def _unwrapped(text: str) -> str:
    """Return the text with each paragraph on one line; blank lines part paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def check_setting(name: str, value: Any) -> dict[str, Any]:
    """Return a setting as `configure` takes it, under its present name.

    Raises:
        InputError: it is not known, of the wrong type or out of its range.
    """
    if name == "rule":
        return {name: rule_named(str(value)).id}
    if name in CHOICES:
        look_up(name, str(value), CHOICES[name])
        return {name: value}
    if name == "start":
        values = value if isinstance(value, list) else [value]
        return {name: tuple(float(number_of(name, one)) for one in values)}
    ((name, value),) = renamed({name: value}).items()
    described = look_up("setting", name, PARAMETERS)
    if described.type is bool:
        if not isinstance(value, bool):
            raise InputError(_("{name} must be true or false").format(name=name))
    else:
        described.check(value if described.options else number_of(name, value))
    return {name: value}


def number_of(name: str, value: Any) -> float:
    """Return the number, refuse anything else.

    Raises:
        InputError: it is none; `name` says of what.
    """
    # A whole number of any length is valid TOML, so its size is looked at first.
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
        raise InputError(_("{name} must be a number").format(name=name))
    return value


_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


def _line_numbers(text: str) -> dict[Where, int]:
    """Return the line on which each table and each key stands, from 1."""
    found: dict[Where, int] = {}
    arrays: Counter[Where] = Counter()
    table: Where = ()
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if not inside and (header := _HEADER.match(line)):
            table = ()
            names = header[2].split(".")
            for depth, name in enumerate(names, 1):
                table = (*table, name)
                arrays[table] += header[1] == "[[" and depth == len(names)
                if arrays[table]:
                    table = (*table, arrays[table] - 1)
            found.setdefault(table, number)
        elif not inside and (key := _KEY.match(line)):
            found.setdefault((*table, *key[1].split(".")), number)
        inside ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return found
