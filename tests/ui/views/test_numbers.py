"""Below the numbers of the moment is how they came to be so."""

import numpy as np
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.views.numbers import Numbers
from tests.ui.driving import trigger


def numbers(window: MainWindow) -> Numbers:
    view = window.views["numbers"]
    assert isinstance(view, Numbers)
    return view


def test_each_curve_is_the_traces_with_the_step_marked(window: MainWindow, qtbot: QtBot) -> None:
    window.show_run(configure("line", learning_rate=0.05, epochs=1000))
    window.player.seek(400)
    qtbot.waitUntil(lambda: len(window.player.trace) == 1000)
    window.player.tell()
    trace, curves = window.player.trace, numbers(window).curves
    columns = {"weight": trace.w, "loss": trace.loss[:, np.newaxis], "gradient": trace.gradient}
    for name, column in columns.items():
        curve = curves[name]
        assert curve.isVisible()
        steps = np.round(curve.along * 1000).astype(int)
        np.testing.assert_array_equal(curve.lines, column[steps].T)
        assert steps[curve.here] == 400
        assert 100 < len(steps) < 150


def test_what_is_to_be_guessed_has_no_curve_and_a_low_window_none(window: MainWindow) -> None:
    weight = numbers(window).curves["weight"]
    assert weight.isVisible()
    trigger(window, "predict_mode")
    assert not weight.isVisible()
    trigger(window, "predict_mode")
    assert weight.isVisible()
    window.resize(960, 600)
    QApplication.processEvents()
    assert not weight.isVisible()


def test_curves_are_there_as_soon_as_there_is_something_to_tell(window: MainWindow) -> None:
    weight = numbers(window).curves["weight"]
    window.show_run(configure("linear", "exhaustive"))
    window.player.tell()
    assert not weight.isVisible()
    window.show_run(configure("linear", start=(0.5,)))
    assert weight.isVisible()
    assert weight.lines[0, 0] == 0.5


def test_what_a_higher_window_has_room_for_is_of_the_run_shown(window: MainWindow) -> None:
    weight = numbers(window).curves["weight"]
    window.resize(960, 600)
    QApplication.processEvents()
    window.show_run(configure("linear", start=(0.5,)))
    window.resize(1440, 900)
    QApplication.processEvents()
    assert weight.isVisible()
    assert weight.lines[0, 0] == 0.5
