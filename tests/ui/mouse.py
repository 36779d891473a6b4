"""The mouse on a plot: where it is said in the units of the axes."""

from collections.abc import Iterable

import numpy as np
import PySide6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.ui import MainWindow
from gdviz.ui.plots.plot import Plot
from gdviz.ui.views.data.fit import DataFit
from gdviz.ui.views.weight_view import WeightView

Point = tuple[float, float]


def pixel(plot: Plot, at: Point) -> QPoint:
    return plot.mapFromScene(plot.getPlotItem().getViewBox().mapViewToScene(QPointF(*at)))


def press(plot: Plot, at: Point) -> None:
    QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(plot, at))


def move(plot: Plot, at: Point) -> None:
    QTest.mouseMove(plot.viewport(), pixel(plot, at))


def release(plot: Plot, at: Point) -> None:
    QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(plot, at))


def click_at(plot: Plot, at: Point) -> None:
    press(plot, at)
    release(plot, at)


def double_click(target: QWidget, at: QPoint | None = None) -> None:
    """Click twice, and let go: Qt would hold the button down for the tests that follow, too."""
    left, pos = Qt.MouseButton.LeftButton, target.rect().center() if at is None else at
    QTest.mouseDClick(target, left, pos=pos)
    QTest.mouseRelease(target, left, pos=pos)


def drag(plot: Plot, path: Iterable[Point]) -> None:
    first, *others = path
    press(plot, first)
    for at in others:
        move(plot, at)
    release(plot, others[-1] if others else first)


def curve(window: MainWindow) -> WeightView:
    view = window.views["cost-curve"]
    assert isinstance(view, WeightView)
    return view


def data(window: MainWindow) -> DataFit:
    view = window.views["data"]
    assert isinstance(view, DataFit)
    return view


def on_curve(window: MainWindow, w: float) -> Point:
    """Return the point of the cost curve at a weight."""
    return w, float(window.player.config.problem.cost(np.array([w])))


def middle(window: MainWindow, w: float) -> Point:
    """Return the point half way up the cost curve's plot at a weight."""
    return w, float(np.mean(curve(window).plot.viewRange()[1]))


def drop(target: QWidget, mime: QMimeData) -> bool:
    """Drag and drop onto a widget, as the window system would; whether it was taken."""
    kind, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    at = QPointF(5, 5)
    # Since 6.12 it wants fractions of a pixel too; before, it knew whole pixels only.
    entry = at if PySide6.__version_info__ >= (6, 12) else at.toPoint()
    enter = QDragEnterEvent(entry, kind, mime, left, none)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(at, kind, mime, left, none))
    return enter.isAccepted()
