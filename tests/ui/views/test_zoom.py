"""Every plot can be looked into, and its values taken along."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.views.contours.view import Contours
from tests.ui.driving import click, trigger
from tests.ui.mouse import double_click, drag, pixel


def plot_of(window: MainWindow, name: str) -> ZoomPlot:
    return window.views[name].plot  # type: ignore[attr-defined,no-any-return]


def played(window: MainWindow, qtbot: QtBot, position: int, *args: str, **settings: float) -> None:
    window.show_run(configure(*args, **settings))
    window.player.seek(position)
    qtbot.waitUntil(lambda: window.player.position == position and window.player.shown.known)


def turn(plot: ZoomPlot, at: QPoint, notches: int) -> None:
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(at), QPointF(plot.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), event)


def seen(plot: ZoomPlot) -> np.ndarray:
    return np.array(plot.viewRange())


def copied(plot: ZoomPlot) -> dict[str, np.ndarray]:
    """Choose to copy in the plot's menu, and return the columns by their names."""
    menu = plot.menu()
    action = menu.findChild(QAction, "copy_values")
    assert action is not None
    action.trigger()
    menu.deleteLater()
    header, *rows = QApplication.clipboard().text().split("\n")
    columns = np.array([row.split("\t") for row in rows], float).T
    return dict(zip(header.split("\t"), columns, strict=True))


def test_a_plot_without_height_still_has_a_scale(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 12)
    for name in ("cost-curve", "loss", "data"):
        plot = plot_of(window, name)
        high = plot.pixel()
        plot.setMinimumHeight(0)
        plot.resize(plot.width(), 1)
        flat = plot.pixel()
        assert np.isclose(flat[1], np.diff(plot.viewRange()[1])).all(), name
        assert high[1] < flat[1], name


@pytest.mark.parametrize("name", ["cost-curve", "loss", "data"])
def test_the_wheel_zooms_about_the_pointer_and_a_double_click_shows_all(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    played(window, qtbot, 12)
    plot = plot_of(window, name)
    whole = seen(plot)
    box = plot.getPlotItem().getViewBox().sceneBoundingRect()
    at = QPoint(round(box.left() + box.width() * 0.8), round(box.top() + box.height() * 0.3))
    under = plot.at(QPointF(at))
    turn(plot, at, 4)
    np.testing.assert_allclose(plot.at(QPointF(at)), under, rtol=1e-6)
    np.testing.assert_allclose(np.diff(seen(plot)), np.diff(whole) / 1.25**4)
    for _turn in range(20):  # labels grow longer
        turn(plot, at, 1)
    np.testing.assert_allclose(plot.at(QPointF(at)), under, atol=plot.pixel().max())
    part = seen(plot)
    window.player.seek(40)
    qtbot.waitUntil(lambda: window.player.position == 40 and window.player.shown.known)
    np.testing.assert_array_equal(seen(plot), part)
    double_click(plot.viewport(), at)
    np.testing.assert_array_equal(seen(plot), whole)
    turn(plot, at, -3)  # there is no more
    np.testing.assert_array_equal(seen(plot), whole)


def test_a_drag_off_the_ball_pans_and_sets_no_start(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 12)
    plot = plot_of(window, "cost-curve")
    turn(plot, pixel(plot, (1.0, 10.0)), 6)
    (left, right), (bottom, top) = before = seen(plot)
    x, y = np.linspace(left, right, 5), np.linspace(bottom, top, 5)
    drag(plot, [(x[2], y[3]), (x[1], y[3])])
    np.testing.assert_allclose(seen(plot)[0], before[0] + (x[2] - x[1]), atol=2e-2)
    assert window.player.config.start == (1.0,)
    assert window.player.position == 12


def test_another_problem_shows_all_and_so_do_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 5)
    plot = plot_of(window, "loss")
    whole = seen(plot)
    QTest.mouseMove(window.windowHandle(), QPoint(2, 2))  # over no plot, so that all are meant
    QApplication.processEvents()
    trigger(window, "zoom_in")
    assert plot.zoomed
    assert plot_of(window, "cost-curve").zoomed
    trigger(window, "show_all")
    np.testing.assert_array_equal(seen(plot), whole)
    trigger(window, "zoom_in")
    click(window, "loss_logarithmic")
    assert not plot.zoomed
    played(window, qtbot, 5, "double-well")
    assert not plot_of(window, "cost-curve").zoomed
    trigger(window, "zoom_in")
    played(window, qtbot, 5, "himmelblau")
    played(window, qtbot, 5, "double-well")
    assert not plot_of(window, "cost-curve").zoomed


def test_a_sample_is_dragged_in_what_is_seen(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 5)
    plots = [plot_of(window, name) for name in ("data", "loss", "cost-curve")]
    turn(plots[0], pixel(plots[0], (2.0, 4.0)), 6)
    for plot in plots[1:]:
        plot.zoom(2)
    before = [seen(plot) for plot in plots]
    drag(plots[0], [(2.0, 4.0), (2.0, 4.1), (2.1, 4.2)])
    qtbot.waitUntil(lambda: len(window.player.trace) > 0)
    np.testing.assert_allclose(window.player.config.problem.x[1], 2.1, atol=0.02)  # type: ignore[attr-defined]
    for plot, ranges in zip(plots, before, strict=True):
        np.testing.assert_array_equal(seen(plot), ranges)


def test_what_is_to_be_found_by_hand_is_not_to_be_copied(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 5)
    trigger(window, "by_hand_mode")
    menu = plot_of(window, "cost-curve").menu()
    action = menu.findChild(QAction, "copy_values")
    assert action is not None
    assert not action.isEnabled()
    menu.deleteLater()


def test_the_map_stays_true_and_is_made_anew_for_what_is_seen(
    window: MainWindow, qtbot: QtBot
) -> None:
    played(window, qtbot, 20, "himmelblau")
    view = window.views["contours"]
    assert isinstance(view, Contours)
    plot, coarse = view.plot, view.landscape
    turn(plot, pixel(plot, (3.0, 2.0)), 10)
    qtbot.waitUntil(lambda: view.landscape is not coarse)
    assert view.landscape is not None
    for ends, (low, high) in zip((view.landscape.x, view.landscape.y), seen(plot), strict=True):
        assert (ends[0], ends[-1]) == pytest.approx((low, high))
    across, up = plot.pixel()
    assert across == pytest.approx(up, rel=0.01)
    window.resize(1300, 640)
    qtbot.waitUntil(lambda: plot.pixel()[0] != across)
    across, up = plot.pixel()
    assert across == pytest.approx(up, rel=0.01)
    assert plot.zoomed


def test_what_is_copied_equals_the_trace(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 25, algorithm="mini-batch", learning_rate=0.02)
    trace, problem = window.player.trace, window.player.config.problem
    loss = copied(plot_of(window, "loss"))
    assert list(loss) == ["step", "loss", "smoothed"]
    np.testing.assert_array_equal(loss["step"], np.arange(26))
    np.testing.assert_array_equal(loss["loss"], trace.loss[:26])
    assert all(b != a for a, b in pairwise(loss["smoothed"]))
    curve = copied(plot_of(window, "cost-curve"))
    np.testing.assert_array_equal(curve["w"], trace.w[:26, 0])
    np.testing.assert_array_equal(curve["J"], problem.cost(trace.w[:26]))
    data = copied(plot_of(window, "data"))
    np.testing.assert_array_equal(data["x"], [1, 2, 3])
    np.testing.assert_array_equal(data["ŷ"], trace.w[25, 0] * data["x"])
