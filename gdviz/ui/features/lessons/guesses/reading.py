"""Reading what was answered from several sessions' files; nothing else of them is looked at."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gdviz.core.parameters import InputError
from gdviz.core.telling.lessons.guesses import Sheet
from gdviz.export.session import open_part, why_not
from gdviz.playback.asking import GoOn
from gdviz.ui.features.lessons.parts import Answers


class Read(NamedTuple):
    """What was read.

    Attributes:
        sheets: the answers of each file that could be used.
        refused: why each of the others could not, in words.
    """

    sheets: tuple[Sheet, ...]
    refused: tuple[str, ...]


def read_sheets(paths: Sequence[Path], go_on: GoOn) -> Read:
    """Return the answers in the files of sessions; stop where nobody wants them any more."""
    sheets, refused = [], []
    for path in paths:
        if not go_on():
            break
        try:
            sheets.append(_read_sheet(path))
        except OSError as error:
            refused.append(why_not(path.name, error.strerror or str(error)))
        except InputError as error:
            refused.append(why_not(path.name, str(error)))
    return Read(tuple(sheets), tuple(refused))


def _read_sheet(path: Path) -> Sheet:
    part = open_part(path, Answers.key)
    answers = Answers() if part is None else Answers.from_dict(part)
    return Sheet(path.name, answers.by.strip(), answers.answers)
