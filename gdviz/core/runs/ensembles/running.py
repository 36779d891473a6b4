"""The members of an ensemble on their way: many together, a block of members at a time."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from gdviz.core.runs.ensembles.ensemble import OUTCOMES, UNDER_WAY, Ensemble
from gdviz.core.runs.ensembles.frames import Frames, frame_steps
from gdviz.core.runs.ensembles.plan import Plan
from gdviz.core.runs.kernels.side_by_side import Members
from gdviz.core.runs.outcome import Outcome, judge_each
from gdviz.core.types import Array

_LANES = 2**12
"""How many members go on together at most: more would not fit into the cache."""

_WEIGHTS = 2**13
"""How many weights they have together at most, unless one has more."""


def unfinished(share: float) -> float:
    """Return how much is done while that is not yet all: a share of 1 comes with the answer."""
    return min(share, 1 - 1e-9)


def moments(plan: Plan, frames: Sequence[int] | None = None) -> Iterator[Ensemble]:
    """Yield how far an ensemble has come: at the start, now and then, at the end.

    A moment is yielded more than once while a step has many samples to see, so that whoever
    asks can stop in between. The last one's share is 1.

    Args:
        plan: what is run.
        frames: after how many steps there is a frame, as in `Running`.
    """
    running = Running(plan, frames)
    now = running.now()
    yield now
    for share in running.advance():
        now = now if share == now.share else running.now()
        yield now


class Running:
    """Takes the steps of an ensemble when it is asked to, and tells how far it has come."""

    def __init__(self, plan: Plan, frames: Sequence[int] | None = None) -> None:
        """Begin.

        Args:
            plan: what is run.
            frames: after how many steps there is a frame, in order; a hundred by equal
                ratios unless told otherwise, see `frame_steps`.

        Raises:
            InputError: starts such as these cannot be drawn.
        """
        self.plan = plan
        self._w = plan.begun.copy()
        count, dim = self._w.shape
        steps = frame_steps(plan.config.total_steps) if frames is None else frames
        self._frames = Frames.empty(steps, count, dim)
        self._taken = np.zeros(count, np.int64)
        self._outcomes = np.full(count, UNDER_WAY)
        self._size = max(1, min(_LANES, _WEIGHTS // dim))
        self._done, self._known, self._share = 0, 0, 0.0
        self._block: tuple[slice, Members] | None = None

    def advance(self) -> Iterator[float]:
        """Take all steps; yield now and then how much of them is taken, from 0 to 1.

        It is given up by not going on. Then what has been done is still there.
        """
        count, total = len(self._w), self.plan.config.total_steps
        for first in range(0, count, self._size):
            block = slice(first, min(count, first + self._size))
            members = self._begun(block)
            self._block, self._known = (block, members), 0
            for steps in members.advance():
                done = first + (block.stop - first) * steps / total
                self._share = unfinished(done / count)
                yield self._share
            self._end(block, members)
            self._share = block.stop / count
            yield self._share

    def now(self) -> Ensemble:
        """Return how far they have come."""
        w, taken = self._w.copy(), self._taken.copy()
        if self._block is not None:
            block, members = self._block
            w[block], taken[block] = members.reached.w, members.reached.taken
        outcomes, frames, known = self._outcomes.copy(), self._frames, self._known
        return Ensemble(self.plan, self._share, self._done, w, taken, outcomes, frames, known)

    def _begun(self, block: slice) -> Members:
        """Return the members of a block."""
        plan = self.plan
        seeds = [plan.seed(number) for number in range(block.start, block.stop)]

        def watch(
            first: int,
            w: Array,
            places: npt.NDArray[np.int64],
            good: npt.NDArray[np.int64],
        ) -> None:
            for frame in self._frames.within(first, first + len(w)):
                row = self._frames.steps[frame] - first
                at, there = members.reached.w.copy(), good >= row
                at[places[there]] = w[row][:, there].T
                self._frames.note(frame, block, at, plan.config.problem.cost(at))
                self._known = int(frame) + 1

        starts = plan.begun[block]
        members = Members(plan.config, starts, seeds if plan.seeds else None, watch)
        return members

    @np.errstate(all="ignore")
    def _end(self, block: slice, members: Members) -> None:
        """Note how the members of a block have ended."""
        problem, reached = self.plan.config.problem, members.reached
        outcomes = np.full(len(reached.w), OUTCOMES.index(Outcome.DIVERGED))
        stayed = ~reached.diverged
        found = judge_each(problem, self.plan.begun[block][stayed], reached.w[stayed])
        outcomes[stayed] = [OUTCOMES.index(outcome) for outcome in found]
        self._w[block], self._taken[block] = reached.w, reached.taken
        self._outcomes[block] = outcomes
        cost = problem.cost(reached.w)
        for frame in range(self._known, len(self._frames.steps)):
            self._frames.note(frame, block, reached.w, cost)
        self._known = len(self._frames.steps)
        self._done, self._block = block.stop, None
