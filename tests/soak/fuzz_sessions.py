"""Sessions and share codes as no gdviz wrote them: refused in a sentence, or whole."""

import json
import random
from copy import deepcopy
from pathlib import Path
from time import monotonic
from typing import Any

from gdviz.core import configure
from gdviz.core.parameters import InputError
from gdviz.core.problems.data import Typed
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.store import Store
from gdviz.core.types import RunConfig
from gdviz.export.session import read_code, read_session, write_code, write_session
from gdviz.ui.features.compare.kept import KeptRuns
from gdviz.ui.window.main_window import parts_at_first
from tests.soak import Result
from tests.soak.careful import Broken, careful

TITLE = "Sessions and share codes"

VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 0.5, -3.25, 1e300, 10**40, "", "x", "w^2", "gdviz", "../x.csv",
    "\0", "权重", [], {}, [1], [[1]], {"x": 1}, [None], "linear", "run", 2**63, "9" * 500,
)  # fmt: skip


def soak(minutes: float, things: int, seed: int) -> Result:
    """Read damaged sessions and codes, by turns."""
    draw, broke, tried = random.Random(seed), [], 0
    states = [_state(config) for config in _runs()]
    end = monotonic() + 60 * minutes
    while tried < things or monotonic() < end:
        tried += 1
        state = draw.choice(states)
        try:
            if tried % 3 == 0:
                _code(draw, state)
            elif tried % 3 == 1:
                _text(draw, state)
            else:
                _other_values(draw, state)
        except Broken as error:
            broke.append(str(error))
    return Result(tried, "files", broke)


def _runs() -> list[RunConfig]:
    return [
        configure(),
        configure("net", "mini-batch", "adam", batch_size=4),
        configure("himmelblau", rule="v <- 0.9v + g\nw <- w - a v", start=(1.5, -0.25)),
        configure(parse("w^4 - 3w^2 + w", (-2.0, 2.0))),
        configure(regression(Typed("1 2; 2 4.5; 3 5").read(), "a x^2 + b")),
        configure("wavy", "divide-and-conquer"),
    ]


def _state(config: RunConfig) -> dict[str, Any]:
    store, chosen = Store(parts_at_first()), Chosen(Settings.of(config))
    store.replace(chosen, KeptRuns().keep(chosen).rename(0, "mine"))
    return store.to_dict()


def _text(draw: random.Random, state: dict[str, Any]) -> None:
    """Read a text of which some is missing, or is something else."""
    text = write_session(state, Path.cwd())
    for _change in range(draw.randint(1, 3)):
        at, cut = draw.randrange(len(text)), draw.choice((0, 1, 5, 40))
        text = (
            text[:at] + json.dumps(draw.choice(VALUES)) * draw.choice((0, 1, 1)) + text[at + cut :]
        )
    _read(text)


def _other_values(draw: random.Random, state: dict[str, Any]) -> None:
    """Read a state in which a value anywhere is another."""
    whole = json.loads(write_session(state, Path.cwd()))
    for _change in range(draw.randint(1, 3)):
        inside: Any = whole
        while True:
            key = draw.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
            deeper = isinstance(inside[key], (dict, list)) and inside[key]
            if not deeper or draw.random() < 0.15:
                break
            inside = inside[key]
        inside[key] = deepcopy(draw.choice(VALUES))
    _read(json.dumps(whole))


def _read(text: str) -> None:
    """Take a session up; what was taken up is saved to the same bytes each time."""
    store, here = Store(parts_at_first()), Path.cwd()
    try:
        with careful(InputError):
            store.take(store.read(read_session(text, here)))
            saved = write_session(store.to_dict(), here)
    except InputError:
        return
    again = Store(parts_at_first())
    again.take(again.read(read_session(saved, here)))
    if write_session(again.to_dict(), here) != saved:
        raise Broken(f"saved, opened and saved it is another: {text[:3000]}")


def _code(draw: random.Random, state: dict[str, Any]) -> None:
    """Read a code of which letters are missing, or others."""
    code = write_code(state)
    at, cut = draw.randrange(len(code)), draw.choice((0, 1, 5))
    code = code[:at] + draw.choice(("", "A", "_", "gdviz:", "é")) + code[at + cut :]
    try:
        with careful(InputError):
            Store(parts_at_first()).read(read_code(code, {}))
    except InputError:
        pass
