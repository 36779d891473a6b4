"""Where all the members of an ensemble are at some of its steps, so that a swarm can move."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gdviz.core.types import Array

_MOST = 2**24
"""How many numbers are kept of the weights at most: 64 MB."""

FRAMES = 100
"""How many frames there are unless told otherwise."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Frames:
    """The members at some steps; it is written to while they are on their way.

    To be drawn from: in half the digits that a run has. One that has diverged stays where
    it was last within the bound; one that is not there yet is NaN.

    Attributes:
        steps: after how many steps each frame is, (frames,), from 0 to all.
        w: the weights, (frames, members, dim).
        cost: the cost there, (frames, members).
    """

    steps: npt.NDArray[np.int64]
    w: Floats
    cost: Floats

    @classmethod
    def empty(cls, steps: Sequence[int], members: int, dim: int) -> "Frames":
        """Return frames at those steps; at fewer of them where all would take too much memory."""
        most = max(2, _MOST // (members * dim))
        if len(steps) > most:
            kept = np.linspace(0, len(steps) - 1, most).round().astype(int)
            steps = [steps[place] for place in kept]
        shape = len(steps), members
        made = np.full((*shape, dim), np.nan, np.float32), np.full(shape, np.nan, np.float32)
        return cls(np.array(steps, np.int64), *made)

    def within(self, first: int, end: int) -> npt.NDArray[np.int64]:
        """Return which frames are at steps from the first to before the end."""
        return np.arange(*np.searchsorted(self.steps, [first, end]))

    def note(self, frame: int, members: slice, w: Array, cost: Array) -> None:
        """Note where some members are in a frame, (members, dim), and their cost."""
        with np.errstate(over="ignore"):
            self.w[frame, members], self.cost[frame, members] = w, cost


def frame_steps(total: int, count: int = FRAMES, *, even: bool = False) -> tuple[int, ...]:
    """Return at which of a run's steps there is a frame: its start, its end, and between.

    Args:
        total: how many steps it has.
        count: how many frames there are at most.
        even: whether they are evenly spaced, rather than by equal ratios, as suits what
            slows down.
    """
    spaced = np.linspace(0, total, count) if even else np.geomspace(1, max(1, total), count - 1)
    return tuple(np.unique(np.append(spaced.round().astype(np.int64), [0, total])).tolist())
