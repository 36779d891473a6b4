"""How large everything is: type, gaps, signs and lines alike."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction

from gdviz.i18n import N_, _
from gdviz.ui.features.feature import Feature
from gdviz.ui.theme import TYPE_SIZE

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

LEVELS = (75, 85, 100, 115, 125, 150, 175, 200, 250)
"""Percent of the usual size; type has whole pixels, so there is little in between."""

USUAL = 100


class Size(Feature):
    """The entries in the View menu.

    What is presented is as large as the window has room for, so that a larger size leaves it as
    it is, and a smaller one makes it smaller in proportion.

    Attributes:
        percent: the size that was chosen; where the screen holds less, less is shown.
    """

    id = "size"

    def __init__(self, window: "MainWindow") -> None:
        """Put them into the View menu."""
        super().__init__(window)
        self.percent = USUAL
        self._fitted: float | None = None
        self._least = window.minimumSize()
        menu = window.menus.submenu("view", self._title)
        add = partial(window.menus.action, menu)
        self._larger: QAction = add(
            N_("Everything &larger"), partial(self._step, 1), "Ctrl++; Ctrl+=", "larger"
        )
        self._smaller: QAction = add(
            N_("Everything &smaller"), partial(self._step, -1), "Ctrl+-", "smaller"
        )
        self._usual: QAction = add(
            N_("&Usual size"), partial(self.magnify, USUAL), "Ctrl+0", "usual_size"
        )
        self._offer()

    def _title(self) -> str:
        return _("&Size ({percent} %)").format(percent=self.shown)

    @property
    def shown(self) -> int:
        """The size that is shown, in percent."""
        return min(self.percent, largest(self.window.screen().availableSize(), self._least))

    def magnify(self, percent: int) -> None:
        """Show everything in that size, or in the nearest that there is."""
        self.percent = min(LEVELS, key=lambda level: abs(level - percent))
        self._follow()

    def present(self, fitted: float | None) -> None:
        """Present, as large as there is room for; None ends it.

        Args:
            fitted: how many times as large as usual that is.
        """
        self._fitted = fitted
        self._follow()

    def _step(self, up: int) -> None:
        place = LEVELS.index(self.shown) + up
        self.magnify(LEVELS[min(max(place, 0), len(LEVELS) - 1)])

    def _follow(self) -> None:
        """Draw everything in its size, in a window that is large enough for it."""
        window, scale = self.window, self.shown / USUAL
        presents = self._fitted is not None
        window.setMinimumSize(self._least * (1.0 if presents else max(1.0, scale)))
        if self._fitted is not None:
            scale = self._fitted * min(1.0, scale)
        scale = round(TYPE_SIZE * scale) / TYPE_SIZE
        if (scale, presents) != (window.scale, window.presented):
            window.set_scale(scale, presented=presents)
        self._offer()

    def _offer(self) -> None:
        most = largest(self.window.screen().availableSize(), self._least)
        self._larger.setEnabled(self.shown < most)
        self._smaller.setEnabled(self.shown > LEVELS[0])
        self._usual.setEnabled(self.shown != USUAL)


def largest(screen: QSize, least: QSize) -> int:
    """Return the largest size, in percent, in which the smallest window is within a screen.

    Args:
        screen: the room there is on it.
        least: what the smallest window takes in the usual size, which is always to be had.
    """
    times = min(screen.width() / least.width(), screen.height() / least.height())
    return max(level for level in LEVELS if level <= max(USUAL, USUAL * times))
