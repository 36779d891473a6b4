"""Motion: steps are seen on their way; reduced, a run is redrawn a few times a second only."""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QGuiApplication

from gdviz.core.store import Part
from gdviz.i18n import N_
from gdviz.ui.features.feature import Feature
from gdviz.ui.views.view import Veil

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_REST_MS = 250


class ReducedMotion(Feature):
    """The choice in the View menu; at first what the system asks for.

    Attributes:
        glides: whether steps are seen on their way where motion is not reduced.
    """

    id = "motion"
    glides: ClassVar[bool] = True

    def __init__(self, window: "MainWindow") -> None:
        """Put it into the View menu."""
        super().__init__(window)
        self._action = window.menus.action(
            "view", N_("Reduced &motion"), self._follow, name="reduced_motion"
        )
        self._action.setCheckable(True)
        self.reduce(wanted=system_reduces_motion())

    @property
    def reduced(self) -> bool:
        """Whether motion is reduced."""
        return self._action.isChecked()

    def reduce(self, *, wanted: bool) -> None:
        """Reduce motion, or do not."""
        self._action.setChecked(wanted)
        self._follow()

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Let no step be seen on its way that is not to be given away."""
        if Veil in changed:
            self._follow()

    def _follow(self) -> None:
        player, veiled = self.window.player, bool(self.window.store[Veil].hides)
        player.rest_ms = _REST_MS if self.reduced else 0
        player.gliding.wanted = self.glides and not self.reduced and not veiled


def system_reduces_motion() -> bool:
    """Tell whether the system asks for reduced motion; Qt knows since 6.12."""
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):  # since Qt 6.10
        return False
    preference = hints.accessibility().property("motionPreference")
    return getattr(preference, "name", "") == "ReducedMotion"
