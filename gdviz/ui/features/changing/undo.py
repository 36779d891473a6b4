"""Undo and redo: every change of state, one at a time."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from gdviz.core.store import Part
from gdviz.i18n import N_
from gdviz.ui.features.feature import Feature
from gdviz.ui.widgets.fields import NumberField

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_PAUSE_MS = 600
"""Changes of the same thing with less between them are one: a drag, a word that is typed."""


class Undo(Feature):
    """The entries of the Edit menu. A drag is one change, and so is a number that is typed."""

    id = "undo"

    def __init__(self, window: "MainWindow") -> None:
        """Put them into the menu."""
        super().__init__(window)
        action = window.menus.action
        self._undo = action("edit/change", N_("&Undo"), self.undo, "Ctrl+Z", "undo")
        self._redo = action("edit/change", N_("&Redo"), self.redo, "Ctrl+Shift+Z", "redo")
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._on_pause)
        window.closing.connect(self._pause.stop)
        self._offer()

    @property
    def pausing(self) -> bool:
        """Whether another change of the same thing would be part of the last one."""
        return self._pause.isActive()

    def undo(self) -> None:
        """Take the last change back."""
        self._settle()
        self.window.shown_run.note_place()
        self.window.store.undo()

    def redo(self) -> None:
        """Do again what was last taken back."""
        self._settle()
        self.window.shown_run.note_place()
        self.window.store.redo()

    def _settle(self) -> None:
        """Have a number that is being typed be a change before others are taken back."""
        field = self.window.focusWidget()
        if isinstance(field, NumberField):
            field.leave()

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Offer what there is, and wait for more of the same."""
        self._offer()
        if any(kind.lasts for kind in changed):
            self._pause.start()

    def _offer(self) -> None:
        self._undo.setEnabled(self.window.store.can_undo)
        self._redo.setEnabled(self.window.store.can_redo)

    @Slot()
    def _on_pause(self) -> None:
        """End the change under way, unless something is still held."""
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.window.store.close()
        else:
            self._pause.start()
