"""All that the window offers, in any order: it shows what is run, and nothing breaks."""

from time import monotonic

from tests.harness.child import listen
from tests.soak import Result

TITLE = "everything in the window, in any order"

_WINDOWS, _THINGS = 10, 60
"""In one process, which is the least that is tried."""


def soak(minutes: float, seed: int) -> Result:
    """Try so many things in process after process, each with a seed of its own."""
    end = monotonic() + 60 * minutes
    tried = 0
    broke: list[str] = []
    while not tried or monotonic() < end:
        options = ("--windows", _WINDOWS, "--things", _THINGS, "--seed", seed)
        told = listen("tests.harness", *options, seconds=60 * minutes + 30, offscreen=True)
        tried += told.tried
        broke += [f"{how}\n(seed {seed})" for how in told.broke]
        seed += 1
    return Result(tried, "things", broke)
