"""One's own data: a file that is opened, or a few samples that are typed or pasted."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication

from gdviz.core.parameters import parameters
from gdviz.core.problems.data import DataError, Source, Typed
from gdviz.core.problems.own_data import DataChoice, OwnRegression
from gdviz.core.runs.settings import Chosen
from gdviz.i18n import N_
from gdviz.playback.loader import Loader
from gdviz.ui.features.feature import Feature, Files
from gdviz.ui.features.own_data.dialog import DataDialog

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class OwnData(Feature):
    """Reads a file off the GUI thread, asks what is meant, and runs on it.

    Until the user opens the data the window goes on with what it shows.
    """

    id = "own-data"
    opens = Files(N_("Tables"), (".csv", ".tsv", ".txt"), rest=True)

    def __init__(self, window: "MainWindow") -> None:
        """Have a thread that reads, and an entry in the menu for what is in no file."""
        super().__init__(window)
        menus = window.menus
        title = N_("T&ype or paste data…")
        menus.action("file/data", title, self.type_data, "Ctrl+V", "type_data")
        self._loader = Loader(self)
        self._dialog: DataDialog | None = None
        window.closing.connect(self._on_closing)

    def open_file(self, path: Path) -> None:
        """Show how a file begins, and what can be meant by it."""
        self.open_data(DataChoice(Source(path)))

    def type_data(self) -> None:
        """Have samples typed, beginning with those that are in the clipboard, if it has any.

        What another feature makes something of is left to that.
        """
        text = QGuiApplication.clipboard().text()
        if any(feature.take_text(text) for feature in self.window.features.values()):
            return
        typed = Typed(text)
        try:
            typed.read()
        except DataError:
            typed = Typed("")
        self.open_data(DataChoice(typed))

    def open_data(self, choice: DataChoice) -> None:
        """Show what is chosen, read it, and run on it once the user opens it."""
        self._close_dialog()
        window = self.window
        algorithm, chosen = window.player.config.algorithm, window.store[Chosen].settings
        own = parameters(OwnRegression)
        settings = {name: chosen.value(described) for name, described in own.items()}
        dialog = DataDialog(self._loader, algorithm, settings, window.theme, window)
        dialog.chosen.connect(self._on_chosen)
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.show_choice(choice)
        dialog.open()

    @Slot(object)
    def _on_chosen(self, problem: OwnRegression) -> None:
        self.window.show_problem(problem)

    @Slot()
    def _on_finished(self) -> None:
        self._loader.cancel()
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _close_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()

    @Slot()
    def _on_closing(self) -> None:
        """End the thread before the window goes."""
        self._close_dialog()
        self._loader.close()
