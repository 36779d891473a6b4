"""The player: what is shown, by the wall clock."""

from dataclasses import dataclass, replace
from math import inf

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QThread, QTimer, Signal, Slot

from gdviz.core import Outcome, RunConfig, Step, Trace
from gdviz.core.runs.trace import can_continue
from gdviz.core.types import Array
from gdviz.playback.worker import Worker

_TICK_MS = 16
_BUDGET_S = 0.010
"""Under a tick, so that the worker is done when the next one is due."""

_MOST_BEHIND_S = 0.25
"""How far playing may fall behind the wall clock before the rest is let go."""

_PATIENCE_MS = 150
"""How long what is shown of a step may stay while the one in its place is computed."""

_AT_ONCE = 2**12
"""How many steps a frame goes on by at most: the views have to draw them all."""

_MANY = 2**31 - 1
"""As much as one question can ask for."""


@dataclass(frozen=True)
class Frame:
    """What is shown at one moment: the state before step `position`, or after the last.

    Attributes:
        trace: the run so far; it may be ahead of what is shown.
        position: how many steps have been taken in what is shown.
        beyond: how many more would have been, had the run not ended.
        overdue: whether the step has been waited for too long.
    """

    trace: Trace
    position: int
    beyond: int = 0
    overdue: bool = False

    @property
    def config(self) -> RunConfig:
        """What is run at that moment."""
        return self.trace.config_at(self.position)

    @property
    def w(self) -> Array:
        """The weight, (dim,)."""
        w: Array = self.trace.w[self.position]
        return w

    @property
    def step(self) -> Step | None:
        """The step about to be taken; None after the last, and while it is not known."""
        return self.trace.step(self.position) if self.position < len(self.trace) else None

    @property
    def outcome(self) -> Outcome | None:
        """How the run ended, once its end is what is shown."""
        return self.trace.outcome if self.position == len(self.trace) else None

    @property
    def known(self) -> bool:
        """Whether what comes next is known: a step, or the end."""
        return self.position < len(self.trace) or self.outcome is not None

    @property
    def awaited(self) -> bool:
        """Whether the step is on its way, so that what is shown of one may stay till then.

        In the middle of a run that is where its settings have just been changed.
        """
        return not self.known and not self.overdue

    @property
    def epoch(self) -> int:
        """The epoch of the step, or how many there were once the run has ended."""
        if self.position < len(self.trace):
            return self.trace.epoch_of(self.position)
        if self.outcome is not None:
            return self.trace.epoch_of(len(self.trace) - 1) + 1 if len(self.trace) else 0
        return self.position // self.config.algorithm.total_steps(self.config.problem, 1)


