"""A soak in a process of its own, so that it cannot take the others with it."""

import faulthandler
import importlib
import multiprocessing
import signal
from multiprocessing.connection import Connection

from tests.soak import Result

SECONDS_A_THING = 1
"""What one may take on the average."""


def soak_alone(name: str, minutes: float, things: int, seed: int) -> Result:
    """Return what came of one soak, in a process of its own, however it ends."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_answer, args=(name, minutes, things, seed, there), daemon=True)
    process.start()
    there.close()  # so that the end of the process is the end of the pipe
    in_good_time = 2 * 60 * minutes + SECONDS_A_THING * things + 60
    try:
        if here.poll(in_good_time):
            result: Result = here.recv()
            return result
        process.kill()
        return Result(0, "", [f"no answer in {in_good_time:.0f} s"])
    except EOFError:
        process.join()
        return Result(0, "", [f"ended without an answer, exit code {process.exitcode}"])


def _answer(name: str, minutes: float, things: int, seed: int, there: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C ends it without a traceback
    faulthandler.enable()
    there.send(importlib.import_module(f"tests.soak.{name}").soak(minutes, things, seed))
