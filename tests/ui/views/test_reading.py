"""What a plot says where the pointer is equals the trace; the same step is marked everywhere."""

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.core import Trace, configure
from gdviz.core.numbers import format_number
from gdviz.ui import MainWindow
from gdviz.ui.plots.plot import Plot
from tests.ui.driving import click, trigger
from tests.ui.keeping import keep, set_rate
from tests.ui.mouse import click_at, move


def played(window: MainWindow, qtbot: QtBot, position: int, *args: str, **settings: Any) -> Trace:
    window.show_run(configure(*args, **settings))
    window.player.seek(position)
    qtbot.waitUntil(lambda: window.player.position == position and window.player.shown.known)
    return window.player.trace


def point(window: MainWindow, name: str, x: float, y: float) -> str:
    """Point at a place in a view's plot, and return what it says."""
    plot: Plot = window.views[name].plot  # type: ignore[attr-defined]
    QTest.mouseMove(plot.viewport(), QPoint(1, 1))  # a pointer that stays tells nothing
    move(plot, (x, y))
    return window.views[name].reader.text  # type: ignore[attr-defined]


def test_the_loss_says_its_step_and_marks_it_everywhere(window: MainWindow, qtbot: QtBot) -> None:
    trace = played(window, qtbot, 30, algorithm="mini-batch", learning_rate=0.02)
    at = {"steps": np.arange(31), "epochs": np.arange(31) / 2, "evaluations": trace.evaluations}
    for step, (across, x) in enumerate(at.items(), 12):
        click(window, f"loss_{across}")
        said = point(window, "loss", float(x[step]), 0.1)
        assert said.startswith(f"step {step} · loss {format_number(float(trace.loss[step]))}")
        dot = window.views["cost-curve"].reader.dot  # type: ignore[attr-defined]
        assert dot.isVisible()
        assert dot.getData()[0] == [trace.w[step, 0]]


def test_a_click_on_the_loss_goes_to_that_step(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 30)
    click_at(window.views["loss"].plot, (7, 1.0))  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.player.position == 7)


def test_kept_runs_are_read_too(window: MainWindow, qtbot: QtBot) -> None:
    (kept,) = keep(window, qtbot, 0.01)
    set_rate(window, 0.1)
    window.player.seek(20)
    qtbot.waitUntil(lambda: window.player.position == 20)
    said = point(window, "loss", 5, 1.0).split("\n")
    assert said[1] == f"α = 0.01: {format_number(float(kept.loss[5]))}"


def test_the_curve_says_the_cost_and_the_step_that_was_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    trace = played(window, qtbot, 30)
    assert point(window, "cost-curve", 3.0, 12.0) in [f"w {w} · J {j}" for w, j in _costs(3.0)]
    w = float(trace.w[2, 0])
    said = point(window, "cost-curve", w, 14 / 3 * (w - 2) ** 2)
    assert said.startswith(f"step 2 · w {format_number(w)}")
    assert window.views["loss"].reader.dot.getData()[1] == [trace.loss[2]]  # type: ignore[attr-defined]


def _costs(w: float) -> list[tuple[str, str]]:
    """Say w and its cost for every weight within two pixels of it."""
    near = np.linspace(w - 0.02, w + 0.02, 4001)
    return [(format_number(a), format_number(14 / 3 * (a - 2) ** 2)) for a in near.tolist()]


def test_the_map_draws_the_contour_under_the_pointer(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 5, "stretched-bowl")
    view = window.views["contours"]
    assert "J " in point(window, "contours", 3.0, 1.0)
    line = np.stack(view.level.getData(), axis=-1)  # type: ignore[attr-defined]
    at = view.reader.shown.at  # type: ignore[attr-defined]
    costs = 0.1 * line[:, 0] ** 2 + 2 * line[:, 1] ** 2
    np.testing.assert_allclose(costs, 0.1 * at[0] ** 2 + 2 * at[1] ** 2, rtol=0.02)
    assert len(line) > 100
    QApplication.sendEvent(view.plot.viewport(), QEvent(QEvent.Type.Leave))  # type: ignore[attr-defined]
    assert len(view.level.getData()[0]) == 0  # type: ignore[attr-defined]


def test_nothing_is_read_that_is_to_be_guessed(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 3)
    trigger(window, "predict_mode")
    assert point(window, "cost-curve", 3.0, 12.0) == ""


def test_the_data_say_a_sample_and_its_error(window: MainWindow, qtbot: QtBot) -> None:
    trace = played(window, qtbot, 4)
    said = point(window, "data", 2, 4)
    predicted = 2 * float(trace.w[4, 0])
    assert (
        said == f"x 2 · y 4 · ŷ {format_number(predicted)} · ŷ − y {format_number(predicted - 4)}"
    )


def test_a_step_without_a_place_in_a_plot_is_marked_nowhere(
    window: MainWindow, qtbot: QtBot
) -> None:
    trace = played(window, qtbot, 30, "double-well", start=(2.0,), learning_rate=0.01)
    click(window, "loss_logarithmic")
    step = int(np.flatnonzero(trace.loss < 0)[0])  # it has no logarithm
    w = float(trace.w[step, 0])
    said = point(window, "cost-curve", w, float(trace.loss[step]))
    assert said.startswith("step ")
    assert trace.loss[int(said.split()[1])] < 0
    dot = window.views["loss"].reader.dot  # type: ignore[attr-defined]
    assert not dot.isVisible()
    assert np.isfinite(dot.getData()).all()


def test_a_step_that_is_pointed_at_is_no_sample(window: MainWindow, qtbot: QtBot) -> None:
    played(window, qtbot, 8)
    assert point(window, "loss", 2, 1.0).startswith("step 2")
    assert not window.views["data"].pointed_mark.isVisible()  # type: ignore[attr-defined]
