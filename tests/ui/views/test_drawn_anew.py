"""What of a plot is drawn anew: what has changed, and all of it as if it had been drawn at once."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count, product

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdviz.core import Trace, configure, record
from gdviz.core.types import Array
from gdviz.playback import Frame
from gdviz.ui import MainWindow
from gdviz.ui.plots.moving import Mark
from gdviz.ui.plots.path import Line
from gdviz.ui.plots.plot import Plot
from gdviz.ui.theme import LIGHT
from gdviz.ui.views.loss.view import LossPlot
from tests.ui.mouse import curve, middle, move, on_curve, press, release

Shown = Callable[[Frame], None]

A_WHILE_MS = 1_000_000
"""Longer than any test."""


class Counting(pg.PlotCurveItem):  # type: ignore[misc]
    """A curve that counts how often it paints itself."""

    painted = 0

    def paint(self, *given: object) -> None:
        self.painted += 1
        super().paint(*given)


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    """Return an empty plot, shown."""
    made = Plot()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.setRange(xRange=(0, 10), yRange=(0, 10), padding=0)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_what_stays_as_it_is_is_not_painted_again(plot: Plot) -> None:
    still, moving = Counting([0, 10], [0, 10]), Counting([0, 10], [10, 0])
    plot.put(still)
    plot.put(moving)
    plot.viewport().repaint()
    before = still.painted, moving.painted
    for y in range(5):
        moving.setData([0, 10], [y, 0])
        plot.viewport().repaint()
    assert before == (1, 1)
    assert (still.painted, moving.painted) == (1, 6)
    plot.setRange(xRange=(0, 5), yRange=(0, 10), padding=0)
    plot.viewport().repaint()
    assert still.painted == 2


def test_a_mark_has_its_pixels_wherever_it_is_and_however_large_the_plot_is(plot: Plot) -> None:
    mark, colour = Mark(20), QColor("#ff0000")
    mark.setPen(Qt.PenStyle.NoPen)
    mark.setBrush(colour)
    plot.put(mark)
    for x, y, most in ((5, 5, 10), (2, 8, 10), (2, 8, 20)):
        mark.setData([x], [y])
        plot.setRange(xRange=(0, most), yRange=(0, 10), padding=0)
        image = plot.grab().toImage()
        places = product(range(image.width()), range(image.height()))
        red = np.array([at for at in places if image.pixelColor(*at).saturation() > 128])
        across, down = red.T
        at = plot.mapFromScene(plot.getPlotItem().getViewBox().mapViewToScene(QPointF(x, y)))
        assert (np.ptp(across), np.ptp(down)) == pytest.approx((19, 19), abs=1)
        assert tuple(red.mean(axis=0)) == pytest.approx((at.x(), at.y()), abs=1)
    mark.setData([], [])
    image = plot.grab().toImage()
    assert image.pixelColor(at) != colour
    assert [len(values) for values in mark.getData()] == [0, 0]


def drawn(line: Line) -> set[tuple[float, ...]]:
    """Return the pieces that are drawn, from where to where."""
    items = [line.item, *line.item.childItems()]
    pieces = [np.stack(item.getData(), axis=1).reshape(-1, 4) for item in items]
    return {tuple(piece) for piece in np.concatenate(pieces).round(9).tolist()}


@pytest.mark.parametrize("dashes", [(), (7, 3)])
def test_a_line_that_grows_is_drawn_at_its_end_and_is_whole(
    plot: Plot, monkeypatch: pytest.MonkeyPatch, dashes: tuple[float, ...]
) -> None:
    handed: list[int] = []
    set_data = pg.PlotCurveItem.setData

    def counted(item: pg.PlotCurveItem, x: Array, y: Array) -> None:
        handed.append(len(x))
        set_data(item, x, y)

    points = (
        np.random.default_rng(0).uniform(0, 10, (1500, 2))
        if not dashes
        else np.array([[x / 100, 5 + np.sin(x / 40)] for x in range(900)])
    )
    line, whole = Line(plot), Line(plot)
    for one in (line, whole):
        one.restyle(LIGHT.weight, dashes)
    monkeypatch.setattr(pg.PlotCurveItem, "setData", counted)
    for length in range(2, len(points) + 1):
        line.show(points[:length])
    monkeypatch.undo()
    whole.show(points)
    at_once = len(whole.item.getData()[0])
    assert np.median(handed) < at_once / 3
    assert sum(handed) < len(points) * at_once / 3  # whole each time it would be a half
    total = [sum(np.hypot(c - a, d - b) for a, b, c, d in drawn(one)) for one in (line, whole)]
    assert total[0] == pytest.approx(total[1], rel=1e-2)
    if not dashes:
        assert drawn(line) == drawn(whole)


def test_a_line_that_changes_before_its_end_is_as_if_drawn_at_once(plot: Plot) -> None:
    draw = np.random.default_rng(1)
    line, points = Line(plot), draw.uniform(0, 10, (600, 2))
    line.restyle(LIGHT.weight)
    for length, changed in ((600, 0), (300, 200), (599, 10), (40, 39), (0, 0), (600, 599), (2, 0)):
        points[changed:] = draw.uniform(0, 10, (600 - changed, 2))
        points[changed // 2] = np.nan
        line.show(points[:length].copy())
        whole = Line(plot)
        whole.restyle(LIGHT.weight)
        whole.show(points[:length])
        assert drawn(line) == drawn(whole)


def curves(view: LossPlot) -> list[list[float]]:
    """Return what draws the curves of the loss, the ends first drawn for themselves too."""
    items = [one for curve in (view._raw, view.smooth) for one in (curve, *curve.childItems())]
    return [np.ravel(item.getData()).tolist() for item in items if item.getData()[0] is not None]


@pytest.fixture(scope="module")
def noisy() -> Trace:
    """A run on single samples."""
    return record(configure("line", "sgd", epochs=5000))


def test_the_loss_follows_what_nobody_can_read_at_its_end_and_is_whole_when_it_can_be_read(
    window: MainWindow, noisy: Trace
) -> None:
    view = window.views["loss"]
    assert isinstance(view, LossPlot)
    window.player.show(noisy, 10_000)
    frame = window.player.shown
    before = sum(map(len, curves(view)))
    for position in range(10_000, 12_000, 100):
        view.show_frame(replace(frame, position=position, fleeting=True))
    followed = curves(view)
    assert max(x for curve in followed for x in curve[: len(curve) // 2]) == 11_900
    assert sum(map(len, followed)) < 1.5 * before
    view.show_frame(replace(frame, position=11_900))
    shown = curves(view)
    window.player.show(noisy, 11_900)
    assert shown == curves(view)


def test_played_fast_one_view_a_frame_is_drawn_to_be_read_and_each_has_its_turn(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_run(configure(epochs=100))
    given: list[str] = []
    views = {name: view for name, view in window.views.items() if not view.isHidden()}
    for name, view in views.items():

        def show(frame: Frame, name: str = name) -> None:
            given.extend([name] if not frame.fleeting else [])

        monkeypatch.setattr(view, "show_frame", show)
    frame = replace(window.player.shown, hurried=True)
    turns = []
    for number in range(2 * len(views)):
        given.clear()
        window.all_views.show_frame(replace(frame, fleeting=number > 0))
        turns.append(given.copy())
    assert sorted(turns[: len(views)]) == sorted([name] for name in views)
    assert not any(turns[len(views) :])
    given.clear()
    window.all_views.show_frame(replace(frame, hurried=False))
    assert sorted(given) == sorted(views)


@pytest.fixture
def hurried(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Frame:
    """Return a frame where there is time for one view at each."""
    monkeypatch.setattr("gdviz.ui.in_turn.perf_counter", count().__next__)  # time flies
    window.show_run(configure(epochs=100))
    return replace(window.player.shown, hurried=True, fleeting=True)


def test_where_there_is_time_for_one_view_a_frame_all_have_their_turns_and_what_stays_is_on_all(
    window: MainWindow, hurried: Frame
) -> None:
    views = list(window.all_views.shown.values())
    frames = [replace(hurried, beyond=beyond) for beyond in range(1, 3 * len(views) + 1)]
    seen = []
    for shown in frames:
        window.all_views.show_frame(shown)
        seen.append([view.frame_shown.beyond for view in views if view.frame_shown])
    turns = [max(range(len(views)), key=beyond.__getitem__) for beyond in seen]
    assert sorted(turns[: len(views)]) == list(range(len(views)))
    assert turns == 3 * turns[: len(views)]
    window.all_views.show_frame(replace(hurried, hurried=False, fleeting=False, beyond=1000))
    assert [view.frame_shown and view.frame_shown.beyond for view in views] == [1000] * len(views)


def test_where_no_other_frame_comes_soon_the_views_that_wait_draw_the_last_one(
    window: MainWindow, qtbot: QtBot, hurried: Frame
) -> None:
    views = window.all_views.shown.values()

    def seen() -> list[bool]:
        return [view.frame_shown is not None and view.frame_shown.beyond == 7 for view in views]

    window.all_views.show_frame(replace(hurried, beyond=7))
    assert sum(seen()) == 1
    qtbot.waitUntil(lambda: all(seen()))


def test_what_holds_on_is_told_at_once_or_where_frames_hurry_with_the_frame_that_a_view_draws(
    window: MainWindow, hurried: Frame
) -> None:
    shown, told = window.all_views.shown.values(), list[tuple[str, int]]()
    for number in range(2):  # the second takes the first one's place
        window.all_views.tell(
            "it", lambda view, number=number: told.append((view.id, number)), in_turn=True
        )
    assert not told
    for _view in shown:
        window.all_views.show_frame(hurried)
    assert sorted(told) == sorted((view.id, 1) for view in shown)
    window.all_views.tell("it", lambda view: told.append((view.id, 2)))
    assert {view.id for view in window.views.values()} == {name for name, at in told if at == 2}
    told.clear()
    window.all_views.show_frame(replace(hurried, hurried=False))
    assert not told


def test_what_is_dragged_is_drawn_at_once_and_the_other_pictures_in_turns_until_it_is_let_go(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdviz.playback.hand._REST_MS", A_WHILE_MS)
    plot, given = curve(window).plot, list[str]()
    pictures = {name: window.views[name] for name in ("cost-curve", "loss", "data")}
    for name, view in pictures.items():

        def show(frame: Frame, name: str = name, shown: Shown = view.show_frame) -> None:
            given.append(name)
            shown(frame)

        monkeypatch.setattr(view, "show_frame", show)
    press(plot, on_curve(window, 1))
    move(plot, middle(window, 3))
    qtbot.waitUntil(lambda: window.player.trace.outcome is not None)
    frame, turns = replace(window.player.shown, held=True), list[str]()
    for _turn in range(4):
        given.clear()
        window.all_views.show_frame(frame)
        assert given == ["cost-curve"]
        qtbot.waitUntil(lambda: len(given) == 2)
        turns.append(given[1])
    assert sorted(turns[:2]) == ["data", "loss"]
    assert turns[2:] == turns[:2]
    given.clear()
    window.all_views.show_frame(replace(frame, trace=Trace(frame.config)))
    timers = window.all_views.findChildren(QTimer)
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers))
    assert given == ["cost-curve"], "what is not known yet is nobody's turn"
    move(plot, middle(window, 3.5))
    release(plot, middle(window, 3.5))
    assert [view.frame_shown.w for view in pictures.values() if view.frame_shown] == [
        window.player.config.start
    ] * 3
    given.clear()
    window.all_views.show_frame(frame)
    assert sorted(given) == sorted(pictures), "nothing is in the hand any more"


def test_the_range_of_the_loss_lasts_while_the_ball_is_dragged_and_is_the_runs_once_it_is_let_go(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdviz.playback.hand._REST_MS", A_WHILE_MS)
    hand, loss = window.player.hand, window.views["loss"]
    assert isinstance(loss, LossPlot)

    def seen(w: float) -> list[float]:
        """Return the range of the losses once the ball is there."""
        window.controls.set_start((w,))
        qtbot.waitUntil(lambda: window.player.trace.outcome is not None)
        low, high = loss.plot.viewRange()[1]
        return [low, high]

    high = seen(4.0)
    hand.move()
    # By hand: J = 14/3 (w − 2)², 18.7 at 4, 11.4 at 3.56, 4.7 at 1, 3.8 at 1.1.
    assert seen(3.56) == high
    lower = seen(1.0)
    assert lower[1] < high[1] / 2
    assert seen(1.1) == lower == pytest.approx([-0.2, 5.2])
    hand.rest()
    assert loss.plot.viewRange()[1] == pytest.approx([-0.16, 4.16])
