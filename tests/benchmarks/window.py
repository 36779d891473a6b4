"""What the window's frames cost, as ratios; as with the core, both sides of a row take turns.

Run it with `make bench`. It needs a display, real or virtual, of 1440 × 900 or more.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from math import inf
from time import perf_counter
from timeit import repeat
from typing import Any, NamedTuple

import numpy as np
from pyqtgraph.util.garbage_collector import GarbageCollector
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from gdviz.core import RunConfig, Trace, configure, record
from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.block import Block
from gdviz.core.runs.run import run
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.feature import Compare
from gdviz.ui.plots.plot import Plot
from gdviz.ui.views.data.fit import DataFit
from gdviz.ui.views.loss.view import LossPlot
from gdviz.ui.views.view import View
from gdviz.ui.views.weight_view import WeightView
from tests.benchmarks.core import main
from tests.benchmarks.pairs import Contest, Contestant, Row, Scale

SECONDS = 1.0
"""How long a turn of playing or of doing nothing is."""

BEAT_MS = 16
LONG = 1_000_000
FRAME_S = 1 / 60
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


@cache
def _made() -> tuple[MainWindow, dict[str, Any], GarbageCollector]:
    """Return the one window, what its state is at first, and what collects as in the program."""
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    gc.freeze()
    return window, window.state(), GarbageCollector()


def opened(config: RunConfig = SLOW) -> MainWindow:
    """Return the one window, as if it were new, at the start of a run, as fast as it goes."""
    window, at_first, _collector = _made()
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


def steps(_scale: Scale) -> dict[str, Contest]:
    """Return a visible run against one that is drawn step by step."""
    return {"": Contest(Timed(Playing(opened()).step), Timed(OneByOne().step))}


def beats(_scale: Scale) -> dict[str, Contest]:
    """Return the beat at full speed against that of the window at rest."""
    window = opened()
    idle = Playing(window, playing=False)
    return {"": Contest(Timed(Playing(window).beat), Timed(idle.beat))}


def frames(config: RunConfig, scale: Scale) -> dict[str, Contest]:
    """Return a frame at full speed against a sixtieth of a second."""
    return {"": Contest(Timed(Playing(opened(config)).frame), Timed(lambda: FRAME_S))}


def in_turn(_scale: Scale) -> dict[str, Contest]:
    """Return the view that has its turn least often."""
    return {"": Contest(Timed(Playing(opened()).turns), Timed(lambda: FRAME_S))}


def raced(_scale: Scale) -> dict[str, Contest]:
    """Return a frame of a race of eight."""
    window = opened()
    compare = window.feature(Compare)
    while len(compare.kept.runs) < 7:
        rate = 1e-5 * 2 ** len(compare.kept.runs)
        window.show_run(configure(rule="adam", epochs=100_000, learning_rate=rate))
        compare.keep()
    window.show_run(SLOW)
    wait(3)
    compare.race()
    return {"": Contest(Timed(Playing(window).frame), Timed(lambda: FRAME_S))}


def noisy(count: int) -> Trace:
    """Return a run of so many steps whose losses are made up."""
    trace = Trace(configure("many-samples", "mini-batch", batch_size=10, epochs=10_000))
    draw, (dim, slots) = np.random.default_rng(0), trace.state.shape[:0:-1]
    zeros = np.zeros((count, dim))
    loss = draw.exponential(1.0, count)
    state = np.zeros((count, slots, dim))
    trace.extend(Block(0, w=zeros, loss=loss, gradient=zeros, delta=zeros, state=state))
    return trace


def repainted(count: int) -> Timed:
    """Return a new frame of the loss plot after so many steps, painted at once."""
    window = opened()
    window.player.show(noisy(count), count - 2)
    view, shown = window.views["loss"], window.player.shown
    assert isinstance(view, LossPlot)

    def paint(position: int) -> None:
        view.show_frame(replace(shown, position=position))
        view.plot.viewport().repaint()

    def seconds() -> float:
        paint(count - 1)  # the other side's run was shown: each step is looked at once
        began = perf_counter()
        for position in (count - 2, count - 1) * 5:
            paint(position)
        return (perf_counter() - began) / 10

    return Timed(seconds)


def in_matplotlib(count: int, *, blitted: bool) -> Contestant:
    """Return the same two curves drawn by matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    loss = noisy(count).loss
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    canvas, axes = FigureCanvasAgg(figure), figure.add_subplot()
    lines = [axes.plot(loss, animated=blitted)[0] for _curve in range(2)]
    canvas.draw()
    ground = canvas.copy_from_bbox(axes.bbox)

    def do() -> None:
        for line in lines:
            line.set_data(np.arange(count), loss)
        if blitted:
            canvas.restore_region(ground)
            for line in lines:
                axes.draw_artist(line)
        else:
            canvas.draw()

    return Contestant(do)


def repaint(scale: Scale, *, blitted: bool) -> dict[str, Contest]:
    """Return the loss plot against matplotlib's."""
    return {"": Contest(repainted(scale.samples), in_matplotlib(scale.samples, blitted=blitted))}


def repaint_more(scale: Scale) -> dict[str, Contest]:
    """Return the loss plot of very many points against that of few."""
    return {"": Contest(repainted(scale.most_samples), repainted(1000))}


def watched(_scale: Scale) -> dict[str, Contest]:
    """Return a run that is watched against the core alone."""
    config = configure(epochs=LONG, learning_rate=1e-5)
    window = opened(config)

    def watch() -> float:
        window.show_run(config)
        began = perf_counter()
        window.player.run()
        wait(60, window.player.finished)
        return perf_counter() - began

    return {"": Contest(Timed(watch), Contestant(partial(record, config)))}


