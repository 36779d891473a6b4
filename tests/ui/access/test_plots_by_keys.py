"""Everything in a plot that a mouse can do, a keyboard can."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdviz.ui import MainWindow
from gdviz.ui.access.by_keys import ByKeys, Handle
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.views.surface.canvas import Canvas
from tests.ui.access.listening import Listener, listener
from tests.ui.driving import choose, click, find, run_to_the_end, trigger
from tests.ui.mouse import curve, data

__all__ = ["listener"]

Key = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def start(window: MainWindow) -> tuple[float, ...]:
    return window.player.config.start


def loss(window: MainWindow) -> ZoomPlot:
    return find(window, ZoomPlot, "loss_plot")


def test_arrows_move_the_ball_farther_with_shift_and_less_with_ctrl(
    active: MainWindow, qtbot: QtBot
) -> None:
    plot = curve(active).plot
    ((low, high),) = active.player.config.problem.domain
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    moved = []
    for key, held in ((Key.Key_Right, SHIFT), (Key.Key_Right, None), (Key.Key_Right, CTRL)):
        (before,) = start(active)
        qtbot.keyClick(plot, key, *([held] if held else []))
        moved.append(start(active)[0] - before)
    assert moved[0] == pytest.approx(10 * moved[1])
    assert moved[1] == pytest.approx((high - low) / 200, rel=0.1)
    assert 0 < moved[2] < moved[1]
    qtbot.keyClick(plot, Key.Key_Left)
    assert start(active)[0] == pytest.approx(1 + moved[0] + moved[2])


def test_keys_without_a_rest_between_them_are_one_drag_to_undo(
    active: MainWindow, qtbot: QtBot, listener: Listener
) -> None:
    plot = curve(active).plot
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    for _key in range(5):
        qtbot.keyClick(plot, Key.Key_Right)
    assert start(active) != (1.0,)
    qtbot.keyClick(plot, Key.Key_Return)
    assert listener.last == curve(active).summary()
    trigger(active, "undo")
    assert start(active) == (1.0,)


def test_a_sample_is_chosen_and_moved_and_its_ranges_stay_till_it_is_let_go(
    active: MainWindow, qtbot: QtBot, listener: Listener
) -> None:
    view = data(active)
    plot, before = view.plot, np.array(active.player.config.problem.y)
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(plot, Key.Key_Period)
    assert listener.last == "sample 2: x 2, y 4"
    for _key in range(3):
        qtbot.keyClick(plot, Key.Key_Up, SHIFT)
    assert view.steady
    after = np.array(active.player.config.problem.y)
    assert (after != before).tolist() == [False, True, False]
    assert after[1] > before[1]
    qtbot.keyClick(plot, Key.Key_Return)
    assert not view.steady
    assert listener.last.startswith("sample 2: x 2, y ")
    trigger(active, "undo")
    assert np.array_equal(active.player.config.problem.y, before)


def test_with_fewer_to_move_than_before_the_one_beside_it_is_next(
    qtbot: QtBot, listener: Listener
) -> None:
    picture, names = QWidget(), ["first", "second", "third", "fourth"]
    qtbot.addWidget(picture)
    still = np.zeros(2)
    ByKeys(picture, lambda: [Handle(still, still, still, print, say=name.title) for name in names])
    qtbot.keyClick(picture, Key.Key_Comma)
    assert listener.last == "Fourth"
    del names[-1]
    qtbot.keyClick(picture, Key.Key_Comma)
    assert listener.last == "Second"


def test_the_marker_of_the_loss_goes_back_and_forth(active: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(active, qtbot)
    plot = loss(active)
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    for key, held, expected in (
        (Key.Key_Left, None, 99), (Key.Key_Left, SHIFT, 89), (Key.Key_Right, None, 90),
    ):  # fmt: skip
        qtbot.keyClick(plot, key, *([held] if held else []))
        assert active.player.position == expected
    click(active, "loss_evaluations")
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(plot, Key.Key_Right)
    assert active.player.position == 91


def test_what_the_pointer_reads_keys_read_too(
    active: MainWindow, qtbot: QtBot, listener: Listener
) -> None:
    view = curve(active)
    view.plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view.plot, Key.Key_Period)
    qtbot.keyClick(view.plot, Key.Key_Right)
    assert view.reader.text.startswith("w ")
    assert start(active) == (1.0,)
    qtbot.keyClick(view.plot, Key.Key_Return)
    assert listener.last == view.reader.text
    qtbot.keyClick(view.plot, Key.Key_Tab)
    assert view.reader.text == ""


def test_escape_gives_the_keyboard_back(active: MainWindow, qtbot: QtBot) -> None:
    for name in ("cost-curve_plot", "loss_plot", "data_plot"):
        plot = find(active, QWidget, name)
        plot.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(plot, Key.Key_Escape)
        assert active.focusWidget() is active.transport.buttons["run"]
    qtbot.keyClick(active.focusWidget(), Key.Key_Space)
    assert active.player.playing


def test_a_plot_is_zoomed_panned_and_seen_whole_by_keys(
    active: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot = curve(active).plot
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    monkeypatch.setattr(active.views["loss"], "underMouse", lambda: True)  # left there long ago
    qtbot.keyClick(plot, Key.Key_Plus)
    assert plot.zoomed
    assert not loss(active).zoomed
    left = plot.viewRange()[0][0]
    qtbot.keyClick(plot, Key.Key_Right, SHIFT | CTRL)
    assert plot.viewRange()[0][0] > left
    qtbot.keyClick(plot, Key.Key_Home)
    assert not plot.zoomed


def test_on_the_map_arrows_move_either_weight(active: MainWindow, qtbot: QtBot) -> None:
    choose(active, "problem", "himmelblau")
    plot = find(active, QWidget, "contours_plot")
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    first = start(active)
    qtbot.keyClick(plot, Key.Key_Up)
    assert start(active)[0] == first[0]
    assert start(active)[1] > first[1]
    qtbot.keyClick(plot, Key.Key_Left)
    assert start(active)[0] < first[0]


def test_on_the_surface_arrows_turn_it_or_move_the_ball(active: MainWindow, qtbot: QtBot) -> None:
    choose(active, "problem", "himmelblau")
    click(active, "drawn_solid")
    canvas = find(active, Canvas, "surface_canvas")
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    camera, first = canvas.camera, start(active)
    qtbot.keyClick(canvas, Key.Key_Right)
    assert canvas.camera != camera
    assert start(active) == first
    camera = canvas.camera
    qtbot.keyClick(canvas, Key.Key_Period)
    qtbot.keyClick(canvas, Key.Key_Right)
    assert canvas.camera == camera
    assert start(active)[0] > first[0]


def test_the_ring_shows_what_the_keys_move(active: MainWindow, qtbot: QtBot) -> None:
    """Where a click gave the keyboard to the plot there is none until keys are used."""
    plot = data(active).plot
    plain = plot.grab().toImage()
    plot.setFocus(Qt.FocusReason.MouseFocusReason)
    assert plot.grab().toImage() == plain
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(plot, Key.Key_Period)
    second = plot.grab().toImage()
    assert second != plain
    qtbot.keyClick(plot, Key.Key_Period)
    assert plot.grab().toImage() != second
