"""The schedule of the learning rate in the window: chosen under More, shown with its numbers."""

import pytest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome
from gdviz.core.algorithms.schedules import OPTIONS
from gdviz.ui import MainWindow
from tests.ui.driving import choose, click, find, number, run_to_the_end


def rate_now(window: MainWindow) -> QLabel:
    return find(window, QLabel, "rate_value")


def test_a_fresh_window_has_neither_the_choice_nor_the_rate(window: MainWindow) -> None:
    assert not find(window, QComboBox, "schedule").isVisible()
    assert not rate_now(window).isVisible()
    click(window, "more")
    combo = find(window, QComboBox, "schedule")
    assert combo.isVisible()
    assert [combo.itemData(index) for index in range(combo.count())] == [*OPTIONS]
    assert not rate_now(window).isVisible()


def test_now_and_this_step_show_the_rate_of_the_step(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "schedule", "one-over-t")
    number(window, "learning_rate").setValue(0.08)
    for step, shown in enumerate(["0.08000", "0.04000", "0.02667", "0.02000"]):
        assert window.player.position == step
        assert rate_now(window).isVisible()
        assert rate_now(window).text() == shown
        assert float(rate_now(window).toolTip()) == 0.08 / (step + 1)
        with qtbot.waitSignal(window.player.frame):
            window.player.step_forward()
    run_to_the_end(window, qtbot)
    assert float(rate_now(window).toolTip()) == pytest.approx(0.08 / 100)


def test_the_formula_says_it_and_the_slider_has_no_limit_any_more(window: MainWindow) -> None:
    before = window.controls.config().algorithm.stability_limit(window.player.config.problem)
    assert before is not None
    choose(window, "schedule", "cosine")
    config = window.controls.config()
    assert config.algorithm.stability_limit(config.problem) is None
    shown = [one.text() for one in window.controls.findChildren(QLabel) if one.isVisible()]
    assert any("α<sub>t</sub> = α·(1 + cos" in text for text in shown)


def test_it_is_absent_where_it_has_no_effect(window: MainWindow) -> None:
    click(window, "more")
    choose(window, "schedule", "cosine")
    combo = find(window, QComboBox, "schedule")
    for name, key, shown in (
        ("rule", "rprop", False),
        ("rule", "adam", True),
        ("algorithm", "exhaustive", False),
        ("algorithm", "sgd", True),
    ):
        choose(window, name, key)
        assert combo.isVisible() == shown, key
        assert rate_now(window).isVisible() == shown, key
    assert combo.currentData() == "cosine"


def test_a_run_goes_on_with_another_one_from_the_step_on_screen(
    window: MainWindow, qtbot: QtBot
) -> None:
    for _again in range(3):
        with qtbot.waitSignal(window.player.frame):
            window.player.step_forward()
    before = window.player.trace.w[:4].copy()
    choose(window, "schedule", "step")
    assert window.player.position == 3
    assert (window.player.trace.w[:4] == before).all()
    assert [first for first, _config in window.player.trace.changes] == [0, 3]


def test_where_a_run_diverges_it_is_the_rate_of_the_last_step(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, "schedule", "exponential")
    number(window, "learning_rate").setValue(1)
    assert run_to_the_end(window, qtbot) is Outcome.DIVERGED
    steps = len(window.player.trace)
    assert steps < 20
    assert float(rate_now(window).toolTip()) == pytest.approx(0.01 ** ((steps - 1) / 100))
