"""What is to come of a run, and what was played before it, as the plots show them."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractSlider
from pytestqt.qtbot import QtBot

from gdviz.core import Trace, configure, record
from gdviz.core.types import Array
from gdviz.ui import MainWindow
from gdviz.ui.features.sweep.panel import SweepPanel
from gdviz.ui.views.contours import Contours
from gdviz.ui.views.cost_curve import CostCurve
from gdviz.ui.views.loss.view import LossPlot
from tests.ui.driving import action, click, find, number, trigger
from tests.ui.keeping import keep
from tests.ui.mouse import curve, data, middle, move, on_curve, press, release

CELL = 1 / 400
"""A path that is drawn passes by each of its weights as near as that share of the domain."""


def loss(window: MainWindow) -> LossPlot:
    view = window.views["loss"]
    assert isinstance(view, LossPlot)
    return view


def weights(window: MainWindow) -> CostCurve | Contours:
    view = next(
        view for view in window.views.values() if view.about == "weights" and view.isVisible()
    )
    assert isinstance(view, CostCurve | Contours)
    return view


def has_ghost(window: MainWindow) -> bool:
    """Whether what is to come is seen, in both plots, and said by their legends; or by neither."""
    seen = {loss(window).beside.ahead.isVisible(), weights(window).beside.ahead.shown}
    assert len(seen) == 1
    assert all(("to come" in legend) in seen for legend in legends(window))
    return seen.pop()


def legends(window: MainWindow) -> tuple[str, str]:
    """What the legends of the two plots say."""
    return loss(window)._legend.textItem.toPlainText(), " ".join(weights(window).legend.texts())


def check_ghost(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until all of the run is drawn, and hold it against one recorded by itself."""
    whole = record(window.player.config)
    qtbot.waitUntil(lambda: is_drawn(window, whole))


def is_drawn(window: MainWindow, whole: Trace) -> bool:
    """Whether loss and path are that run's to the last bit, and pass by each of its weights."""
    if not np.array_equal(loss(window).beside.ahead.getData()[1], whole.loss):
        return False
    path = weights(window).beside.ahead.path.line.points[:, : whole.config.dim]
    low, high = np.array(whole.config.problem.domain).T
    known = {tuple(w) for w in whole.w.tolist()}
    return all(tuple(w) in known for w in path[_within(path, low, high)].tolist()) and all(
        (np.abs(path - w) / (high - low)).max(axis=1).min() <= CELL
        for w in whole.w[_within(whole.w, low, high)]
    )


def _within(w: Array, low: Array, high: Array) -> Array:
    return np.asarray(((w >= low) & (w <= high)).all(axis=1))


def test_a_slider_that_is_dragged_and_the_ball_redraw_the_whole_run(
    window: MainWindow, qtbot: QtBot
) -> None:
    check_ghost(window, qtbot)  # on the first screen
    slider = find(window, QAbstractSlider, "learning_rate_slider")
    for share in (0.2, 0.7, 0.8, 0.9):  # the last two diverge
        slider.setValue(round(share * slider.maximum()))
        check_ghost(window, qtbot)
    plot = curve(window).plot
    number(window, "learning_rate").setValue(0.19)
    press(plot, on_curve(window, 1))
    for w in (0.5, 3.0, 3.5):
        move(plot, middle(window, w))
        check_ghost(window, qtbot)
    release(plot, middle(window, 3.5))
    window.show_run(configure("line", "mini-batch", momentum=0.9, seed=5))
    click(window, "loss_smooth")
    for seed in (6, 7):
        number(window, "seed").setValue(seed)
        check_ghost(window, qtbot)
    samples = data(window)
    x, y = (float(values[0]) for values in (samples.samples.data["x"], samples.samples.data["y"]))
    press(samples.plot, (x, y))
    move(samples.plot, (x, y + 1))
    check_ghost(window, qtbot)
    release(samples.plot, (x, y + 1))


