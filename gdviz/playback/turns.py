"""Taking turns: how long the thread may work between two frames, for only one can at a time."""

from time import thread_time

_LEAST_S = 0.003
"""So long the thread may work however long a frame takes, or nothing would come of it."""

_SHARE = 0.75
"""Of what a frame leaves of a tick; the rest is for frames that take longer than most, and for
what the thread is in the middle of when its time is over.
"""

_NEW = 0.2
"""How much the last frame counts; those before count the rest."""


class Turns:
    """Knows what of each tick the window needs for itself.

    What is asked once a frame is painted is answered until the next, and neither waits for the
    other.
    """

    def __init__(self, tick_s: float) -> None:
        """Begin as if the window needed half a tick, which is so many seconds."""
        self._tick_s, self._busy_s = tick_s, tick_s / 2
        self._used_s = thread_time()

    def begin(self) -> None:
        """Begin a tick, or begin anew after a rest."""
        used = thread_time()
        self._busy_s += _NEW * (min(used - self._used_s, self._tick_s) - self._busy_s)
        self._used_s = used

    @property
    def budget_s(self) -> float:
        """How long the thread may work now, in seconds; after a frame that took long, less."""
        busy = max(self._busy_s, thread_time() - self._used_s)
        return max(_LEAST_S, _SHARE * (self._tick_s - busy))
