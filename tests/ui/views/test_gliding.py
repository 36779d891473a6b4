"""A step on its way, in the real window: what glides, what is drawn at the ball, what stays."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextFragment
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.types import Array
from gdviz.ui import MainWindow
from gdviz.ui.features.looks.motion import ReducedMotion
from gdviz.ui.plots.rule_step import RuleStep
from gdviz.ui.views.arithmetic.view import ArithmeticView
from gdviz.ui.views.contours import Contours
from gdviz.ui.views.cost_curve import CostCurve
from gdviz.ui.views.data.fit import DataFit
from gdviz.ui.views.loss.view import LossPlot
from tests.ui.driving import find, trigger
from tests.ui.keeping import ball, keep

V = TypeVar("V")

FRACTIONS = [frame / 30 for frame in range(30)]
"""Of one step: at two steps a second a screen shows 30 pictures of it."""


@pytest.fixture
def moving(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """Return the window, with motion."""
    monkeypatch.setattr(ReducedMotion, "glides", True)
    trigger(window, "reduced_motion")
    trigger(window, "reduced_motion")
    return window


def at_step(window: MainWindow, qtbot: QtBot, step: int) -> None:
    window.player.seek(step)
    qtbot.waitUntil(lambda: window.player.position == step and len(window.player.trace) > step + 1)


def glide(window: MainWindow, fraction: float) -> None:
    """Show how far the next step has come, as the player does."""
    window.player.glided.emit(replace(window.player.shown, fraction=fraction))


def view(window: MainWindow, kind: type[V]) -> V:
    (found,) = (one for one in window.views.values() if type(one) is kind)
    return found


def place(item: object) -> tuple[float, float]:
    x, y = item.getData()  # type: ignore[attr-defined]
    return float(x[-1]), float(y[-1])


def lit(window: MainWindow) -> set[str]:
    """The symbols of the numbers in the step's arithmetic that are lit."""
    sheet = view(window, ArithmeticView).sheet
    return {
        sheet.terms[int(fragment.charFormat().anchorHref())].symbol
        for fragment in fragments(window)
        if fragment.charFormat().background().style() != Qt.BrushStyle.NoBrush
    }


def fragments(window: MainWindow) -> Iterator[QTextFragment]:
    block = view(window, ArithmeticView).sheet.document().begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            yield pieces.fragment()
            pieces += 1
        block = block.next()


def tip(rule_step: RuleStep, part: int) -> Array:
    point = rule_step.arrows[part].point
    return np.array([point.pos().x(), point.pos().y()])


def test_at_two_steps_a_second_the_ball_goes_along_the_curve(
    moving: MainWindow, qtbot: QtBot
) -> None:
    moving.show_run(configure("linear", momentum=0.9))
    moving.player.speed = 2.0
    at_step(moving, qtbot, 3)
    trace, curve, loss = moving.player.trace, view(moving, CostCurve), view(moving, LossPlot)
    sheet, written = view(moving, ArithmeticView).sheet, []
    sheet.document().contentsChanged.connect(lambda: written.append(1))
    numbers = find(moving, QLabel, "weight_value").text()
    balls, losses, lines, lights = [], [], [], []
    for fraction in FRACTIONS:
        glide(moving, fraction)
        balls.append(place(curve.ball))
        losses.append(place(loss.point.ball))
        lines.append(place(view(moving, DataFit).line))
        lights.append(lit(moving))
    for places in (balls, losses, lines):
        assert len(set(places)) > 10  # more than 20 a second
        assert places == sorted(places)
    weights, costs = np.transpose(balls)
    np.testing.assert_allclose(costs, trace.config.problem.cost(weights[:, np.newaxis]))
    assert weights[0] == trace.w[3, 0]
    assert losses[0] == (3, pytest.approx(trace.loss[3]))
    glide(moving, 1 - 1e-9)
    assert place(curve.ball)[0] == pytest.approx(trace.w[4, 0])
    assert place(loss.point.ball) == (pytest.approx(4), pytest.approx(trace.loss[4]))
    # The numbers stay those of the step; which of them light up is written three times.
    assert find(moving, QLabel, "weight_value").text() == numbers
    assert len(written) <= 3
    assert [lights[0], lights[5], lights[20]] == [set(), {"v", "g"}, {"w"}]


def test_at_the_ball_is_drawn_how_the_rule_made_the_step(moving: MainWindow, qtbot: QtBot) -> None:
    moving.show_run(configure("himmelblau", rule="rmsprop", momentum=0.9, learning_rate=0.03))
    moving.player.speed = 2.0
    at_step(moving, qtbot, 1)
    trace, contours = moving.player.trace, view(moving, Contours)
    glide(moving, 0.3)
    drawn = contours.rule_step
    speed = trace.state[0, 1]  # v ← β·v + g/√s, w ← w − α·v
    np.testing.assert_allclose(tip(drawn, 0), trace.w[1] - 0.03 * 0.9 * speed)
    np.testing.assert_allclose(tip(drawn, 1), trace.w[2])
    sides = [square.rect().size() for square in drawn.squares]
    pixel = contours.plot.pixel()
    in_pixels = [(size.width() / pixel[0], size.height() / pixel[1]) for size in sides]
    for width, height in in_pixels:
        assert width == pytest.approx(height)
    roots = np.sqrt(trace.state[1, 0])
    assert in_pixels[0][0] / in_pixels[1][0] == pytest.approx(roots[0] / roots[1])
    assert not contours.arrows["step"].shaft.isVisible()  # the sum comes when the parts are there
    glide(moving, 0.45)
    assert contours.arrows["step"].shaft.isVisible()
    moving.player.speed = 10.0
    glide(moving, 0.3)
    assert not any(arrow.shaft.isVisible() for arrow in drawn.arrows)
    assert not any(square.isVisible() for square in drawn.squares)


def test_the_kept_runs_of_a_race_glide_too(moving: MainWindow, qtbot: QtBot) -> None:
    kept = keep(moving, qtbot, 0.02)[0]
    moving.show_run(configure("linear", learning_rate=0.05))
    trigger(moving, "race")
    at_step(moving, qtbot, 2)
    moving.player.speed = 20.0
    glide(moving, 0.5)
    assert ball(moving, 0) == pytest.approx(float(kept.w[2:4, 0].mean()))


def test_nothing_glides_where_motion_is_reduced_or_the_step_a_secret(moving: MainWindow) -> None:
    assert moving.player.gliding.wanted
    trigger(moving, "reduced_motion")
    assert not moving.player.gliding.wanted
    trigger(moving, "reduced_motion")
    trigger(moving, "predict_mode")
    assert not moving.player.gliding.wanted
    moving.player.speed = 2.0
    glide(moving, 0.5)
    assert place(view(moving, CostCurve).ball)[0] == moving.player.trace.w[0, 0]
    trigger(moving, "predict_mode")
    assert moving.player.gliding.wanted