def scrubbed(scale: Scale) -> dict[str, Contest]:
    """Return going to and fro in a long run against doing so in a short one."""

    def scrub(count: int) -> Timed:
        window = opened()
        trace = record(configure(rule="adam", epochs=count, learning_rate=1e-5))

        def seconds() -> float:
            window.player.show(trace, count)  # the other side's run was shown
            QApplication.processEvents()
            began = perf_counter()
            for share in np.linspace(0, 0.9, 20):
                window.player.seek(int(share * count))
                QApplication.processEvents()
            return (perf_counter() - began) / 20

        return Timed(seconds)

    return {"": Contest(scrub(scale.samples), scrub(1000))}


class Dragging:
    """The mouse that drags what is at a place of a plot to and fro, many moves a turn."""

    MOVES, BEFORE = 101, 0.02

    def __init__(self, plot: Plot, at: QPointF) -> None:
        """Make ready to take hold of what is there, in pixels of the viewport."""
        self._plot, self._at = plot, at

    def _send(self, kind: QEvent.Type, to: QPointF, button: Qt.MouseButton) -> None:
        viewport, left = self._plot.viewport(), Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
        none = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, to, viewport.mapToGlobal(to), button, held, none)
        QApplication.sendEvent(viewport, event)

    def move(self) -> float:
        """Return the 99th percentile of how long a move takes until it is painted."""
        kinds, left, took = QEvent.Type, Qt.MouseButton.LeftButton, []
        self._send(kinds.MouseButtonPress, self._at, left)
        for turn in np.linspace(0, 8 * np.pi, self.MOVES):  # and back to where it was
            began = perf_counter()
            to = self._at + QPointF(30 * np.sin(turn), 0)
            self._send(kinds.MouseMove, to, Qt.MouseButton.NoButton)
            QApplication.processEvents()
            took.append(perf_counter() - began)
            wait(self.BEFORE)
        self._send(kinds.MouseButtonRelease, self._at, left)
        move, bare = float(np.percentile(took, 99)), self.repaint()
        print(f"    p99 of a move: {1000 * move:.0f} ms; of a bare repaint: {1000 * bare:.1f} ms")
        return move

    def repaint(self) -> float:
        """Return the 99th percentile of how long the plot takes to paint itself."""
        took = repeat(self._plot.viewport().repaint, number=1, repeat=self.MOVES)
        return float(np.percentile(took, 99))


def dragged(name: str, config: RunConfig, _scale: Scale) -> dict[str, Contest]:
    """Return a move that drags the ball, or the second sample, against a sixtieth of a second."""
    window = opened(config)
    view = window.views[name]
    assert isinstance(view, WeightView | DataFit)
    problem = config.problem
    held = np.array(config.start)[np.newaxis]
    if isinstance(view, WeightView):
        held = view.places(held)
    elif isinstance(problem, HasData):
        held = np.array([[problem.x[1], problem.y[1]]])
    ((x, y),) = view.pointing.pixels(held)
    mouse = Dragging(view.plot, QPointF(view.plot.mapFromScene(QPointF(x, y))))
    return {"": Contest(Timed(mouse.move), Timed(lambda: FRAME_S))}


def _rows() -> Iterator[Row]:
    full, sixtieth = "at full speed", "a sixtieth of a second"
    one = "one signal and one redraw a step"
    yield Row("w1", "steps of a visible run, as fast as it goes", one, 21, 200, steps)
    yield Row("w2a", f"p99 of a {BEAT_MS} ms beat, {full}", "idle", 3.3, 1.5, beats, cost=True)
    few = configure("many-samples", "mini-batch", batch_size=10, epochs=10_000)
    hilly = configure("himmelblau", rule="adam", epochs=LONG, learning_rate=1e-5)
    for number, what, config, before, goal in (
        ("w2b", "", SLOW, 60 / 33, 60 / 55),
        ("w3a", " of himmelblau", hilly, 60 / 39, 60 / 50),
        ("w3b", " of mini-batches of 10,000 points", few, 60 / 24, 60 / 50),
    ):
        made = partial(frames, config)
        yield Row(number, f"a frame{what}, {full}", sixtieth, before, goal, made, cost=True)
    seldom = f"from one turn of a view to its next, {full}"
    yield Row("w2c", seldom, sixtieth, 60 / 33, 2, in_turn, cost=True)
    yield Row("w3c", f"a frame of a race of 8, {full}", sixtieth, 1.5, 1.2, raced, cost=True)
    plot = "a repaint of the loss plot at"
    draw, blit = (partial(repaint, blitted=blitted) for blitted in (False, True))
    yield Row("w4a", f"{plot} 10⁶ points", "matplotlib's draw", 4.4, 25, draw)
    yield Row("w4b", f"{plot} 10⁶ points", "matplotlib's blitting", 4.0, 20, blit)
    yield Row("w5", f"{plot} 10⁷ points", "at 10³", 124, 2, repaint_more, cost=True)
    yield Row("w6", "10⁶ epochs watched, α = 1e-5", "the core alone", None, 4, watched, cost=True)
    for number, what, name, config, took in (
        ("w7a", "the ball", "cost-curve", configure(), 0.033),
        ("w7b", "a sample of y = wx + b", "data", configure("line"), 0.091),
    ):
        made, move = partial(dragged, name, config), f"p99 of a move painted, dragging {what}"
        yield Row(number, move, sixtieth, took / FRAME_S, 2, made, cost=True)
    yield Row("w8", "scrubbing a run of 10⁶ steps", "of 10³", 1.5, 1.2, scrubbed, cost=True)


ROWS = tuple(_rows())

if __name__ == "__main__":
    application = QApplication([])
    main(ROWS)
    opened().close()
