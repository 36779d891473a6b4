"""`gdviz check-lesson`: whether what lessons say is what their runs give."""

from pathlib import Path
from typing import Any

from gdviz import resources
from gdviz.cli.streams import complain
from gdviz.core.telling.lessons.proving import prove
from gdviz.core.telling.lessons.reading import CheckPart
from gdviz.core.telling.source import SourceError
from gdviz.i18n import _


def execute(given: dict[str, Any]) -> int:
    """Run every page of lessons, and say where text and run disagree, with file and line."""
    check_part = _state()
    wrong = False
    for path in given["files"] or sorted(resources.path("lessons").glob("*.toml")):
        wrong |= _says_wrong(path, check_part)
    return int(wrong)


def _says_wrong(path: Path, check_part: CheckPart) -> bool:
    """Say what there is in a file, and what is wrong with it; tell whether something is."""
    try:
        proved = prove(path, check_part)
    except SourceError as unusable:
        complain(str(unusable))
        return True
    for error in proved.errors:
        complain(str(error))
    if not proved.errors:
        text = _("{file}: {pages} pages, {questions} questions, {numbers} numbers, all right")
        print(text.format(file=path.name, **proved._asdict()))
    return bool(proved.errors)


def _state() -> CheckPart:
    """Return what knows the parts of the window's state that a scene may set."""
    from gdviz.core.store import Store
    from gdviz.ui.window.main_window import parts_at_first

    return Store(parts_at_first()).check
