"""How long the window keeps a user waiting, in milliseconds.

Run it with `make bench`. It prints how long after a change the whole run that it leads to is drawn;
how long each picture of a surface takes while it is turned; and, for all that takes long, the gaps
of a 16 ms timer meanwhile, after how long one sees how far it is, and how long the window takes to
close in the middle of it.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QProgressBar

from gdviz.core import RunConfig, configure
from gdviz.playback import Frame
from gdviz.ui import MainWindow
from gdviz.ui.application.app import made_for_a_window
from gdviz.ui.views.map_or_surface import Drawn
from gdviz.ui.views.surface.canvas import Canvas
from tests.benchmarks.closing import AFTER, closing, files, things
from tests.benchmarks.playing import BEAT_MS, new_window, wait

BEATS_S = 2
TIMES = 5
CHANGES = 30
GHOSTS = {
    "the course's problem": configure(epochs=1000),
    "himmelblau, Adam": configure("himmelblau", rule="adam", epochs=1000),
    "batches of 10,000 points": configure("many-samples", "mini-batch", batch_size=10, epochs=1),
}
"""Runs of 1,000 steps."""
TURNS = 120
SURFACES = ("himmelblau", "rosenbrock", "line")


def ghosts(window: MainWindow, config: RunConfig) -> tuple[list[float], list[int]]:
    """Return how long after each of some changes of the rate the whole run is drawn.

    In milliseconds, and in frames: 1 if the first one has it.
    """
    found: list[float] = []
    frames: list[int] = []
    loop = QEventLoop()

    def look(frame: Frame) -> None:
        frames[-1] += 1
        if frame.trace.outcome is not None:
            QTimer.singleShot(0, loop.quit)

    window.show_run(config)
    frames.append(0)
    window.player.frame.connect(look)  # after the views, which have drawn it then
    for number in range(CHANGES):
        algorithm = replace(config.algorithm, learning_rate=0.01 + number / 10_000)
        frames.append(0)
        began = perf_counter()
        window.show_run(replace(config, algorithm=algorithm))
        loop.exec()
        found.append((perf_counter() - began) * 1000)
    window.player.frame.disconnect(look)
    return found, frames[1:]


def beats(begin: Callable[[MainWindow], object]) -> list[float]:
    """Return the gaps of a timer, in ms, while what has begun goes on for some seconds."""
    found: list[float] = []
    timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: found.append(perf_counter()))
    with new_window() as window:
        begin(window)
        wait(0.5)  # what it opens has been painted then
        timer.start()
        wait(BEATS_S)
        timer.stop()
    return (1000 * np.diff(found)).tolist()


def told(begin: Callable[[MainWindow], object]) -> float:
    """Return how long after something has begun a bar says how far it is, in ms."""
    loop, timer = QEventLoop(), QTimer(interval=1)
    with new_window() as window:
        wait(0.5)

        def look() -> None:
            bars = window.findChildren(QProgressBar)
            if any(bar.isVisible() and bar.value() > bar.minimum() for bar in bars):
                loop.quit()

        timer.timeout.connect(look)
        timer.start()
        began = perf_counter()
        begin(window)
        loop.exec()
        timer.stop()
        return 1000 * (perf_counter() - began)


def turning(window: MainWindow, problem: str) -> list[float]:
    """Return how long each picture of a surface of 900 × 600 takes while it is turned, in ms."""
    window.show_run(configure(problem))
    window.store.replace(Drawn(solid=True))
    canvas = window.findChild(Canvas)
    assert canvas is not None
    canvas.setFixedSize(900, 600)
    found: list[float] = []
    for _turn in range(TURNS):
        began = perf_counter()
        canvas.look_from(canvas.camera.turned(3, 0))
        canvas.grab()
        found.append((perf_counter() - began) * 1000)
    return found


def head(label: str, *more: str) -> None:
    """Print how a table begins."""
    print(f"\n{label:36}" + "".join(f"{name:>8}" for name in ("median", "worst", *more)))


def row(label: str, waited: Sequence[float], *more: str) -> None:
    """Print a row of a table: how long one waited each time, in ms, and what else there is."""
    print(
        f"{label:36}{np.median(waited):5.0f} ms{max(waited):5.0f} ms", *(f"{it:>7}" for it in more)
    )


def main() -> None:
    """Measure and print."""
    with new_window() as window:
        head("the ghost of 1,000 steps", "frames")
        for label, config in GHOSTS.items():
            waited, needed = ghosts(window, config)
            row(label, waited, f"{np.median(needed):.0f}")
        head("a surface that is turned")
        for problem in SURFACES:
            row(problem, turning(window, problem))
    with files() as written:
        begun = things(written)
        head(f"a beat of {BEAT_MS} ms beside", "p99")
        for label, begin in begun.items():
            gaps = beats(begin)
            row(label, gaps, f"{np.percentile(gaps, 99):.0f} ms")
        head("how far it is, is seen after")
        for label, begin in begun.items():
            if label.startswith("reading"):
                row(label, [told(begin) for _time in range(TIMES)])
        head("closed in the middle of", "busy")
        for label, begin in begun.items():
            found = [closing(begin, seconds) for seconds in AFTER]
            waited, spent = (1000 * np.array(column) for column in zip(*found, strict=True))
            row(label, waited.tolist(), f"{max(spent):.0f} ms")


if __name__ == "__main__":
    application = QApplication(sys.argv)
    with made_for_a_window():
        main()
