"""What a feature is: something that the window can do beyond playing a run."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject

from gdviz.ui.theme import Theme

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class Feature(QObject):
    """Puts itself into the window: its menu entries, its cards, what it listens to.

    It is made once, when the window's controls, views, bar and menus are there.

    Attributes:
        id: its name.
        window: the window.
    """

    id: ClassVar[str]

    def __init__(self, window: "MainWindow") -> None:
        """Put it into `window`."""
        super().__init__(window)
        self.window = window

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""

    def retranslate(self) -> None:
        """Say everything in the current language; the menus do so by themselves."""
