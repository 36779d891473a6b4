"""The player: what is shown, by the wall clock."""

from dataclasses import replace
from functools import partial
from math import ceil, floor

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from gdviz.core import Outcome, RunConfig, Trace
from gdviz.core.runs.glide import Motion, Stage
from gdviz.core.runs.playhead import Playhead, reach
from gdviz.core.runs.trace import can_continue
from gdviz.i18n import N_
from gdviz.playback.asking import Asker
from gdviz.playback.beside import NOTHING_BESIDE
from gdviz.playback.frame import Frame
from gdviz.playback.gliding import Gliding
from gdviz.playback.hand import Hand
from gdviz.playback.look_ahead import Advanced, LookAhead, advance
from gdviz.playback.turns import Turns
from gdviz.playback.writer import Writer

_TICK_MS = 16
_BUDGET_S = 0.006
"""At rest, well under a tick: thread and window take turns."""

_MOMENT_S = 0.005
"""So long a run that is new is waited for: what is known of it then need not be drawn twice."""

_PATIENCE_MS = 150
"""How long what is shown of a step may stay while the one in its place is computed."""

_GLANCE_MS = 250
"""Of frames that are too many to be read, one in so long a time is to be."""

_LULL = 6
"""So many ticks without a step, and there is time to draw all at once; a few are no lull."""

_READ = 60.0
"""Played by so many steps a second at most, each frame is to be read."""

_NEWS_MS = 50
"""At rest, so long after a frame another one tells that more is known of what is to come."""


