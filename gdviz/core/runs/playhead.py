"""The playhead: where in a run playing is. It has no clock: the player says what time went by."""

from dataclasses import dataclass
from math import floor, inf, nextafter

MOST_BEHIND_S = 0.25
"""How far playing may fall behind before the rest is let go."""

AT_ONCE = 2**24
"""How many steps infinite speed wants at a time: more than anybody computes in between."""


@dataclass(frozen=True)
class Playhead:
    """Where playing is and where it would be if all were computed, both in steps.

    The whole part of such a number says how many steps have been taken, the
    fraction how far the next one has come.

    Attributes:
        position: where playing is.
        wanted: where it is to be; the position follows as far as `reach` lets it.
    """

    position: float = 0.0
    wanted: float = 0.0

    @classmethod
    def at(cls, position: float) -> "Playhead":
        """Return one that is where it is to be."""
        return cls(float(position), float(position))

    @property
    def step(self) -> int:
        """How many steps have been taken."""
        return floor(self.position)

    @property
    def fraction(self) -> float:
        """How far the next step has come, from 0 to below 1."""
        return self.position - self.step

    def played(self, elapsed: float, speed: float, reach: float) -> "Playhead":
        """Return where playing is to be after `elapsed` seconds more.

        It falls behind by `MOST_BEHIND_S` at most, beyond the step after `reach`. At
        infinite speed it goes on to all that is computed, and wants `AT_ONCE` more.

        Args:
            elapsed: in seconds.
            speed: in steps per second; infinite for as fast as it goes.
            reach: see `reach`.
        """
        if speed == inf:
            return Playhead(self.position, float(floor(reach) + AT_ONCE))
        most = floor(reach) + 1 + speed * MOST_BEHIND_S
        return Playhead(self.position, min(self.wanted + elapsed * speed, most))

    def sought(self, step: int) -> "Playhead":
        """Return one that is to be after so many steps."""
        return Playhead(self.position, float(step))

    def caught_up(self, reach: float) -> "Playhead":
        """Return where playing is once it is where it is to be, or as near as can be."""
        return Playhead(min(self.wanted, reach), self.wanted)

    def rested(self) -> "Playhead":
        """Return one at rest after the last step that is done."""
        return Playhead.at(self.step)

    def owed(self, reach: float) -> int:
        """Return how many steps must be computed to get where it is to be."""
        return max(0, floor(self.wanted) - floor(reach))


def reach(computed: int, end: int | None) -> float:
    """Return how far playing can come.

    On its way it stays within the steps that are computed, so that what is shown
    always knows where it leads: the last of them can all but come.

    Args:
        computed: how many steps are known.
        end: where playing ends, once all of them are.
    """
    return nextafter(computed, 0.0) if end is None else float(end)
