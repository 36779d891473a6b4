"""For a class to see: the full screen, and everything large with the controls folded away."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from gdviz.i18n import N_, _
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.looks.size import Size
from gdviz.ui.features.presenting.halo import Halo
from gdviz.ui.theme import Theme
from gdviz.ui.window.views.panels import CONTROLS, Panels

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_KEPT = ("numbers", "arithmetic")
"""Of what is at the side, what a class looks at."""

_ROOM, _LEFT_ROOM = (820, 560), 262
"""Width and height, in pixels at scale 1, that hold what is presented; what the controls, or a
lesson, want beside it."""

_LEAST, _MOST = 1.0, 2.5


class Presenting(Feature):
    """The full screen and the presenter mode; Escape ends either."""

    id = "presenting"

    def __init__(self, window: "MainWindow") -> None:
        """Put them into the View menu."""
        super().__init__(window)
        self._hidden_before: frozenset[str] = frozenset()
        add = window.menus.action
        self._full = add("view", N_("&Full screen"), self.toggle_full_screen, "F11", "full_screen")
        self._mode = add("view", N_("P&resenter mode"), self._on_mode, "F5", "presenter_mode")
        for action in (self._full, self._mode):
            action.setCheckable(True)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.activated.connect(self.leave)
        self._escape.setEnabled(False)
        window.ground.changed.connect(self._fill)
        window.closing.connect(self._on_closing)
        window.installEventFilter(self)
        self._halo = Halo(window)

    @property
    def presenting(self) -> bool:
        """Whether everything is large and the controls are folded away."""
        return self._mode.isChecked()

    def toggle_full_screen(self) -> None:
        """Take the whole screen, or give it back."""
        self.window.setWindowState(self.window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def leave(self) -> None:
        """End the presenter mode and give the screen back."""
        if self.presenting:
            self._mode.trigger()
        if self.window.isFullScreen():
            self.toggle_full_screen()

    def _on_mode(self) -> None:
        window = self.window
        if self.presenting:
            self._hidden_before = window.hidden
            aside = {name for name, view in window.all_views.kinds.items() if view.place == "side"}
            self._hide(window.hidden | {CONTROLS} | aside.difference(_KEPT))
        else:
            window.feature(Size).present(None)
            self._hide(self._hidden_before)
        self._halo.turn(on=self.presenting)
        self._follow()

    def _hide(self, names: frozenset[str]) -> None:
        """Hide these panels, and no others, while one presents: nothing to be undone."""
        store = self.window.store
        store.amend(replace(store[Panels], hidden=tuple(sorted(names))))

    def _fill(self) -> None:
        """Make what is presented as large as the window has room for."""
        if not self.presenting:
            return
        size, width = self.window.size(), _ROOM[0]
        if self.window.ground.has_left:
            width += _LEFT_ROOM
        fitting = min(size.width() / width, size.height() / _ROOM[1])
        self.window.feature(Size).present(min(_MOST, max(_LEAST, fitting)))

    def _follow(self) -> None:
        """Say what is so, and let Escape end it."""
        self._full.setChecked(self.window.isFullScreen())
        self._escape.setEnabled(self.presenting or self.window.isFullScreen())

    @Slot()
    def _on_closing(self) -> None:
        """Show again what was hidden: to present is no state to come back to.

        All stays as large as it is, as what is about to go need not be drawn anew.
        """
        if self.presenting:
            self._mode.setChecked(False)
            self._hide(self._hidden_before)
            self._halo.turn(on=False)

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        """Follow the window's size and state; nothing is kept from it."""
        if event.type() == QEvent.Type.Resize:
            self._fill()
        elif event.type() == QEvent.Type.WindowStateChange:
            self._follow()
        return False

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on, at the present scale."""
        self._halo.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self._escape.setWhatsThis(_("Leave the full screen and the presenter mode"))
