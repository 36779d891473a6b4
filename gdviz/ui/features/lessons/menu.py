"""The Lessons menu: the program's own, what is broken, and the one before and after."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from gdviz.core.telling.source import SourceError
from gdviz.i18n import N_
from gdviz.ui.features.lessons.parts import Opened
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.menus import plain

if TYPE_CHECKING:
    from gdviz.ui.features.lessons.feature import Lessons

_WARNING = 16
"""Pixels of a plain screen that the sign of a broken file has there."""

_WIDEST = 420
"""In pixels; a longer report of a broken file is cut short."""


class LessonMenu:
    """Lists the lessons when it is opened first, as reading them takes a moment."""

    def __init__(self, lessons: "Lessons") -> None:
        """Put the entries into the menu that open, turn and close `lessons`."""
        self._lessons = lessons
        self._menus = lessons.window.menus
        self._entries: dict[str, QAction] = {}
        self._broken: list[QAction] = []
        menus = self._menus
        menus.fill_when_opened("lessons", self._list)
        self._end = menus["lessons"].addSeparator()
        self._beside = {
            offset: menus.action("lessons", title, partial(lessons.go, offset), key, name)
            for offset, title, key, name in (
                (-1, N_("Previous lesson"), "Ctrl+PgUp", "previous_lesson"),
                (1, N_("Next lesson"), "Ctrl+PgDown", "next_lesson"),
            )
        }
        self._close = menus.action(
            "lessons", N_("Close the lesson"), lessons.close_lesson, name="close_lesson"
        )

    def _list(self) -> None:
        """Put the lessons into the menu, and what is broken below them."""
        lessons, menus = self._lessons, self._menus
        self._entries = {name: self._add(name) for name in lessons.lessons}
        errors = lessons.broken
        if errors:
            menus["lessons"].insertSeparator(self._end)
        for error in errors:
            cut, report = partial(self._cut, error), partial(lessons.report, error)
            action = menus.action(
                "lessons", cut, report, name=f"broken_{error.stem}", before=self._end
            )
            set_tip(action, str(error))
            self._broken.append(action)
        self.restyle(lessons.window.theme)
        self.follow()

    def follow(self) -> None:
        """Mark which is open, say what each is for, and offer what can be done with it."""
        lessons = self._lessons
        for name, action in self._entries.items():
            action.setChecked(lessons.lessons[name] is lessons.opened)
            set_tip(action, str(lessons.lessons[name].goal))
        for offset, action in self._beside.items():
            action.setEnabled(lessons.beside(offset) is not None)
        # One whose file is gone can be closed, too.
        self._close.setEnabled(bool(lessons.window.store[Opened].lesson))

    def _add(self, name: str) -> QAction:
        """Put a lesson into the menu, with its number."""
        lessons = self._lessons
        lesson = lessons.lessons[name]
        number = f"{list(lessons.lessons).index(name) + 1:\u2007>2}"
        action = self._menus.action(
            "lessons",
            lambda: f"{number}   {plain(lesson.title)}",
            partial(lessons.open_lesson, lesson),
            name=name,
            before=self._end,
        )
        action.setCheckable(True)
        return action

    def _cut(self, error: SourceError) -> str:
        """Return what is wrong with a file, as far as the menu has room for it."""
        cut = self._menus["lessons"].fontMetrics().elidedText
        return plain(cut(str(error), Qt.TextElideMode.ElideRight, _WIDEST))

    def restyle(self, theme: Theme) -> None:
        """Mark what is broken in the theme's colours."""
        size = round(scaled(_WARNING))
        for action in self._broken:
            action.setIcon(icon("alert-triangle", size, theme.divergence, theme.divergence))
