"""Hands on: the start and the samples are dragged in the plots."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import InputError, configure
from gdviz.core.numbers import format_number
from gdviz.core.problems.own_data import OwnRegression
from gdviz.core.problems.regression import Regression
from gdviz.playback import Frame
from gdviz.ui import MainWindow
from gdviz.ui.views.view import Held
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.sliders import LogSlider
from gdviz.ui.window.controls.hyperparameters import Hyperparameters
from tests.ui.driving import choose, click, find, number, run_to_the_end
from tests.ui.mouse import click_at, curve, data, drag, middle, move, on_curve, press, release

PIXEL = 0.01
"""More than a pixel of the cost curve, in weights; of the data, in x and y, a few times that."""

A_WHILE_MS = 1_000_000
"""Longer than any test."""

NORMAL, OPEN, CLOSED, POINTING = (
    Qt.CursorShape.ArrowCursor,
    Qt.CursorShape.OpenHandCursor,
    Qt.CursorShape.ClosedHandCursor,
    Qt.CursorShape.PointingHandCursor,
)


class Events(QObject):
    """Notes to what events of some kinds come."""

    def __init__(self, *kinds: QEvent.Type) -> None:
        super().__init__()
        self._kinds = kinds
        self.to: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in self._kinds:
            self.to.append(f"{event.type().name} {type(watched).__name__} {watched.objectName()}")
        return False


def start(window: MainWindow) -> float:
    (value,) = window.player.config.start
    assert find(window, NumberField, "start").value() == value
    return value


def said(window: MainWindow, name: str) -> float:
    """What Now says of it, with every digit."""
    return float(find(window, QLabel, f"{name}_value").toolTip() or "nan")


def test_the_ball_is_dragged_to_a_start_and_all_follows(window: MainWindow, qtbot: QtBot) -> None:
    plot = curve(window).plot
    press(plot, on_curve(window, 1))
    for w in (0.5, 3.0, 3.5):
        move(plot, middle(window, w))
        qtbot.waitUntil(lambda w=w: start(window) == pytest.approx(w, abs=PIXEL))  # type: ignore[misc]
        assert float(window.player.trace.w[0, 0]) == start(window)
        qtbot.waitUntil(lambda: len(window.player.trace) > 0)
        # By hand: dJ/dw = 28/3 (w − 2).
        slope = pytest.approx(28 / 3 * (start(window) - 2), rel=1e-9)
        qtbot.waitUntil(lambda slope=slope: said(window, "gradient") == slope)  # type: ignore[misc]
        qtbot.waitUntil(curve(window).ghost.isVisible)  # type: ignore[attr-defined]
    release(plot, middle(window, 3.5))
    move(plot, middle(window, 1.0))
    assert start(window) == pytest.approx(3.5, abs=PIXEL)


def test_moves_that_are_too_many_to_be_seen_are_one_and_the_last_of_them_counts(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = curve(window)
    drawn, draw = [], view.draw
    monkeypatch.setattr(view, "draw", lambda frame: (drawn.append(frame), draw(frame)))
    press(view.plot, on_curve(window, 1))
    drawn.clear()
    for w in np.linspace(0.5, 3, 50):
        move(view.plot, middle(window, w))
    assert len(drawn) <= 2, "the new run, and what is to come of it"
    assert start(window) == pytest.approx(0.5, abs=PIXEL)
    release(view.plot, middle(window, 3))
    assert start(window) == pytest.approx(3, abs=PIXEL)
    assert drawn[-1].w == start(window)


@pytest.mark.parametrize("ends", ["let go", "held still"])
def test_what_is_written_follows_a_drag_once_it_can_be_read(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    if ends == "let go":
        monkeypatch.setattr("gdviz.playback.hand._REST_MS", A_WHILE_MS)
    frames: list[Frame] = []
    window.player.frame.connect(frames.append)
    plot, before = curve(window).plot, said(window, "weight")
    press(plot, on_curve(window, 1))
    move(plot, middle(window, 3))
    assert frames
    assert all(frame.held for frame in frames)
    (x,), _y = curve(window).ball.getData()  # type: ignore[attr-defined]
    assert x == start(window) == pytest.approx(3, abs=PIXEL)
    assert said(window, "weight") == before
    if ends == "let go":
        release(plot, middle(window, 3))
    else:
        qtbot.waitUntil(lambda: not frames[-1].held)
    assert said(window, "weight") == start(window)
    # By hand: J = 14/3 (w − 2)².
    assert said(window, "loss") == pytest.approx(14 / 3 * (start(window) - 2) ** 2, rel=1e-9)
    at = format_number(start(window))
    assert at in window.views["arithmetic"].sheet.toPlainText()  # type: ignore[attr-defined]


def test_a_slider_that_is_dragged_is_followed_and_read_once_it_is_let_go(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdviz.playback.hand._REST_MS", A_WHILE_MS)
    slider, rate = find(window, LogSlider, "learning_rate_slider"), number(window, "learning_rate")
    sheet = window.views["arithmetic"].sheet  # type: ignore[attr-defined]
    written, middle_of_it = sheet.toPlainText(), slider.rect().center()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle_of_it)
    QTest.mouseMove(slider, middle_of_it + QPoint(9, 0))
    assert rate.value() == slider.number_at(slider.value()) != 0.01
    assert window.player.config.algorithm.learning_rate == rate.value()  # type: ignore[attr-defined]
    assert sheet.toPlainText() == written
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=middle_of_it + QPoint(9, 0))
    assert format_number(rate.value()) in sheet.toPlainText()


def test_a_drag_lays_no_controls_out_and_samples_no_curve_anew(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a move of the mouse has nothing to do with stays as it is."""
    plot = curve(window).plot
    press(plot, on_curve(window, 1))
    QApplication.processEvents()
    heights = curve(window).curve.getData()[1]  # type: ignore[attr-defined]
    laid_out, shown_anew = Events(QEvent.Type.Resize, QEvent.Type.Show), list[object]()
    for widget in window.controls.findChildren(QWidget):
        widget.installEventFilter(laid_out)
    (rows,) = window.controls.findChildren(Hyperparameters)
    monkeypatch.setattr(
        rows, "show_settings", lambda *settings, **_how: shown_anew.append(settings)
    )
    move(plot, middle(window, 3))
    QApplication.sendPostedEvents()
    assert start(window) == pytest.approx(3, abs=PIXEL)
    assert laid_out.to == []
    assert shown_anew == []
    assert curve(window).curve.getData()[1] is heights  # type: ignore[attr-defined]


