"""The bar that plays a run: back, run and pause, forward, the timeline, the speed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import inf, log
from typing import ClassVar

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from gdviz.core import InputError
from gdviz.core.numbers import format_number
from gdviz.core.store import UNUSABLE, Part, Store
from gdviz.i18n import N_, Np_, _, p_
from gdviz.playback import Frame, Player
from gdviz.ui.theme import Theme, faded, scaled
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.sliders import Slider
from gdviz.ui.widgets.tips import set_tip, with_key

_SPEED_TICKS_PER_DECADE = 20
_FASTEST = 3 * _SPEED_TICKS_PER_DECADE + 1
"""One tick past 1,000 steps/s: as fast as it goes."""

_SLOWEST = -2
"""Two ticks below 1 step/s, each half as fast as the next."""

_FINEST = 10_000
"""Positions of the timeline; a longer run shares them out."""

BUTTONS = {
    "reset": (
        "player-skip-back",
        N_("Reset"),
        N_("Back to the start, and forget the run."),
        "Ctrl+R",
    ),
    "step_back": ("chevron-left", N_("Step back"), N_("Back by one step."), "PgUp"),
    "run": ("player-play", Np_("button", "Run"), N_("Play the run."), "Space"),
    "pause": ("player-pause", N_("Pause"), N_("Stay at this step."), "Space"),
    "step_forward": ("chevron-right", N_("Step"), N_("Forward by one step."), "PgDown"),
}
"""Icon, name, help and key of each button."""

_ICON_SIZE = 18
_PRIMARY = ("run", "pause")


def speed_of(tick: int) -> float:
    """Return the steps per second at that position of the speed slider."""
    if tick < 0:
        return 2.0**tick
    return inf if tick >= _FASTEST else float(f"{10 ** (tick / _SPEED_TICKS_PER_DECADE):.2g}")


def _say_speed(speed: float) -> str:
    if speed == inf:
        return _("as fast as it goes")
    return _("{speed} steps/s").format(speed=format_number(speed))


@dataclass(frozen=True)
class Speed(Part):
    """How fast a run is played.

    Attributes:
        tick: a position of the slider: see `speed_of`.

    Raises:
        InputError: the slider has no such position.
    """

    tick: int = _SPEED_TICKS_PER_DECADE
    key: ClassVar[str] = "speed"
    worked: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check that there is such a position."""
        if not _SLOWEST <= self.tick <= _FASTEST:
            raise InputError(_(UNUSABLE))

    @classmethod
    def of(cls, steps: float) -> "Speed":
        """Return the speed nearest to so many steps per second."""
        return cls(min(range(_FASTEST), key=lambda tick: abs(log(speed_of(tick) / steps))))


