"""Taking a state up: read off the GUI thread, whole or not at all."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from gdviz.core.parameters import InputError
from gdviz.core.store import Taken
from gdviz.export.session import why_not
from gdviz.i18n import N_, _
from gdviz.playback.asking import Asker, GoOn
from gdviz.ui.widgets.message import Underway, warn

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

Read = Callable[[], Mapping[str, Any]]
"""Reads a state, in any thread; it raises OSError or InputError where there is none."""


class TakingUp(QObject):
    """Reads one state at a time and puts the window into it; until then all stays as it is.

    Signals:
        taken(): the window is in the state that was asked for last.
    """

    taken = Signal()

    def __init__(self, window: "MainWindow") -> None:
        """Make ready to read."""
        super().__init__(window)
        self._window = window
        self._named = ""
        self._asker = Asker(N_("The session could not be read."), parent=self)
        self._asker.answered.connect(self._on_read)
        self._asker.failed.connect(self._on_failed)
        window.closing.connect(self._asker.close)

    def take_up(self, named: str, read: Read) -> None:
        """Begin to read.

        Args:
            named: what is read, as the user knows it.
            read: reads the state.
        """
        store = self._window.store

        def question(_go_on: GoOn) -> Taken | str:
            try:
                return store.read(read())
            except OSError as error:
                return error.strerror or str(error)
            except InputError as error:
                return str(error)

        self._named = named
        self._asker.ask(question)
        self._show_progress()

    def _show_progress(self) -> None:
        """Say that it is being read, if that takes longer than one notices."""
        text = _("Opening {file}…").format(file=self._named)
        asker = self._asker
        box = Underway(self._window, "opening", text, cancel=asker.drop, over=asker.freed)
        box.setWindowModality(Qt.WindowModality.WindowModal)

    @Slot(object)
    def _on_read(self, answer: Taken | str) -> None:
        if isinstance(answer, str):
            self._on_failed(answer)
        else:
            self._window.store.take(answer)
            self.taken.emit()

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self.say_why_not(self._named, reason)

    def say_why_not(self, named: str, reason: str) -> None:
        """Say that something cannot be opened, and why."""
        warn(self._window, why_not(named, reason))
