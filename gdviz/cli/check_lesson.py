"""`gdviz check-lesson`: whether what lessons say is what their runs give."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from gdviz import resources
from gdviz.cli.streams import complain
from gdviz.core.telling.lessons.proving import Proved, prove
from gdviz.core.telling.source import SourceError
from gdviz.i18n import _


def execute(given: dict[str, Any]) -> int:
    """Run every page of lessons, and say where text and run disagree, with file and line."""
    proving = _proving()
    wrong = False
    for path in given["files"] or sorted(resources.path("lessons").glob("*.toml")):
        wrong |= _says_wrong(path, proving)
    return int(wrong)


def _says_wrong(path: Path, proving: Callable[[Path], Proved]) -> bool:
    """Say what there is in a file, and what is wrong with it; tell whether something is."""
    try:
        proved = proving(path)
    except SourceError as unusable:
        complain(str(unusable))
        return True
    for error in proved.errors:
        complain(str(error))
    if not proved.errors:
        text = _("{file}: {pages} pages, {questions} questions, {numbers} numbers, all right")
        print(text.format(file=path.name, **proved._asdict()))
    return bool(proved.errors)


def _proving() -> Callable[[Path], Proved]:
    """Return what proves a file, and knows what there is in the window."""
    from gdviz.core.store import Store
    from gdviz.ui.features.lessons.known import check_part, hideable
    from gdviz.ui.window.main_window import VIEWS, parts_at_first

    part = partial(check_part, Store(parts_at_first()), VIEWS)
    return partial(prove, controls=hideable(VIEWS), check_part=part)
