"""A display for windows, on machines that have none."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from gdviz import display, doctor

SIZE = "1440x900x24"


@contextmanager
def screen() -> Iterator[None]:
    """Let `DISPLAY` name a display while this lasts: the user's, or one in memory (Xvfb).

    Raises:
        SystemExit: there is no display, and none can be had.
    """
    if display.why_no_display() is None:
        yield
        return
    with screen_in_memory():
        yield


@contextmanager
def screen_in_memory() -> Iterator[None]:
    """Let `DISPLAY` name a display that nobody sees while this lasts.

    Raises:
        SystemExit: none can be had.
    """
    if not shutil.which("Xvfb"):
        doctor.install(["xvfb"])
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
    try:
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        raise SystemExit("no display, and no Xvfb: apt-get install xvfb") from None
    finally:
        os.close(writing)
    with server, os.fdopen(reading, encoding="ascii") as answer:
        try:
            number = answer.readline().strip()
            if not number:
                raise SystemExit("no display, and Xvfb does not start")
            os.environ.pop("QT_QPA_PLATFORM", None)
            os.environ["DISPLAY"] = f":{number}"
            yield
        finally:
            server.terminate()
