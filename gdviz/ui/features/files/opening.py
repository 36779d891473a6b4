"""Open…: one dialog, and dropping on the window, for whatever files features can open."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from gdviz.i18n import N_, _
from gdviz.ui.features.feature import Feature, Files

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_DRAGGED = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class Opening(Feature):
    """Gives a file to the feature that opens what ends so, any other to the one for the rest."""

    id = "opening"

    def __init__(self, window: "MainWindow") -> None:
        """Put it first into the menu, and let files be dropped onto the window."""
        super().__init__(window)
        window.menus.action("file/open", N_("&Open…"), self._choose_file, "Ctrl+O", "open_file")
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def _openers(self) -> list[tuple[Files, Feature]]:
        """Return what features open, and these, the one for the rest last."""
        every = self.window.features.values()
        found = [(feature.opens, feature) for feature in every if feature.opens is not None]
        return sorted(found, key=lambda pair: pair[0].rest)

    def _choose_file(self) -> None:
        kinds = [files for files, _opener in self._openers()]
        every = [ending for kind in kinds for ending in kind.endings]
        filters = [
            _filter(_("All that gdviz opens"), every),
            *(_filter(_(kind.title), kind.endings) for kind in kinds),
            _("All files (*)"),
        ]
        path, _kind = QFileDialog.getOpenFileName(self.window, _("Open"), "", ";;".join(filters))
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path) -> None:
        """Open a file as what its name ends in."""
        for files, opener in self._openers():
            if files.rest or path.suffix.lower() in files.endings:
                opener.open_file(path)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a file that is dropped."""
        if event.type() not in _DRAGGED or not isinstance(event, QDropEvent):
            return False
        path = _dropped(event)
        if path is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.open_file(path)
        return True


def _filter(title: str, endings: Iterable[str]) -> str:
    """Return what a file dialog understands as files with those endings."""
    return f"{title} ({' '.join(f'*{ending}' for ending in endings)})"


def _dropped(event: QDropEvent) -> Path | None:
    """Return the first file that is dragged; None if there is none."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if files else None
