"""What has gone from the window is gone: a lesson's pages, how a mark once looked."""

import gc

import pyqtgraph as pg
import shiboken6
from pyqtgraph.graphicsItems.ScatterPlotItem import SpotItem
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QScrollBar
from pytestqt.qtbot import QtBot

from gdviz.core.telling.lessons import load_lessons
from gdviz.ui import MainWindow
from gdviz.ui.plots.plot import Plot
from gdviz.ui.theme import THEMES
from tests.ui.driving import choose, find, run_to_the_end, trigger


def outlived(*packages: str) -> int:
    """Return how many objects Python still has, of classes of these, whose Qt objects are gone.

    PySide6 6.8 keeps scroll bars that have been asked for, whoever they belonged to.
    """
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return sum(
        issubclass(type(known), QObject)
        and type(known).__module__.startswith(packages)
        and not isinstance(known, QScrollBar)
        and not shiboken6.isValid(known)
        for known in gc.get_objects()
    )


def test_a_window_that_is_closed_leaves_nothing(qtbot: QtBot) -> None:
    ours = ("gdviz", "pyqtgraph")  # PySide6 6.8 keeps some of its own: actions, line edits
    before = outlived(*ours)
    window = MainWindow()
    window.show()
    window.focusNextPrevChild(True)
    trigger(window, "exhaustive")  # which reads the lessons
    window.close_at_once()
    window.deleteLater()
    del window
    assert outlived(*ours) == before


def test_a_lesson_that_is_closed_leaves_nothing(window: MainWindow, qtbot: QtBot) -> None:
    lessons = list(load_lessons()[0].values())[:4]
    window.show_lesson(lessons[0])
    before = outlived("")
    for lesson in lessons:
        window.show_lesson(lesson)
    assert outlived("") == before


def test_a_mark_keeps_no_look_but_its_own(window: MainWindow) -> None:
    for _times in range(3):
        for name in THEMES:
            find(window, QAction, name).trigger()
    marks = [
        item
        for plot in window.findChildren(Plot)
        for item in plot.getPlotItem().items
        if isinstance(item, pg.ScatterPlotItem)
    ]
    assert len(marks) > 10
    assert max(len(mark.fragmentAtlas) for mark in marks) < 10


def spots() -> int:
    """Return of how many spots in scatter plots pyqtgraph has made objects."""
    gc.collect()
    return sum(type(known) is SpotItem for known in gc.get_objects())


def test_what_is_clicked_is_not_kept(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "algorithm", "exhaustive")
    run_to_the_end(window, qtbot)
    before = spots()
    for plot in window.findChildren(Plot):
        if plot.isVisible():
            qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton)
    assert spots() == before
