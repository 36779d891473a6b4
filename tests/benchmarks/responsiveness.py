"""How long the window keeps a user waiting: idle and at full speed, side by side.

Run it with `make bench`. It prints the median and the worst gap of a 20 ms timer in
the GUI thread, and how many steps were run and frames drawn in the meantime.
"""

import sys
from math import inf

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gdviz.core import configure
from gdviz.ui import MainWindow

INTERVAL_MS = 20
SECONDS = 5


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
    window.close()
    application.quit()


if __name__ == "__main__":
    main()
