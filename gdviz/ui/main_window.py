"""The main window."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from gdviz import __version__, i18n
from gdviz.core import Problem, RunConfig, configure
from gdviz.core.lessons import Lesson, load_lessons
from gdviz.core.registry import collect
from gdviz.i18n import LANGUAGES, N_, _
from gdviz.playback import Frame, Player
from gdviz.ui import theme as themes
from gdviz.ui.card import label
from gdviz.ui.controls import Controls
from gdviz.ui.feature import Feature
from gdviz.ui.language import speak
from gdviz.ui.menus import Menus
from gdviz.ui.theme import GAP, THEMES, Theme
from gdviz.ui.transport import BUTTONS, Transport
from gdviz.ui.view import View

VIEWS: dict[str, type[View]] = collect("gdviz.ui.views", "VIEWS")
FEATURES: dict[str, type[Feature]] = collect("gdviz.ui.features", "FEATURES")

_THEME_TITLES = {"light": N_("Light"), "dark": N_("Dark")}
_NARROW, _WIDE = (250, 240), (290, 340)
"""Widths of the controls and of the side, in a window 1024 and 1440 wide or wider."""


class MainWindow(QMainWindow):
    """The window: controls at the left, views, the bar that plays the run below.

    Attributes:
        player: plays the run; its `frame` and `finished` say how it goes.
        controls: the settings; `changed` when the user changes one.
        transport: the bar that plays the run.
        views: the views by id.
        features: the features by id.
        menus: the menu bar's menus.
        theme: the colours.

    Signals:
        run_shown(RunConfig): another run is shown, from its start.
    """

    run_shown = Signal(object)

    def __init__(self, lesson: Lesson | None = None, theme: Theme | None = None) -> None:
        """Show the course's own problem, or a lesson."""
        super().__init__()
        self.setMinimumSize(960, 600)
        self.resize(1440, 900)
        self.theme = theme or themes.system_theme()
        themes.apply(self.theme)
        self._lesson: Lesson | None = None
        self._lessons, _broken = load_lessons()
        self.player = Player(configure(), self)
        self.controls = Controls()
        self.transport = Transport(self.player)
        self.views = {name: view() for name, view in VIEWS.items()}
        self._parts: list[Controls | Transport | View | Feature] = [self.controls, self.transport]
        self._parts += self.views.values()
        self._lay_out()
        self.menus = Menus(self.menuBar())
        self._fill_menus()
        self.features = {name: feature(self) for name, feature in FEATURES.items()}
        self._parts += self.features.values()
        self.controls.changed.connect(self._on_settings)
        self.player.frame.connect(self._on_frame)
        self.player.failed.connect(self._on_failed)
        self._toggle = QShortcut(QKeySequence(Qt.Key.Key_Space), self)
        self._toggle.activated.connect(self._run_or_pause)
        self.set_theme(self.theme)
        if lesson is not None:
            self.show_lesson(lesson)
        else:
            self.show_run(self.player.config)

    def _lay_out(self) -> None:
        ground = QWidget()
        ground.setObjectName("ground")
        self.columns = {"centre": QVBoxLayout(), "side": QVBoxLayout()}
        self._side = QWidget()
        self._side.setLayout(self.columns["side"])
        self.columns["side"].setContentsMargins(0, 0, 0, 0)
        cards = QHBoxLayout()
        cards.setContentsMargins(GAP, GAP, GAP, GAP)
        cards.setSpacing(GAP)
        cards.addWidget(self.controls)
        cards.addLayout(self.columns["centre"], 1)
        cards.addWidget(self._side)
        for view in self.views.values():
            self.columns[view.place].addWidget(view, view.stretch)
        for column in self.columns.values():
            column.setSpacing(GAP)
        whole = QVBoxLayout(ground)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(cards, 1)
        whole.addWidget(self.transport)
        self.setCentralWidget(ground)

    def _fill_menus(self) -> None:
        self._corner = label("muted")
        self._corner.setContentsMargins(0, 0, 14, 0)
        self.menuBar().setCornerWidget(self._corner)
        self.menus.action("file", N_("&Quit"), self.close, "Ctrl+Q")
        self.menus.action("run", N_("Run or pause"), self._run_or_pause)
        for name in ("step_forward", "step_back", "reset"):
            _sign, title, _help, key = BUTTONS[name]
            self.menus.action("run", title, self.transport.buttons[name].click, key)
        languages = self.menus.submenu("view", N_("&Language"))
        self.menus.choice(languages, LANGUAGES, i18n.current_language(), self.set_language)
        looks = self.menus.submenu("view", N_("&Theme"))
        self.menus.choice(
            looks, _THEME_TITLES, self.theme.id, lambda name: self.set_theme(THEMES[name])
        )
        for lesson in self._lessons.values():
            self.menus.action(
                "lessons", partial(str, lesson.title), partial(self.show_lesson, lesson)
            )
        self.menus.action("help", N_("&About gdviz"), self._about)

    def set_language(self, code: str) -> None:
        """Say everything in that language from now on."""
        speak(code)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in that theme's colours from now on."""
        self.theme = theme
        themes.apply(theme)
        self.setStyleSheet(themes.style_sheet(theme))
        for part in self._parts:
            part.restyle(theme)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.menus.retranslate()
        for part in self._parts:
            part.retranslate()
        for view in self.views.values():
            if view.suits(self.player.config.problem):
                view.refresh()
        self._say_lesson()

    def _say_lesson(self) -> None:
        title = str(self._lesson.title) if self._lesson else ""
        self.setWindowTitle(f"{title} – gdviz" if title else "gdviz")
        self._corner.setText(title)

    def show_lesson(self, lesson: Lesson) -> None:
        """Set everything as the lesson says."""
        self._lesson = lesson
        self.show_run(lesson.config())
        self._say_lesson()

    def show_run(self, config: RunConfig) -> None:
        """Set everything as `config` says, and show its start."""
        self.controls.show_config(config)
        self._start(config)

    def show_problem(self, problem: Problem) -> None:
        """Show the start of a run on `problem`, the other settings as they are."""
        self.show_run(replace(self.controls.config(), problem=problem, start=()))

    def _start(self, config: RunConfig) -> None:
        for view in self.views.values():
            suits = view.suits(config.problem)
            view.setVisible(suits)
            if suits:
                view.show_run(config)
        self.player.set_run(config)
        self.run_shown.emit(config)

    @Slot()
    def _on_settings(self) -> None:
        self._start(self.controls.config())

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        for view in self.views.values():
            if view.isVisibleTo(self):
                view.show_frame(frame)

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        text = _("The run broke off: {reason}. Change a setting or reset it.")
        QMessageBox.warning(self, "gdviz", text.format(reason=reason))

    @Slot()
    def _run_or_pause(self) -> None:
        (self.player.pause if self.player.playing else self.player.run)()

    def _about(self) -> None:
        text = _(
            "gdviz {version}: see gradient descent, step by step, with every number checkable."
        )
        QMessageBox.about(self, "gdviz", text.format(version=__version__))

    def event(self, event: QEvent) -> bool:
        """Leave the space key to a button, a switch or a list that has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Space:  # type: ignore[attr-defined]
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton | QComboBox):
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the plots what a narrow window has, and the sides more in a wide one."""
        super().resizeEvent(event)
        share = min(1.0, max(0.0, (self.width() - 1024) / (1440 - 1024)))
        left, right = (
            round(narrow + share * (wide - narrow))
            for narrow, wide in zip(_NARROW, _WIDE, strict=True)
        )
        self.controls.setFixedWidth(left)
        self._side.setFixedWidth(right)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the player's thread before the window goes."""
        self.player.close()
        super().closeEvent(event)
