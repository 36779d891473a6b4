"""What the window's frames cost, as ratios; as with the core, both sides of a row take turns.

Run it with `make bench`. It needs a display, real or virtual, of 1440 × 900 or more.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from time import perf_counter
from timeit import repeat

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from gdviz.core import RunConfig, Trace, configure, record
from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.block import Block
from gdviz.ui.application.app import made_for_a_window
from gdviz.ui.features.compare.feature import Compare
from gdviz.ui.plots.plot import Plot
from gdviz.ui.views.data.fit import DataFit
from gdviz.ui.views.loss.view import LossPlot
from gdviz.ui.views.weight_view import WeightView
from tests.benchmarks.core import main
from tests.benchmarks.pairs import Contest, Contestant, Row, Scale
from tests.benchmarks.playing import (
    BEAT_MS,
    LONG,
    SIZE,
    SLOW,
    OneByOne,
    Playing,
    Timed,
    opened,
    wait,
)

FRAME_S = 1 / 60


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
    with made_for_a_window():
        main(ROWS)
        opened().close()
