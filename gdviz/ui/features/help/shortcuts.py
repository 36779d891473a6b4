"""Help while working: the sheet of shortcuts, and what a control is for."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWhatsThis,
    QWidget,
)

from gdviz.i18n import N_, _
from gdviz.ui.access.spoken import Document
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.help.about_dialog import AboutDialog
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.inside import everything_in
from gdviz.ui.widgets.tips import key_text
from gdviz.ui.window.menus import TITLES
from gdviz.ui.window.transport import BUTTONS

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_EVERYWHERE = (
    (N_("Next control"), "Tab"),
    (N_("Previous control"), "Shift+Tab"),
    (N_("Change a value"), "Up"),
    (N_("Change a value"), "Down"),
    (N_("Press a button or a switch"), "Space"),
    (N_("Open a list"), "Alt+Down"),
    (N_("Open a menu"), "Alt"),
)
"""Keys that Qt itself gives a meaning."""

_ARROWS = N_("arrow keys")

_IN_PLOTS = (
    (N_("Move it"), (_ARROWS,)),
    (N_("Move it farther"), ("Shift+Left",)),
    (N_("Move it less far"), ("Ctrl+Left",)),
    (N_("Another thing to move"), (",", ".")),
    (N_("Choose what is pointed at"), ("Return",)),
    (N_("Look into it"), ("+", "-")),
    (N_("Look aside"), ("Ctrl+Shift+Left",)),
    (N_("Show &all"), ("Home",)),
    (N_("Leave it"), ("Esc",)),
)
"""Keys in a plot that has the keyboard: the first of several of a kind stands for all."""

_COLUMNS = 3

_LONG = 30
"""So many letters of a name are one line of the sheet."""

_MARGINS = (24, 20, 12, 14)
_LEAST_HEIGHT = 200
"""Pixels of the sheet that are seen at least, however low the window is."""

Rows = list[tuple[str, tuple[str, ...]]]
"""What it does, and its keys."""


class Help(Feature):
    """Puts them into the Help menu, and who made gdviz last."""

    id = "shortcuts"

    def __init__(self, window: "MainWindow") -> None:
        """Put them into the Help menu."""
        super().__init__(window)
        add = window.menus.action
        add("help", N_("&Keyboard shortcuts"), self.show_sheet, "F1", "shortcuts")
        add("help", N_("&What's this?"), QWhatsThis.enterWhatsThisMode, "Shift+F1", "whats_this")
        add("help", N_("&About gdviz"), self._about)

    def show_sheet(self) -> None:
        """Show every shortcut there is."""
        Sheet(self.window).open()

    def _about(self) -> None:
        AboutDialog(self.window).open()


class Sheet(QDialog):
    """The shortcuts, read from what has them."""

    def __init__(self, window: "MainWindow") -> None:
        """List the shortcuts of `window`."""
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("shortcut_sheet")
        self.setWindowTitle(_("Keyboard shortcuts"))
        parts = [(title, rows) for title, rows in sections(window) if rows]
        ends = list(accumulate(len(rows) + 1 for _title, rows in parts))
        inside = QWidget()
        inside.setObjectName("form")  # nothing is drawn behind it
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, 4, 0)
        columns.setSpacing(24)
        for number in range(_COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(18)
            for (title, rows), end in zip(parts, ends, strict=True):
                middle = end - (len(rows) + 1) / 2
                if int(_COLUMNS * middle / ends[-1]) == number:
                    column.addLayout(_section(title, rows))
            column.addStretch()
            columns.addLayout(column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        scroll = _Scroll(inside)
        scroll.setAccessibleName(self.windowTitle())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*_MARGINS)
        whole.setSpacing(14)
        whole.addWidget(scroll)
        whole.addWidget(buttons)
        self._room = window.size()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as large as the shortcuts need, and no larger than the window."""
        for part in everything_in(self):
            part.ensurePolished()  # it has the style sheet's type from now on
            part.updateGeometry()
        self.resize(self.sizeHint().boundedTo(self._room))
        super().showEvent(event)


class _Scroll(Document):
    """All of the columns' width, and as much of their height as there is room for."""

    def __init__(self, columns: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._columns, self._bar = columns, self.verticalScrollBar().sizeHint().width()
        self.setWidget(columns)
        for part in (self.viewport(), columns):
            part.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        width = self._columns.minimumSizeHint().width() + self._bar
        return QSize(width, self._columns.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), _LEAST_HEIGHT)


def _section(title: str, rows: Rows) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label("title", title), 0, 0, 1, 2)
    for row, (name, keys) in enumerate(rows, 1):
        caps = QHBoxLayout()
        caps.setSpacing(4)
        caps.addStretch()
        for key in keys:
            caps.addWidget(label("key", key))
        grid.addWidget(label(text=name, wrap=len(name) > _LONG), row, 0)
        grid.addLayout(caps, row, 1)
    return grid


def sections(window: "MainWindow") -> Iterator[tuple[str, Rows]]:
    """Yield the shortcuts of a window: those of the bar, of each menu, and those everywhere."""
    played = _joined((_(title), key_text(key)) for _icon, title, _help, key in BUTTONS.values())
    yield _("Play"), played
    known = {keys for _name, keys in played}
    for name, title in TITLES.items():
        yield _plain(_(title)), [row for row in _in(window.menus[name]) if row[1] not in known]
    loose: Rows = [
        (shortcut.whatsThis(), (key_text(shortcut.key()),))
        for shortcut in window.findChildren(QShortcut)
        if shortcut.whatsThis()
    ]
    yield (
        _("In a plot, where Tab leads"),
        [(_plain(_(name)), tuple(map(_cap, keys))) for name, keys in _IN_PLOTS],
    )
    yield _("Everywhere"), _joined((_(name), key_text(key)) for name, key in _EVERYWHERE) + loose


def _cap(key: str) -> str:
    return _(key) if key == _ARROWS else key_text(key)


def _in(menu: QMenu) -> Rows:
    """Return the shortcuts in a menu and in the menus within it."""
    rows: Rows = []
    for action in menu.actions():
        inner = QMenu.menuInAction(action)  # action.menu() goes with the action, before 6.11
        if inner is not None:
            rows += _in(inner)
        elif not action.shortcut().isEmpty():
            rows.append((_plain(action.text()), (key_text(action.shortcut()),)))
    return rows


def _joined(pairs: Iterable[tuple[str, str]]) -> Rows:
    """Return rows for names and keys, with one for each key, and one for each name."""
    by_key: dict[str, list[str]] = {}
    for name, key in pairs:
        by_key.setdefault(key, []).append(name)
    by_name: dict[str, list[str]] = {}
    for key, names in by_key.items():
        by_name.setdefault(" / ".join(names), []).append(key)
    return [(name, tuple(keys)) for name, keys in by_name.items()]


def _plain(title: str) -> str:
    """Return a menu's words without the mark of its letter, as in "File" and "文件(F)"."""
    before, mark, after = title.partition("(&")
    return before if mark and len(after) == 2 else title.replace("&", "")
