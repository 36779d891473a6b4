"""The menu bar, whose words follow the language."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from gdviz.i18n import N_, _

TITLES = {
    "file": N_("&File"),
    "edit": N_("&Edit"),
    "run": N_("&Run"),
    "view": N_("&View"),
    "lessons": N_("&Lessons"),
    "try": N_("&Try this"),
    "help": N_("&Help"),
}
"""The menus, in their order."""

SECTIONS = {
    "file": (("open", "data"), ("save",), ("export",), ("end",)),
    "edit": (("change",), ("copy",)),
}
"""Where something belongs in a menu, whoever puts it there; between groups there is a line."""


class Menus:
    """The menus by name, and the way to put something into one."""

    def __init__(self, bar: QMenuBar) -> None:
        """Make the empty menus of `bar`."""
        bar.setNativeMenuBar(False)
        self._words: list[tuple[Callable[[str], None], Callable[[], str]]] = []
        self._menus: dict[str, QMenu] = {}
        for name, title in TITLES.items():
            self._menus[name] = bar.addMenu("")
            self._follow(self._menus[name].setTitle, partial(_, title))
        self._ends = {
            f"{name}/{section}": self._end(self._menus[name], line=section == group[-1])
            for name, groups in SECTIONS.items()
            for group in groups
            for section in group
        }

    @staticmethod
    def _end(menu: QMenu, *, line: bool) -> QAction:
        """Mark the end of a section, by a line if one is seen; Qt draws none beside nothing."""
        end = menu.addSeparator()
        end.setVisible(line)
        return end

    def __getitem__(self, name: str) -> QMenu:
        """Return the menu of that name."""
        return self._menus[name]

    def _follow(self, say: Callable[[str], None], text: Callable[[], str]) -> None:
        """Say what `text` returns, now and whenever the language changes."""
        self._words.append((say, text))
        say(text())

    def fill_when_opened(self, menu: str, fill: Callable[[], object]) -> None:
        """Have a menu filled when it is opened for the first time; its tips are shown."""
        opened = self._menus[menu]
        opened.setToolTipsVisible(True)
        filled = False

        def once() -> None:
            nonlocal filled
            if not filled:
                filled = True
                fill()

        opened.aboutToShow.connect(once)

    def submenu(self, menu: str, title: str | Callable[[], str]) -> QMenu:
        """Return a new menu within a menu, or a section of one; its title is like an action's."""
        into, before = self._place(menu)
        made = QMenu(into)
        into.insertMenu(before, made)  # type: ignore[arg-type]  # without it, at the end
        self._follow(made.setTitle, partial(_, title) if isinstance(title, str) else title)
        return made

    def action(
        self,
        menu: str | QMenu,
        title: str | Callable[[], str],
        done: Callable[[], object],
        key: str = "",
        name: str = "",
        *,
        before: QAction | None = None,
    ) -> QAction:
        """Put an action into a menu and return it.

        Args:
            menu: the menu, or its name, or "name/section" for the end of a section.
            title: its words, marked for translation, or what returns them translated.
            done: what it does.
            key: its shortcut, or several between which stands "; ", such as + and the = below it.
            name: its object name.
            before: what it stands before in the menu; at the end without.
        """
        into, end = self._place(menu) if isinstance(menu, str) else (menu, None)
        action = into.addAction("")
        if before is not None or end is not None:
            into.insertAction(before or end, action)  # type: ignore[arg-type]  # one of them is
        action.triggered.connect(lambda _checked: done())
        action.setObjectName(name)
        if key:
            action.setShortcuts(QKeySequence.listFromString(key))
        self._follow(action.setText, partial(_, title) if isinstance(title, str) else title)
        return action

    def _place(self, name: str) -> tuple[QMenu, QAction | None]:
        """Return the menu that is meant, and what comes after its section, if that is meant."""
        return self._menus[name.split("/", maxsplit=1)[0]], self._ends.get(name)

    def choice(
        self, menu: QMenu, titles: Mapping[str, str], chosen: str, done: Callable[[str], None]
    ) -> None:
        """Put actions of which one is chosen into a menu; `titles` has their names."""
        group = QActionGroup(menu)
        for name, title in titles.items():
            action = self.action(menu, title, partial(done, name), name=name)
            action.setCheckable(True)
            action.setChecked(name == chosen)
            group.addAction(action)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for say, text in self._words:
            say(text())


def plain(text: object) -> str:
    """Return a text for a menu or a button in which & marks no key."""
    return str(text).replace("&", "&&")