def test_what_must_not_be_given_away_has_no_ghost(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    check_ghost(window, qtbot)
    window.player.seek(20)
    number(window, "learning_rate").setValue(0.3)  # in mid-run: then it diverges
    qtbot.waitUntil(lambda: window.player.trace.outcome is not None)
    number(window, "start").setValue(0.5)
    qtbot.waitUntil(lambda: window.player.shown.known)
    assert weights(window).beside.before.shown
    assert all("played last" in legend for legend in legends(window))
    for mode in ("predict_mode", "by_hand_mode"):
        trigger(window, mode)
        assert not has_ghost(window)
        assert not weights(window).beside.before.shown
        assert not any("played last" in legend for legend in legends(window))
        trigger(window, mode)
        assert has_ghost(window)
    path = tmp_path / "lesson.toml"
    path.write_text(
        """order = 1
        title = {en = "t", zh = "t"}
        goal = {en = "g", zh = "g"}
        settings = {learning_rate = 0.02}
        [[steps]]
        hide = ["ghost"]
        text = {en = "Guess.", zh = "猜。"}
        [[steps]]
        text = {en = "Look.", zh = "看。"}
        """,
        "utf-8",
    )
    window.features["lessons"].open_file(path)
    qtbot.waitUntil(lambda: has_ghost(window))
    click(window, "lesson_next")
    assert not has_ghost(window)
    number(window, "learning_rate").setValue(0.1)
    qtbot.waitUntil(lambda: window.player.trace.outcome is not None)
    assert not has_ghost(window)
    click(window, "lesson_next")
    qtbot.waitUntil(lambda: has_ghost(window))
    click(window, "lesson_back")
    assert not has_ghost(window)
    trigger(window, "close_lesson")
    assert has_ghost(window)


def test_the_path_that_was_played_stays_beside_what_is_to_come(
    window: MainWindow, qtbot: QtBot
) -> None:
    played = record(window.player.config)
    window.player.seek(40)
    qtbot.waitUntil(lambda: window.player.position == 40)
    for w in (0.5, 0.6, 0.7):
        number(window, "start").setValue(w)
        check_ghost(window, qtbot)
        x, _y = weights(window).beside.before.path.line.points.T
        assert (x[0], x[-1]) == (played.w[0, 0], played.w[40, 0])
        assert np.isin(x, played.w).all()
        np.testing.assert_array_equal(loss(window).beside.before.getData()[1], played.loss[:41])
    click(window, "reset")
    qtbot.waitUntil(lambda: not weights(window).beside.before.shown)
    assert not loss(window).beside.before.isVisible()


def test_where_a_run_ends_is_told_at_its_end(window: MainWindow, qtbot: QtBot) -> None:
    number(window, "learning_rate").setValue(0.3)
    end = len(record(window.player.config))
    qtbot.waitUntil(lambda: window.player.trace.outcome is not None)
    timeline = find(window, QAbstractSlider, "timeline")
    assert timeline.maximum() == 100
    assert "Diverged" not in find_banner(window)
    timeline.setValue(100)
    assert (window.player.position, timeline.value(), timeline.maximum()) == (end, end, 100)
    assert "Diverged" in find_banner(window)


def find_banner(window: MainWindow) -> str:
    return window.views["numbers"].banner.text()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("kind", ["curve", "map"])
def test_the_dot_of_a_sweep_is_dragged_and_the_run_with_it(
    window: MainWindow, qtbot: QtBot, kind: str
) -> None:
    window.player.seek(10)
    click(window, "sweep")
    panel = window.findChild(SweepPanel)
    assert panel is not None
    click(window, f"sweep_{kind}")
    qtbot.waitUntil(lambda: not panel.running and panel.sweep is not None, timeout=10_000)
    first, plot = window.player.config, panel.plots[kind]
    (x,), (y,) = plot.current.getData()
    press(plot, (x, y))
    rate = number(window, "learning_rate")
    for rate_there, momentum in ((0.02, 0.1), (0.05, 0.55), (1e9, -1.0)):
        move(plot, (np.log10(rate_there), momentum))
        high = plot.across()[-1]
        expected = pytest.approx(min(rate_there, 10**high), rel=0.05)
        qtbot.waitUntil(lambda expected=expected: rate.value() == expected)  # type: ignore[misc]
        rule = window.player.config.algorithm.rule
        wanted = max(momentum, 0) if kind == "map" else 0
        assert rule.momentum == pytest.approx(wanted, abs=0.04)  # type: ignore[union-attr]
        assert (plot.current.getData()[0][0], *plot.drag_ring.item.getData()[0]) == (
            pytest.approx(np.log10(rate.value())),
        ) * 2
        assert window.player.position == 0
        assert not window.player.playing
    release(plot, (np.log10(0.05), 0.5))
    assert panel.sweep is not None
    trigger(window, "undo")
    assert window.player.config == first
    assert window.player.position == 10


def test_what_can_be_dragged_has_the_same_ring(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(data(window).rings.item.data) == 3)
    click(window, "sweep")
    panel = window.findChild(SweepPanel)
    assert panel is not None
    rings = [weights(window).ring, data(window).rings, *(p.drag_ring for p in panel.plots.values())]
    looks = {
        (ring.item.opts["size"], ring.item.opts["symbol"], ring.item.opts["pen"].color().name())
        for ring in rings
    }
    assert len(looks) == 1
    assert weights(window).ring.item.isVisible()
    action(window, "predict_mode").trigger()
    assert not weights(window).ring.item.isVisible()


def test_a_kept_run_is_not_drawn_a_second_time_as_the_one_played_before(
    window: MainWindow, qtbot: QtBot
) -> None:
    keep(window, qtbot, 0.02)
    number(window, "learning_rate").setValue(0.1)
    qtbot.waitUntil(lambda: window.player.trace.outcome is not None)
    window.player.tell()
    assert window.player.shown.before is not None
    assert not weights(window).beside.before.shown
    assert not loss(window).beside.before.isVisible()
    click(window, "kept_show_0")
    window.player.tell()
    assert weights(window).beside.before.shown
