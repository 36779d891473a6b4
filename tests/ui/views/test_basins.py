"""Where starts lead, drawn in the views of the weights, in the real window."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome, RunConfig, configure, record
from gdviz.core.runs.ensembles import Plan, Uniform
from gdviz.core.runs.ensembles.basins import Basins, basins
from gdviz.core.runs.ensembles.swarm import DIVERGED, swarms
from gdviz.ui import MainWindow
from gdviz.ui.views.swarm.looks import grounds
from gdviz.ui.views.weight_view import WeightView
from tests.ui.mouse import click_at, curve, pixel

PLANE = configure("himmelblau", learning_rate=0.02, epochs=200)
LINE = configure("double-well", epochs=500)


def shown(window: MainWindow, config: RunConfig, side: int = 27) -> tuple[WeightView, Basins]:
    """Show the basins of a run, and return what shows them."""
    window.show_run(config)
    *_coarser, found = basins(config, side)
    window.all_views.ask(lambda view: view.show_basins(found))
    view = window.views["cost-curve" if config.dim == 1 else "contours"]
    assert isinstance(view, WeightView)
    return view, found


def middle(view: WeightView, start: tuple[float, ...]) -> tuple[float, float]:
    """Return a point of the plot that means that start."""
    bottom, top = view.plot.viewRange()[1]
    x, y = (*start, bottom + 0.8 * (top - bottom))[:2]
    return float(x), float(y)


def starts(found: Basins) -> np.ndarray:
    return np.stack(np.meshgrid(*found.axes, indexing="ij"), axis=-1).reshape(-1, len(found.axes))


@pytest.mark.parametrize("config", [PLANE, LINE], ids=["plane", "line"])
def test_the_ground_has_the_colour_of_where_a_start_leads(
    window: MainWindow, config: RunConfig
) -> None:
    view, found = shown(window, config)
    seen = view.plot.viewport().grab().toImage()
    colours = [QColor(name) for name in grounds(window.theme)]
    alike = [
        seen.pixelColor(pixel(view.plot, middle(view, tuple(start)))) == colours[kind]
        for start, kind in zip(starts(found), found.kinds.ravel(), strict=True)
    ]
    assert np.mean(alike) > 0.7  # over some are lines, signs, the path
    window.all_views.ask(lambda view: view.show_basins(None))
    before = view.plot.viewport().grab().toImage()
    alike = [
        before.pixelColor(pixel(view.plot, middle(view, tuple(start)))) == colours[kind]
        for start, kind in zip(starts(found), found.kinds.ravel(), strict=True)
    ]
    assert np.mean(alike) < 0.2


def test_the_points_that_are_led_to_have_their_signs(window: MainWindow) -> None:
    view, found = shown(window, PLANE)
    led = [kind for kind in range(4) if found.areas[kind]]
    assert 0 < len(led) < 4  # past its limit no run comes to the two steepest
    expected = [found.points[found.place(kind)] for kind in led]
    np.testing.assert_array_equal(view.basins.signs.points, expected)


def test_members_have_their_place_when_basins_have_not(window: MainWindow) -> None:
    view, found = shown(window, LINE)
    *_sooner, swarm = swarms(Plan(LINE, 10, Uniform()))
    window.all_views.ask(lambda view: view.show_swarm(swarm))
    assert not len(view.members.dots.points)
    assert view.basins.shown is found
    window.all_views.ask(lambda view: view.show_basins(None))
    assert len(view.members.dots.points) == 10
    assert view.basins.shown is None


@pytest.mark.parametrize("config", [PLANE, LINE], ids=["plane", "line"])
def test_a_click_asks_for_a_run_that_ends_where_the_colour_says(
    window: MainWindow, qtbot: QtBot, config: RunConfig
) -> None:
    view, found = shown(window, config)
    every = starts(found)
    for number in (2, len(every) // 3, len(every) - 3):
        with qtbot.waitSignal(window.all_views.start_chosen) as asked:
            click_at(view.plot, middle(view, tuple(every[number] + 0.01)))
        (start,) = asked.args
        np.testing.assert_array_equal(start, every[number])
        end = record(replace(config, start=start))
        kind = int(found.kinds.ravel()[number])
        if kind < 4:
            assert np.abs(end.w[-1] - found.points[found.place(kind)]).max() < 0.12
        else:
            assert (kind == DIVERGED) == (end.outcome is Outcome.DIVERGED)
        window.player.pause()  # it is run


def test_beside_the_domain_a_click_sets_the_start(window: MainWindow, qtbot: QtBot) -> None:
    view, _found = shown(window, PLANE)
    outside = (8.0, 1.0)
    assert view.basins.start_at(*outside) is None
    with qtbot.assertNotEmitted(window.all_views.start_chosen):
        click_at(view.plot, outside)
    assert window.player.config.start == pytest.approx(outside, abs=0.05)


def test_keys_lead_from_start_to_start(active: MainWindow, qtbot: QtBot) -> None:
    view, found = shown(active, LINE)
    view.plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view.plot, Qt.Key.Key_Period)
    qtbot.keyClick(view.plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    handle = view.keys.handle
    assert handle is not None
    assert "end: w = 1.13" in handle.say()
    with qtbot.waitSignal(active.all_views.start_chosen) as asked:
        qtbot.keyClick(view.plot, Qt.Key.Key_Return)
    ((start,),) = asked.args
    assert start in found.axes[0]
    assert 0.17 < start < 1


def test_the_pointer_reads_where_a_start_leads(window: MainWindow) -> None:
    view, _found = shown(window, LINE)
    assert view.basins.say(-1.0, 3.0) == "end: w = −1.3"
    assert view.basins.say(9.0, 3.0) == ""
    assert "w = −1.3 5" in view.summary()


def test_of_another_problem_no_basins_are_drawn(window: MainWindow) -> None:
    view, _found = shown(window, LINE)
    window.show_run(configure("wavy"))
    assert view is curve(window)
    assert view.basins.shown is None
    assert not view.basins.ground.isVisible()
