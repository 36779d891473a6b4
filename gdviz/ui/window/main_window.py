"""The main window."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from gdviz import i18n
from gdviz.core import Problem, RunConfig, configure
from gdviz.core.registry import collect
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.store import Part, Store
from gdviz.core.telling.lessons import Lesson
from gdviz.i18n import LANGUAGES, N_
from gdviz.playback import Frame, Player
from gdviz.ui import theme as themes
from gdviz.ui.features.feature import F, Feature
from gdviz.ui.theme import GAP, Theme, scaled
from gdviz.ui.views.view import Foretold, Held, Veil, View
from gdviz.ui.widgets.message import Passing
from gdviz.ui.window.controls.controls import Controls
from gdviz.ui.window.language import speak
from gdviz.ui.window.menus import Menus
from gdviz.ui.window.room.ground import Ground
from gdviz.ui.window.shown_run import Place, ShownRun
from gdviz.ui.window.tab_order import SpaceKey, tab_stops
from gdviz.ui.window.transport import BUTTONS, Speed, Transport
from gdviz.ui.window.views.all_views import AllViews
from gdviz.ui.window.views.panels import CONTROLS, Panels
from gdviz.ui.window.views.workspaces import WORKSPACES, Workspace, WorkspaceBar

VIEWS: dict[str, type[View]] = collect("gdviz.ui.views", "VIEWS")
FEATURES: dict[str, type[Feature]] = collect("gdviz.ui.features", "FEATURES")

_Part = Controls | Transport | WorkspaceBar | View | Feature


def parts_at_first() -> list[Part]:
    """Return all parts of the state, as they are before anything is chosen."""
    owners: list[type[View | Feature]] = [*VIEWS.values(), *FEATURES.values()]
    owned = [part for owner in owners for part in owner.parts]
    chosen = Chosen(Settings.of(configure()))
    return [chosen, Place(), Panels(), Speed(), Veil(), Held(), Foretold(), *owned]


class MainWindow(QMainWindow):
    """The window: controls at the left, views, the bar that plays the run below.

    What is chosen, made and kept is in the store, and everybody learns of a change of it in one
    order (`_on_state`): the controls and the bar show it, the features follow, the player shows
    the run if it is another, the features settle what follows for what is shown, and the views
    that read what has changed draw it. A frame comes to the features first, and then to the views.

    Attributes:
        store: the state.
        shown_run: what makes the run that is shown from the state, and changes it.
        player: plays the run; its `frame` and `finished` say how it goes.
        controls: the settings; `asked` when the user wants others.
        transport: the bar that plays the run.
        all_views: the views, through which features ask something of them.
        features: the features by id.
        menus: the menu bar's menus.
        workspaces: the workspaces' words beside them.
        ground: what the cards lie on.
        passing: says in passing what has been done.
        cards: the layout of its columns, side by side.
        columns: the layouts of the cards in them, by "left", "centre" and "side".
        theme: the colours.
        follows_system: whether those were the system's when the window was made.
        scale: how many times as large as usual everything is.
        presented: whether that is for a class to see.

    Signals:
        run_shown(RunConfig): another run is shown, or the same with other settings.
        lesson_wanted(Lesson): a lesson is to be opened.
        arranged(): panels were hidden or shown again.
        closing(): the window is about to close, with everything still there.
    """

    run_shown = Signal(object)
    lesson_wanted = Signal(object)
    arranged = Signal()
    closing = Signal()

    def __init__(self, theme: Theme | None = None) -> None:
        """Show the course's own problem."""
        super().__init__()
        self.setMinimumSize(900, 500)
        self.resize(1440, 900)
        self.theme = theme or themes.system_theme()
        self.follows_system = theme is None
        self.scale, self.presented = 1.0, False
        self._cards: dict[str, QWidget] = {}
        self._alone = ""
        self._titles: dict[str, str] = {}
        self._asks = True
        self._dress()
        self._config: RunConfig | None = None
        self.store = Store(parts_at_first())
        self.player = Player(configure(), self)
        self.shown_run = ShownRun(self.store, self.player)
        self.controls = Controls(self.store[Chosen].settings)
        self.transport = Transport(self.player, self.store)
        self._parts: list[_Part] = [self.controls, self.transport]
        self.all_views = AllViews(VIEWS, self.store, self._put_up, self)
        self._lay_out()
        self.passing = Passing(self)
        self.menus = Menus(self.menuBar())
        self.workspaces = WorkspaceBar(self.menuBar(), self.menus)
        self.workspaces.chosen.connect(self.set_workspace)
        self._parts.append(self.workspaces)
        self._fill_menus()
        self.features = {name: feature(self) for name, feature in FEATURES.items()}
        self._parts += self.features.values()
        self.columns["side"].addStretch()  # short cards stay at the top
        self.store.listen(self._on_state)
        self.controls.asked.connect(self.shown_run.ask)
        self.controls.opened.connect(self._on_more)
        self.controls.dragged.connect(self.player.hand.move)
        self.controls.let_go.connect(self.player.hand.rest)
        self.transport.reset_wanted.connect(self.shown_run.reset)
        self.all_views.step_chosen.connect(self.player.seek)
        self.player.frame.connect(self._on_frame)
        self.player.glided.connect(self.all_views.show_glide)
        self._space = SpaceKey(self, self._run_or_pause)
        self._restyle()
        self.show_run(self.player.config)
        self.transport.buttons["run"].setFocus()

    def _lay_out(self) -> None:
        self.ground = Ground(self.controls, self.transport)
        self.cards, self.columns = self.ground.cards, self.ground.columns
        self.ground.changed.connect(self._balance)
        self.setCentralWidget(self.ground)

    def _fill_menus(self) -> None:
        self.menus.action("file/end", N_("&Quit"), self.close, "Ctrl+Q")
        self.menus.action("run", N_("Run or pause"), self._run_or_pause)
        for name in ("step_forward", "step_back", "reset"):
            _icon, title, _help, key = BUTTONS[name]
            self.menus.action("run", title, self.transport.buttons[name].click, key)
        languages = self.menus.submenu("view", N_("&Language"))
        self.menus.choice(languages, LANGUAGES, i18n.current_language(), self.set_language)

    @property
    def views(self) -> dict[str, View]:
        """The views that there are, by id: each is made when it is first seen."""
        return self.all_views.made

    def feature(self, kind: type[F]) -> F:
        """Return the feature of that class."""
        found = self.features[kind.id]
        assert isinstance(found, kind)
        return found

    def set_language(self, code: str) -> None:
        """Say everything in that language from now on."""
        speak(code)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in that theme's colours from now on."""
        self.theme = theme
        self._dress()
        self._restyle()

    def _dress(self) -> None:
        """Give the theme to Qt: before there is anything in the window, it costs least."""
        themes.apply(self.theme, self.scale, presented=self.presented)
        self.setStyleSheet(themes.style_sheet(self.theme))

    def _restyle(self) -> None:
        for part in self._every_part():
            part.restyle(self.theme)
        self._space_out()
        self.retranslate()
        self._balance()

    def _space_out(self) -> None:
        """Keep the cards apart at the present scale; presented, they have all the room there is."""
        gap = GAP if self.presented else round(scaled(GAP))
        self.cards.setContentsMargins(gap, gap, gap, gap)
        for layout in (self.cards, *self.columns.values()):
            layout.setSpacing(gap)

    def set_scale(self, scale: float, *, presented: bool = False) -> None:
        """Draw everything so much larger than usual from now on, presented or not."""
        self.scale, self.presented = scale, presented
        self.set_theme(self.theme)

    @property
    def hidden(self) -> frozenset[str]:
        """The panels that are hidden: "controls", and views by id."""
        return frozenset(self.store[Panels].hidden)

    def set_hidden(self, names: Iterable[str]) -> None:
        """Hide these panels, "controls" and views by id, and show the others."""
        self.store.replace(replace(self.store[Panels], hidden=tuple(sorted(names))))

    @Slot(bool)
    def _on_more(self, opened: bool) -> None:
        self.store.replace(replace(self.store[Panels], more=opened))

    def _show_panels(self) -> None:
        self.controls.setVisible(CONTROLS not in self.hidden)
        self.controls.open(opened=self.store[Panels].more)
        self._arrange()
        self.arranged.emit()

    @property
    def workspace(self) -> Workspace:
        """The workspace that is shown."""
        return WORKSPACES[self.store[Panels].workspace]

    @Slot(str)
    def set_workspace(self, name: str) -> None:
        """Show the workspace of that name."""
        self.store.replace(replace(self.store[Panels], workspace=name))

    def put_note(self, note: QWidget) -> None:
        """Put a feature's note above the plots, and above what others say there."""
        self.ground.notes.insertWidget(0, note)

    def put_card(self, name: str, card: QWidget, stretch: int = 0) -> None:
        """Put a feature's card at the side of those workspaces that show it."""
        self._cards[name] = card
        self.columns["side"].addWidget(card, stretch)
        self._show_cards()

    def leave_room_for(self, name: str) -> None:
        """Show that card without the others, which have no room beside it; all, if it is empty."""
        self._alone = name
        self._show_cards()

    def _show_cards(self) -> None:
        for name, card in self._cards.items():
            card.setVisible(name in self.workspace.cards and self._alone in ("", name))

    def _arrange(self) -> None:
        self.workspaces.show_chosen(self.workspace.id)
        self._show_cards()
        self._balance()
        self.all_views.arrange(self.player.shown)

    def _put_up(self, view: View, name: str, before: Sequence[View]) -> None:
        """Put a view into a column, below the notes and the others, unless they were moved."""
        column = self.columns[name]
        above = column.indexOf(self.ground.notes) + 1  # 0 where they are not
        place = above + sum(column.indexOf(one) >= 0 for one in before)
        column.insertWidget(place, view, view.stretch)
        view.restyle(self.theme)
        view.retranslate()

    def _every_part(self) -> list[_Part]:
        return [*self._parts, *self.views.values()]

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.menus.retranslate()
        for part in self._every_part():
            part.retranslate()
        self.all_views.refresh()

    def state(self) -> dict[str, Any]:
        """Return all that is chosen, made and kept, as a dict of what JSON knows."""
        return {**self.store.to_dict(), Place.key: self.shown_run.place.to_dict()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what `state` returned, but for the parts that cannot be used."""
        self.store.take(self.store.read(state, whole=False))

    def show_lesson(self, lesson: Lesson) -> None:
        """Open a lesson."""
        self.lesson_wanted.emit(lesson)

    def show_run(self, config: RunConfig) -> None:
        """Set everything as `config` says, and show its start."""
        self.shown_run.ask_config(config)

    def show_problem(self, problem: Problem) -> None:
        """Show the start of a run on `problem`, the other settings as they are."""
        self.shown_run.ask_problem(problem)

    def show_rule(self, rule: str) -> None:
        """Show the start of a run under that rule, the other settings as they are."""
        self.shown_run.begin(self.store[Chosen].settings.under(rule))

    def _on_state(self, changed: frozenset[type[Part]]) -> None:
        """Have everybody learn of a change of state, in the order that there is."""
        if Chosen in changed:
            self.controls.show_settings(self.store[Chosen].settings)
        if Speed in changed:
            self.transport.show_speed()
        if Panels in changed:
            self._show_panels()
        for feature in self.features.values():
            feature.follow_state(changed)
        if Chosen in changed:
            self.shown_run.follow()
        for feature in self.features.values():
            feature.settle()
        if self.all_views.arrange(self.player.shown, changed):
            self.arranged.emit()
        self.all_views.follow_state(changed)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        for feature in self.features.values():
            feature.follow_frame(frame)
        if frame.trace.config is not self._config:
            self._config = frame.trace.config
            self.all_views.show_run(self._config)
            self.run_shown.emit(self._config)
        self.all_views.show_frame(frame)

    @Slot()
    def _run_or_pause(self) -> None:
        (self.player.pause if self.player.playing else self.player.run)()

    def event(self, event: QEvent) -> bool:
        """Leave a key to what has the focus where that has a use of its own for it."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_own_key(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def _is_own_key(self, event: QKeyEvent) -> bool:
        """Tell whether what has the focus uses that key: space presses, Shift+F1 explains."""
        focused = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_F1 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return focused is not None and bool(focused.whatsThis())
        return event.key() == Qt.Key.Key_Space and self._space.presses(focused)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go on as one reads, from the last control to the first."""
        here = QApplication.focusWidget()
        stops = tab_stops(self.ground, here)
        if not stops:
            return False
        step = 1 if forward else -1
        number = stops.index(here) + step if here in stops else (0 if forward else -1)
        reasons = Qt.FocusReason
        reason = reasons.TabFocusReason if forward else reasons.BacktabFocusReason
        stops[number % len(stops)].setFocus(reason)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns their widths."""
        super().resizeEvent(event)
        self._balance()

    @Slot()
    def _balance(self) -> None:
        self.ground.balance(self.width(), self.workspace.widths)

    def entitle(self, of: str, title: str) -> None:
        """Have the window's title say something, such as the lesson that is open; "" for nothing.

        Args:
            of: what is said there, in whose place it comes.
            title: what the title says; "[*]" in it is a sign of unsaved work.
        """
        self._titles[of] = title
        self.setWindowTitle(" – ".join([*filter(None, self._titles.values()), "gdviz"]))

    def close_at_once(self) -> None:
        """Close without asking anything: the system wants it."""
        self._asks = False
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the player's thread, and what features have begun, before the window goes."""
        if self._asks and any(feature.keeps_open() for feature in self.features.values()):
            event.ignore()
            return
        self.closing.emit()
        self.player.close()
        super().closeEvent(event)
