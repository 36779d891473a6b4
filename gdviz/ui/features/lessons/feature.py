"""Lessons: their menu, the panel that walks through one, and which is open."""

from collections.abc import Collection
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy

from gdviz.core import RunConfig
from gdviz.core.runs.settings import Chosen
from gdviz.core.store import Part
from gdviz.core.telling.guessing import Weights
from gdviz.core.telling.lessons import Lesson, load_lesson, load_lessons
from gdviz.core.telling.source import SourceError
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.features.feature import Feature, Files
from gdviz.ui.features.lessons.asking.asking import Asking
from gdviz.ui.features.lessons.known import check_part, hideable
from gdviz.ui.features.lessons.menu import LessonMenu
from gdviz.ui.features.lessons.panel import LessonPanel
from gdviz.ui.features.lessons.parts import Answers, Before, Opened
from gdviz.ui.features.lessons.scene import given_back, noted_before, parts_on
from gdviz.ui.features.modes.mode import Mode
from gdviz.ui.theme import Theme
from gdviz.ui.views.arithmetic.lit import Lit
from gdviz.ui.views.view import Foretold
from gdviz.ui.widgets.folding import Elided
from gdviz.ui.widgets.message import warn
from gdviz.ui.window.controls.controls import GHOST, LIMIT
from gdviz.ui.window.shown_run import Place
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.workspaces import RUN

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_LEAST_CONTROLS = 150
"""What is left to the controls beside a long lesson, in pixels; they scroll."""


