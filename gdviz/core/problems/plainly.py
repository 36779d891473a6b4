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
from gdviz.core.problems.data import LARGEST, Source, Typed
from gdviz.core.problems.data.reading import FEW, Contents, digest
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import OwnRegression, regression
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
        return {**problem.settings, **_contents(problem)}
    return problem.id


def _contents(problem: Problem) -> dict[str, Any]:
    """Return what was read of the file that the data are from, if they are from one."""
    source = problem.source if isinstance(problem, OwnRegression) else None
    if not isinstance(source, Source) or source.contents is None:
        return {}
    sha256, names, columns = source.contents
    if columns is None:
        return {"sha256": sha256}
    x, y = (column.tolist() for column in columns)
    return {"sha256": sha256, "names": list(names), "columns": {"x": x, "y": y}}


def from_plain(plain: Any, known: Mapping[str, Problem]) -> Problem:
    """Return the problem that `to_plain` made this of; many data are read from their file again.

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
    return Path(plain["data"]).stat().st_mtime_ns if needs_file(plain) else None


def needs_file(plain: Any) -> bool:
    """Tell whether a problem in plain words is on data that have to be read from their file."""
    return isinstance(plain, dict) and "data" in plain and "columns" not in plain


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
    return _fitted(Source(Path(values["data"]), x, y, header, _contents_of(values)), values)


def _contents_of(values: Mapping[str, Any]) -> Contents | None:
    """Return what `_contents` returned; the numbers are what they are, whatever is said of them."""
    given = values.get("columns")
    if given is None:
        return Contents(str(values["sha256"])) if "sha256" in values else None
    x_name, y_name = map(str, values["names"])
    x, y = (np.array(given[name], np.float64) for name in ("x", "y"))
    if not (x.shape == y.shape and x.ndim == 1 and 0 < len(x) <= FEW):
        raise InputError(_(UNUSABLE))
    if not (np.abs(x) <= LARGEST).all() or not (np.abs(y) <= LARGEST).all():
        raise InputError(_(UNUSABLE))
    return Contents(digest(x, y), (x_name, y_name), (x, y))


def _typed(values: Mapping[str, Any]) -> Problem:
    return _fitted(Typed(str(values["samples"])), values)


def _fitted(source: Source | Typed, values: Mapping[str, Any]) -> Problem:
    return regression(source.read(), str(values["model"]), bool(values["standardise"]))
