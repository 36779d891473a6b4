"""Recovery: the state is written as one works, and offered after a crash."""

import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QLockFile, QTimer, Slot

from gdviz.core.parameters import InputError
from gdviz.core.store import Part
from gdviz.export.session import parse
from gdviz.files import replacing
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.playback.asking import Asker
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.files.sessions.sessions import Sessions
from gdviz.ui.widgets.message import ask

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_SOON_S, _BETWEEN_S = 0.05, 0.9
"""How long after a change, and after the last time, the state is written."""


class Recovery(Feature):
    """Writes the state down, at most once a second and not in the GUI thread, while it changes.

    A window has a file of its own, and a lock that the system gives up with the process: so a file
    whose lock can be had is of one that has not ended as it should. It is offered, once.
    """

    id = "recovery"

    def __init__(self, window: "MainWindow") -> None:
        """Write nothing yet: who wants that says where."""
        super().__init__(window)
        self._file: Path | None = None
        self._lock: QLockFile | None = None
        self._written: dict[str, Any] = {}
        self._last = -_BETWEEN_S
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self._write)
        self._asker = Asker(N_("The state could not be written down."), parent=self)
        window.closing.connect(self._on_closing)

    def begin(self, folder: Path) -> None:
        """Write into a folder from now on, where that can be, and offer what is left there."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            left = max(_left_in(folder), key=_written_at, default=None)
        except OSError:
            return
        self._file = folder / f"{os.getpid()}-{os.urandom(3).hex()}.json"
        self._lock = _lock_of(self._file)
        self._lock.tryLock(0)
        self._written = self._now()
        if left is not None:
            self._offer(left)

    def _offer(self, left: "_Left") -> None:
        """Ask whether the work that a crash has left is wanted; the file goes with the answer."""

        def discard() -> None:
            left.file.unlink(missing_ok=True)
            left.lock.unlock()

        def restore() -> None:
            named, sessions = _("What was left"), self.window.feature(Sessions)
            try:
                state, path = _read(left.file)
            except (OSError, InputError) as error:
                sessions.say_why_not(named, str(error))
            else:
                sessions.replace(named, lambda: state, path, then=restored)

        def restored() -> None:
            self.window.store.note_unsaved()
            discard()

        at = datetime.fromtimestamp(_written_at(left)).strftime("%Y-%m-%d %H:%M")
        text = _("gdviz ended without being closed. Restore the work of {time}?").format(time=at)
        answers = {
            _("Restore"): restore,
            _("Discard"): discard,
            _("Later"): left.lock.unlock,
        }
        ask(self.window, text, _("It was written down as you worked."), answers)

    def _now(self) -> dict[str, Any]:
        path = self.window.feature(Sessions).path
        return {"path": None if path is None else str(path), "state": self.window.state()}

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Have the state written down soon."""
        self._be_due()

    def follow_frame(self, frame: Frame) -> None:
        """Have it written down where in the run one is."""
        self._be_due()

    def _be_due(self) -> None:
        if self._file is not None and not self._clock.isActive():
            wait = max(_SOON_S, self._last + _BETWEEN_S - monotonic())
            self._clock.start(round(1000 * wait))

    @Slot()
    def _write(self) -> None:
        """Write the state, unless it is still being written, or is as it was."""
        if self._asker.waiting:
            self._clock.start(round(1000 * _SOON_S))
            return
        now, file = self._now(), self._file
        if file is not None and now != self._written:
            self._written, self._last = now, monotonic()
            self._asker.ask(lambda _go_on: _write_to(file, now))

    @Slot()
    def _on_closing(self) -> None:
        """Leave nothing to be offered, but for what the system had no patience to ask about."""
        self._clock.stop()
        self._asker.close()
        if self._file is None or self._lock is None:
            return
        sessions, store = self.window.feature(Sessions), self.window.store
        if sessions.path is not None and store.unsaved:
            _write_to(self._file, self._now())
        else:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
        self._lock.unlock()


class _Left(NamedTuple):
    """What was written by a window that has not closed, and the lock of it, which one has now."""

    file: Path
    lock: QLockFile


def _left_in(folder: Path) -> Iterator[_Left]:
    for file in folder.glob("*.json"):
        lock = _lock_of(file)
        if lock.tryLock(0):
            yield _Left(file, lock)


def _written_at(left: _Left) -> float:
    return left.file.stat().st_mtime


def _lock_of(file: Path) -> QLockFile:
    lock = QLockFile(str(file.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # however long its process goes on
    return lock


def _write_to(file: Path, now: Mapping[str, Any]) -> None:
    """Write it; where that cannot be, the work goes on all the same."""
    with suppress(OSError), replacing(file) as stream:
        json.dump(now, stream)


def _read(file: Path) -> tuple[dict[str, Any], Path | None]:
    """Return the state that is in a file, and the session's own file.

    Raises:
        OSError: it cannot be read.
        SessionError: it is damaged.
    """
    whole = parse(file.read_text("utf-8"))
    state, path = whole.get("state"), whole.get("path")
    if not isinstance(state, dict):
        state = {}
    return state, Path(path) if isinstance(path, str) else None
