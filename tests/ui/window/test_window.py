"""The real window on the course's own problem, driven as its users drive it."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSlider,
    QLabel,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.core import ALGORITHMS, Outcome
from gdviz.ui import MainWindow
from gdviz.ui.theme import DARK
from gdviz.ui.widgets.card import Note
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import (
    action,
    at_full_speed,
    choose,
    click,
    find,
    number,
    run_to_the_end,
)

LISTING_1_END = 1.9999444396553017
CONTROLS = [
    "algorithm", "learning_rate", "epochs", "momentum_enabled", "momentum", "nesterov",
    "batch_size", "start", "seed", "smoothing", "speed", "run", "pause", "step_forward", "reset",
]  # fmt: skip


def test_every_control_can_be_found_and_explains_itself(window: MainWindow) -> None:
    for name in CONTROLS:
        control = find(window, QWidget, name)
        assert control.accessibleName(), name
        assert control.toolTip(), name


def test_the_first_listing_runs_to_its_end(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    assert window.player.position == 100
    assert window.player.trace.w[-1, 0] == pytest.approx(LISTING_1_END, rel=1e-12)
    assert find(window, QLabel, "prediction_value").text() == "4 → 8"
    assert find(window, QLabel, "weight_value").toolTip().startswith("1.99994443965")


def test_frames_come_in_order_and_end_at_the_end(window: MainWindow, qtbot: QtBot) -> None:
    positions: list[int] = []
    window.player.frame.connect(lambda frame: positions.append(frame.position))
    window.player.speed = 1000.0
    with qtbot.waitSignal(window.player.finished):
        click(window, "run")
    assert positions[-1] == 100
    assert all(earlier <= later for earlier, later in pairwise(positions))


def test_pause_stays_and_a_step_goes_on_by_one(window: MainWindow, qtbot: QtBot) -> None:
    window.player.speed = 100.0
    click(window, "run")
    qtbot.waitUntil(lambda: window.player.position >= 3)
    click(window, "pause")
    paused_at = window.player.position
    assert not window.player.playing
    for count in (1, 2, 3):
        click(window, "step_forward")
        qtbot.waitUntil(lambda: window.player.position == paused_at + count)  # noqa: B023
    # Listing 1 by hand: each step takes w a share 0.01 * 28/3 of the way to 2.
    expected = 2 - (1 - 0.01 * 28 / 3) ** (paused_at + 3)
    assert window.player.trace.w[window.player.position, 0] == pytest.approx(expected, rel=1e-12)


def test_going_back_computes_nothing_again(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    trace, length = window.player.trace, len(window.player.trace)
    click(window, "step_back")
    qtbot.waitUntil(lambda: window.player.position == 99)
    window.player.seek(7)
    assert window.player.position == 7
    run_to_the_end(window, qtbot)
    assert window.player.trace is trace
    assert len(trace) == length


def test_reset_goes_back_to_the_start(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    click(window, "reset")
    assert window.player.position == 0
    qtbot.waitUntil(lambda: find(window, QLabel, "weight_value").text() == "1.000")
    assert window.player.shown.outcome is None


def test_too_large_a_rate_diverges_and_says_why(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "learning_rate").setValue(0.3)
    assert run_to_the_end(window, qtbot) is Outcome.DIVERGED
    assert np.isfinite(window.player.trace.w).all()
    banner = find(window, Note, "banner")
    assert "0.2143" in banner.text()
    assert banner.property("means") == "divergence"


def test_momentum_is_torchs(window: MainWindow, qtbot: QtBot) -> None:
    find(window, QWidget, "momentum_enabled").setChecked(True)  # type: ignore[attr-defined]
    find(window, NumberField, "momentum").setValue(0.9)
    run_to_the_end(window, qtbot)
    w, v = 1.0, 0.0
    for _epoch in range(100):
        v = 0.9 * v + 28 / 3 * (w - 2)
        w -= 0.01 * v
    assert window.player.trace.w[-1, 0] == pytest.approx(w, rel=1e-12)


def test_each_algorithm_runs_to_its_end(window: MainWindow, qtbot: QtBot) -> None:
    for algorithm in ALGORITHMS:
        choose(window, "algorithm", algorithm)
        run_to_the_end(window, qtbot)
        assert window.player.config.algorithm.id == algorithm
        assert window.player.trace.w[-1, 0] == pytest.approx(2, abs=0.01)


def test_what_does_not_apply_is_absent(window: MainWindow) -> None:
    click(window, "more")
    for algorithm, unused in (
        ("gradient-descent", {"batch_size", "order", "seed"}),
        ("sgd", {"batch_size"}),
        ("mini-batch", set()),
        ("exhaustive", {"rule", "learning_rate", "epochs", "batch_size", "order", "start", "seed"}),
    ):
        choose(window, "algorithm", algorithm)
        for name in ("rule", "learning_rate", "epochs", "batch_size", "order", "start", "seed"):
            shown = find(window, QWidget, name).isVisible()
            assert shown == (name not in unused), (algorithm, name)


def test_the_window_can_be_closed_in_mid_run(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "epochs").setValue(1_000_000)
    at_full_speed(window)
    click(window, "run")
    qtbot.waitUntil(lambda: window.player.position > 1000)
    assert window.close()


def test_many_resets_in_a_row_while_running(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "epochs").setValue(100_000)
    at_full_speed(window)
    for _reset in range(30):
        click(window, "run")
        click(window, "reset")
    assert window.player.position == 0
    find(window, NumberField, "epochs").setValue(100)
    run_to_the_end(window, qtbot)
    assert window.player.trace.w[-1, 0] == pytest.approx(LISTING_1_END, rel=1e-12)


def test_language_and_theme_change_in_mid_run(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "epochs").setValue(100_000)
    window.player.speed = 200.0
    click(window, "run")
    qtbot.waitUntil(lambda: window.player.position > 5)
    action(window, "zh").trigger()
    action(window, "dark").trigger()
    before = window.player.position
    qtbot.waitUntil(lambda: window.player.position > before + 5)
    assert find(window, QLabel, "epoch").text().startswith("轮次")
    assert DARK.ground in window.styleSheet()
    action(window, "en").trigger()
    assert find(window, QWidget, "learning_rate").accessibleName() == "Learning rate"


@pytest.mark.parametrize("focus", ["window", "learning_rate"])
def test_space_runs_and_pauses_wherever_one_types(
    window: MainWindow, qtbot: QtBot, focus: str
) -> None:
    qtbot.waitActive(window)
    target = window if focus == "window" else find(window, QWidget, focus)
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.player.playing)
    qtbot.keyClick(target, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not window.player.playing)


def test_the_slider_and_the_field_show_the_same_rate(window: MainWindow, qtbot: QtBot) -> None:
    slider = window.findChild(QWidget, "learning_rate_slider")
    slider.setValue(slider.minimum())  # type: ignore[attr-defined, union-attr]
    assert find(window, NumberField, "learning_rate").value() == pytest.approx(1e-6)
    find(window, NumberField, "learning_rate").setValue(10)
    assert slider.value() == slider.maximum()  # type: ignore[attr-defined, union-attr]


def test_smoothing_can_be_changed_after_the_run(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    smooth = window.views["loss"].smooth  # type: ignore[attr-defined]
    np.testing.assert_array_equal(smooth.getData()[1], window.player.trace.loss)
    assert not find(window, NumberField, "smoothing").isVisible()
    click(window, "loss_smooth")
    assert find(window, NumberField, "smoothing").isVisible()
    find(window, NumberField, "smoothing").setValue(0.0)
    np.testing.assert_allclose(smooth.getData()[1], window.player.trace.loss)
    find(window, NumberField, "smoothing").setValue(0.9)
    # pandas' ewm(adjust=True): weights 0.9^age, by hand for the last point.
    ages = 0.9 ** np.arange(100)[::-1]
    mean = (ages * window.player.trace.loss).sum() / ages.sum()
    assert smooth.getData()[1][-1] == pytest.approx(mean)


def test_where_steps_see_some_samples_the_loss_is_smoothed_unless_told_otherwise(
    window: MainWindow,
) -> None:
    field, button = find(window, NumberField, "smoothing"), find(window, QPushButton, "loss_smooth")
    choose(window, "algorithm", "sgd")
    assert field.isVisible()
    assert button.isChecked()
    button.click()
    assert not field.isVisible()
    choose(window, "algorithm", "gradient-descent")
    assert not button.isChecked()
    window.store.undo()
    window.store.undo()
    assert button.isChecked()


def test_another_rate_goes_on_from_the_step_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.player.seek(10)
    qtbot.waitUntil(lambda: window.player.position == 10)
    w = float(window.player.trace.w[10, 0])
    find(window, NumberField, "learning_rate").setValue(0.1)
    assert window.player.position == 10
    click(window, "step_forward")
    qtbot.waitUntil(lambda: window.player.position == 11)
    expected = w + 0.1 * 28 / 3 * (2 - w)
    assert window.player.trace.w[11, 0] == pytest.approx(expected, rel=1e-12)
    click(window, "reset")
    assert window.player.position == 0
    assert len(window.player.trace.changes) == 1


def test_another_rate_while_it_plays_plays_on(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "epochs").setValue(100_000)
    window.player.speed = 200.0
    click(window, "run")
    qtbot.waitUntil(lambda: window.player.position > 5)
    find(window, NumberField, "learning_rate").setValue(0.05)
    changed_at = window.player.position
    assert changed_at > 5
    qtbot.waitUntil(lambda: window.player.position > changed_at + 5)


def test_the_timeline_takes_every_view_along(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    timeline = find(window, QAbstractSlider, "timeline")
    timeline.setValue(25)
    assert window.player.position == 25
    shown = find(window, QLabel, "weight_value").toolTip()
    assert shown == repr(float(window.player.trace.w[25, 0]))
    ball = window.views["cost-curve"].ball  # type: ignore[attr-defined]
    assert ball.getData()[0][0] == window.player.trace.w[25, 0]


def test_past_where_a_run_has_ended_the_timeline_does_not_stay(
    window: MainWindow, qtbot: QtBot
) -> None:
    number(window, "learning_rate").setValue(1)
    assert run_to_the_end(window, qtbot) is Outcome.DIVERGED
    timeline = find(window, QAbstractSlider, "timeline")
    end = timeline.value()
    assert end == window.player.position < timeline.maximum()
    for tick in (timeline.maximum(), end + 5):
        timeline.setValue(tick)
        assert timeline.value() == end
