"""How long the window keeps a user waiting, in milliseconds.

Run it with `make bench`. It prints how long after a change the whole run that it leads to is drawn;
how long each picture of a surface takes while it is turned; and, for all that takes long, the gaps
of a 16 ms timer meanwhile, after how long one sees how far it is, and how long the window takes to
close in the middle of it.
"""

import sys
from collections.abc import Callable
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
from tests.benchmarks.playing import BEAT_MS, wait

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
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    found: list[float] = []
    begin(window)
    wait(0.5)  # what it opens has been painted then
    timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: found.append(perf_counter()))
    timer.start()
    wait(BEATS_S)
    timer.stop()
    window.close()
    window.deleteLater()
    return (1000 * np.diff(found)).tolist()


def told(begin: Callable[[MainWindow], object]) -> float:
    """Return how long after something has begun a bar says how far it is, in ms."""
    window, loop, timer = MainWindow(), QEventLoop(), QTimer(interval=1)
    window.resize(1440, 900)
    window.show()
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
    took = perf_counter() - began
    window.close()
    window.deleteLater()
    return 1000 * took


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


def main() -> None:
    """Measure and print."""
    window = MainWindow()
    window.show()
    window.resize(1440, 900)
    print(f"{'the ghost of 1,000 steps':28}{'median':>8}{'worst':>8}{'frames':>8}")
    for label, config in GHOSTS.items():
        waited, needed = ghosts(window, config)
        print(f"{label:28}{np.median(waited):6.0f} ms{max(waited):5.0f} ms{np.median(needed):8.0f}")
    print(f"\n{'a surface that is turned':28}{'median':>8}{'worst':>8}")
    for problem in SURFACES:
        waited = turning(window, problem)
        print(f"{problem:28}{np.median(waited):6.0f} ms{max(waited):5.0f} ms")
    window.close()
    with files() as written:
        print(f"\n{f'a beat of {BEAT_MS} ms beside':36}{'median':>8}{'p99':>8}{'worst':>8}")
        for label, begin in things(written).items():
            gaps = beats(begin)
            middle, late = np.percentile(gaps, (50, 99))
            print(f"{label:36}{middle:6.0f} ms{late:5.0f} ms{max(gaps):5.0f} ms")
        print(f"\n{'how far it is, is seen after':36}{'median':>8}{'worst':>8}")
        for label, begin in things(written).items():
            if label.startswith("reading"):
                waited = [told(begin) for _time in range(TIMES)]
                print(f"{label:36}{np.median(waited):6.0f} ms{max(waited):5.0f} ms")
        print(f"\n{'closed in the middle of':36}{'median':>8}{'worst':>8}{'busy':>8}")
        for label, begin in things(written).items():
            found = [closing(begin, seconds) for seconds in AFTER]
            waited, spent = (1000 * np.array(column) for column in zip(*found, strict=True))
            numbers = f"{np.median(waited):6.0f} ms{max(waited):5.0f} ms{max(spent):5.0f} ms"
            print(f"{label:36}{numbers}")


if __name__ == "__main__":
    application = QApplication(sys.argv)
    with made_for_a_window():
        main()
