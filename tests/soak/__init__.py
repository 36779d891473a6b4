"""Long searches for what breaks, too long for `make test`: `make soak` runs them.

A module in here that has these two names is one of them, and is found by being here:

    TITLE = "what it does, in a few words"

    def soak(minutes: float, things: int, seed: int) -> Result:
        # Go on for about so many minutes, and until at least so many things have been tried.
        # The same seed tries the same things.

Each runs in a process of its own, on a display that shows windows: the user's, or one in
memory where there is none. A process that dies, raises, or does not come back in good time
counts as something that broke, and the next one has its turn all the same. So let what is
broken raise where nothing sensible can follow, and collect it in `broke` where it can.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What came of it.

    Attributes:
        tried: how many things were tried.
        what: what they are, in the plural: `actions`, `command lines`.
        broke: what broke, each with all that it takes to do it again.
    """

    tried: int
    what: str
    broke: list[str]
