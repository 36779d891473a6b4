"""What a search has probed is what is drawn, however many probes that are."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.views.contours import Contours
from gdviz.ui.views.cost_curve import CostCurve
from gdviz.ui.views.weight_view import WeightView
from tests.ui.driving import run_to_the_end


def drawn(window: MainWindow) -> np.ndarray:
    """Where the probes are drawn, in pixels, (n, 2)."""
    view = next(v for v in window.views.values() if isinstance(v, WeightView) and v.isVisible())
    assert isinstance(view, CostCurve | Contours)
    return view.pointing.pixels(np.column_stack(view.path.dots.getData()))


def searched(window: MainWindow, qtbot: QtBot, problem: str, **settings: int) -> None:
    window.show_run(configure(problem, "exhaustive", **settings))
    run_to_the_end(window, qtbot)


@pytest.mark.parametrize("points", [8193, pytest.param(10_000, marks=pytest.mark.full)])
def test_the_probes_cover_the_whole_curve_evenly(
    window: MainWindow, qtbot: QtBot, points: int
) -> None:
    searched(window, qtbot, "sine", points=points)
    assert len(window.player.trace) == points
    left = np.sort(drawn(window)[:, 0])
    plot = window.views["cost-curve"].plot.getPlotItem().getViewBox()  # type: ignore[attr-defined]
    area = plot.sceneBoundingRect()
    assert left[0] == pytest.approx(area.left(), abs=2)
    assert left[-1] == pytest.approx(area.right(), abs=2)
    assert np.diff(left).max() < 2
    half = (left < area.center().x()).mean()
    assert half == pytest.approx(0.5, abs=0.1)
    window.player.seek(points // 2 - 1)
    left = np.sort(drawn(window)[:, 0])
    assert left[0] == pytest.approx(area.left(), abs=2)
    assert left[-1] == pytest.approx(area.center().x(), abs=2)
    assert np.diff(left).max() < 2


def test_the_probes_cover_the_whole_map_evenly(window: MainWindow, qtbot: QtBot) -> None:
    searched(window, qtbot, "bowl", points=100)
    spots = drawn(window)
    view = window.views["contours"]
    assert isinstance(view, Contours)
    corners = view.pointing.pixels(np.array(window.player.config.problem.domain).T)
    assert len(window.player.trace) == 10_000
    apart = np.abs(corners[1] - corners[0]) / 50
    for x in np.linspace(*corners[:, 0], 12):
        for y in np.linspace(*corners[:, 1], 12):
            assert (np.abs(spots - (x, y)) <= apart).all(axis=1).any()