class Player(QObject):
    """Shows a run: computes it when it must, replays it when it can.

    While it plays, a timer asks the worker for the steps that are due by the
    wall clock; at most one question is outstanding, and that is all the
    back-pressure there is. One step more than is shown is computed, so that
    what is shown always knows where it leads.

    Attributes:
        speed: steps per second; infinite for as fast as it goes.
        rest_ms: how long a frame stays at least while it plays, in milliseconds.
        until: playing goes on past the end of the run until so many steps would
            have been taken, for others that are still under way.

    Signals:
        frame(Frame): what is shown has changed; views redraw once.
        finished(Outcome): playing came to the end of the run.
        failed(str): the run broke off, with the reason.
        playing_changed(bool): it started or stopped to play.
    """

    frame = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    playing_changed = Signal(bool)

    _begin = Signal(object)
    _ask = Signal(int, int, float)

    def __init__(self, config: RunConfig, parent: QObject | None = None) -> None:
        """Start the worker thread and show the start of `config`."""
        super().__init__(parent)
        self.speed = 10.0
        self.rest_ms = 0
        self.until = 0
        self._run_id = 0
        self._trace = Trace(config)
        self._position = 0
        self._wanted = 0
        self._owed = 0.0
        self._asked = False
        self._clock = QElapsedTimer()
        self._since_frame = QElapsedTimer()
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._told = False
        self._patience = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._on_overdue)
        self._thread = QThread(self)
        self._worker = Worker()
        self._worker.moveToThread(self._thread)
        self._begin.connect(self._worker.begin)
        self._ask.connect(self._worker.advance)
        self._worker.advanced.connect(self._on_advanced)
        self._worker.failed.connect(self._on_failed)
        self._thread.start()
        self.set_run(config)

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
        return min(self._position, len(self._trace))

    @property
    def shown(self) -> Frame:
        """What is shown."""
        position = self.position
        return Frame(self._trace, position, self._position - position)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    @property
    def at_end(self) -> bool:
        """Whether the end of the run is what is shown."""
        return self._trace.outcome is not None and self._position >= self._reach

    def set_run(self, config: RunConfig) -> None:
        """Forget the run and show the start of `config`."""
        self._show_trace(Trace(config), 0)

    def change(self, config: RunConfig) -> bool:
        """Go on with `config` from what is shown, playing on if it plays.

        Where it cannot go on (see `can_continue`), and at the start and the end of
        a run, show the start of `config` instead.

        Returns:
            whether it goes on.
        """
        shown = self._trace.config_at(self._position)
        inside = 0 < self._position < config.total_steps and not self.at_end
        if not inside or not can_continue(shown, config):
            self.set_run(config)
            return False
        playing = self.playing
        self._show_trace(self._trace.continued(self._position, config), self._position)
        if playing:
            self.run()
        return True

    def reset(self) -> None:
        """Pause and go back to the start of the run."""
        self.set_run(self.config)

    def _show_trace(self, trace: Trace, position: int) -> None:
        self.pause()
        self._run_id += 1
        self._asked = False
        self._trace = trace
        self._position = self._wanted = position
        self._begin.emit(trace)
        self._request(1)
        self._emit_frame()

    @Slot()
    def run(self) -> None:
        """Play, from the start again if the end is shown."""
        if self.playing:
            return
        if self.at_end:
            self._position = 0
        self._wanted = self._position
        self._owed = 0.0
        self._clock.start()
        self._timer.start()
        self.playing_changed.emit(True)

    @Slot()
    def pause(self) -> None:
        """Stay at what is shown."""
        if not self.playing:
            return
        self._timer.stop()
        self._wanted = self._position
        self.playing_changed.emit(False)

    @Slot()
    def step_forward(self) -> None:
        """Pause and take one step."""
        self.pause()
        self.seek(self._wanted + 1)

    @Slot()
    def step_back(self) -> None:
        """Pause and go back one step."""
        self.pause()
        self.seek(self._wanted - 1)

    @Slot(int)
    def seek(self, position: int) -> None:
        """Pause and show the state after `position` steps, computing what is missing."""
        self.pause()
        self._wanted = min(max(0, position), max(self._trace.total, self.until))
        self._catch_up()
        if self._trace.outcome is None and self._wanted > self._reach:
            self._request(self._wanted - self._reach)

    def close(self) -> None:
        """End the worker thread; the player is of no use after that."""
        self.pause()
        self._patience.stop()
        self._run_id += 1
        self._thread.quit()
        self._thread.wait()

    def new_worker(self) -> Worker:
        """Return another worker on the player's thread, where a trace has one writer at a time."""
        worker = Worker()
        worker.moveToThread(self._thread)
        return worker

    @property
    def _reach(self) -> int:
        """The last position that can be shown without computing."""
        computed = len(self._trace)
        return (
            max(computed, self.until) if self._trace.outcome is not None else max(0, computed - 1)
        )

    @Slot()
    def _tick(self) -> None:
        if self.speed == inf:
            self._wanted = self._position + _AT_ONCE
        else:
            elapsed = self._clock.nsecsElapsed() / 1e9  # whole milliseconds lose some each time
            self._clock.restart()
            due = self._owed + elapsed * self.speed
            self._owed = due % 1
            most = self._reach + 1 + int(self.speed * _MOST_BEHIND_S)
            self._wanted = min(max(self._wanted, self._position) + int(due), most)
        self._catch_up()
        if self._trace.outcome is None and self._wanted > self._reach:
            self._request(self._wanted - self._reach)

    def _catch_up(self) -> None:
        """Go as far towards what is wanted as is computed, unless what is shown is to stay."""
        position = min(self._wanted, self._reach)
        moved = position != self._position
        if moved and self.playing and self._since_frame.elapsed() < self.rest_ms:
            return
        self._position = position
        at_end = self.at_end
        if not moved and not (at_end and self.playing):  # a run may end without a step
            return
        if at_end:
            self.pause()
        self._emit_frame()
        if at_end:
            self.finished.emit(self._trace.outcome)

    def _request(self, count: int) -> None:
        if not self._asked:
            self._asked = True
            self._ask.emit(self._run_id, min(count, _MANY), _BUDGET_S)

    @Slot(int)
    def _on_advanced(self, run_id: int) -> None:
        if run_id != self._run_id:
            return
        self._asked = False
        if not self._told and self.shown.known:
            self._emit_frame()
        self._catch_up()
        if not self.playing and self._trace.outcome is None and self._wanted > self._reach:
            self._request(self._wanted - self._reach)

    @Slot(int, str)
    def _on_failed(self, run_id: int, reason: str) -> None:
        if run_id == self._run_id:
            self._asked = False
            self._catch_up()
            self.pause()
            self._wanted = self._position
            if self._patience.isActive():
                self._on_overdue()
            self.failed.emit(reason)

    @Slot()
    def _on_overdue(self) -> None:
        """Show that the step is not known, rather than what was shown before it."""
        self._patience.stop()
        self._since_frame.start()
        self.frame.emit(replace(self.shown, overdue=True))

    def _emit_frame(self) -> None:
        """Emit what is shown; what comes next is told when it is known, or overdue."""
        shown = self.shown
        self._told = shown.known
        if self._told:
            self._patience.stop()
        else:
            self._patience.start()
        self._since_frame.start()
        self.frame.emit(shown)
