"""The list of problems: a combo box whose popup is the gallery."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, Slot

from gdviz.core import Problem
from gdviz.ui.theme import GAP, LIGHT, Theme
from gdviz.ui.widgets.folding import Choice
from gdviz.ui.window.controls.problem_choice.gallery import Gallery


class ProblemChoice(Choice):
    """Shows the name of the problem that is chosen; its popup shows a picture of each.

    In all else it is a combo box, so that keys, the wheel and whoever chooses by name are used to
    it. The gallery is made when it is first opened.
    """

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        """Make an empty list of those problems, by id, which may become more."""
        super().__init__()
        self._problems = problems
        self._gallery: Gallery | None = None
        self._theme = LIGHT

    def showPopup(self) -> None:
        """Open the gallery under the list, within the window."""
        if self._gallery is None:
            self._gallery = Gallery(self.window())
            self._gallery.chosen.connect(self._on_chosen)
        gallery = self._gallery
        gallery.restyle(self._theme)
        items = [
            (row, self.itemText(row), self._problems[self.itemData(row)])
            for row in range(self.count())
        ]
        gallery.show_items(items, self.currentIndex(), self.accessibleName())
        gallery.setGeometry(self._place(gallery))
        gallery.show()
        gallery.take_focus()

    def _place(self, gallery: Gallery) -> QRect:
        """Return where it has the room that it wants, as far as the window has."""
        window, here = self.window(), self.mapTo(self.window(), self.rect().bottomLeft())
        room = window.rect().adjusted(GAP, GAP, -GAP, -GAP)
        size = gallery.wanted(room.size())
        x = min(here.x(), room.right() - size.width())
        y = max(room.top(), min(here.y() + 2, room.bottom() - size.height()))
        return QRect(window.mapToGlobal(window.rect().topLeft()), size).translated(x, y)

    def hidePopup(self) -> None:
        """Close the gallery."""
        if self._gallery is not None:
            self._gallery.hide()
        super().hidePopup()

    @Slot(int)
    def _on_chosen(self, row: int) -> None:
        self.hidePopup()
        self.setFocus()
        self.setCurrentIndex(row)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self._theme = theme
