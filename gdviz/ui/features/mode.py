"""What a mode is: a feature during which pointing at the plots is something else."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton

from gdviz.core import Problem, RunConfig, Trace
from gdviz.core.store import Part
from gdviz.i18n import _
from gdviz.playback import Frame
from gdviz.ui.features.feature import Feature
from gdviz.ui.views.view import Veil
from gdviz.ui.views.weight_view import WeightView
from gdviz.ui.widgets.card import Card
from gdviz.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class Message(QLabel):
    """A text of one or more lines that grows where it must, but does not shrink again.

    So what is below it stays where it is while its words change.
    """

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._width = 0

    def say(self, text: str) -> None:
        """Say `text`."""
        self.setText(text)
        if self._width:
            self.setMinimumHeight(max(self.minimumHeight(), self.heightForWidth(self._width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Need anew what the text needs at another width."""
        super().resizeEvent(event)
        if event.size().width() != self._width:
            self._width = event.size().width()
            self.setMinimumHeight(max(0, self.heightForWidth(self._width)))


@dataclass(frozen=True)
class InMode(Part):
    """Which mode the window is in; none where it is empty."""

    mode: str = ""
    key: ClassVar[str] = "mode"


class Mode(Feature):
    """Something that the window is in until it is left; it is in one at a time.

    While it is in it, nothing plays by itself, and a strip above the plots says
    what to do and how it stands.

    Attributes:
        title: its name in the menu.
        veil: what no view may give away: see `View.veiled`.
        active: whether the window is in it.
        asking: whether it waits for one to point at something.
        action: its entry in the menu.
        strip: its card; its remark is the score.
        message: what to do and what came of it, in the strip.
    """

    title: ClassVar[str]
    veil: ClassVar[Literal["step", "cost"]]
    parts = (InMode(),)

    def __init__(self, window: "MainWindow") -> None:
        """Put its entry into the menu and its strip above the plots."""
        super().__init__(window)
        self.active = self.asking = False
        self._trace: Trace | None = None
        name = self.id.replace("-", "_")
        self.action = window.menus.action("run", self.title, self._on_action, name=f"{name}_mode")
        self.action.setCheckable(True)
        self.strip = Card()
        self.message = Message()
        self.message.setObjectName(f"{name}_message")
        self.strip.remark.setObjectName(f"{name}_score")
        self.leave = self.button(f"{name}_end", self.end)
        self.strip.body.addWidget(self.message)
        self.strip.body.setSpacing(2)
        self.strip.hide()
        window.columns["centre"].insertWidget(0, self.strip)
        self.views = [view for view in window.views.values() if isinstance(view, WeightView)]
        for view in self.views:
            view.aimed.connect(self._on_aimed)
            view.chosen.connect(self._on_chosen)
        window.run_shown.connect(self._on_run)
        window.player.playing_changed.connect(self._on_playing, Qt.ConnectionType.QueuedConnection)

    def button(self, name: str, done: object) -> QPushButton:
        """Put a button into the strip and return it."""
        made = QPushButton()
        made.setObjectName(name)
        made.setProperty("role", "choice")
        made.clicked.connect(done)
        self.strip.header.addWidget(made)
        return made

    def suits(self, problem: Problem) -> bool:
        """Tell whether it can be had with that problem."""
        return any(view.suits(problem) for view in self.views)

    @property
    def plays(self) -> bool:
        """Whether the run can be played now."""
        return not self.asking

    @property
    def view(self) -> WeightView:
        """The view that one points at."""
        problem = self.window.player.config.problem
        return next(view for view in self.views if view.suits(problem))

    def start(self) -> None:
        """Begin with the run that is shown."""

    def follow(self) -> None:
        """Go on with another run that is shown."""

    def stop(self) -> None:
        """Take away what it has drawn."""

    def show_frame(self, frame: Frame) -> None:
        """Follow what is shown, before the views draw it."""

    def aim(self, w: tuple[float, ...]) -> None:
        """Show that these weights are pointed at."""

    def choose(self, w: tuple[float, ...]) -> None:
        """Take these weights as chosen."""

    def begin(self) -> None:
        """Go into it, and out of any other."""
        if self.active or not self.suits(self.window.player.config.problem):
            self.action.setChecked(self.active)
            return
        self.window.store.replace(InMode(self.id))

    def end(self) -> None:
        """Leave it."""
        if self.active:
            self.window.store.replace(InMode())

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Go into it, or leave it, as the state has it."""
        if InMode not in changed:
            return
        wanted = self.window.store[InMode].mode == self.id
        if self.active and not wanted:
            self._leave()
        elif wanted and not self.active:
            for other in self.window.features.values():
                if isinstance(other, Mode) and other.active:
                    other._leave()
            self._enter()

    def _enter(self) -> None:
        self.window.player.pause()
        self.active = True
        self.action.setChecked(True)
        self.message.setMinimumHeight(0)
        self.strip.show()
        self.ask(asking=True)
        self._trace = self.window.player.trace
        self.start()
        self.refresh()
        self.view.plot.setFocus()

    def _leave(self) -> None:
        self.active = False
        self.action.setChecked(False)
        self.strip.hide()
        self.stop()
        self.ask(asking=False)
        self.refresh()

    def ask(self, *, asking: bool) -> None:
        """Have the views listen to what one points at, and keep the secret; or no longer."""
        self.asking = asking
        self.window.transport.buttons["run"].setEnabled(self.plays)
        self.window.store.replace(Veil(self.veil if asking else "", aiming=asking))

    def refresh(self) -> None:
        """Have everybody follow what the player shows once more."""
        self.window.player.tell()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.strip.title.setText(_(self.title))
        self.leave.setText(_("End"))
        set_tip(self.leave, _("Leave it and show everything again."))
        self.leave.setAccessibleName(self.leave.toolTip())

    @Slot()
    def _on_action(self) -> None:
        (self.begin if self.action.isChecked() else self.end)()

    @Slot(object)
    def _on_run(self, config: RunConfig) -> None:
        self.action.setEnabled(self.suits(config.problem))

    def follow_frame(self, frame: Frame) -> None:
        """Follow what is shown, before the views draw it."""
        if not self.active:
            return
        if not self.suits(frame.config.problem):
            self.window.store.amend(InMode())
            return
        if frame.trace is not self._trace:
            self._trace = frame.trace
            self.follow()
        self.show_frame(frame)

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        if playing and self.active and not self.plays:
            self.window.player.pause()

    @Slot(object)
    def _on_aimed(self, w: tuple[float, ...]) -> None:
        if self.active:
            self.aim(w)

    @Slot(object)
    def _on_chosen(self, w: tuple[float, ...]) -> None:
        if self.active:
            self.choose(w)
