"""What a feature is: something that the window can do beyond playing a run."""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject

from gdviz.core.store import Part
from gdviz.playback import Frame
from gdviz.ui.theme import Theme

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class Feature(QObject):
    """Puts itself into the window: its menu entries, its cards, what it listens to.

    It is made once, when the window's controls, views, bar and menus are there. In which
    order it is told of a change is said where that is done: `MainWindow`.

    Attributes:
        id: its name.
        parts: the parts of the state that are its own, as they are at first.
        window: the window.
    """

    id: ClassVar[str]
    parts: ClassVar[tuple[Part, ...]] = ()

    def __init__(self, window: "MainWindow") -> None:
        """Put it into `window`."""
        super().__init__(window)
        self.window = window

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Follow what has changed of the state."""

    def follow_frame(self, frame: Frame) -> None:
        """Follow what is shown, before the views draw it."""

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""

    def retranslate(self) -> None:
        """Say everything in the current language; the menus do so by themselves."""
