"""Undo and redo: every change of state, and the run that was shown."""

import json
import os
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.kept import KeptRuns
from gdviz.ui.views.view import Veil
from gdviz.ui.views.weight_view import WeightView
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import (
    action,
    at_full_speed,
    choose,
    click,
    enter,
    find,
    number,
    on_controls,
    run_to_the_end,
    trigger,
    type_into,
)
from tests.ui.keeping import panel
from tests.ui.mouse import click_at


def test_what_is_set_is_taken_back_and_done_again(window: MainWindow) -> None:
    assert not action(window, "undo").isEnabled()
    number(window, "learning_rate").setValue(0.05)
    choose(window, "rule", "adam")
    click(window, "loss_logarithmic")
    trigger(window, "undo")
    assert not find(window, QAbstractButton, "loss_logarithmic").isChecked()
    trigger(window, "undo")
    assert window.player.config == configure(learning_rate=0.05)
    assert find(window, QComboBox, "rule").currentData() == "plain"
    trigger(window, "undo")
    assert window.player.config == configure()
    assert number(window, "learning_rate").value() == 0.01
    assert not action(window, "undo").isEnabled()
    for _change in range(3):
        trigger(window, "redo")
    assert window.player.config == configure(rule="adam", learning_rate=0.05)
    assert find(window, QAbstractButton, "loss_logarithmic").isChecked()
    assert not action(window, "redo").isEnabled()


def test_the_run_after_an_undo_is_the_one_that_was_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.player.seek(30)
    qtbot.waitUntil(lambda: window.player.position == 30)
    shown = window.player.trace
    number(window, "learning_rate").setValue(0.05)
    assert [step for step, _config in window.player.trace.changes] == [0, 30]
    window.player.seek(40)
    qtbot.waitUntil(lambda: window.player.position == 40)
    changed = window.player.trace.w[:41].copy()
    trigger(window, "undo")
    assert window.player.trace is shown
    assert window.player.position == 30
    trigger(window, "redo")
    assert window.player.position == 40
    np.testing.assert_array_equal(window.player.trace.w[:41], changed)


@pytest.mark.parametrize("epochs", [100, 800])
def test_runs_are_remembered_as_far_as_one_may_take_memory(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, epochs: int
) -> None:
    number(window, "epochs").setValue(epochs)
    monkeypatch.setattr("gdviz.core.runs.trace._MEMORY", 1000 * 5 * 8)  # a thousand steps
    run_to_the_end(window, qtbot)
    first = window.player.trace
    number(window, "learning_rate").setValue(0.02)
    run_to_the_end(window, qtbot)
    number(window, "learning_rate").setValue(0.03)
    for _change in range(2):
        action(window, "undo").trigger()
    assert window.player.config == first.config
    assert (window.player.trace is first) == (2 * epochs < 1000)


def test_a_reset_is_taken_back_too(window: MainWindow, qtbot: QtBot) -> None:
    window.player.seek(12)
    qtbot.waitUntil(lambda: window.player.position == 12)
    number(window, "learning_rate").setValue(0.05)
    click(window, "reset")
    assert [step for step, _config in window.player.trace.changes] == [0]
    trigger(window, "undo")
    assert [step for step, _config in window.player.trace.changes] == [0, 12]
    assert window.player.position == 12


def test_a_drag_is_one_change(window: MainWindow, qtbot: QtBot) -> None:
    slider = find(window, QAbstractSlider, "learning_rate_slider")
    for tick in range(slider.value() + 1, slider.value() + 20):
        slider.setValue(tick)
    trigger(window, "undo")
    assert window.player.config == configure()


def test_two_changes_of_the_same_with_a_pause_between_are_two(
    window: MainWindow, qtbot: QtBot
) -> None:
    QTest.mouseClick(window, Qt.MouseButton.LeftButton)  # no button is down any more
    rate = number(window, "learning_rate")
    rate.setValue(0.05)
    qtbot.waitUntil(lambda: not window.features["undo"].pausing)
    rate.setValue(0.06)
    trigger(window, "undo")
    assert window.player.config == configure(learning_rate=0.05)


def test_a_number_half_typed_is_a_change_like_others(active: MainWindow, qtbot: QtBot) -> None:
    choose(active, "problem", "expression")
    before = active.player.config
    type_into(number(active, "domain_high"), "2")
    for wanted in (before, configure()):  # the field is gone with the second
        trigger(active, "undo")
        assert active.player.config == wanted
    trigger(active, "redo")
    trigger(active, "redo")
    assert active.player.config.problem.domain == ((-2.2, 2.0),)


def test_a_field_of_text_keeps_its_own(active: MainWindow, qtbot: QtBot) -> None:
    number(active, "epochs").setValue(50)
    choose(active, "problem", "expression")
    field = find(active, QWidget, "function")
    field.setFocus()
    before = active.player.config
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClicks(field, "+1")
    assert active.player.config != before
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert active.player.config == before
    assert number(active, "epochs").value() == 50