class Transport(QFrame):
    """Plays a player's run.

    Attributes:
        controls: the names of what a lesson may hide of it.
        buttons: its buttons by name.

    Signals:
        reset_wanted(): the user wants to begin anew.
    """

    reset_wanted = Signal()

    controls: ClassVar[tuple[str, ...]] = ("speed",)

    def __init__(self, player: Player, store: Store) -> None:
        """Make the bar for `player`."""
        super().__init__()
        self._store = store
        self.setObjectName("transport")
        self._player = player
        self.buttons = {name: QPushButton() for name in BUTTONS}
        done: dict[str, SignalInstance | Callable[[], None]] = {
            "reset": self.reset_wanted,
            "step_back": player.step_back,
            "run": player.run,
            "pause": player.pause,
            "step_forward": player.step_forward,
        }
        for name, button in self.buttons.items():
            button.setObjectName(name)
            if name in _PRIMARY:
                button.setProperty("role", "primary")
            button.clicked.connect(done[name])
        self.buttons["pause"].hide()
        self._timeline = Slider(self._step_at, self._say_step)
        self._timeline.setObjectName("timeline")
        self._timeline.valueChanged.connect(self._on_timeline)
        self._per_tick = 1.0
        self._count = label("muted")
        self._count.setObjectName("count")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._speed_caption = label("muted")
        self._speed = Slider(speed_of, _say_speed)
        self._speed.setObjectName("speed")
        self._speed.setRange(_SLOWEST, _FASTEST)
        self._speed.valueChanged.connect(self._on_speed)
        self._speed_caption.setBuddy(self._speed)
        self._speed_text = label()
        self._lay_out()
        player.frame.connect(self.show_frame)
        player.playing_changed.connect(self._on_playing)
        self.show_speed()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 18, 8)
        row.setSpacing(8)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addSpacing(6)
        row.addWidget(self._timeline, 1)
        row.addWidget(self._count)
        row.addSpacing(10)
        row.addWidget(self._speed_caption)
        row.addWidget(self._speed)
        row.addWidget(self._speed_text)

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        had_focus = self.buttons["run"].hasFocus() or self.buttons["pause"].hasFocus()
        self.buttons["run"].setVisible(not playing)
        self.buttons["pause"].setVisible(playing)
        if had_focus:
            self.buttons["pause" if playing else "run"].setFocus()

    @Slot(int)
    def _on_timeline(self, tick: int) -> None:
        self._player.seek(round(self._step_at(tick)))
        self.show_frame(self._player.shown)  # past where a run has ended nothing is told

    def _step_at(self, tick: int) -> float:
        return tick * self._per_tick

    def _say_step(self, step: float) -> str:
        text = p_("a run's", "step {number} of {total}")
        return text.format(
            number=f"{step:,.0f}", total=f"{self._step_at(self._timeline.maximum()):,.0f}"
        )

    @Slot(int)
    def _on_speed(self, tick: int) -> None:
        self._store.replace(Speed(tick), name="speed")

    def show_speed(self) -> None:
        """Play as fast as the store has it."""
        tick = self._store[Speed].tick
        with QSignalBlocker(self._speed):
            self._speed.setValue(tick)
        self._speed.update()
        self._player.speed = speed_of(tick)
        self._say_speed()

    def _say_speed(self) -> None:
        self._speed_text.setText(_say_speed(self._player.speed))

    @Slot(object)
    def show_frame(self, frame: Frame) -> None:
        """Show where in the run a frame is."""
        total = frame.trace.total  # where a run ends before is not given away, and nothing jumps
        whole = max(total, self._player.until)
        self._per_tick = max(1.0, whole / _FINEST)
        last = round(whole / self._per_tick)
        tick = round((frame.position + frame.beyond) / self._per_tick)
        way = abs(tick - self._timeline.value()) * self._timeline.width()
        if frame.fleeting and way < last:  # of less than a pixel
            return
        if (last, tick) != (self._timeline.maximum(), self._timeline.value()):
            with QSignalBlocker(self._timeline):
                self._timeline.setRange(0, last)
                self._timeline.setValue(tick)
            self._timeline.update()
        if not frame.fleeting:  # a text of another length has the window laid out
            self._count.setText(_count(frame.position, total))
        self._leave_room(total)
        self.buttons["step_back"].setEnabled(frame.position > 0)
        self.buttons["step_forward"].setEnabled(not self._player.at_end)

    def _leave_room(self, total: int) -> None:
        """Give the count the width of the last step's, so that it never moves the timeline."""
        width = self._count.fontMetrics().horizontalAdvance(_count(total, total)) + 4
        if width != self._count.minimumWidth():
            self._count.setMinimumWidth(width)

    def hide_controls(self, names: Collection[str]) -> None:
        """Hide the speed if it is named."""
        for part in (self._speed_caption, self._speed, self._speed_text):
            part.setHidden("speed" in names)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for name, (_icon, title, text, key) in BUTTONS.items():
            button = self.buttons[name]
            set_tip(button, with_key(_(text), key))
            button.setAccessibleName(_(title))
            if name in _PRIMARY:
                button.setText(_(title))
        both = [self.buttons[name] for name in _PRIMARY]
        for button in both:  # one is in the place of the other
            button.setMinimumWidth(max(button.sizeHint().width() for button in both))
        self.show_frame(self._player.shown)
        self._timeline.setAccessibleName(_("Timeline"))
        set_tip(self._timeline, _("Every step of the run: drag to go back and forth."))
        self._speed_caption.setText(_("Speed"))
        self._speed.setAccessibleName(_("Speed"))
        set_tip(self._speed, _("From a quarter of a step a second to as fast as it goes."))
        self._say_speed()
        width = self._speed_text.fontMetrics().horizontalAdvance
        widest = max(width(_("as fast as it goes")), width(_("{speed} steps/s").format(speed=1000)))
        self._speed_text.setFixedWidth(widest + 4)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        size = round(scaled(_ICON_SIZE))
        for name, button in self.buttons.items():
            primary = name in _PRIMARY
            colour = theme.on_weight if primary else theme.text
            disabled = theme.muted if primary else faded(theme)
            button.setIcon(icon(BUTTONS[name][0], size, colour, disabled))
            button.setIconSize(QSize(size, size))
        self._timeline.restyle(theme)
        self._speed.restyle(theme)
        self._speed.setFixedWidth(round(scaled(120)))


def _count(position: int, total: int) -> str:
    text = p_("a run's", "step {number} of {total}")
    return text.format(number=f"{position:,}", total=f"{total:,}")
