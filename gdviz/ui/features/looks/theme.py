"""The choice of a theme: the system's, as it changes, or one that stays."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication

from gdviz.i18n import N_
from gdviz.ui.features.feature import Feature
from gdviz.ui.theme import THEMES, system_theme

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

SYSTEM = "system"
"""The choice to follow the system."""


class ThemeChoice(Feature):
    """The choice in the View menu; at first what the system asks for, whenever it does.

    Attributes:
        chosen: `SYSTEM`, or a theme's id.
    """

    id = "theme"

    def __init__(self, window: "MainWindow") -> None:
        """Put it into the View menu."""
        super().__init__(window)
        self.chosen = SYSTEM if window.follows_system else window.theme.id
        titles = {SYSTEM: N_("&Follow the system")}
        titles |= {name: theme.title for name, theme in THEMES.items()}
        menu = window.menus.submenu("view", N_("&Theme"))
        window.menus.choice(menu, titles, self.chosen, self._choose)
        self._ask_system()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system)

    def _choose(self, name: str) -> None:
        self.chosen = name
        self._ask_system()
        self._show()

    def _ask_system(self) -> None:
        """Have what the system draws, such as the title bar, follow where it can."""
        theme, schemes = THEMES.get(self.chosen), Qt.ColorScheme
        wanted = schemes.Unknown  # the system's own
        if theme is not None:
            wanted = schemes.Dark if theme.dark else schemes.Light
        QGuiApplication.styleHints().setColorScheme(wanted)

    def _show(self) -> None:
        theme = THEMES.get(self.chosen) or system_theme()
        if theme != self.window.theme:
            self.window.set_theme(theme)

    @Slot(Qt.ColorScheme)
    def _on_system(self, _scheme: Qt.ColorScheme) -> None:
        """Follow the system; it says what was asked of it too."""
        if self.chosen == SYSTEM:
            self._show()
