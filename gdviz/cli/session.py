"""The run of a session on the command line: of a file, or of a share code."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from gdviz.core.parameters import InputError
from gdviz.core.runs.settings import Chosen
from gdviz.export.session import is_code, open_session, read_code, why_not
from gdviz.i18n import _

T = TypeVar("T")


def find_run(named: str) -> Chosen:
    """Return the run of a session.

    Args:
        named: its file, or its code.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    return _read(named, lambda state: Chosen.from_dict(state.get(Chosen.key)))


def find_state(named: str) -> Mapping[str, Any]:
    """Return all of the state of a session, as `find_run` does its run."""
    return _read(named, lambda state: state)


def _read(named: str, take: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        return take(read_code(named, {}) if is_code(named) else open_session(Path(named)))
    except OSError as error:
        reason = error.strerror or str(error)
    except InputError as error:
        reason = str(error)
    raise InputError(why_not(_("The code") if is_code(named) else named, reason))


def settings_of(chosen: Chosen) -> Mapping[str, Any]:
    """Return the settings of a run, as `configure` takes them."""
    settings = chosen.settings
    return {
        "problem": settings.problem,
        "algorithm": settings.algorithm,
        "rule": settings.rule,
        "start": settings.start,
        **settings.named,
    }
