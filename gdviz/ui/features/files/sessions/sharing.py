"""Sharing: what is shown as a code, or as a command, to be sent and pasted."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from gdviz.core.parameters import InputError
from gdviz.core.runs.settings import Chosen
from gdviz.export.command import as_command
from gdviz.export.session import is_code, read_code, write_code
from gdviz.i18n import N_, _
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.files.sessions.sessions import Sessions
from gdviz.ui.widgets.message import warn

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class Sharing(Feature):
    """Copies a share code, which is pasted into another window, and the run as a command."""

    id = "sharing"

    def __init__(self, window: "MainWindow") -> None:
        """Put the entries into the Edit menu."""
        super().__init__(window)
        action = window.menus.action
        action("edit/copy", N_("Copy share &code"), self.copy_code, "", "copy_code")
        action("edit/copy", N_("Copy as co&mmand"), self.copy_command, "", "copy_command")

    def copy_code(self) -> None:
        """Copy the state, without data, as a short text."""
        try:
            code = write_code(self._state())
        except InputError as error:
            warn(self.window, str(error))
            return
        QGuiApplication.clipboard().setText(code)
        self.window.passing.say(_("The code is copied: paste it into a message, or into a window"))

    def copy_command(self) -> None:
        """Copy the command that prints the run that is shown."""
        try:
            command = as_command(self.window.store[Chosen])
        except InputError as error:
            warn(self.window, str(error))
            return
        QGuiApplication.clipboard().setText(command)
        self.window.passing.say(_("The command is copied: paste it into a terminal"))

    def _state(self) -> dict[str, object]:
        """Return what is not as at first."""
        place = self.window.shown_run.place
        state = self.window.store.to_dict(whole=False)
        return {**state, place.key: place.to_dict()} if place.position else state

    def take_text(self, text: str) -> bool:
        """Take up the state that a code stands for."""
        if not is_code(text):
            return False
        at_hand = self.window.state()
        sessions = self.window.feature(Sessions)
        sessions.replace(_("The code"), partial(read_code, text, at_hand))
        return True
