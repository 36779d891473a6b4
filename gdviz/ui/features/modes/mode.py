"""What a mode is: a feature during which one is asked, and something is hidden."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton

from gdviz.core import Problem, RunConfig
from gdviz.core.runs.settings import Chosen
from gdviz.core.store import Part
from gdviz.core.telling.guessing import Weights
from gdviz.i18n import _, p_
from gdviz.playback import Frame
from gdviz.ui.features.feature import Feature
from gdviz.ui.views.view import Veil
from gdviz.ui.widgets.card import Card
from gdviz.ui.widgets.label import Label
from gdviz.ui.widgets.tips import set_tip, with_key

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class Message(Label):
    """A text of one or more lines that grows where it must, but does not shrink again.

    So what is below it stays where it is while its words change.
    """

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
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
    worked: ClassVar[bool] = False


class Mode(Feature):
    """Something that the window is in until it is left; it is in one at a time.

    While it is in it, nothing plays by itself, and a strip above the plots says
    what to do and how it stands. What one has done in it is a part of the state;
    what is seen of that follows from the part and the frame, whatever led there:
    a click, an undo, a file.

    Attributes:
        title: its name in the menu.
        shortcut: its key.
        veil: what no view may give away: see `View.veiled`.
        points: whether it is about weights that one points at.
        made: the class of the part that holds what one has done in it.
        active: whether the window is in it.
        asking: whether it waits for one to say something, or to point at it.
        action: its entry in the menu.
        strip: its card; its remark is the score.
        message: what to do and what came of it, in the strip.
        told: what was shown last of what one has done; None since it was gone into.
    """

    title: ClassVar[str]
    shortcut: ClassVar[str]
    veil: ClassVar[Literal["step", "gradient", "cost"]]
    points: ClassVar[bool] = True
    made: ClassVar[type[Part]]
    parts: ClassVar[tuple[Part, ...]] = (InMode(),)

    def __init__(self, window: "MainWindow") -> None:
        """Put its entry into the menu and the views, and its strip above the plots."""
        super().__init__(window)
        self.active = self.asking = False
        self._about: object = None
        self.told: Part | None = None
        self._due = False
        name = self.id.replace("-", "_")
        add = window.menus.action
        self.action = add("run", self.title, self._on_action, self.shortcut, f"{name}_mode")
        self.action.setCheckable(True)
        self.strip = Card()
        self.message = Message()
        self.message.setObjectName(f"{name}_message")
        self.strip.remark.setObjectName(f"{name}_score")
        self.leave = self.button(f"{name}_end", self.end)
        self.strip.body.addWidget(self.message)
        self.strip.body.setSpacing(2)
        self.strip.hide()
        window.put_note(self.strip)
        about = "weights" if self.points else "step"
        window.all_views.tell(self.id, lambda view: view.offer(about, self.action))
        window.all_views.aimed.connect(self._on_aimed)
        window.all_views.chosen.connect(self._on_chosen)
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
        return self.window.all_views.can_aim(problem)

    @property
    def plays(self) -> bool:
        """Whether the run can be played now."""
        return not self.asking

    def about(self, frame: Frame) -> object:
        """Return what the things done are about: with another one they are begun anew."""
        raise NotImplementedError

    def first(self) -> Part:
        """Return what is done in it at first, with the run that is shown."""
        raise NotImplementedError

    def begin(self) -> None:
        """Go into it, and out of any other."""
        if self.active or not self.suits(self.window.player.config.problem):
            self.action.setChecked(self.active)
            return
        self.window.player.pause()
        self.go_to_start()
        self.window.store.replace(InMode(self.id), self.first())
        self.window.all_views.ask(lambda view: view.take_focus())

    def end(self) -> None:
        """Leave it."""
        if self.active:
            self.window.store.replace(InMode())

    def stop(self) -> None:
        """Take away what it has drawn."""

    def go_to_start(self) -> None:
        """Go where in the run it can begin."""

    def rest(self) -> None:
        """Go where in the run one must be with what is done."""

    def show_made(self) -> None:
        """Show what one has done, in words and in the views."""

    def show_frame(self, frame: Frame) -> None:
        """Follow what is shown, before the views draw it."""

    def aim(self, w: Weights) -> None:
        """Show that these weights are pointed at."""

    def choose(self, w: Weights) -> None:
        """Take these weights as chosen."""

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Go into it, or leave it, as the state has it."""
        before, self.active = self.active, self.window.store[InMode].mode == self.id
        if before and not self.active:
            self._leave()
        elif self.active and (not before or self.made in changed):
            if not before:
                self._enter()
            if not before or Chosen in changed:
                self._about = None  # what was done is there already, whatever run comes
            self._due = Chosen not in changed  # or else a frame is to come

    def settle(self) -> None:
        """Be where one must be with what is done, and show it."""
        if self._due and self.active:
            self._due = False
            self.window.player.pause()
            self.rest()
            self.follow_frame(self.window.player.shown)

    def _enter(self) -> None:
        self.told = None
        self.action.setChecked(True)
        self.message.setMinimumHeight(0)
        self.strip.show()

    def _leave(self) -> None:
        self.action.setChecked(False)
        self.strip.hide()
        self.stop()
        if not self.window.store[InMode].mode:
            self.ask(asking=False)

    def ask(self, *, asking: bool) -> None:
        """Have the views listen to what one points at, and keep the secret; or no longer."""
        self.asking = asking
        self.window.transport.buttons["run"].setEnabled(self.plays)
        hidden, points = self.veil if asking else "", self.points
        veil = Veil(hidden, aiming=asking and points, flat=self.active and points)
        self.window.store.replace(veil)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.strip.title.setText(_(self.title))
        self.leave.setText(p_("button", "End"))
        set_tip(self.leave, _("Leave it and show everything again."))
        self.leave.setAccessibleName(self.leave.toolTip())
        if self.active:
            self.show_made()

    def say_action(self, words: str, about: str) -> None:
        """Say on the views' buttons what it is, in short, and on them all what it is about."""
        self.action.setIconText(words)
        set_tip(self.action, with_key(about, self.shortcut))

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
        before, self._about = self._about, self.about(frame)
        if before is not None and before is not self._about:
            self.window.store.amend(self.first())
        self.show_frame(frame)
        made = self.window.store[self.made]
        if before is not self._about or made is not self.told:
            self.told = made
            self.show_made()

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        if playing and self.active and not self.plays:
            self.window.player.pause()

    @Slot(object)
    def _on_aimed(self, w: Weights) -> None:
        if self.active:
            self.aim(w)

    @Slot(object)
    def _on_chosen(self, w: Weights) -> None:
        if self.active:
            self.choose(w)
