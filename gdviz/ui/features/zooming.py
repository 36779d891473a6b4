"""Looking into all pictures at once, by menu and by keys: what the wheel does to one of them."""

from functools import partial
from typing import TYPE_CHECKING

from gdviz.i18n import N_
from gdviz.ui.features.feature import Feature
from gdviz.ui.plots.zoom import PER_NOTCH
from gdviz.ui.views.view import View

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

ORDER = 75

_PER_KEY = PER_NOTCH**2


class Zooming(Feature):
    """The entries in the View menu."""

    id = "zooming"

    def __init__(self, window: "MainWindow") -> None:
        """Put them into the View menu."""
        super().__init__(window)
        menu, add = window.menus.submenu("view", N_("&Zoom")), window.menus.action
        add(menu, N_("Zoom &in"), partial(self._zoom, _PER_KEY), "Ctrl++", "zoom_in")
        add(menu, N_("Zoom &out"), partial(self._zoom, 1 / _PER_KEY), "Ctrl+-", "zoom_out")
        add(menu, N_("Show &all"), self._show_all, "Ctrl+0", "show_all")

    def _zoom(self, times: float) -> None:
        self.window.all_views.ask(lambda view: view.zoom(times))

    def _show_all(self) -> None:
        self.window.all_views.ask(View.show_all)


FEATURES = (Zooming,)