class Player(QObject):
    """Shows a run: computes it when it must, replays it when it can.

    While it plays, a timer gives the playhead the wall clock and asks the writer
    for the steps that are due; at most one question is outstanding, and that is
    all the back-pressure there is. One step more than is shown is computed, so
    that what is shown always knows where it leads; and while nothing else is asked,
    what is to come.

    Played fast, most frames are fleeting: what is written need not follow them. What stays in
    sight never is.

    Where it glides, a step forward takes its time as a step played does, a pause keeps how far
    the next step has come, and all else jumps.

    Attributes:
        speed: steps per second; infinite for as fast as it goes.
        rest_ms: how long a frame stays at least while it plays, in milliseconds.
        until: playing goes on past the end of the run until so many steps would
            have been taken, for others that are still under way.
        gliding: whether what is shown moves between steps too.
        hand: whether something is dragged, for whoever drags to say; what is told then is `held`.

    Signals:
        frame(Frame): what is shown has changed; views redraw once.
        glided(Frame): it has not, but for how far the next step has come.
        finished(Outcome): playing came to the end of the run.
        failed(str): the run broke off, with the reason.
        playing_changed(bool): it started or stopped to play.
    """

    frame = Signal(object)
    glided = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    playing_changed = Signal(bool)

    def __init__(self, config: RunConfig, parent: QObject | None = None) -> None:
        """Start the thread and show the start of `config`."""
        super().__init__(parent)
        self.speed = 10.0
        self.rest_ms, self.until = 0, 0
        self.gliding = Gliding()
        self._trace = Trace(config)
        self._writer = Writer(self._trace)
        self._playhead = Playhead()
        self._clock, self._since_frame = QElapsedTimer(), QElapsedTimer()
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._turns, self._late = Turns(_TICK_MS / 1000), False
        self._since_read = QElapsedTimer()
        self._since_read.start()
        self._told: tuple[bool, Outcome | None] = False, None
        self._told_steps, self._told_hurried, self._still = 0, False, 0
        self._seen = Stage()
        self._patience = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._on_overdue)
        broken = N_("The run broke off. Change a setting, or reset it.")
        self._asker = Asker(broken, _BUDGET_S, parent=self)
        self._asker.answered.connect(self._on_advanced)
        self._asker.failed.connect(self._on_failed)
        self._others: list[Asker] = []
        self._look_ahead = LookAhead(self._others)
        self._beside = NOTHING_BESIDE
        self.hand = Hand(self._emit_frame, self)
        self.show(self._trace, 0)

    @property
    def trace(self) -> Trace:
        """The run so far."""
        return self._trace

    @property
    def config(self) -> RunConfig:
        """What is run."""
        return self._trace.config

    @property
    def position(self) -> int:
        """How many steps have been taken in what is shown."""
        return min(self._playhead.step, len(self._trace))

    @property
    def shown(self) -> Frame:
        """What is shown."""
        position, playhead = self.position, self._playhead
        beyond = playhead.step - position
        beside, motion = self._beside, self._motion
        return Frame(self._trace, position, beyond, playhead.fraction, beside=beside, motion=motion)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive() and self.gliding.landing is None

    @property
    def at_end(self) -> bool:
        """Whether the end of the run is what is shown."""
        return self._trace.outcome is not None and self._playhead.position >= self._reach

    def place_to_go_on(self, config: RunConfig) -> int | None:
        """Return the step from which the run shown could go on with `config`.

        None where it cannot (see `can_continue`), and at the start and the end of a run.
        """
        step = self._playhead.step
        inside = 0 < step < config.total_steps and self.shown.outcome is None
        return step if inside and can_continue(self._trace.config_at(step), config) else None

    def show(self, trace: Trace, position: int) -> None:
        """Show a run after so many steps, computing what is missing.

        If that is the step shown, as after a change in mid-run, playing goes on; else it pauses.
        """
        self._beside = self._beside.turned(self.shown, trace, position)
        known = min(position, len(trace))
        if 0 < known == position == self._playhead.step:
            self._playhead = Playhead.at(self._playhead.position)
        else:
            self._stop()
            self._playhead = Playhead(float(known), float(position))
        self._trace = trace
        self._writer = Writer(trace)
        self._look_ahead.begin()
        self._ask(max(1, self._playhead.owed(self._reach)))
        self._asker.give_time(_MOMENT_S)
        self._emit_frame()

    def forget_before(self) -> None:
        """Leave what was played before the run began anew out of sight."""
        self._beside = replace(self._beside, before=None)
        self._emit_frame()

    @Slot()
    def run(self) -> None:
        """Play, from the start again if the end is shown."""
        if self.playing:
            return
        self.gliding.landing = None
        self._playhead = Playhead() if self.at_end else self._at_rest()
        self._clock.start()
        self._timer.start()
        self.playing_changed.emit(True)

    @Slot()
    def pause(self) -> None:
        """Stay at what is shown."""
        self._stop()
        if self._told_hurried:
            self._emit_frame()

    def _stop(self) -> None:
        """Play no more; what was fleeting is to be told anew by whoever stays at it."""
        if not self._timer.isActive():
            return
        played = self.playing
        self._timer.stop()
        self.gliding.landing = None
        self._playhead = self._at_rest()
        self._tell_glide()
        if played:
            self.playing_changed.emit(False)

    @Slot()
    def step_forward(self) -> None:
        """Pause and take one step, once the one that is under way is done."""
        if self.gliding.landing is not None:
            self.seek(self.gliding.landing)
        self.pause()
        step = floor(self._playhead.wanted) + 1
        if self.gliding.suits(self.config) and step <= self._whole:
            self.gliding.landing = step
            self._clock.start()
            self._timer.start()
        else:
            self.seek(step)

    @Slot()
    def step_back(self) -> None:
        """Pause and go back one step, or to the beginning of the one that is under way."""
        self._stop()
        self.seek(ceil(self._playhead.wanted) - 1)

    @Slot(int)
    def seek(self, position: int) -> None:
        """Pause and show the state after `position` steps, computing what is missing."""
        self._stop()
        self._playhead = self._playhead.sought(min(max(0, position), self._whole))
        self._catch_up()
        self._request()

    def tell(self) -> None:
        """Emit what is shown once more, for whoever looks at it otherwise now."""
        self._emit_frame()

    def close(self) -> None:
        """End the thread; the player is of no use after that."""
        self._stop()
        self._patience.stop()
        self.hand.stop()
        self._asker.close()

    def new_asker(self, complaint: str) -> Asker:
        """Return one that asks the player's thread, where a trace has one writer at a time."""
        made = Asker(complaint, _BUDGET_S, beside=self._asker, parent=self)
        # Queued, so that who has an answer can first ask on.
        made.freed.connect(self._on_freed, Qt.ConnectionType.QueuedConnection)
        self._others.append(made)
        return made

    @property
    def _whole(self) -> int:
        """How many steps can be shown."""
        ended = self._trace.outcome is not None
        return max(len(self._trace) if ended else self._trace.total, self.until)

    @property
    def _motion(self) -> Motion:
        """How the next step is shown on its way."""
        return self.gliding.motion(self._trace.config_at(self.position), self.speed)

    def _at_rest(self) -> Playhead:
        """Return where to stay: within a step that is seen on its way, else before it."""
        playhead, jumps = self._playhead, self._motion is Motion.JUMPS
        return playhead.rested() if jumps else Playhead.at(playhead.position)

    @property
    def _reach(self) -> float:
        """How far playing can come without computing."""
        computed, ended = len(self._trace), self._trace.outcome is not None
        return reach(computed, max(computed, self.until) if ended else None)

    @Slot()
    def _tick(self) -> None:
        self._turns.begin()
        elapsed = self._clock.nsecsElapsed() / 1e9  # whole milliseconds lose some each time
        self._clock.restart()
        pace = self.gliding.pace(self._trace.config_at(self.position), self.speed)
        playhead = self._playhead.played(elapsed, pace, self._reach)
        self._playhead = self.gliding.limit(playhead)
        self._catch_up()
        if self.gliding.lands(self._playhead):
            self.pause()
        behind = self._still > 0 and self._playhead.owed(self._reach) > 0
        self._late = behind and self._asker.waiting
        QTimer.singleShot(0, self._request)  # what was told is painted first

    def _catch_up(self) -> None:
        """Go as far towards what is wanted as is computed, unless what is shown is to stay."""
        most = self._reach
        if self._trace.outcome is None:  # after a change the step shown is not computed yet
            most = max(most, self._playhead.position)
        playhead = self._playhead.caught_up(most)
        moved = playhead.step != self._playhead.step
        if moved and self.playing and self._since_frame.elapsed() < self.rest_ms:
            return
        self._playhead = playhead
        at_end = self.at_end
        if not moved and not (at_end and self.playing):  # a run may end without a step
            self._still += 1
            if self._told_hurried and self._still >= _LULL:
                self._emit_frame(hurried=False)
            self._tell_glide()
            return
        if at_end:
            self._stop()
            self._playhead = self._playhead.rested()
        self._emit_frame()
        if at_end:
            self.finished.emit(self._trace.outcome)

    def _request(self) -> None:
        """Ask for the steps that are owed, and further ones, unless an answer is on its way."""
        if self._asker.waiting or self._trace.outcome is not None:
            return
        owed = self._playhead.owed(self._reach)
        if owed or self._ahead:
            self._asker.limit(self._turns.budget_s if self.playing else _BUDGET_S)
            self._ask(owed)

    def _ask(self, owed: int) -> None:
        self._asker.ask(partial(advance, self._writer, owed, self._ahead))

    @property
    def _ahead(self) -> int:
        """How many steps to look ahead."""
        return self._look_ahead.wanted(self._trace, self.position)

    @Slot(object)
    def _on_advanced(self, advanced: Advanced) -> None:
        self._look_ahead.learn(advanced)
        if self._has_news():
            self._emit_frame()
        if not self.playing:
            self._catch_up()
            self._request()
        elif self._late:  # else the next tick does
            self._tick()

    def _has_news(self) -> bool:
        """Tell whether more is known than was told, and that it is time to tell it."""
        shown = self.shown
        if not shown.known:
            return False
        if self._told != (True, shown.trace.outcome):  # with its end, how long it is
            return True
        if self.playing or shown.ahead is None or len(shown.trace) == self._told_steps:
            return False
        return self._since_frame.elapsed() >= _NEWS_MS or not self._ahead

    @Slot()
    def _on_freed(self) -> None:
        if not self.playing:
            self._request()

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self._catch_up()
        self.pause()
        self._playhead = self._playhead.rested()
        self._tell_glide()
        if self._patience.isActive():
            self._on_overdue()
        self.failed.emit(reason)

    @Slot()
    def _on_overdue(self) -> None:
        """Show that the step is not known, rather than what was shown before it."""
        self._patience.stop()
        self._since_frame.start()
        self._beside = replace(self._beside, to_come=None)
        self.frame.emit(replace(self.shown, overdue=True))

    def _tell_glide(self) -> None:
        """Emit how far the next step has come, if that is seen."""
        shown = self.shown
        if shown.stage != self._seen:
            self._seen = shown.stage
            self.glided.emit(shown)

    def _emit_frame(self, *, hurried: bool = True) -> None:
        """Emit what is shown; what comes next is told when it is known, or overdue."""
        self._told_hurried = hurried = hurried and self.playing and self.speed > _READ
        fleeting = hurried and self._since_read.elapsed() < _GLANCE_MS
        shown = replace(self.shown, fleeting=fleeting, hurried=hurried, held=self.hand.told())
        if not fleeting:
            self._since_read.start()
        self._told, self._seen = (shown.known, shown.trace.outcome), shown.stage
        self._told_steps, self._still = len(shown.trace), 0
        if shown.known:
            self._patience.stop()
        elif not self._patience.isActive():  # a drag does not make it last longer
            self._patience.start()
        self._since_frame.start()
        self.frame.emit(shown)
