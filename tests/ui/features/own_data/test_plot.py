"""One's own data in the plot."""

import numpy as np
from pytestqt.qtbot import QtBot

from gdviz.core import RunConfig
from gdviz.core.problems.data import Samples
from gdviz.core.problems.own_data import OwnRegression, regression
from gdviz.ui import MainWindow
from tests.ui.driving import choose, run_to_the_end


def shown(window: MainWindow, x: object, y: object, **settings: object) -> OwnRegression:
    """Show a regression on these samples and return it."""
    samples = Samples("<b>in", "out & in", np.array(x, float), np.array(y, float))
    problem = regression(samples, **settings)  # type: ignore[arg-type]
    window.show_problem(problem)
    return problem


def test_data_on_any_scale_fills_its_plot(window: MainWindow, qtbot: QtBot) -> None:
    plot = window.views["data"].plot  # type: ignore[attr-defined]
    for x, y in (
        (np.arange(2000, 2024), 1e9 + 1e7 * np.arange(24)),
        (1.7e9 + np.arange(0, 86400, 600), np.arange(144) * 0.01),
        ([-3, -2, -1], [-7, -3, -2]),
        (np.linspace(1e-6, 3e-6, 20), np.linspace(2e-9, 7e-9, 20)),
        ([1e90, 2e90, 3e90], [2e99, 4e99, 6e99]),
        ([1, 2, 3], [5, 5, 5]),
    ):
        problem = shown(window, x, y, standardised=False, model="linear")
        run_to_the_end(window, qtbot)
        window.grab()
        for values, (low, high) in zip((problem.x, problem.y), plot.viewRange(), strict=True):
            assert low <= values.min() <= values.max() <= high
            spread = np.ptp(values)
            # It may reach to 0, and to where the line will end.
            assert spread == 0 or spread > 0.1 * (high - low)
        for axis, (low, high) in zip((plot.x_axis, plot.y_axis), plot.viewRange(), strict=True):
            for spacing, ticks in axis.tickValues(low, high, 300):
                labels = axis.tickStrings(ticks, 1, spacing)
                assert len(set(labels)) == len(labels) > 1


def test_the_axes_have_the_columns_names(window: MainWindow) -> None:
    shown(window, [1, 2, 3], [2, 4, 7])
    plot = window.views["data"].plot  # type: ignore[attr-defined]
    labels = [axis.label.toPlainText().strip() for axis in (plot.x_axis, plot.y_axis)]
    assert labels == ["<b>in", "out & in"]
    # Upright it would lie over the ticks' labels, if not over the plot.
    name = plot.y_axis.label
    assert name.sceneBoundingRect().width() < 1.5 * name.boundingRect().height()
    shown(window, [1, 2, 3], [2, 4, 7], standardised=True)
    labels = [axis.label.toPlainText().strip() for axis in (plot.x_axis, plot.y_axis)]
    assert labels == ["<b>in, standardised", "out & in, standardised"]


def test_standardised_weights_are_shown_as_a_line_in_the_files_units(window: MainWindow) -> None:
    x = np.array([1.0, 2, 3, 4])
    problem = shown(window, x, 3 * x - 5, standardised=True)
    window.show_run(RunConfig(problem, window.player.config.algorithm, problem.minima[0]))
    assert window.views["data"].remark.text() == "y = 3.000·x − 5.000"
    shown(window, x, 3 * x - 5)
    assert window.views["data"].remark.text() == ""


def test_many_samples_are_drawn_as_some(window: MainWindow, qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=1_000_000)
    shown(window, x, 2 * x)
    view = window.views["data"]
    for algorithm in ("gradient-descent", "mini-batch"):
        choose(window, "algorithm", algorithm)
        qtbot.waitUntil(lambda: len(window.player.trace) > 0)
        for item in (view.samples, view.used):  # type: ignore[attr-defined]
            assert 0 < len(item.getData()[0]) <= 2000
