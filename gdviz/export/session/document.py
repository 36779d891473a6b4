"""A session as a file: JSON that a person can read, one version after the other."""

import json
import re
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from gdviz import __version__
from gdviz.core.parameters import InputError
from gdviz.export.session.data import Data, changed, from_folder, in_folder, is_elsewhere, name_of
from gdviz.files import TooLargeError, read_bytes
from gdviz.i18n import N_, _

ENDING = ".gdviz"

_LARGEST = 100_000_000
"""Bytes of a file of a session; most have a few thousand."""

_VERSION = 1
"""Of the format. A part more, or less, in the state is no other version."""

_DEEPEST = 50
_LINE = 90

_LONGEST_WORD, _LONGEST_REASON = 200, 600
"""Letters that a message has room for."""

_DAMAGED = N_("the file is damaged, or is no session of gdviz")
State = dict[str, Any]


class SessionError(InputError):
    """A session that cannot be read; its text is for the user."""


def write_session(state: Mapping[str, Any], folder: Path) -> str:
    """Return the text of a session that will be in `folder`.

    Data that are many are left in their file; the others go along, once, whoever is on them.
    """
    data: dict[str, Any] = {}

    def set_apart(one: Data) -> Data:
        columns = one.get("columns")
        if columns is None:
            return {**one, "data": from_folder(one["data"], folder)}
        data[one["sha256"]] = columns
        return {**one, "data": name_of(one["data"]), "columns": one["sha256"]}

    whole = {
        "gdviz": _VERSION,
        "version": __version__,
        "state": changed(state, set_apart),
        "data": data,
    }
    return _as_text({key: part for key, part in whole.items() if key != "data" or data}) + "\n"


def _as_text(value: Any, depth: int = 0) -> str:
    """Return it as JSON, a line for what is short or a row of numbers, else one for each part."""
    line = as_json(value)
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    is_row = isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in inside)
    if not inside or is_row or (depth and len(line) <= _LINE):
        return line
    names = (
        [f"{as_json(name)}: " for name in value] if isinstance(value, dict) else [""] * len(value)
    )
    indent = "\n" + " " * depth
    parts = [name + _as_text(one, depth + 1) for name, one in zip(names, inside, strict=True)]
    return line[0] + ",".join(f"{indent} {part}" for part in parts) + indent + line[-1]


def as_json(value: Any, separators: tuple[str, str] | None = None) -> str:
    """Return it as JSON, letters as they are but for those that no text has.

    The names of files have such where their bytes are no text.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=separators)
    return text.encode(errors="backslashreplace").decode()  # which JSON reads as the same letter


def open_session(path: Path) -> State:
    """Return the state that is in the file of a session.

    Raises:
        OSError: the file cannot be read.
        SessionError: it is none, is damaged, or of a later version of gdviz.
    """
    return read_session(_text_of(path), path.parent)


def open_part(path: Path, name: str) -> Any:
    """Return one part of the state that is in the file of a session; None without it.

    Its data are not looked for: whoever wants the part alone can do without them.

    Raises:
        OSError: the file cannot be read.
        SessionError: it is none, is damaged, or of a later version of gdviz.
    """
    state, _data = _taken_apart(_text_of(path))
    return state.get(name)


def _text_of(path: Path) -> str:
    try:
        return read_bytes(path, _LARGEST).decode()
    except UnicodeDecodeError:
        raise SessionError(_(_DAMAGED)) from None
    except TooLargeError as error:
        raise SessionError(str(error)) from None


def read_session(text: str, folder: Path) -> State:
    """Return the state in the text of a session that was found in `folder`.

    Raises:
        SessionError: it is none, is damaged, or of a later version of gdviz.
    """
    state, data = _taken_apart(text)

    def put_together(one: Data) -> Data:
        if "columns" not in one:
            return {**one, "data": _found(one["data"], folder)}
        if one["columns"] not in data or one.get("sha256") != one["columns"]:
            raise SessionError(_(_DAMAGED))
        return {**one, "data": name_of(one["data"]), "columns": data[one["columns"]]}

    try:
        made: State = changed(state, put_together)
    except TypeError:  # what should be a hash is no text
        raise SessionError(_(_DAMAGED)) from None
    return made


def _taken_apart(text: str) -> tuple[State, dict[str, Any]]:
    """Return the state in the text of a session, and the data that go along with it.

    Raises:
        SessionError: it is none, is damaged, or of a later version of gdviz.
    """
    whole = parse(text)
    version = whole.get("gdviz")
    if isinstance(version, int) and version > _VERSION:
        later = _("it was saved by a later gdviz, {version}; get that one to open it")
        raise SessionError(later.format(version=str(whole.get("version"))[:40]))
    state, data = whole.get("state"), whole.get("data", {})
    if version != _VERSION or not isinstance(state, dict) or not isinstance(data, dict):
        raise SessionError(_(_DAMAGED))
    return state, data


def why_not(named: str, reason: str) -> str:
    """Return the sentence that says that something cannot be opened.

    Args:
        named: what it is, as the user knows it.
        reason: why not; what it repeats of the file may be of any length.
    """
    short = re.sub(rf"(\S{{{_LONGEST_WORD}}})\S+", r"\1…", reason.rstrip(".。"))
    if len(short) > _LONGEST_REASON:
        short = short[:_LONGEST_REASON] + "…"
    return _("{file} cannot be opened: {reason}.").format(file=named, reason=short)


def parse(text: str) -> dict[str, Any]:
    """Return the object that a text is in JSON.

    Raises:
        SessionError: it is none.
    """
    try:
        whole = json.loads(text, parse_constant=_finite, parse_float=_finite, parse_int=_whole)
    except (ValueError, RecursionError):
        raise SessionError(_(_DAMAGED)) from None
    if not isinstance(whole, dict) or _is_deep(whole):
        raise SessionError(_(_DAMAGED))
    return whole


def _is_deep(whole: Any) -> bool:
    """Tell whether it is nested deeper than any state is: what goes through it calls itself."""
    level = [whole]
    for _depth in range(_DEEPEST):
        inside = [one.values() if isinstance(one, dict) else one for one in level]
        level = [one for row in inside for one in row if isinstance(one, (dict, list))]
    return bool(level)


def _finite(number: str) -> float:
    """Return the number, unless it is one that no setting can be.

    Raises:
        ValueError: it is.
    """
    value = float(number)
    if not isfinite(value):
        raise ValueError
    return value


def _whole(number: str) -> int:
    """Return the number, unless it is larger than any float.

    Raises:
        ValueError: it is.
    """
    _finite(number)
    return int(number)


def _found(path: str, folder: Path) -> str:
    """Return where the data are.

    Raises:
        SessionError: they are not there.
    """
    if is_elsewhere(path) or "\0" in path:
        text = _("its data are in {file}, where gdviz does not look; open a copy on this computer")
        raise SessionError(text.format(file=path[:200]))
    found = in_folder(path, folder)
    if not Path(found).is_file():
        text = _("its data are not there any more: {file}. Put {name} beside the session")
        raise SessionError(text.format(file=found, name=name_of(path)))
    return found
