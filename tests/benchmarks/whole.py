"""What starting, reading a table and remembering a run cost, each in a process of its own.

Run it with `make bench`, where there is a display; as with the core, both sides take turns.
"""

import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from subprocess import run
from tempfile import mkdtemp

import numpy as np

from tests.benchmarks.core import main
from tests.benchmarks.pairs import Contest, Row, Scale, Side, started

OURS = """
from PySide6.QtWidgets import QApplication
application = QApplication([])
from gdviz.ui import MainWindow
window = MainWindow()
"""

MATPLOTLIB = """
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QWidget
application = QApplication([])
window, both = QMainWindow(), QWidget()
row = QHBoxLayout(both)
window.setCentralWidget(both)
window.resize(1440, 900)
for _plot in range(2):
    figure = Figure()
    figure.add_subplot().plot([3, 1, 2])
    row.addWidget(FigureCanvasQTAgg(figure))
"""

PAINTED = """
import os
window.show()
application.processEvents()
window.grab()
os._exit(0)
"""
"""What stands at a window's first picture, whatever is left to be cleared away."""

READ = "from gdviz.core.problems.data import read_samples; read_samples({!r})"
PANDAS = "import pandas; pandas.read_csv({!r})"

KEPT = """
import gc
from pathlib import Path
from dataclasses import dataclass
from gdviz.core import configure, record

def pages():
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1])

@dataclass
class Step:
    number: int
    epoch: int
    w: float
    loss: float
    gradient: float
    delta: float
    evaluations: int

def dataclasses(count):
    return [Step(i, i, i / 2, i / 3, i / 5, i / 7, 3 * i) for i in range(count)]

def trace(count):
    return record(configure(epochs=count, learning_rate=1e-6))

{0}(1000)
before = pages()
kept = {0}({1})
print((pages() - before) * 4096 / {1})
"""


class Weighed:
    """Steps that are kept, by how many bytes one takes."""

    def __init__(self, kind: str, count: int) -> None:
        """Keep so many, as a "trace" or as "dataclasses"."""
        self._code = KEPT.format(kind, count)

    def measure(self) -> float:
        """Return how many bytes a step takes."""
        done = run([sys.executable, "-c", self._code], capture_output=True, check=True, text=True)
        return float(done.stdout)


@cache
def table(count: int) -> str:
    """Return the path of a CSV with so many rows of two numbers."""
    path = Path(mkdtemp()) / f"{count}.csv"
    draw = np.random.default_rng(0)
    with path.open("w", encoding="ascii") as file:
        file.write("x,y\n")
        for first in range(0, count, 100_000):
            x = draw.normal(0, 10, min(100_000, count - first)).tolist()
            file.writelines(f"{value!r},{2 * value + 1!r}\n" for value in x)
    return str(path)


def first_picture(_scale: Scale) -> dict[str, Contest]:
    """Return the start of the window against that of two plots of matplotlib's."""
    import matplotlib  # noqa: F401 - without it there is nothing to measure

    return {"": Contest(started("-c", OURS + PAINTED), started("-c", MATPLOTLIB + PAINTED))}


def reading(count: Callable[[Scale], int], scale: Scale) -> dict[str, Contest]:
    """Return the reading of a table against pandas', the imports counted."""
    import pandas  # noqa: F401 - the same

    path = table(count(scale))
    ours, theirs = (started("-c", code.format(path)) for code in (READ, PANDAS))
    return {"": Contest(ours, theirs)}


def remembering(scale: Scale) -> dict[str, Contest]:
    """Return what a step takes of memory against a dataclass."""
    sides: tuple[Side, ...] = tuple(
        Weighed(kind, scale.samples) for kind in ("trace", "dataclasses")
    )
    return {"": Contest(*sides)}


def _rows() -> Iterator[Row]:
    plots = "matplotlib with PySide6, two plots"
    yield Row(
        "w9", "start to the first painted window", plots, 1.18, 0.95, first_picture, cost=True
    )
    read, pandas = "reading a CSV of", "pandas.read_csv"
    million = partial(reading, lambda scale: scale.samples)
    more = partial(reading, lambda scale: scale.most_samples)
    yield Row("w10a", f"{read} 10⁶ rows", pandas, 0.6, 0.6, million, cost=True)
    yield Row("w10b", f"{read} 10⁷ rows", pandas, 2.1, 1.2, more, cost=True)
    step, floats = "memory of a step", "a dataclass of floats"
    yield Row("w11", step, floats, 1 / 5, 1 / 8, remembering, cost=True)


ROWS = tuple(_rows())

if __name__ == "__main__":
    main(ROWS)
