"""Looking into plots, by menu and by keys: what the wheel does to one of them."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from gdviz.i18n import N_
from gdviz.ui.access.by_keys import is_picture
from gdviz.ui.features.feature import Feature
from gdviz.ui.plots.zoom import PER_NOTCH
from gdviz.ui.views.view import View

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_PER_KEY = PER_NOTCH**2


class LookingInto(Feature):
    """The entries in the View menu."""

    id = "looking_into"

    def __init__(self, window: "MainWindow") -> None:
        """Put them into the View menu."""
        super().__init__(window)
        menu, add = window.menus.submenu("view", N_("&Zoom plots")), window.menus.action
        add(menu, N_("Zoom &in"), partial(self._zoom, _PER_KEY), "+; =", "zoom_in")
        add(menu, N_("Zoom &out"), partial(self._zoom, 1 / _PER_KEY), "-", "zoom_out")
        add(menu, N_("Show &all"), self._show_all, "0", "show_all")

    def _zoom(self, times: float) -> None:
        for view in self._meant():
            view.zoom(times)

    def _show_all(self) -> None:
        for view in self._meant():
            view.show_all()

    def _meant(self) -> list[View]:
        """Return the view whose picture has the keyboard, or the one under the pointer; else all.

        Who moves by keys has left the pointer where it was.
        """
        views = [view for view in self.window.all_views.shown.values() if view.looked_into]
        focused = QApplication.focusWidget()
        held = [
            view
            for view in views
            if focused is not None and is_picture(focused) and view.isAncestorOf(focused)
        ]
        under = [view for view in views if view.underMouse()]
        return held or under or views
