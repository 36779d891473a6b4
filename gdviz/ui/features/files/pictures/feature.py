"""Save picture…, Copy picture and Print…, in the menus and in that of each plot."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.i18n import N_, _
from gdviz.ui.access.by_keys import is_picture
from gdviz.ui.features.feature import Feature
from gdviz.ui.plots.zoom import PlotMenu
from gdviz.ui.render.pictures import image
from gdviz.ui.render.taking import Wanted, subjects, usual_size

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class Pictures(Feature):
    """Takes pictures of the window, or of what is meant in it.

    That is the card whose picture has the keyboard, or the one under the pointer, or all.

    Attributes:
        last: what was wanted the last time.
    """

    id = "pictures"

    def __init__(self, window: "MainWindow") -> None:
        """Put the entries into the menus."""
        super().__init__(window)
        self.last = Wanted()
        action = window.menus.action
        action("file/export", N_("Save p&icture…"), self.ask, "", "save_picture")
        action("file/export", N_("Prin&t…"), self.ask_to_print, "Ctrl+Shift+P", "print_picture")
        action("edit/copy", N_("Copy p&icture"), self.copy, "Ctrl+Shift+C", "copy_picture")
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Put the entries into a plot's menu."""
        if isinstance(event, PlotMenu):
            self._offer(event)
        return False

    def _offer(self, event: PlotMenu) -> None:
        subject = _around(event.plot, list(subjects(self.window).values()))
        for text, name, do in (
            (_("Copy p&icture"), "copy_picture", self.copy),
            (_("Save p&icture…"), "save_picture", self.ask),
        ):
            entry = event.menu.addAction(text)
            entry.setObjectName(f"{name}_of_it")
            entry.triggered.connect(partial(do, subject))

    def meant(self) -> QWidget:
        """Return what is meant without a word."""
        window, *cards = subjects(self.window).values()
        focused = QApplication.focusWidget()
        if focused is not None and is_picture(focused):
            return _around(focused, [window, *cards])
        return next((card for card in cards if card.underMouse()), window)

    def copy(self, subject: QWidget | None = None, _checked: bool = False) -> None:
        """Copy a picture, to be pasted onto a slide or into a text."""
        taken = subject or self.meant()
        QApplication.clipboard().setImage(image(taken, usual_size(taken)))
        self.window.passing.say(_("The picture is copied: paste it onto a slide or into a text"))

    def ask(self, subject: QWidget | None = None, _checked: bool = False) -> None:
        """Ask what the picture is to be, and save it."""
        from gdviz.ui.features.files.pictures.dialog import PictureDialog  # noqa: PLC0415 - once asked

        self.window.player.pause()
        dialog = PictureDialog(self.window, subject or self.meant(), self.last)
        dialog.saved.connect(self._on_saved)
        dialog.open()

    def _on_saved(self, wanted: Wanted, name: str) -> None:
        self.last = wanted
        self.window.passing.say(_("The picture is saved: {file}").format(file=name))

    def ask_to_print(self) -> None:
        """Ask for a printer, and print there what is meant."""
        from gdviz.ui.features.files.pictures.printing import ask_to_print  # noqa: PLC0415 - once asked

        self.window.player.pause()
        ask_to_print(self.window, self.meant())


def _around(widget: QWidget, found: list[QWidget]) -> QWidget:
    """Return the smallest of what pictures are taken of that a widget is in."""
    return [one for one in found if one.isAncestorOf(widget)][-1]