class Lessons(Feature):
    """Opens lessons: gdviz's own, in their order, or one in a teacher's file."""

    id = "lessons"
    parts = (Opened(), Before(), Answers())
    opens = Files(N_("Lessons"), (".toml",))

    def __init__(self, window: "MainWindow") -> None:
        """Put the panel above the controls, and the lessons into their menu."""
        super().__init__(window)
        views = window.all_views.kinds
        self._controls = hideable(views)
        self._check_part = partial(check_part, window.store, views)
        self._others: dict[str, Lesson] = {}  # by their files
        self._hidden: tuple[str, ...] = ()
        self._veiled = False
        self.panel = LessonPanel()
        self.panel.page_wanted.connect(self._on_page)
        self.panel.next_wanted.connect(partial(self.go, 1))
        self.panel.closed.connect(self.close_lesson)
        self.panel.offer_taken.connect(self._on_offer)
        self.asking = Asking(window)
        self.panel.answered.connect(self.asking.give)
        self.panel.named.connect(self._on_named)
        self.panel.again_wanted.connect(self._on_again)
        self.asking.told.connect(self._show_answers)
        window.all_views.aimed.connect(self.asking.point)
        window.all_views.chosen.connect(self._on_pointed)
        window.columns["left"].insertWidget(0, self.panel)
        controls = window.controls
        controls.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        controls.setMinimumHeight(_LEAST_CONTROLS)
        self._corner = Elided("muted")
        window.lesson_wanted.connect(self.open_lesson)
        self._menu = LessonMenu(self)
        self._menu.follow()
        self._show()

    @cached_property
    def _loaded(self) -> tuple[dict[str, Lesson], list[SourceError]]:
        return load_lessons(controls=self._controls, check_part=self._check_part)

    @property
    def lessons(self) -> dict[str, Lesson]:
        """The program's own, by id; they are read when somebody asks for one."""
        return self._loaded[0]

    @property
    def broken(self) -> list[SourceError]:
        """What is wrong with those of them that cannot be used."""
        return self._loaded[1]

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.panel.restyle(theme)
        self._menu.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self._menu.follow()
        self.panel.retranslate()
        self.panel.show_answers(self.window.store[Answers])
        self._show_answers()
        self._say_place()

    @property
    def opened(self) -> Lesson | None:
        """The lesson that is open."""
        name = self.window.store[Opened].lesson
        return (self.lessons.get(name) or self._others.get(name)) if name else None

    @Slot(object)
    def open_lesson(self, lesson: Lesson, file: str = "") -> None:
        """Open a lesson: its panel, its run, and only the controls that it needs.

        Args:
            lesson: the lesson.
            file: where it is, if it is none of gdviz's own.
        """
        if self.lessons.get(lesson.id) is not lesson:
            file = file or lesson.id
            self._others[file] = lesson
        store = self.window.store
        opened = Opened(file or lesson.id)
        before = noted_before(store, lesson, self.window.shown_run.place)
        back = {type(part): part for part in given_back(store)} if store[Opened].lesson else {}
        back = {kind: part for kind, part in back.items() if kind not in (Chosen, Place)}
        panels = back.get(Panels, store[Panels])
        assert isinstance(panels, Panels)
        in_run = replace(panels, workspace=RUN.id)
        back |= {type(part): part for part in (in_run, opened, before)}
        self._set_scene(lesson, lesson.config(), *back.values())
        if self.panel.lesson is not lesson:  # its file was mended: nothing else has changed
            self._show_opened()
        self.window.transport.buttons["run"].setFocus()  # so that the space key plays it

    def _set_scene(
        self, lesson: Lesson, config: RunConfig | None, *others: Part, played: bool = False
    ) -> None:
        """Have the state as a page wants it: its run, and what it sets beside that.

        Args:
            lesson: the lesson.
            config: the page's run; None leaves the one that is shown.
            others: which page, and what changes with it.
            played: whether the run that is shown stays where it is, if it is the page's.
        """
        window, by_kind = self.window, {type(part): part for part in others}
        opened, before = by_kind[Opened], by_kind.get(Before, window.store[Before])
        assert isinstance(opened, Opened)
        assert isinstance(before, Before)
        scene = lesson.scene_of(opened.page)
        of_page = {type(part): part for part in parts_on(window.store, lesson, opened.page, before)}
        parts = (by_kind | of_page).values()
        same = config is not None and window.player.trace.changes == ((0, config),)
        if config is None or (same and played):
            window.store.replace(*parts)
        else:
            window.shown_run.ask_config(config, "", *parts)
            window.player.forget_before()  # it was of another page
        if scene.at and config is not None:
            window.player.seek(scene.at)
        if scene.mode in window.features:
            mode = window.features[scene.mode]
            if isinstance(mode, Mode):
                mode.begin()
        if scene.lit:
            window.store.replace(Lit(scene.lit))

    @Slot()
    def close_lesson(self) -> None:
        """Close the lesson, and give back what it has changed."""
        if self.window.store[Opened].lesson:
            self.window.store.replace(*given_back(self.window.store))
            self.window.player.seek(self.window.store[Place].position)

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Show the lesson that is open, and the page."""
        if Answers in changed:
            self.panel.show_answers(self.window.store[Answers])
            self._show_answers()
        if Opened not in changed:
            return
        opened = self.window.store[Opened]
        if opened.lesson and self.opened is None:
            try:
                self._others[opened.lesson] = self._load(Path(opened.lesson))
            except SourceError as error:
                text = _(
                    "The lesson of this session cannot be opened. The Lessons menu closes it; "
                    "or put its file in order, and open the session again:"
                )
                warn(self.window, f"{text}\n\n{error}")
        self._show_opened()

    def _show_opened(self) -> None:
        """Show the lesson that is open, and its page."""
        opened = self.window.store[Opened]
        self._menu.follow()
        if self.panel.lesson is not self.opened:
            self._show()
        self.panel.show_page(opened.page)
        self.asking.turn_to(self.opened, opened.page)
        self._show_answers()
        self._hide()

    def settle(self) -> None:
        """Keep secret what is asked."""
        if self.opened is not None or self._veiled:
            self._veiled = self.opened is not None
            self.asking.settle()
            self._hide()

    def follow_frame(self, frame: Frame) -> None:
        """Tell what it was once it has been seen."""
        self.asking.follow_frame(frame)

    def _show_answers(self) -> None:
        """Show what was answered on the page."""
        asking = self.asking
        self.panel.show_answer(asking.page, asking.answer, asking.reply, known=asking.known)

    @Slot(object)
    def _on_pointed(self, w: Weights) -> None:
        if self.asking.point(w):
            self.panel.show_pointed(self.asking.page, w)

    @Slot(str)
    def _on_named(self, name: str) -> None:
        self.window.store.replace(replace(self.window.store[Answers], by=name))

    @Slot()
    def _on_again(self) -> None:
        """Forget the answers of the lesson, and begin with its first question."""
        lesson = self.opened
        if lesson is not None:
            self.window.store.replace(self.window.store[Answers].without(lesson.id))
            self._on_page(lesson.asks[0])

    def _load(self, path: Path) -> Lesson:
        return load_lesson(path, self._controls, self._check_part)

    def _show(self) -> None:
        self.panel.show_lesson(self.opened, has_next=self.beside(1) is not None)
        self.panel.show_answers(self.window.store[Answers])
        self._say_place()

    def _hide(self) -> None:
        """Hide what the page has no need of, and show the rest."""
        lesson, page = self.opened, self.window.store[Opened].page
        hidden = lesson.hidden_on(page) if lesson else ()
        before = lesson is not None and not page and bool(lesson.asks)
        if before or self.asking.is_open:
            hidden = (*hidden, LIMIT, GHOST)
        if hidden == self._hidden:
            return
        self._hidden = hidden
        self.window.controls.hide_controls(hidden)
        self.window.transport.hide_controls(hidden)
        self.window.all_views.tell("hidden", lambda view: view.hide_controls(hidden))
        self.window.store.replace(Foretold(GHOST not in hidden))

    def _say_place(self) -> None:
        """Say in the title and in the corner which lesson is open."""
        title = str(self.opened.title) if self.opened else ""
        self.window.entitle("lesson", title)
        lessons = self._row
        if self.opened in lessons:
            text = _("Lesson {number} of {count} · {title}")
            number = lessons.index(self.opened) + 1
            title = text.format(number=number, count=len(lessons), title=title)
        self._corner.setText(title)
        self._corner.ensurePolished()  # a style sheet takes away the margins that it finds
        self._corner.setContentsMargins(0, 5, 14, 0)
        self.window.menuBar().setCornerWidget(self._corner)  # gives it the room it needs now

    @property
    def _row(self) -> list[Lesson]:
        """The program's own, in their order, while one is open: so they are not read before."""
        return list(self.lessons.values()) if self.opened else []

    def beside(self, offset: int) -> Lesson | None:
        """Return the lesson so many places after the open one, None where there is none."""
        lessons = self._row
        index = lessons.index(self.opened) + offset if self.opened in lessons else -1
        return lessons[index] if 0 <= index < len(lessons) else None

    def go(self, offset: int) -> None:
        """Open the lesson so many places after the open one, if there is one."""
        lesson = self.beside(offset)
        if lesson is not None:
            self.open_lesson(lesson)

    @Slot(int)
    def _on_page(self, page: int) -> None:
        """Turn to a page, with its run, unless that is what is shown: it stays to be looked at."""
        lesson, opened = self.opened, replace(self.window.store[Opened], page=page)
        if lesson is not None:
            step = lesson.step(page)
            answered = self.window.store[Answers].to(lesson, page) is not None
            asks = step is not None and step.ask is not None and not answered
            config = None if step is None else step.config()
            self._set_scene(lesson, config, opened, played=not asks)

    @Slot(str)
    def _on_offer(self, name: str) -> None:
        """Do what the entry of that name in the menus does."""
        action = self.window.findChild(QAction, name)
        assert action is not None, "the menus have what lessons may offer"
        action.trigger()

    def open_file(self, path: Path) -> None:
        """Open a lesson's file, or say what is wrong with it."""
        try:
            self.open_lesson(self._load(path), str(path))
        except SourceError as error:
            self.report(error)

    def report(self, error: SourceError) -> None:
        """Say what is wrong with a file."""
        text = _("This lesson cannot be used until its file is mended:")
        warn(self.window, f"{text}\n\n{error}")