def actions(window: MainWindow, draw: Random) -> list[Callable[[], None]]:
    """What a user might do next, of all that is to be seen."""

    def set_kept(action: str) -> None:
        """Keep the run, or change one of those that are kept."""
        if action == "keep":
            click(window, "keep_run")
        elif runs := window.store[KeptRuns].runs:
            slot = draw.choice(runs).slot
            if action == "rename":
                panel(window).renamed.emit(slot, draw.choice(["", "mine", "a good one"]))
            else:
                click(window, f"kept_{action}_{slot}")

    names = ("momentum_enabled", "more", "loss_logarithmic", "loss_epochs", "loss_steps", "reset")
    buttons = [find(window, QAbstractButton, name) for name in names]
    return [
        *on_controls(window, draw),
        *(button.click for button in buttons if button.isVisible()),
        lambda: find(window, QAbstractSlider, "speed").setValue(draw.randint(0, 61)),
        lambda: trigger(window, draw.choice(["panel_loss", "panel_data", "panel_controls"])),
        lambda: trigger(window, draw.choice(["next_lesson", "previous_lesson", "close_lesson"])),
        lambda: click(window, "lesson_next") if lesson_is_open(window) else None,
        lambda: trigger(window, draw.choice(["listing-1", "saddle", "listing-2"])),
        *(lambda action=action: set_kept(action) for action in _KEPT),  # type: ignore[misc]
        lambda: click(window, draw.choice(["in_run", "in_compare"])),
        lambda: choose(window, "race_by", draw.choice(["steps", "epochs", "evaluations"])),
        lambda: window.player.seek(draw.randint(0, 30)) if window.transport.isEnabled() else None,
        lambda: trigger(window, draw.choice(["predict_mode", "by_hand_mode", "check_number_mode"])),
        *[lambda: point_somewhere(window, draw)] * 4,
        lambda: press_if_shown(window, draw.choice(["by_hand_reveal", "by_hand_again"])),
        lambda: trigger(window, draw.choice(["undo", "redo"])),
    ]


_KEPT = ("keep", "keep", "rename", "show", "remove")


def point_somewhere(window: MainWindow, draw: Random) -> None:
    """Click at a plot of weights, where a mode asks for it."""
    if window.store[Veil].aiming:
        plots = [one.plot for one in window.views.values() if isinstance(one, WeightView)]
        for plot in (one for one in plots if one.isVisible()):
            x, y = (low + draw.uniform(0.1, 0.9) * (high - low) for low, high in plot.viewRange())
            click_at(plot, (x, y))


def press_if_shown(window: MainWindow, name: str) -> None:
    button = find(window, QAbstractButton, name)
    if button.isVisible():
        button.click()


ACTIONS = int(os.environ.get("GDVIZ_ACTIONS", "50"))


def lesson_is_open(window: MainWindow) -> bool:
    return find(window, QAbstractButton, "lesson_next").isVisible()


def chosen(state: dict[str, object]) -> dict[str, object]:
    """The state but for where in the run one is, which is no choice, and goes with the run."""
    return {name: part for name, part in state.items() if name != "place"}


def looks(window: MainWindow) -> dict[str, object]:
    """What is to be seen of the state."""
    shown = {box.objectName(): box.currentData() for box in window.findChildren(QComboBox)}
    fields = window.findChildren(NumberField)
    shown |= {one.objectName(): one.value() for one in fields if one.isVisible()}
    buttons = window.findChildren(QAbstractButton)
    shown |= {one.objectName(): one.isChecked() for one in buttons if one.isVisible()}
    for name in ("predict_score", "by_hand_score"):
        score = find(window, QLabel, name)
        shown[name] = score.text() if score.isVisible() else ""
    return {**shown, "title": window.windowTitle(), "speed": window.player.speed}


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.full)])
def test_whatever_was_done_is_undone_redone_and_opened_again(
    window: MainWindow, qtbot: QtBot, seed: int
) -> None:
    draw = Random(seed)
    first = window.state()
    at_full_speed(window)
    for _action in range(ACTIONS):
        draw.choice(actions(window, draw))()
        if draw.random() < 0.2:
            QApplication.processEvents()
    last = window.state()
    count = 0
    while window.store.can_undo:
        trigger(window, "undo")
        count += 1
        assert window.controls.config() == window.player.config
    assert chosen(window.state()) == chosen(first)
    for _change in range(count):
        trigger(window, "redo")
    redone = json.loads(json.dumps(window.state()))
    assert chosen(redone) == chosen(last)
    again = MainWindow()
    qtbot.addWidget(again)
    again.show()
    again.restore(redone)
    assert chosen(again.state()) == chosen(last)
    assert again.player.config == window.player.config
    assert looks(again) == looks(window)


def test_what_is_shown_in_the_middle_of_a_run_is_opened_again(
    window: MainWindow, qtbot: QtBot, active: MainWindow
) -> None:
    window.player.seek(20)
    qtbot.waitUntil(lambda: window.player.position == 20)
    enter(number(window, "learning_rate"), "0.05")
    window.player.seek(33)
    qtbot.waitUntil(lambda: window.player.position == 33)
    again = MainWindow()
    qtbot.addWidget(again)
    again.restore(window.state())
    qtbot.waitUntil(lambda: again.player.position == 33)
    np.testing.assert_array_equal(again.player.trace.w[:34], window.player.trace.w[:34])
