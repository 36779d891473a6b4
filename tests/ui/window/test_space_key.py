"""The space key runs and pauses, whatever the mouse has been on; it presses what Tab leads to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import PROBLEMS
from gdviz.ui import MainWindow
from gdviz.ui.window.controls.problem_choice.gallery import Gallery
from tests.ui.driving import find, in_focus

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def click_on(window: MainWindow, widget: QWidget) -> None:
    """Click as the system tells of it, with the button known to be down meanwhile."""
    at = widget.mapTo(window, widget.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)


def space(window: MainWindow, qtbot: QtBot) -> None:
    """Press it twice: the run goes on, and pauses."""
    for playing in (True, False):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
        qtbot.waitUntil(lambda wanted=playing: window.player.playing is wanted)


def test_it_runs_after_whatever_was_clicked(active: MainWindow, qtbot: QtBot) -> None:
    for name in ("loss_logarithmic", "momentum_enabled", "more", "loss_epochs"):
        button = find(active, QAbstractButton, name)
        before = button.isChecked()
        click_on(active, button)
        assert button.isChecked() is not before, name
        space(active, qtbot)
        assert button.isChecked() is not before, name


def test_it_runs_after_a_problem_was_chosen(active: MainWindow, qtbot: QtBot) -> None:
    chosen = find(active, QComboBox, "problem")
    click_on(active, chosen)
    gallery = find(active, Gallery, "gallery")
    QTest.keyClicks(gallery.view, "rosen")
    QTest.mouseClick(
        gallery.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=gallery.view.visualRect(gallery.view.currentIndex()).center(),
    )
    assert active.player.config.problem is PROBLEMS["rosenbrock"]
    assert in_focus() == "problem"
    space(active, qtbot)
    assert not gallery.isVisible()


def test_it_runs_after_a_list_was_used(active: MainWindow, qtbot: QtBot) -> None:
    algorithm = find(active, QComboBox, "algorithm")
    click_on(active, algorithm)
    listed = algorithm.view()
    qtbot.waitUntil(listed.isVisible)
    QTest.keyClick(listed, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert not listed.isVisible()
    assert in_focus() == "algorithm"
    space(active, qtbot)
    assert not listed.isVisible()


def test_it_presses_a_button_that_tab_has_led_to(active: MainWindow) -> None:
    find(active, QWidget, "momentum_enabled").setFocus()
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        QTest.keyClick(active.windowHandle(), key)
    switch = find(active, QAbstractButton, "momentum_enabled")
    assert QApplication.focusWidget() is switch
    QTest.keyClick(active.windowHandle(), Qt.Key.Key_Space)
    assert switch.isChecked()
    assert not active.player.playing
