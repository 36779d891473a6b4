"""What there is beside the step that is shown: what is to come of the run, and what was played."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gdviz.core import Trace
from gdviz.core.types import Problem

if TYPE_CHECKING:
    from gdviz.playback.frame import Frame

MOST_AHEAD = 20_000
"""So many steps to come are known and drawn at most."""


class Stretch(NamedTuple):
    """Some of a run's steps, one after the other.

    Attributes:
        trace: the run.
        first: how many steps had been taken where it begins.
        last: how many have been where it ends.
    """

    trace: Trace
    first: int
    last: int


@dataclass(frozen=True)
class Beside:
    """What stays of the run that was shown before.

    Attributes:
        to_come: what was to come of it. It stays in sight until something is known of the run
            in its place, so that nothing flickers during a drag.
        before: the path that was played last, before a run began anew on the same problem.
    """

    to_come: Stretch | None = None
    before: Stretch | None = None

    def turned(self, shown: "Frame", trace: Trace, position: int) -> "Beside":
        """Return what stays when another run, after so many steps, takes the place of a frame's."""
        to_come = shown.ahead if _alike(shown.config.problem, trace.config.problem) else None
        return Beside(to_come, self._before(shown, trace, position))

    def _before(self, shown: "Frame", trace: Trace, position: int) -> Stretch | None:
        if trace.config.problem != shown.config.problem:
            return None
        if not position and trace.changes == shown.trace.changes:  # it is reset
            return None
        if not position and shown.position and not shown.config.algorithm.searches:
            return Stretch(shown.trace, 0, shown.position)
        known = self.before
        return None if known is not None and known.trace is trace else known


NOTHING_BESIDE = Beside()


def _alike(one: Problem, other: Problem) -> bool:
    """Tell whether the weights of one have a place where those of the other have it."""
    return one is other or (one.weights == other.weights and one.domain == other.domain)
