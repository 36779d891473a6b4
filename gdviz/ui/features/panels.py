"""Which panels are shown: each can be hidden, and a handle brings the controls back."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy

from gdviz.i18n import N_, _
from gdviz.ui.features.feature import Feature
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.tips import set_tip, with_key
from gdviz.ui.window.panels import CONTROLS

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

ORDER = 60

_KEY = "F9"


class Panels(Feature):
    """The menu of panels, and the handle at the left edge while the controls are hidden."""

    id = "panels"

    def __init__(self, window: "MainWindow") -> None:
        """Make the menu and the handle."""
        super().__init__(window)
        menu = window.menus.submenu("view", N_("&Panels"))
        add = partial(window.menus.action, menu)
        self._actions: dict[str, QAction] = {
            CONTROLS: add(N_("Controls"), partial(self.toggle, CONTROLS), _KEY, "panel_controls")
        }
        for name, kind in window.all_views.kinds.items():
            self._actions[name] = add(
                kind.heading, partial(self.toggle, name), name=f"panel_{name}"
            )
        for action in self._actions.values():
            action.setCheckable(True)
        self._handle = QPushButton()
        self._handle.setObjectName("show_controls")
        self._handle.setProperty("role", "handle")
        self._handle.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._handle.clicked.connect(partial(self.toggle, CONTROLS))
        self._handle.hide()
        window.cards.insertWidget(0, self._handle)
        window.arranged.connect(self._follow)
        window.run_shown.connect(self._follow)
        self._follow()

    def toggle(self, name: str) -> None:
        """Hide a panel, or show it again."""
        self.window.set_hidden(self.window.hidden ^ {name})

    def _follow(self) -> None:
        """Say what is shown, and offer the views that have something to show here."""
        window = self.window
        for name, action in self._actions.items():
            action.setChecked(name not in window.hidden)
        problem = window.player.config.problem
        for name in window.all_views.kinds:
            self._actions[name].setEnabled(window.all_views.offered(name, problem))
        self._handle.setVisible(CONTROLS in window.hidden)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, as wide as the present scale asks."""
        size = round(scaled(14))
        self._handle.setIcon(icon("chevron-right", size, theme.muted, theme.muted))
        self._handle.setIconSize(QSize(size, size))
        self._handle.setFixedWidth(size)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        set_tip(self._handle, with_key(_("Show the controls"), _KEY))
        self._handle.setAccessibleName(_("Show the controls"))


FEATURES = (Panels,)
