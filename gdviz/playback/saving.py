"""Writing a file off the GUI thread: whole, or not at all."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QObject, Signal, Slot

from gdviz.core.cancelling import heed
from gdviz.files import replacing
from gdviz.i18n import N_
from gdviz.playback.asking import Asker, GoOn
from gdviz.playback.time_left import TimeLeft

Content = Callable[[TextIO, Callable[[float], object]], object]
"""Writes what is in a file, and tells now and then how much is done, from 0 to 1."""

_FINEST = 0.002
"""Less than so much more is not worth being told."""


class Saver(QObject):
    """Writes one file at a time; one that is cancelled, or fails, leaves what was there.

    Attributes:
        left: how long the rest takes, from the share that is done.

    Signals:
        progressed(float): the share that is done.
        saved(Path): the file is there, whole.
        failed(str): it is not, with the reason.
        freed(): it writes nothing any more.
    """

    progressed = Signal(float)
    saved = Signal(object)
    failed = Signal(str)
    freed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Make ready to write."""
        super().__init__(parent)
        self.left = TimeLeft()
        self._path = Path()
        self._asker = Asker(N_("The file could not be written."), parent=self)
        self._asker.progressed.connect(self.progressed)
        self._asker.answered.connect(self._on_answered)
        self._asker.failed.connect(self.failed)
        self._asker.freed.connect(self.freed)

    def save(self, path: Path, content: Content) -> None:
        """Begin to write."""
        self._path = path
        self.left.begin()
        self._asker.ask(partial(_write, path, content))

    def cancel(self) -> None:
        """Write no further."""
        self._asker.drop()

    def close(self) -> None:
        """End the thread; this is of no use after that."""
        self._asker.close()

    @Slot(object)
    def _on_answered(self, reason: str) -> None:
        if reason:
            self.failed.emit(reason)
        else:
            self.saved.emit(self._path)


def _write(path: Path, content: Content, go_on: GoOn) -> str:
    """Write a file, and return why that could not be; nothing if it could."""
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        if share - told >= _FINEST:
            told = share
            go_on(share)

    try:
        with replacing(path) as stream:
            content(stream, tell)
            heed()
    except OSError as error:
        return error.strerror or str(error)
    return ""
