"""Whether the cost over two weights is drawn as a map or in three dimensions, and the choice."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from gdviz.core.store import Part, Store
from gdviz.i18n import _
from gdviz.ui.views.view import Crowded, Veil
from gdviz.ui.widgets.inside import everything_in
from gdviz.ui.widgets.tips import set_tip


@dataclass(frozen=True)
class Drawn(Part):
    """How the cost over two weights is drawn.

    Attributes:
        solid: whether in three dimensions.
    """

    solid: bool = False
    key: ClassVar[str] = "drawn"
    worked: ClassVar[bool] = False


def is_solid(store: Store) -> bool:
    """Tell whether it is drawn in three dimensions now."""
    return store[Drawn].solid and not is_flat(store)


def is_flat(store: Store) -> bool:
    """Tell whether it has to be a map: one must point at weights, or there are many of them."""
    return store[Veil].flat or store[Crowded].crowded


class MapOrSurface(QWidget):
    """Two words, of which the one that is chosen is marked, as the state has it.

    Attributes:
        buttons: the words, by whether they are for three dimensions.
    """

    def __init__(self, store: Store) -> None:
        """Make the words."""
        super().__init__()
        self._store = store
        self.buttons: Final = {solid: QPushButton() for solid in (False, True)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        group = QButtonGroup(self)
        for solid, button in self.buttons.items():
            button.setObjectName("drawn_solid" if solid else "drawn_flat")
            button.setProperty("role", "choice")
            button.setCheckable(True)
            button.setAutoExclusive(True)  # which is what a radio button is
            button.clicked.connect(partial(self._choose, solid))
            group.addButton(button)
            row.addWidget(button)
        self.follow()

    def follow(self) -> None:
        """Mark what is drawn."""
        self.buttons[is_solid(self._store)].setChecked(True)
        self.buttons[True].setEnabled(not is_flat(self._store))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        words = {
            False: (_("Map"), _("The cost as a map, with contour lines.")),
            True: (_("3-D"), _("The cost as a surface, which can be turned.")),
        }
        for solid, (word, about) in words.items():
            self.buttons[solid].setText(word)
            set_tip(self.buttons[solid], about)

    def _choose(self, solid: bool, _checked: bool = False) -> None:
        held = self.buttons[solid].hasFocus()
        self._store.replace(Drawn(solid))
        self.follow()
        if held and not self.isVisible():  # the other card has the same words
            self._hand_over(solid)

    def _hand_over(self, solid: bool) -> None:
        for other in everything_in(self.window()):
            if isinstance(other, MapOrSurface) and other.isVisible():
                other.buttons[solid].setFocus()
