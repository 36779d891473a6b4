"""The loss on a logarithmic axis where it is 0 or less, which has no logarithm."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.problems.expression import parse
from gdviz.core.types import Array
from gdviz.ui import MainWindow
from gdviz.ui.features.sweep.panel import SweepPanel
from gdviz.ui.plots.path import Line
from gdviz.ui.plots.plot import Plot
from gdviz.ui.theme import LIGHT
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import click, run_to_the_end

SAID = "A loss of 0 or less has no place on a logarithmic axis."


def plot(window: MainWindow) -> Plot:
    found = window.views["loss"].plot  # type: ignore[attr-defined]
    assert isinstance(found, Plot)
    return found


def said(window: MainWindow) -> list[str]:
    """Return what is written in the plot, its legend apart, whose entries begin with a picture."""
    items = plot(window).plotItem.items
    shown = [item for item in items if isinstance(item, pg.TextItem) and item.isVisible()]
    return [text for item in shown if "\ufffc" not in (text := item.textItem.toPlainText())]


def columns_in(window: MainWindow, colour: str) -> Array:
    """Return at which steps the plot has pixels of about that colour."""
    image = plot(window).grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.array(image.constBits()).reshape(image.height(), image.width(), 4)
    wanted = QColor(colour).blue(), QColor(colour).green(), QColor(colour).red()
    (found,) = np.nonzero((np.abs(pixels[:, :, :3].astype(int) - wanted).sum(2) < 60).any(0))
    box = plot(window).plotItem.getViewBox()
    left, right = box.mapSceneToView(box.sceneBoundingRect()).boundingRect().getCoords()[::2]
    inside = box.sceneBoundingRect()
    steps = left + (found - inside.left()) / inside.width() * (right - left)
    return np.asarray(steps[(steps >= left) & (steps <= right)])


@pytest.mark.parametrize("start", [1.2, 2.0])
def test_a_negative_cost_is_said_to_have_no_place_there(
    window: MainWindow, qtbot: QtBot, start: float
) -> None:
    problem = parse("w^4 - 3w^2 + w", (-2.2, 2.2))
    window.show_run(configure(problem=problem, start=(start,), learning_rate=0.01))
    run_to_the_end(window, qtbot)
    loss = window.player.trace.loss
    assert (loss[0] > 0) == (start == 2.0)  # from the other start no loss at all can be drawn
    assert loss[-1] < 0
    assert not said(window)
    click(window, "loss_logarithmic")
    ball = window.views["loss"].point.ball  # type: ignore[attr-defined]
    assert not ball.isVisible()
    assert np.isfinite(ball.getData()).all()
    assert not window.grab().isNull()
    assert said(window) == [SAID]
    window.set_language("zh")
    assert said(window) != [SAID]
    click(window, "loss_logarithmic")
    assert not said(window)


def test_a_positive_cost_has_its_place(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    click(window, "loss_logarithmic")
    assert not said(window)


def test_no_line_is_drawn_where_there_is_no_loss_to_draw(window: MainWindow, qtbot: QtBot) -> None:
    # The search goes from left to right, and the cost is negative between -1 and 1.
    window.show_run(configure(parse("w^2 - 1", (-2, 2)), "exhaustive", points=101))
    smoothing = window.findChild(NumberField, "smoothing")
    assert smoothing is not None
    smoothing.setValue(0.0)
    run_to_the_end(window, qtbot)
    click(window, "loss_logarithmic")
    drawn = columns_in(window, LIGHT.weight)
    assert (drawn < 24).any()
    assert ((drawn > 76) & (drawn < 95)).any()
    assert not ((drawn > 28) & (drawn < 72)).any()


def test_a_kept_run_of_a_negative_cost_is_said_too(window: MainWindow, qtbot: QtBot) -> None:
    problem = parse("w^4 - 3w^2 + w", (-2.2, 2.2))
    window.show_run(configure(problem=problem, start=(2.0,), learning_rate=0.01))
    run_to_the_end(window, qtbot)
    click(window, "keep_run")
    window.show_run(configure(problem=problem, start=(2.0,), learning_rate=1e-5, epochs=5))
    run_to_the_end(window, qtbot)
    click(window, "loss_logarithmic")
    assert (window.player.trace.loss > 0).all()
    assert said(window) == [SAID]


def test_a_sweep_of_which_every_run_diverges_from_a_negative_cost(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_run(configure(parse("-1e305*w^2", (-2, 2)), epochs=10))
    click(window, "sweep")
    dialog = window.findChild(SweepPanel)
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.running, timeout=20_000)
    assert dialog.sweep is not None
    assert dialog.sweep.diverged.all()
    assert not dialog.grab().isNull()


def test_a_dashed_line_goes_on_after_a_gap(qtbot: QtBot) -> None:
    made = Plot()
    qtbot.addWidget(made)
    made.setRange(xRange=(0, 6), yRange=(-1, 1))
    line = Line(made)
    line.restyle(LIGHT.past, (7, 3))
    points = np.column_stack([np.arange(7), np.log10([3, 2, 1, np.nan, 0.5, 0.2, 0.1])])
    line.show(points)
    items = (line.item, *line.item.childItems())
    x = np.concatenate([item.getData()[0] for item in items])  # type: ignore[attr-defined]
    assert x.min() == 0
    assert x.max() > 5.9
    assert not ((x > 2) & (x < 4)).any()
