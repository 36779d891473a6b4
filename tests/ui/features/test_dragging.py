"""Hands on: the start and the samples are dragged in the plots."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.core import InputError, configure
from gdviz.core.problems.own_data import OwnRegression
from gdviz.ui import MainWindow
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import choose, click, find, run_to_the_end
from tests.ui.mouse import click_at, curve, data, drag, middle, move, on_curve, press, release

PIXEL = 0.01
"""More than a pixel of the cost curve, in weights; of the data, in x and y, a few times that."""

NORMAL, OPEN, CLOSED, POINTING = (
    Qt.CursorShape.ArrowCursor,
    Qt.CursorShape.OpenHandCursor,
    Qt.CursorShape.ClosedHandCursor,
    Qt.CursorShape.PointingHandCursor,
)


def start(window: MainWindow) -> float:
    (value,) = window.player.config.start
    assert find(window, NumberField, "start").value() == value
    return value


def test_the_ball_is_dragged_to_a_start_and_all_follows(window: MainWindow, qtbot: QtBot) -> None:
    plot = curve(window).plot
    press(plot, on_curve(window, 1))
    for w in (0.5, 3.0, 3.5):
        move(plot, middle(window, w))
        assert start(window) == pytest.approx(w, abs=PIXEL)
        assert float(window.player.trace.w[0, 0]) == start(window)
        qtbot.waitUntil(lambda: len(window.player.trace) > 0)
        shown = find(window, QLabel, "gradient_value").toolTip()
        # By hand: dJ/dw = 28/3 (w − 2).
        assert float(shown) == pytest.approx(28 / 3 * (start(window) - 2), rel=1e-9)
        qtbot.waitUntil(curve(window).ghost.isVisible)  # type: ignore[attr-defined]
    release(plot, middle(window, 3.5))
    move(plot, middle(window, 1.0))
    assert start(window) == pytest.approx(3.5, abs=PIXEL)


def test_a_click_on_the_curve_restarts_there_paused(window: MainWindow, qtbot: QtBot) -> None:
    window.player.speed = 100.0
    click(window, "run")
    qtbot.waitUntil(lambda: window.player.position >= 3)
    click_at(curve(window).plot, on_curve(window, 3.2))
    assert start(window) == pytest.approx(3.2, abs=PIXEL)
    assert not window.player.playing
    assert window.player.position == 0


def test_a_click_beside_the_curve_changes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    click_at(curve(window).plot, (2.0, 15.0))
    assert window.player.position == 100
    assert start(window) == 1


def test_the_start_stays_in_the_domain(window: MainWindow) -> None:
    drag(curve(window).plot, [on_curve(window, 1), middle(window, 3), (4.6, 10.0)])
    assert start(window) == 4


def test_a_search_has_no_start_to_set(window: MainWindow) -> None:
    choose(window, "algorithm", "exhaustive")
    click_at(curve(window).plot, on_curve(window, 3.2))
    assert find(window, NumberField, "start").value() == 1


def test_the_pointer_and_a_hint_say_what_can_be_dragged(window: MainWindow) -> None:
    for plot, there, shape in (
        (curve(window).plot, on_curve(window, 1), OPEN),
        (curve(window).plot, on_curve(window, 3), POINTING),
        (curve(window).plot, (2.0, 15.0), NORMAL),
        (data(window).plot, (3.0, 6.0), OPEN),
        (data(window).plot, (2.5, 1.0), NORMAL),
    ):
        move(plot, there)
        assert plot.viewport().cursor().shape() == shape
        assert plot.explains == (shape != NORMAL)
        assert plot.toolTip()
    press(data(window).plot, (3.0, 6.0))
    assert data(window).plot.viewport().cursor().shape() == CLOSED


def test_a_sample_is_dragged_and_the_cost_follows(window: MainWindow, qtbot: QtBot) -> None:
    plot, original = data(window).plot, window.player.config.problem
    heights = curve(window).plot.viewRange()[1]
    press(plot, (3.0, 6.0))
    move(plot, (3.0, 5.0))
    move(plot, (3.0, 3.0))
    problem = window.player.config.problem
    assert problem.id == "changed-data"
    assert find(window, QComboBox, "problem").currentText() == "Changed data"
    x, y = problem.x, problem.y  # type: ignore[attr-defined]
    np.testing.assert_allclose([x, y], [[1, 2, 3], [2, 4, 3]], atol=0.1)
    # The normal equation and the limit 2 / (2 mean x²), from the samples as they are now.
    assert problem.minima[0][0] == pytest.approx((x * y).sum() / (x**2).sum(), rel=1e-12)
    limit = window.player.config.algorithm.stability_limit(problem)
    assert limit == pytest.approx(1 / (x**2).mean(), rel=1e-12)
    marked = curve(window).minimum.getData()[0]  # type: ignore[attr-defined]
    assert marked == pytest.approx(problem.minima[0])
    qtbot.waitUntil(lambda: find(window, QLabel, "loss_value").toolTip() != "")
    cost = ((x - y) ** 2).mean()  # at the start, w = 1
    assert float(find(window, QLabel, "loss_value").toolTip()) == pytest.approx(cost, rel=1e-9)
    assert curve(window).plot.viewRange()[1] == heights, "steady while the sample is held"
    release(plot, (3.0, 3.0))
    assert curve(window).plot.viewRange()[1] != heights
    np.testing.assert_array_equal(original.y, [2, 4, 6])  # type: ignore[attr-defined]


def test_a_changed_problem_runs_and_leads_back_to_the_original(
    window: MainWindow, qtbot: QtBot
) -> None:
    back = find(window, QPushButton, "original_data")
    assert not back.isVisible()
    original = window.player.config.problem
    drag(data(window).plot, [(1.0, 2.0), (1.0, 5.0)])
    find(window, NumberField, "learning_rate").setValue(0.05)
    assert window.player.config.problem.id == "changed-data"
    run_to_the_end(window, qtbot)
    minimum = window.player.config.problem.minima[0]
    assert window.player.trace.w[-1] == pytest.approx(minimum)
    assert back.isVisible()
    back.click()
    assert window.player.config.problem is original
    assert find(window, QComboBox, "problem").currentData() == "linear"
    assert window.player.config.algorithm.learning_rate == 0.05  # type: ignore[attr-defined]
    assert not back.isVisible()


def test_the_way_back_keeps_how_the_losses_are_reduced(window: MainWindow) -> None:
    original = window.player.config.problem
    choose(window, "reduction", "sum")
    summed = window.player.config.problem
    drag(data(window).plot, [(1.0, 2.0), (1.0, 5.0)])
    choose(window, "reduction", "mean")
    assert window.player.config.problem.id == "changed-data"
    find(window, QPushButton, "original_data").click()
    assert window.player.config.problem is original
    choose(window, "reduction", "sum")
    assert window.player.config.problem is summed
    drag(data(window).plot, [(1.0, 2.0), (1.0, 5.0)])
    find(window, QPushButton, "original_data").click()
    assert window.player.config.problem is summed


def test_a_sample_can_be_dragged_back_in_one_go(window: MainWindow) -> None:
    plot = data(window).plot
    drag(plot, [(3.0, 6.0), (3.0, 1.0)])
    drag(plot, [(3.0, 1.0), (3.0, 6.0)])
    assert window.player.config.problem.y[2] == pytest.approx(6, abs=0.1)  # type: ignore[attr-defined]
    top = plot.viewRange()[1][1]
    drag(plot, [(3.0, 6.0), (3.0, top + 1)])
    assert window.player.config.problem.y[2] == pytest.approx(top, abs=0.1)  # type: ignore[attr-defined]
    assert plot.viewRange()[1][1] > top, "there is room for more"


def test_changed_data_stay_among_the_problems(window: MainWindow) -> None:
    drag(data(window).plot, [(1.0, 2.0), (1.0, 5.0)])
    changed = window.player.config.problem
    choose(window, "problem", "parabola")
    choose(window, "problem", changed.id)
    assert window.player.config.problem is changed
    assert find(window, QPushButton, "original_data").isVisible()


def test_many_samples_cannot_be_dragged(window: MainWindow) -> None:
    window.show_run(configure("many-samples"))
    problem = window.player.config.problem
    at = float(problem.x[5000]), float(problem.y[5000])  # type: ignore[attr-defined]
    drag(data(window).plot, [at, (at[0], at[1] + 2)])
    assert window.player.config.problem is problem


def test_data_that_determine_no_weight_are_not_taken(window: MainWindow) -> None:
    from gdviz.core.problems.data import Samples
    from gdviz.core.problems.own_data import regression

    own = regression(Samples("x", "y", np.array([1.0, 2.0]), np.array([1.0, 3.0])), "linear")
    window.show_run(configure(own))
    drag(data(window).plot, [(2.0, 3.0), (0.0, 3.0)])
    assert window.player.config.problem.x[1] == pytest.approx(0, abs=0.05)  # type: ignore[attr-defined]
    drag(data(window).plot, [(1.0, 1.0), (0.0, 1.0)])
    problem = window.player.config.problem
    assert isinstance(problem, OwnRegression)
    assert np.isfinite(problem.minima).all()


def test_any_problem_can_be_shown(window: MainWindow) -> None:
    from gdviz.core.problems.expression import parse

    window.show_run(configure(parse("(w - 1)^2")))
    assert find(window, QComboBox, "problem").currentData() == "expression"
    click_at(curve(window).plot, on_curve(window, -3.0))
    assert start(window) == pytest.approx(-3, abs=0.03)
    with pytest.raises(InputError, match="unknown problem"):
        configure("expression")