def test_two_drags_of_the_ball_are_two_changes(window: MainWindow) -> None:
    plot = curve(window).plot
    for path in ((1, 3), (3, 0.5)):
        drag(plot, [on_curve(window, path[0]), middle(window, path[1])])
    window.store.undo()
    assert start(window) == pytest.approx(3, abs=PIXEL)
    window.store.undo()
    assert start(window) == 1


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
    assert window.player.config.problem.y[2] == pytest.approx(5, abs=0.1)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.player.config.problem.y[2] < 4)  # type: ignore[attr-defined]
    problem = window.player.config.problem
    assert problem.id == "changed-data"
    assert find(window, QComboBox, "problem").currentText() == "Changed data"
    x, y = problem.x, problem.y  # type: ignore[attr-defined]
    np.testing.assert_allclose([x, y], [[1, 2, 3], [2, 4, 3]], atol=0.1)
    # The normal equation and the limit 2 / (2 mean x²), from the samples as they are now.
    assert problem.minima[0][0] == pytest.approx((x * y).sum() / (x**2).sum(), rel=1e-12)
    limit = window.player.config.algorithm.stability_limit(problem)
    assert limit == pytest.approx(1 / (x**2).mean(), rel=1e-12)
    cost = ((x - y) ** 2).mean()  # at the start, w = 1
    qtbot.waitUntil(lambda: said(window, "loss") == pytest.approx(cost, rel=1e-9))
    marked = curve(window).minimum.getData()[0]  # type: ignore[attr-defined]
    assert marked == pytest.approx(problem.minima[0])
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


def test_what_is_held_is_let_go_when_its_plot_is_hidden(window: MainWindow, qtbot: QtBot) -> None:
    view, samples = data(window), window.player.config.problem
    assert isinstance(samples, Regression)
    x, y = float(samples.x[0]), float(samples.y[0])
    press(view.plot, (x, y))
    move(view.plot, (x, y + 1))
    assert window.store[Held].held
    window.set_hidden({"data"})
    qtbot.waitUntil(lambda: not window.store[Held].held)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    window.set_hidden(())
    dragged = window.player.config.problem
    move(view.plot, (x, y + 3))
    assert window.player.config.problem is dragged is not samples
