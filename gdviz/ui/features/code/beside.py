"""What stands beside the program: one view of several, to be chosen in the header of each."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QPushButton,
    QWidget,
)

from gdviz.i18n import N_, Np_, _
from gdviz.ui.views.view import View
from gdviz.ui.widgets.folding import StandIn, Swap

BESIDE: Mapping[str, str] = {
    "arithmetic": N_("This step"),
    "derivation": N_("Derivation"),
    "graph": Np_("of a computation", "Graph"),
    "data": N_("Data"),
}
"""The views, and what they are called in short."""

_SPACING = 8


class _Fold(Swap):
    """Gives way where it is seen."""

    def __init__(self, choice: "BesideChoice", buttons: QButtonGroup, narrow: QWidget) -> None:
        super().__init__(partial(_offered, buttons), narrow, _SPACING)
        self._choice = choice

    def saves(self) -> int:
        """Return how much the list is narrower, or nothing where neither is there."""
        return 0 if self._choice.isHidden() else super().saves()


def _offered(buttons: QButtonGroup) -> list[QAbstractButton]:
    return [button for button in buttons.buttons() if button.isEnabled()]


class _Title:
    """The title of a view, which can go where the list says it too."""

    def __init__(self, choice: "BesideChoice", title: QWidget) -> None:
        self._choice, self._title = choice, title

    def saves(self) -> int:
        """Return its width, or nothing where there is no list."""
        return 0 if self._choice.isHidden() else self._title.sizeHint().width() + _SPACING

    def fold(self, *, folded: bool) -> None:
        """Leave it to the list to say what this is, or say it."""
        self._title.setHidden(folded)


class BesideChoice(QWidget):
    """Words for what can stand beside the program, that of the view it is in chosen.

    In a narrow card they are a list, and in a narrower one that is the title too.

    Signals:
        chosen(str): that view is wanted.
    """

    chosen = Signal(str)

    def __init__(self, view: View) -> None:
        """Put it into the header of a view."""
        super().__init__()
        self._id = view.id
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        self._group = QButtonGroup(self)
        self._buttons = {name: self._button(name) for name in BESIDE}
        self._list = StandIn(self._group, f"beside_{view.id}")
        self._list.activated.connect(self._list.follow)
        for widget in (*self._buttons.values(), self._list):
            row.addWidget(widget)
        self._buttons[view.id].setChecked(True)
        self._list.follow()
        view.header.addWidget(self)
        view.head.add_fold(_Fold(self, self._group, self._list))
        view.head.add_fold(_Title(self, view.title))

    def _button(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"see_{name}_in_{self._id}")
        button.setProperty("role", "choice")
        button.setCheckable(True)
        button.clicked.connect(partial(self._choose, name))
        self._group.addButton(button)
        return button

    def _choose(self, name: str, _checked: bool = False) -> None:
        self._buttons[self._id].setChecked(True)  # what is chosen says the state, not the click
        if name != self._id:
            self.chosen.emit(name)

    def offer(self, names: Collection[str]) -> None:
        """Be there where there is a choice, of these views."""
        self.setVisible(len(names) > 1)
        folded = not self._list.isHidden()
        for row, (name, button) in enumerate(self._buttons.items()):
            button.setEnabled(name in names)
            button.setHidden(folded or name not in names)
            cast("QListView", self._list.view()).setRowHidden(row, name not in names)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for name, button in self._buttons.items():
            button.setText(_(BESIDE[name]))
            button.setAccessibleName(button.text())
        self._list.retranslate(_("What stands beside the program"))
