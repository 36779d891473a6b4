"""How long a window takes to close in the middle of what it does."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from gdviz.core import configure
from gdviz.core.problems.data import Source
from gdviz.core.problems.own_data import DataChoice
from gdviz.core.problems.regression import Regression
from gdviz.core.runs.sweep import sweep
from gdviz.playback import Player
from gdviz.playback.unfolding import Unfolding
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.feature import Compare
from gdviz.ui.features.own_data.feature import OwnData
from gdviz.ui.window.controls.problem_choice.choice import ProblemChoice
from tests.benchmarks.playing import SLOW, new_window, wait

ROWS = 10_000_000
"""How many rows the files have, and the data that each step passes over."""

AFTER = (0.05, 0.3, 1.0, 2.0, 3.0, 4.0)
"""How long each thing goes on before the window is closed, in seconds."""

_BLOCK = 100_000
_WRITTEN = {
    "plain": "{x:.6g},{y:.6g}",
    "quoted": '"{x:.6g}","{y:.6g}"',
    "mixed": "{x:.6g},{y:.6g}{extra}",
}
"""How the rows of the files are written; a mixed file has cells too many here and there."""


@contextmanager
def files() -> Iterator[Mapping[str, Path]]:
    """Have files of `ROWS` rows each, by how they are written."""
    draw = np.random.default_rng(1)
    x = draw.normal(size=_BLOCK)
    pairs = [*zip(x.tolist(), (2 * x + draw.normal(size=_BLOCK)).tolist(), strict=True)]
    with TemporaryDirectory() as made:
        found = {}
        for name, form in _WRITTEN.items():
            rows = (
                form.format(x=a, y=b, extra="," * (number % 5 == 0))
                for number, (a, b) in enumerate(pairs)
            )
            text = "\n".join(rows) + "\n"
            found[name] = Path(made) / f"{name}.csv"
            with found[name].open("w") as file:
                file.write("x,y\n")
                for _block in range(ROWS // _BLOCK):
                    file.write(text)
        yield found


def _play(window: MainWindow) -> None:
    window.show_run(SLOW)
    window.player.speed = inf
    window.player.run()


def _look_ahead(window: MainWindow) -> None:
    window.show_run(configure("himmelblau", rule="adam", epochs=1_000_000))


def _step_far(window: MainWindow) -> None:
    x = np.linspace(-3.0, 3.0, ROWS)
    problem = Regression(
        id="far",
        title="",
        model="sin(w·x)",
        data={"x": x, "y": np.sin(3 * x)},
        domain=((0.0, 8.0),),
        start=(1.0,),
    )
    player = Player(replace(configure("sine"), problem=problem), window)
    window.closing.connect(player.close)


def _read(path: Path, window: MainWindow) -> None:
    feature = window.features[OwnData.id]
    assert isinstance(feature, OwnData)
    feature.open_data(DataChoice(Source(path)))


def _sweep(window: MainWindow) -> None:
    computing = Unfolding("The sweep broke off.", window)
    window.closing.connect(computing.close)
    config = configure("many-samples", "mini-batch", rule="adam", batch_size=100, epochs=1000)
    computing.start(sweep(config, np.geomspace(1e-4, 1.0, 1000)))


def _finish(window: MainWindow) -> None:
    compare = window.features[Compare.id]
    assert isinstance(compare, Compare)
    for rate in (0.001, 0.002, 0.003):
        window.show_run(configure("himmelblau", learning_rate=rate, epochs=1_000_000))
        compare.keep()
    window.show_run(configure())


def _open_gallery(window: MainWindow) -> None:
    choice = window.findChild(ProblemChoice)
    assert choice is not None
    choice.showPopup()


def things(files: Mapping[str, Path]) -> dict[str, Callable[[MainWindow], object]]:
    """Return what a window is in the middle of, by name; each begins it."""
    return {
        "a run at full speed": _play,
        "looking ahead": _look_ahead,
        f"a step over {ROWS:,} samples": _step_far,
        **{f"reading {name} rows": partial(_read, path) for name, path in files.items()},
        "a sweep of 1,000 rates": _sweep,
        "finishing kept runs": _finish,
        "drawing the gallery": _open_gallery,
    }


def closing(begin: Callable[[MainWindow], object], after: float) -> tuple[float, float]:
    """Return the seconds that a window takes to close so long after that began.

    Those on the clock, and those in which the processor was busy with it.
    """
    with new_window() as window:
        begin(window)
        wait(after)
        began, spent = perf_counter(), process_time()
        window.close()
        return perf_counter() - began, process_time() - spent
