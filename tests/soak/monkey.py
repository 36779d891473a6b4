"""Keys, clicks, wheel and drags anywhere: no error, no freeze, no memory that goes and goes."""

import shutil

from gdviz import doctor
from tests.harness.child import listen, tell
from tests.soak import Result
from tests.soak.alone import SECONDS_A_THING
from tests.soak.screen import screen_in_memory

TITLE = "a monkey at the window"


def soak(minutes: float, things: int, seed: int) -> Result:
    """Let it loose for so long, on a display where it can do no harm."""
    if not shutil.which("xdotool"):
        doctor.install(["xdotool"])
    options = ("--minutes", minutes, "--things", things, "--seed", seed)
    seconds = 90 * minutes + SECONDS_A_THING * things + 60
    with screen_in_memory():
        # With one heap for Python and Qt, what both have in use is known.
        told = listen("tests.harness.monkey", *options, seconds=seconds, PYTHONMALLOC="malloc")
    if not told.broke:
        tell(told.last)
    return Result(told.tried, "actions", told.broke)
