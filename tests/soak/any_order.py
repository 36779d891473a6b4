"""All that the window offers, in any order: it shows what is run, and nothing breaks."""

from time import monotonic

from tests.harness.child import listen
from tests.soak import Result
from tests.soak.alone import SECONDS_A_THING

TITLE = "everything in the window, in any order"

_WINDOWS, _THINGS = 10, 60
"""In one process."""


def soak(minutes: float, things: int, seed: int) -> Result:
    """Try so many things in process after process, each with a seed of its own."""
    end = monotonic() + 60 * minutes
    tried = 0
    broke: list[str] = []
    while tried < things or monotonic() < end:
        options = ("--windows", _WINDOWS, "--things", _THINGS, "--seed", seed)
        seconds = SECONDS_A_THING * _WINDOWS * _THINGS
        told = listen("tests.harness", *options, seconds=seconds, QT_QPA_PLATFORM="offscreen")
        tried += told.tried
        broke += [f"{how}\n(seed {seed})" for how in told.broke]
        if not told.tried:  # nor would the next one try anything
            break
        seed += 1
    return Result(tried, "things", broke)
