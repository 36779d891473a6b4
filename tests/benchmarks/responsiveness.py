"""How long the window keeps a user waiting: idle and at full speed, side by side.

Run it with `make bench`. It prints the median and the worst gap of a 20 ms timer in
the GUI thread, and how many steps were run and frames drawn in the meantime; how
long after a change the whole run that it leads to is drawn; how long each picture of a
surface takes while it is turned; and how long the window takes to close in the middle
of what it does.
"""

import sys
from dataclasses import replace
from math import inf
from time import perf_counter

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gdviz.core import RunConfig, configure
from gdviz.playback import Frame
from gdviz.ui import MainWindow
from gdviz.ui.views.map_or_surface import Drawn
from gdviz.ui.views.surface.canvas import Canvas
from tests.benchmarks.closing import AFTER, closing, files, things

INTERVAL_MS = 20
SECONDS = 5
CHANGES = 30
GHOSTS = {
    "the course's problem": configure(epochs=1000),
    "himmelblau, Adam": configure("himmelblau", rule="adam", epochs=1000),
    "batches of 10,000 points": configure("many-samples", "mini-batch", batch_size=10, epochs=1),
}
"""Runs of 1,000 steps."""
TURNS = 120
SURFACES = ("himmelblau", "rosenbrock", "line")


def gaps(window: MainWindow, *, playing: bool) -> tuple[list[int], int]:
    """Return the timer's gaps in ms over some seconds, and the frames drawn."""
    found: list[int] = []
    frames = 0
    clock = QElapsedTimer()

    def note() -> None:
        found.append(clock.restart())

    def count() -> None:
        nonlocal frames
        frames += 1

    timer = QTimer(interval=INTERVAL_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(note)
    window.player.frame.connect(count)
    if playing:
        window.player.run()
    clock.start()
    timer.start()
    loop = QEventLoop()
    QTimer.singleShot(SECONDS * 1000, loop.quit)
    loop.exec()
    timer.stop()
    window.player.pause()
    window.player.frame.disconnect(count)
    return found, frames


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
    application = QApplication(sys.argv)
    window = MainWindow()
    window.show()
    print(f"{'':24}{'median':>8}{'worst':>8}{'frames/s':>10}{'steps/s':>10}")
    for label, speed in (("idle", 0.0), ("1,000 steps/s", 1000.0), ("as fast as it goes", inf)):
        window.show_run(configure(epochs=1_000_000))
        window.player.speed = speed
        found, frames = gaps(window, playing=bool(speed))
        steps = window.player.position
        print(
            f"{label:24}{np.median(found):6.0f} ms{max(found):5.0f} ms"
            f"{frames / SECONDS:10.0f}{steps / SECONDS:10.0f}"
        )
    window.resize(1440, 900)
    print(f"\n{'the ghost of 1,000 steps':28}{'median':>8}{'worst':>8}{'frames':>8}")
    for label, config in GHOSTS.items():
        waited, needed = ghosts(window, config)
        print(f"{label:28}{np.median(waited):6.0f} ms{max(waited):5.0f} ms{np.median(needed):8.0f}")
    print(f"\n{'a surface that is turned':28}{'median':>8}{'worst':>8}")
    for problem in SURFACES:
        waited = turning(window, problem)
        print(f"{problem:28}{np.median(waited):6.0f} ms{max(waited):5.0f} ms")
    window.close()
    print(f"\n{'closed in the middle of':36}{'median':>8}{'worst':>8}{'busy':>8}")
    with files() as written:
        for label, begin in things(written).items():
            found = [closing(begin, seconds) for seconds in AFTER]
            waited, spent = (1000 * np.array(column) for column in zip(*found, strict=True))
            numbers = f"{np.median(waited):6.0f} ms{max(waited):5.0f} ms{max(spent):5.0f} ms"
            print(f"{label:36}{numbers}")
    application.quit()


if __name__ == "__main__":
    main()
