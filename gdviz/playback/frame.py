"""A frame: what is shown at one moment."""

from dataclasses import dataclass

from gdviz.core import Outcome, RunConfig, Step, Trace
from gdviz.core.runs.glide import Motion, Stage, stage, weight_at
from gdviz.core.types import Array
from gdviz.playback.beside import MOST_AHEAD, NOTHING_BESIDE, Beside, Stretch


@dataclass(frozen=True)
class Frame:
    """What is shown at one moment: the state before step `position`, or after the last.

    Attributes:
        trace: the run so far; it may be ahead of what is shown.
        position: how many steps have been taken in what is shown.
        beyond: how many more would have been, had the run not ended.
        fraction: how far the next step has come, from 0 to below 1.
        overdue: whether the step has been waited for too long.
        beside: what stays of the run that was shown before.
        motion: how the next step is shown on its way.
        fleeting: whether others are so close to it that nobody can read it.
        hurried: whether others are about to follow it, so that who shows it to be read can
            take turns.
        held: whether what it shows is being dragged: texts follow once the hand rests.
    """

    trace: Trace
    position: int
    beyond: int = 0
    fraction: float = 0.0
    overdue: bool = False
    beside: Beside = NOTHING_BESIDE
    motion: Motion = Motion.JUMPS
    fleeting: bool = False
    hurried: bool = False
    held: bool = False

    @property
    def read(self) -> bool:
        """Whether there is time to read it."""
        return not (self.fleeting or self.held)

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
    def stage(self) -> Stage:
        """What is seen of the next step on its way."""
        return stage(self.motion, self.fraction)

    @property
    def w_drawn(self) -> Array:
        """The weight on its way to where the step leads, (dim,): where the ball is drawn."""
        return weight_at(self.trace, self.position + self.stage.share)

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
    def ahead(self) -> Stretch | None:
        """What is to come of the run, as far as it is known; of a search, nothing."""
        if self.config.algorithm.searches:
            return None
        if self.awaited:
            return self.beside.to_come
        known = min(len(self.trace), self.position + MOST_AHEAD)
        return Stretch(self.trace, self.position, known)

    @property
    def before(self) -> Stretch | None:
        """What was played before the run began anew."""
        return self.beside.before

    @property
    def epoch(self) -> int:
        """The epoch of the step, or how many there were once the run has ended."""
        if self.position < len(self.trace):
            return self.trace.epoch_of(self.position)
        if self.outcome is not None:
            return self.trace.epoch_of(len(self.trace) - 1) + 1 if len(self.trace) else 0
        return self.position // self.config.algorithm.total_steps(self.config.problem, 1)
