"""A process of its own for what may end it, and what it told before it ended.

It tells each thing in a line, before it is done. What broke is told as JSON after `BROKE`.
"""

import json
import os
import subprocess
import sys
import tempfile
from typing import NamedTuple

BROKE = "broke: "

_LAST = 40
"""So many lines say how it came to what broke."""


class Told(NamedTuple):
    """What a process has told: how many things it has tried, what broke, and what came last."""

    tried: int
    broke: list[str]
    last: str


def tell(what: str) -> None:
    """Tell a thing, at once."""
    print(what.replace("\n", " "), flush=True)


def tell_broken(what: str) -> None:
    """Tell what broke."""
    print(BROKE + json.dumps(what), flush=True)


def listen(module: str, *arguments: object, seconds: float, **environment: str) -> Told:
    """Run a module, in this environment and more, and return what it tells in so many seconds."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as out:
        try:
            ended = subprocess.run(
                command,
                stdout=out,
                stderr=out,
                env=os.environ | environment,
                timeout=seconds,
                check=False,
            )
            end = f"it ended with {ended.returncode}" if ended.returncode else ""
        except subprocess.TimeoutExpired:
            end = f"it had not ended after {seconds:.0f} s"
        out.seek(0)
        lines = out.read().splitlines()
    broke = [json.loads(line.removeprefix(BROKE)) for line in lines if line.startswith(BROKE)]
    if end and not broke:
        broke.append("\n".join([*lines[-_LAST:], end]))
    told = [line for line in lines if not line.startswith(BROKE)]
    return Told(len(told), broke, told[-1] if told else "")
