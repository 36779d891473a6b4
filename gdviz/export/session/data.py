"""The user's data in a state: a copy of them, or which file they are in, and their hash.

A problem on data of a file is, wherever it stands in the state, a dict with `data`, the file;
`sha256`, of the numbers; and, where they are few, `columns`, the numbers themselves.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

Data = dict[str, Any]
"""A problem on data in a file, as a state has it."""


def on_data(value: Any) -> Iterator[Data]:
    """Yield each problem on data in a file that is anywhere in a state."""
    waiting = [value]
    while waiting:  # however deep it is nested
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("data"), str):
                yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def changed(value: Any, change: Callable[[Data], Data]) -> Any:
    """Return a state with another dict in the place of each problem on data in a file."""
    if isinstance(value, Mapping):
        one = {key: changed(part, change) for key, part in value.items()}
        return change(one) if isinstance(one.get("data"), str) else one
    if isinstance(value, list):
        return [changed(part, change) for part in value]
    return value


def name_of(path: str) -> str:
    """Return a file's name, on whatever system its path was written."""
    return PureWindowsPath(PurePosixPath(path).name).name


def from_folder(path: str, folder: Path) -> str:
    """Return a file's path as seen from a folder, if it is in there; else where it is."""
    absolute = Path(path).absolute()
    inside = absolute.is_relative_to(folder.absolute())
    return absolute.relative_to(folder.absolute()).as_posix() if inside else str(absolute)


def in_folder(path: str, folder: Path) -> str:
    """Return where a file is that `from_folder` has named; where it is gone, one beside it."""
    named = folder.absolute() / path
    beside = folder.absolute() / name_of(path)
    return str(named if named.is_file() or not beside.is_file() else beside)


def is_elsewhere(path: str) -> bool:
    """Tell whether a path leads to another computer: to look there would tell it who looks."""
    return path.replace("/", "\\").startswith("\\\\") or (os.name == "nt" and ":" in path[2:])
