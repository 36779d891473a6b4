"""A problem in plain words and numbers, from which it is made again."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from gdviz.core.parameters import InputError
from gdviz.core.problems.abilities import HasSettings
from gdviz.core.problems.changed_data import changeable, with_data
from gdviz.core.problems.data import Source, Typed
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.core.problems.regression import Regression
from gdviz.core.registry import look_up
from gdviz.core.store import UNUSABLE
from gdviz.core.types import Problem
from gdviz.i18n import _

Plain = str | dict[str, Any]
"""A registered problem's id, or what makes another."""

_MADE: WeakValueDictionary[str, Problem] = WeakValueDictionary()
"""What was made and is still there, for problems are told apart by identity."""


def to_plain(problem: Problem) -> Plain:
    """Return what makes the problem again, but for its hyper-parameters."""
    if isinstance(problem, Regression) and problem.original is not None:
        samples = {"x": problem.x.tolist(), "y": problem.y.tolist()}
        return {"of": to_plain(problem.original), **samples}
    if isinstance(problem, HasSettings):
        return problem.settings
    return problem.id


def from_plain(plain: Any, known: Mapping[str, Problem]) -> Problem:
    """Return the problem that `to_plain` made this of; data are read from their file again.

    It is the same one each time, as long as anybody has it and its file is as it was.

    Raises:
        InputError: it cannot be made.
    """
    if isinstance(plain, str):
        return look_up("problem", plain, known)
    makers: dict[str, Callable[[Mapping[str, Any]], Problem]] = {
        "of": lambda values: _changed(values, known),
        "function": _function,
        "data": _read,
        "samples": _typed,
    }
    try:
        make = next(make for key, make in makers.items() if key in plain)
        asked = json.dumps([plain, _written(plain)], sort_keys=True)
        made = _MADE.get(asked)
        if made is None:
            made = _MADE[asked] = make(plain)
        return made
    except InputError:
        raise
    except OSError as error:
        raise InputError(error.strerror or str(error)) from None
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError, StopIteration):
        raise InputError(_(UNUSABLE)) from None


def _written(plain: Any) -> int | None:
    """Return when the file was written that the data are read from, in nanoseconds."""
    while isinstance(plain, dict) and "of" in plain:
        plain = plain["of"]
    read = isinstance(plain, dict) and "data" in plain
    return Path(plain["data"]).stat().st_mtime_ns if read else None


def _changed(values: Mapping[str, Any], known: Mapping[str, Problem]) -> Problem:
    of = values["of"]
    nested = isinstance(of, dict) and "of" in of  # what is changed is changed only once
    original = None if nested else from_plain(of, known)
    if original is None or not changeable(original):
        raise InputError(_(UNUSABLE))
    x, y = (np.array(values[name], np.float64) for name in ("x", "y"))
    if x.shape != original.x.shape or x.shape != y.shape:
        raise InputError(_(UNUSABLE))
    return with_data(original, x, y)


def _function(values: Mapping[str, Any]) -> Problem:
    low, high = map(float, values["domain"])
    return parse(str(values["function"]), (low, high))


def _read(values: Mapping[str, Any]) -> Problem:
    x, y, header = (values.get(name) for name in ("x", "y", "header"))
    return _fitted(Source(Path(values["data"]), x, y, header), values)


def _typed(values: Mapping[str, Any]) -> Problem:
    return _fitted(Typed(str(values["samples"])), values)


def _fitted(source: Source | Typed, values: Mapping[str, Any]) -> Problem:
    return regression(source.read(), str(values["model"]), bool(values["standardise"]))
