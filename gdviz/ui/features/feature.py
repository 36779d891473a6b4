"""What a feature is: something that the window can do beyond playing a run."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar

from PySide6.QtCore import QObject

from gdviz.core.store import Part
from gdviz.playback import Frame
from gdviz.ui.theme import Theme

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class Files(NamedTuple):
    """The files that a feature opens.

    Attributes:
        title: what they are, in English.
        endings: what their names end in, such as ".csv".
        rest: whether it opens any other file too that no feature knows by its ending.
    """

    title: str
    endings: tuple[str, ...]
    rest: bool = False


class Feature(QObject):
    """Puts itself into the window: its menu entries, its cards, what it listens to.

    It is made once, when the window's controls, views, bar and menus are there. In which
    order it is told of a change is said where that is done: `MainWindow`.

    Attributes:
        id: its name.
        parts: the parts of the state that are its own, as they are at first.
        opens: the files that it opens, if it does.
        window: the window.
    """

    id: ClassVar[str]
    parts: ClassVar[tuple[Part, ...]] = ()
    opens: ClassVar[Files | None] = None

    def __init__(self, window: "MainWindow") -> None:
        """Put it into `window`."""
        super().__init__(window)
        self.window = window

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Follow what has changed of the state; the player is left alone until all have."""

    def settle(self) -> None:
        """Do to what is shown what follows from the state, once everybody knows of it."""

    def follow_frame(self, frame: Frame) -> None:
        """Follow what is shown, before the views draw it."""

    def open_file(self, path: Path) -> None:
        """Open a file that is one of those it `opens`."""

    def take_text(self, text: str) -> bool:
        """Take a text that is pasted, if it is one's own; tell whether it was."""
        return False

    def keeps_open(self) -> bool:
        """Tell whether the window is not to close yet, because something is asked first."""
        return False

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""

    def retranslate(self) -> None:
        """Say everything in the current language; the menus do so by themselves."""


F = TypeVar("F", bound=Feature)
"""Any feature's class."""
