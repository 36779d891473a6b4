"""What a frame costs depends on pixels, not on how many steps there are."""

from collections import Counter
from math import inf
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import Trace, configure, record
from gdviz.core.drawing.contours import Landscape, survey
from gdviz.playback import Frame
from gdviz.ui import MainWindow
from gdviz.ui.views.contours.view import Contours
from gdviz.ui.views.loss.options import LossOptions
from gdviz.ui.views.loss.view import LossPlot
from gdviz.ui.views.view import View
from gdviz.ui.widgets.sliders import LogSlider
from gdviz.ui.window.controls.hyperparameters import Hyperparameters
from tests.ui.mouse import data, move, press, release

LONG = 1_000_000
MOST_READ = 60_000
"""So many numbers at most a frame may read: a plot of two thousand pixels has them at hand."""

A_WHILE_MS = 1_000_000
"""Longer than any test: what is played fast is fleeting then, however slow the machine."""


class Counted(np.ndarray):
    """A column that counts the numbers that are read out of it."""

    read = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if isinstance(key, np.ndarray):
            Counted.read += np.size(found)
            return np.asarray(found)
        return found

    def __array_ufunc__(self, ufunc: Any, method: str, *given: Any, **options: Any) -> Any:
        Counted.read += sum(one.size for one in given if isinstance(one, Counted))
        plain = [np.asarray(one) if isinstance(one, Counted) else one for one in given]
        return getattr(ufunc, method)(*plain, **options)


def counted(steps: int, **settings: Any) -> Trace:
    """A whole run whose columns count."""
    trace = record(configure(epochs=steps, learning_rate=1e-5, **settings))
    trace._columns = {name: column.view(Counted) for name, column in trace._columns.items()}
    return trace


def points(window: MainWindow) -> int:
    """How many points the curves of the loss plot are handed."""
    view = window.views["loss"]
    assert isinstance(view, LossPlot)
    items = [item for item in view.plot.plotItem.curves if item.isVisible()]
    return sum(len(item.getData()[0]) for item in items if item.getData()[0] is not None)


@pytest.mark.parametrize("options", [LossOptions(), LossOptions(logarithmic=True, smooth="on")])
def test_scrubbing_a_long_run_reads_no_more_than_pixels_ask_for(
    window: MainWindow, qtbot: QtBot, options: LossOptions
) -> None:
    window.store.replace(options)
    window.player.show(counted(1000), 500)
    short = points(window)
    window.player.show(counted(LONG), LONG)  # each step is looked at once
    for position in (LONG // 2, LONG // 2 + 1, LONG // 10, LONG - 1, 0, LONG):
        Counted.read = 0
        window.player.seek(position)
        assert window.player.position == position
        assert Counted.read < MOST_READ, position
        assert points(window) <= 2 * short


def counting(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each view draws itself from now on."""
    drawn: Counter[str] = Counter()

    def count(view: View) -> None:
        draw = view.draw

        def counted(frame: Frame) -> None:
            drawn[view.id] += 1
            draw(frame)

        monkeypatch.setattr(view, "draw", counted)

    for view in window.views.values():
        count(view)
    return drawn


def test_at_full_speed_each_view_is_drawn_once_a_frame_and_texts_where_they_can_be_read(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdviz.playback.player._GLANCE_MS", A_WHILE_MS)
    monkeypatch.setattr("gdviz.ui.in_turn.perf_counter", lambda: 0.0)  # time for all
    frames: list[Frame] = []
    window.show_run(configure(rule="adam", epochs=LONG))
    hidden = {name for name, view in window.views.items() if not view.isVisible()}
    qtbot.waitUntil(lambda: window.player.shown.known)
    drawn = counting(window, monkeypatch)
    window.player.frame.connect(frames.append)
    window.player.speed = inf
    window.player.run()
    qtbot.waitUntil(lambda: sum(frame.fleeting for frame in frames) > 10)
    window.player.pause()
    readable = sum(not frame.fleeting for frame in frames)
    assert drawn["loss"] == len(frames)
    assert readable <= drawn["cost-curve"] <= len(frames)
    assert readable <= drawn["data"] <= len(frames)
    assert drawn["arithmetic"] == drawn["numbers"] == readable < len(frames)
    assert not any(drawn[name] for name in hidden)
    assert window.views["numbers"].frame_shown is frames[-1]


def test_a_sample_that_is_dragged_has_the_map_made_coarsely_until_it_is_let_go(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_run(configure("line"))
    contours, plot = window.views["contours"], data(window).plot
    assert isinstance(contours, Contours)
    whole = contours.landscape
    drawn = counting(window, monkeypatch)
    press(plot, (2.0, 5.0))
    for y in (5.5, 6.0, 6.5):
        move(plot, (2.0, y))
    assert contours.landscape is not None
    assert whole is not None
    assert 3 * contours.landscape.heights.size < whole.heights.size
    assert max(drawn.values()) <= 2 * 3 + 1  # the new run, and what is to come of it
    release(plot, (2.0, 6.5))
    settled = contours.landscape
    assert settled.heights.shape == whole.heights.shape
    moved = window.player.config.problem
    np.testing.assert_array_equal(settled.heights, survey(moved, seen(settled)).heights)
    window.store.undo()
    assert contours.landscape.heights.shape == whole.heights.shape


def test_a_sample_that_is_dragged_on_changes_no_control_but_the_limit_of_the_rate(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_run(configure("line"))
    plot, slider = data(window).plot, window.findChild(LogSlider, "learning_rate_slider")
    assert slider is not None
    press(plot, (2.0, 5.0))
    move(plot, (2.2, 5.0))
    followed: list[object] = []
    monkeypatch.setattr(
        Hyperparameters, "show_settings", lambda *told, **_how: followed.append(told)
    )
    for x in (2.5, 3.5):
        move(plot, (x, 5.0))
        config = window.player.config
        assert slider.limit == config.algorithm.stability_limit(config.problem)
    assert not followed
    release(plot, (3.5, 5.0))
    window.store.undo()
    assert followed  # it is another problem


def seen(landscape: Landscape) -> tuple[tuple[float, float], ...]:
    """From where to where it goes."""
    return tuple((axis[0], axis[-1]) for axis in (landscape.x, landscape.y))


def test_dragging_the_ball_makes_no_map(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_run(configure("himmelblau"))
    contours = window.views["contours"]
    assert isinstance(contours, Contours)
    before, drawn = contours.landscape, counting(window, monkeypatch)
    press(contours.plot, (0.0, 0.0))
    for x in (0.5, 1.0):
        move(contours.plot, (x, 0.0))
    release(contours.plot, (1.0, 0.0))
    assert window.player.config.start == pytest.approx((1.0, 0.0), abs=0.05)
    assert contours.landscape is before
    assert max(drawn.values()) <= 2 * 3
