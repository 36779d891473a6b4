"""The window as it plays at full speed, and how long what it shows takes."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from math import inf
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from gdviz.core import RunConfig, Trace, configure
from gdviz.core.runs.run import run
from gdviz.ui import MainWindow
from gdviz.ui.plots.plot import Plot
from gdviz.ui.views.view import View

SECONDS = 1.0
"""How long a turn of playing or of doing nothing is."""

BEAT_MS = 16
LONG = 1_000_000
SLOW = configure(rule="adam", epochs=LONG, learning_rate=1e-5)
"""A run that lasts so long that it is watched at full speed for some seconds."""

SIZE = (700, 250)
"""The loss plot's, in pixels, in a window of 1440 × 900."""


class Timed(NamedTuple):
    """What measures its own time, in seconds."""

    measure: Callable[[], float]


def wait(seconds: float, until: Any = None) -> None:
    """Let the window be for so long, or until a signal."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    if until is not None:
        until.connect(loop.quit)
    loop.exec()


@contextmanager
def new_window() -> Iterator[MainWindow]:
    """Have a window of 1440 × 900 that was never used, and close it in the end."""
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    yield window
    window.close()
    window.deleteLater()


@cache
def _made() -> tuple[MainWindow, dict[str, Any]]:
    """Return the one window, and what its state is at first."""
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    gc.freeze()
    return window, window.state()


def opened(config: RunConfig = SLOW) -> MainWindow:
    """Return the one window, as if it were new, at the start of a run, as fast as it goes."""
    window, at_first = _made()
    window.restore(at_first)  # else a row would depend on those before it
    window.show_run(config)
    window.player.speed = inf
    wait(0.5)
    return window


class Playing:
    """The window at full speed for a turn."""

    def __init__(self, window: MainWindow, *, playing: bool = True) -> None:
        """Make ready to play, or to be idle."""
        self.window, self._playing = window, playing
        self.frames, self.gaps = 0, [0.0]

    def turn(self) -> float:
        """Play a run of which nothing is known yet, and return for how long it played."""
        player, beat = self.window.player, QTimer(interval=BEAT_MS)
        beat.setTimerType(Qt.TimerType.PreciseTimer)
        player.show(Trace(player.config), 0)
        wait(0.2)
        self.frames, self.gaps, self._last = 0, [], perf_counter()
        beat.timeout.connect(self._note)
        player.frame.connect(self._count)
        began = perf_counter()
        beat.start()
        if self._playing:
            player.run()
        wait(SECONDS, player.finished)
        beat.stop()
        player.frame.disconnect(self._count)
        took = perf_counter() - began
        player.pause()
        return took

    def _note(self) -> None:
        now = perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def _count(self) -> None:
        self.frames += 1

    def step(self) -> float:
        """Return how long a step took."""
        took = self.turn()
        return took / max(1, self.window.player.position)

    def frame(self) -> float:
        """Return how long a frame took."""
        took = self.turn()
        return took / max(1, self.frames)

    def turns(self) -> float:
        """Return how long it took from one turn to the next of the view that had fewest."""
        views, steps = self.window.all_views.shown.values(), defaultdict[View, set[int]](set)

        def look() -> None:
            for view in views:
                if view.frame_shown is not None:
                    steps[view].add(view.frame_shown.position)

        self.window.player.frame.connect(look)
        took = self.turn()
        self.window.player.frame.disconnect(look)
        return took / min(map(len, steps.values()))

    def beat(self) -> float:
        """Return the 99th percentile of the gaps between beats."""
        self.turn()
        return float(np.percentile(self.gaps, 99))


class OneByOne(QThread):
    """A run that says each step, and a plot that draws each."""

    said = Signal(float)

    def __init__(self) -> None:
        """Make it, with its plot."""
        super().__init__()
        self._plot = Plot()
        self._plot.resize(*SIZE)
        self._curve = self._plot.plot()
        self._losses: list[float] = []
        self.said.connect(self._draw, Qt.ConnectionType.BlockingQueuedConnection)

    def run(self) -> None:
        """Say the losses."""
        for block in run(SLOW):
            for loss in block.loss.tolist():
                if self.isInterruptionRequested():
                    return
                self.said.emit(loss)

    @Slot(float)
    def _draw(self, loss: float) -> None:
        self._losses.append(loss)
        self._curve.setData(self._losses)
        self._plot.viewport().repaint()

    def step(self) -> float:
        """Return how long a step took over a turn."""
        self._losses.clear()
        self._plot.show()
        began = perf_counter()
        self.start()
        wait(SECONDS)
        took = perf_counter() - began
        self.requestInterruption()
        while not self.wait(1):  # it may be waiting for its last step to be drawn
            QApplication.processEvents()
        self._plot.hide()
        return took / max(1, len(self._losses))
