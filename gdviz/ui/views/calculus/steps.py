"""What brings line after line, or node after node."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gdviz.i18n import _, p_
from gdviz.ui.theme import Theme, faded, scaled
from gdviz.ui.widgets.folding import Elided
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.tips import set_tip

_SIGN = 16
"""Pixels at scale 1."""

_SIGNS = {"first": "player-skip-back", "back": "chevron-left"}
"""The pictures of the buttons that have no words."""

_KEYS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_ALONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def asked_by(event: QKeyEvent) -> int:
    """Return how many more the keys → and ← ask for, or fewer; 0 for another key."""
    return _KEYS.get(Qt.Key(event.key()), 0) if event.modifiers() in _ALONE else 0


class Steps(QWidget):
    """Buttons that go to the first, one back, one on, and to the last, of so many.

    Attributes:
        buttons: those four, by "first", "back", "next" and "all".

    Signals:
        chosen(int): so many are wanted.
    """

    chosen = Signal(int)

    def __init__(self, name: str, least: int) -> None:
        """Make them, with object names that begin with `name`; at least so many are there."""
        super().__init__()
        self._least = self._count = self._most = least
        self._words = Elided("muted")
        self.buttons: Final = {one: QPushButton() for one in ("first", "back", "next", "all")}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        for one, button in self.buttons.items():
            button.setObjectName(f"{name}_{one}")
            button.clicked.connect(partial(self._on_clicked, one))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._words)

    def _on_clicked(self, name: str, _checked: bool = False) -> None:
        self.go({"first": -self._most, "back": -1, "next": 1, "all": self._most}[name])

    def go(self, by: int) -> None:
        """Ask for so many more, or fewer, as far as there are."""
        wanted = min(max(self._count + by, self._least), self._most)
        if wanted != self._count:
            self.chosen.emit(wanted)

    def show_count(self, count: int, most: int) -> None:
        """Say how many are there, and how many there can be."""
        self._count, self._most = count, most
        self._words.setText(_("{count} of {total}").format(count=count, total=most))
        for name in ("first", "back"):
            self.buttons[name].setEnabled(count > self._least)
        for name in ("next", "all"):
            self.buttons[name].setEnabled(count < most)

    def retranslate(self, following: str) -> None:
        """Say everything in the current language.

        Args:
            following: what the button says that brings one more.
        """
        said = {
            "first": ("", _("Start over")),
            "back": ("", _("Back by one")),
            "next": (following, following),
            "all": (p_("lines", "All"), _("Show all at once")),
        }
        for name, (text, tip) in said.items():
            self.buttons[name].setText(text)
            set_tip(self.buttons[name], tip)
            self.buttons[name].setAccessibleName(tip)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        size = round(scaled(_SIGN))
        for name, sign in _SIGNS.items():
            self.buttons[name].setIcon(icon(sign, size, theme.text, faded(theme)))
            self.buttons[name].setIconSize(QSize(size, size))
