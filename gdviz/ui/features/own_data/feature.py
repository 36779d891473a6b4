"""One's own data: opened by menu, dropped onto the window, or named on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from gdviz.core.parameters import parameters
from gdviz.core.problems.data import Source
from gdviz.core.problems.own_data import DataChoice, OwnRegression
from gdviz.core.runs.settings import Chosen
from gdviz.i18n import N_, _
from gdviz.playback.loader import Loader
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.own_data.dialog import DataDialog

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_DRAGGED = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class OwnData(Feature):
    """Reads a file off the GUI thread, asks what is meant, and runs on it.

    Until the user opens the data the window goes on with what it shows.
    """

    id = "own-data"

    def __init__(self, window: "MainWindow") -> None:
        """Put it into the menu, and let files be dropped onto the window."""
        super().__init__(window)
        self._loader = Loader(self)
        self._dialog: DataDialog | None = None
        menu = window.menus["file"]
        first = menu.actions()[0]
        action = window.menus.action(
            "file", N_("&Open data…"), self._choose_file, "Ctrl+O", "open_data"
        )
        menu.insertAction(first, action)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def _choose_file(self) -> None:
        kinds = ";;".join([_("Tables (*.csv *.tsv *.txt)"), _("All files (*)")])
        path, _kind = QFileDialog.getOpenFileName(self.window, _("Open data"), "", kinds)
        if path:
            self.open_data(DataChoice(Source(Path(path))))

    def open_data(self, choice: DataChoice) -> None:
        """Show how a file begins, read it, and run on it once the user opens it."""
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a file that is dropped; end the thread before the window goes."""
        if event.type() in _DRAGGED and isinstance(event, QDropEvent):
            path = _dropped(event)
            if path is None:
                return False
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self.open_data(DataChoice(Source(path)))
            return True
        if event.type() == QEvent.Type.Close:
            self._close_dialog()
            self._loader.close()
        return False


def _dropped(event: QDropEvent) -> Path | None:
    """Return the first file that is dragged; None if there is none."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if files else None
