"""How long something still takes, from how far it has come."""

from collections.abc import Callable
from math import ceil
from time import perf_counter

from gdviz.i18n import _

_SOONEST_S = 0.1
"""Before that, how fast it goes is not known."""

_MINUTE_S = 60


class TimeLeft:
    """Estimates how long is left of what goes on as fast as it has so far."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        """Begin now, by a clock that tells seconds."""
        self._clock = clock
        self.begin()

    def begin(self) -> None:
        """Begin anew, now."""
        self._began = self._clock()

    def seconds(self, fraction: float) -> float | None:
        """Return how many are left at that fraction; None as long as that is not known."""
        elapsed = self._clock() - self._began
        if elapsed < _SOONEST_S or fraction <= 0:
            return None
        return elapsed * (1 - min(fraction, 1.0)) / fraction

    def words(self, fraction: float) -> str:
        """Return how long is left at that fraction; empty as long as that is not known."""
        seconds = self.seconds(fraction)
        return "" if seconds is None else in_words(seconds)


def in_words(seconds: float) -> str:
    """Return how long is left, no finer than anybody could foresee."""
    if seconds > _MINUTE_S:
        return _("about {minutes} min left").format(minutes=ceil(seconds / _MINUTE_S))
    grain = 1 if seconds <= 10 else 5
    return _("about {seconds} s left").format(seconds=max(1, ceil(seconds / grain) * grain))
