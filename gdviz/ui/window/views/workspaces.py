"""The workspaces: what the window is for at the moment, as words in the menu bar.

A new one is an entry.
"""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QPushButton, QWidget

from gdviz.i18n import N_, Np_, _
from gdviz.ui.theme import TYPE_SIZE, Theme, font, scaled
from gdviz.ui.widgets.tips import set_tip, with_key
from gdviz.ui.window.menus import Menus


class Workspace(NamedTuple):
    """What is shown together.

    Attributes:
        id: its name.
        title: its word in the menu bar.
        help: what it is for.
        key: what leads to it.
        places: the places whose views it shows.
        cards: the cards of features that it shows, by name.
        widths: of the side, in a window 1024 and 1440 wide or wider.
        columns: the columns of views, by id, that stand elsewhere in other workspaces or are
            of no place that it shows.
        one_of: views of which it shows one at a time, the first unless another is wanted.
    """

    id: str
    title: str
    help: str
    key: str
    places: tuple[str, ...]
    cards: tuple[str, ...] = ()
    widths: tuple[int, int] = (240, 340)
    columns: Mapping[str, str] = MappingProxyType({})
    one_of: tuple[str, ...] = ()


RUN = Workspace(
    "run",
    Np_("workspace", "Run"),
    N_("One run, with all its numbers"),
    "Ctrl+1",
    ("centre", "side"),
)
CODE = Workspace(
    "code",
    Np_("workspace", "Code"),
    N_("The program that computes the run, line by line"),
    "Ctrl+2",
    (),
    widths=(310, 480),
    columns={
        "listing": "centre",
        "output": "centre",
        "cost-curve": "side",
        "contours": "side",
        "surface": "side",
        "arithmetic": "side",
        "derivation": "side",
        "graph": "side",
        "data": "side",
    },
    one_of=("arithmetic", "derivation", "graph", "data"),
)
COMPARE = Workspace(
    "compare",
    Np_("workspace", "Compare"),
    N_("The kept runs beside the one that is played, and every learning rate"),
    "Ctrl+3",
    ("centre",),
    ("kept", "sweep"),
    (240, 400),
)
MANY = Workspace(
    "many",
    Np_("workspace", "Many"),
    N_("One run repeated from many starts, and where they all end"),
    "Ctrl+4",
    ("centre",),
    ("ends",),
    (290, 400),
)

WORKSPACES = {workspace.id: workspace for workspace in (RUN, CODE, COMPARE, MANY)}
"""In their order; the first is a new window's."""

_GAP = 22
"""Pixels between the last menu and the words."""

_ACROSS, _UP = 14, 4
"""Pixels about a word."""


class WorkspaceBar(QWidget):
    """The workspaces' words behind the menus, one of them chosen, and the same as menu entries.

    Signals:
        chosen(str): the user wants that workspace.
    """

    chosen = Signal(str)

    def __init__(self, bar: QMenuBar, menus: Menus) -> None:
        """Put the words into the menu bar, and the entries into the View menu."""
        super().__init__(bar)
        self.setObjectName("workspaces")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bar = bar
        self._chosen = ""
        self._counts = dict.fromkeys(WORKSPACES, 0)
        self._buttons: dict[str, QPushButton] = {}
        self._actions: dict[str, QAction] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, workspace in WORKSPACES.items():
            button = QPushButton()
            button.setObjectName(f"in_{name}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it has a key, and the menu an entry
            button.clicked.connect(partial(self._choose, name))
            row.addWidget(button)
            self._buttons[name] = button
            action = menus.action(
                "view", workspace.title, partial(self._choose, name), workspace.key, f"open_{name}"
            )
            action.setCheckable(True)
            self._actions[name] = action
        menus["view"].addSeparator()
        self.show_chosen(next(iter(WORKSPACES)))
        bar.installEventFilter(self)

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.show_chosen(self._chosen)  # what is chosen says the state, not the click
        self.chosen.emit(name)

    def show_chosen(self, name: str) -> None:
        """Say which workspace is shown."""
        self._chosen = name
        for part in (self._buttons, self._actions):
            for of, entry in part.items():
                entry.setChecked(of == name)

    def say_count(self, name: str, count: int) -> None:
        """Say how much there is in a workspace."""
        self._counts[name] = count
        self._say(name)
        self._place()

    def _say(self, name: str) -> None:
        title, count = _(WORKSPACES[name].title), self._counts[name]
        text = _("{title} ({count})").format(title=title, count=count) if count else title
        self._buttons[name].setText(text)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for name, workspace in WORKSPACES.items():
            self._say(name)
            set_tip(self._buttons[name], with_key(_(workspace.help), workspace.key))
        self._place()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on, at the present scale."""
        radius, up = round(scaled(7)), round(scaled(_UP))
        self.setStyleSheet(
            f"#workspaces {{ border: 1px solid {theme.line}; border-radius: {radius}px; }}"
            f" QPushButton {{ border: none; border-radius: {radius - 1}px; color: {theme.muted};"
            f" background: transparent; padding: {up}px 0; margin: 1px; min-height: 0; }}"
            f" QPushButton:hover {{ color: {theme.weight}; }}"
            f" QPushButton:checked {{ color: {theme.weight}; background: {theme.note};"
            " font-weight: 600; }"
        )
        self._place()

    def _place(self) -> None:
        """Stand behind the last menu, in the middle of the bar's height."""
        bold = QFontMetrics(font(TYPE_SIZE, bold=True))
        for button in self._buttons.values():  # so that no word moves when another is chosen
            words = bold.horizontalAdvance(button.text())
            button.setFixedWidth(words + 2 * round(scaled(_ACROSS + 2)))
        size = self.sizeHint()
        self._bar.setMinimumHeight(size.height() + round(scaled(4)))
        last = self._bar.actionGeometry(self._bar.actions()[-1])
        left = last.right() + round(scaled(_GAP))
        self.resize(size)
        self.move(QPoint(left, (self._bar.height() - size.height()) // 2))
        corner = self._bar.cornerWidget()
        if corner is not None:  # it makes do with what is left
            corner.setMaximumWidth(
                max(0, self._bar.width() - self.geometry().right() - 2 * _ACROSS)
            )
            self._bar.setCornerWidget(corner)

    def eventFilter(self, bar: QObject, event: QEvent) -> bool:
        """Follow the menus; nothing is kept from them."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ActionChanged, QEvent.Type.Show):
            self._place()
        return False
