"""Which panels are shown: each can be hidden, and there is always a way back on the screen."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gdviz.i18n import N_, _
from gdviz.ui.features.feature import Feature
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.data.fit import MOST_DRAWN, DataFit
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.tips import set_tip, with_key
from gdviz.ui.window.views.panels import CONTROLS

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

ORDER = 60

_KEY = "F9"

_LOSS, _ABOVE = "loss", ("numbers", "arithmetic")
_HIGH = 640
"""Pixels at scale 1 of a window in which there is room for the loss below them."""


class Panels(Feature):
    """The menu of panels, and what brings them back.

    That is the handle at the left edge while the controls are hidden, and, while nothing is left
    but them, a button in the middle.
    """

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
        self._empty, self._hint, self._all = QWidget(), label("muted"), QPushButton()
        self._all.setObjectName("show_all_panels")
        self._all.clicked.connect(self.show_all)
        middle = QVBoxLayout(self._empty)
        middle.addStretch()
        for part in (self._hint, self._all):
            middle.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch()
        self._empty.hide()
        window.cards.insertWidget(window.cards.count() - 1, self._empty, 1)
        self._loss_place = window.all_views.kinds[_LOSS].place
        window.installEventFilter(self)
        window.arranged.connect(self._follow)
        window.run_shown.connect(self._follow)
        self._follow()

    def toggle(self, name: str) -> None:
        """Hide a panel, or show it again."""
        self.window.set_hidden(self.window.hidden ^ {name})

    def show_all(self) -> None:
        """Show every panel again."""
        self.window.set_hidden(())

    def _follow(self) -> None:
        """Say what is shown, and offer the views that have something to show here."""
        window = self.window
        for name, action in self._actions.items():
            action.setChecked(name not in window.hidden)
        problem = window.player.config.problem
        for name in window.all_views.kinds:
            self._actions[name].setEnabled(window.all_views.offered(name, problem))
        self._place_loss()
        self._handle.setVisible(CONTROLS in window.hidden)
        self._empty.setVisible(window.ground.bare)

    def _place_loss(self) -> None:
        """Give the loss the room that the arithmetic of a function, without samples, leaves."""
        window = self.window
        loss, problem = window.views.get(_LOSS), window.player.config.problem
        if loss is None:
            return
        few = not DataFit.suits(problem) and len(problem.weights) <= MOST_DRAWN
        high = window.height() >= scaled(_HIGH)
        numbers = not window.all_views.shown.keys().isdisjoint(_ABOVE)
        beside = few and high and numbers and "side" in window.workspace.places
        place = "side" if beside else loss.place
        if place != self._loss_place:
            self._loss_place, hidden = place, loss.isHidden()
            window.columns[place].addWidget(loss, loss.stretch)
            loss.setHidden(hidden)  # at once, and not when Qt comes to it: a frame is on its way

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        """Place the loss anew when the window has another size; nothing is kept from it."""
        if event.type() == QEvent.Type.Resize:
            self._place_loss()
        return False

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, and have room as the present scale asks."""
        self._place_loss()
        size = round(scaled(14))
        self._handle.setIcon(icon("chevron-right", size, theme.muted, theme.muted))
        self._handle.setIconSize(QSize(size, size))
        self._handle.setFixedWidth(size)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        set_tip(self._handle, with_key(_("Show the controls"), _KEY))
        self._handle.setAccessibleName(_("Show the controls"))
        self._hint.setText(_("The plots and the numbers are hidden."))
        self._all.setText(_("Show all panels"))


FEATURES = (Panels,)
