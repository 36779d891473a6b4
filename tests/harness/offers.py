"""What the window offers to do, found in the window as it is now."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar
from zlib import crc32

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QMainWindow,
    QMenu,
    QWidget,
)

from gdviz.ui.plots.moving import Mark
from gdviz.ui.widgets.inside import everything_in

T = TypeVar("T")
Q = TypeVar("Q", bound=QObject)
W = TypeVar("W", bound=QWidget)


def pick(which: int, offered: dict[str, T]) -> tuple[str, T] | None:
    """Return one of what is offered; the same number means the same as long as it is there."""
    if not offered:
        return None
    name = min(offered, key=lambda name: crc32(f"{which} {name}".encode()))
    return name, offered[name]


def grounds() -> list[QWidget]:
    """Return the windows that can be used: the dialog that keeps the others waiting, or all."""
    modal = QApplication.activeModalWidget()
    if modal is not None:
        return [modal]
    kinds = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
    collects = gc.isenabled()
    gc.disable()  # a widget that is collected while Qt's list is made Python's is a crash
    try:
        found = QApplication.topLevelWidgets()
    finally:
        if collects:
            gc.enable()
    return [widget for widget in found if widget.isVisible() and widget.windowType() not in kinds]


def widgets(kind: type[W]) -> dict[str, W]:
    """Return what there is of a kind that can be used, by name."""
    found = [
        widget
        for ground in grounds()
        for widget in everything_in(ground)
        if isinstance(widget, kind)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.window() is ground
    ]
    return _named(sorted(found, key=_place))


def _place(widget: QWidget) -> tuple[str, int, int]:
    """Return where a widget is, so that the order is the same whenever it is asked for."""
    corner = widget.mapTo(widget.window(), QPoint())
    return widget.window().objectName(), corner.y(), corner.x()


def buttons() -> dict[str, QAbstractButton]:
    """Return what can be pressed."""
    return widgets(QAbstractButton)


def choices() -> dict[str, QComboBox]:
    """Return what has a list to choose from."""
    return {name: combo for name, combo in widgets(QComboBox).items() if combo.count()}


def sliders() -> dict[str, QAbstractSlider]:
    """Return what can be moved along a line, scroll bars too."""
    return widgets(QAbstractSlider)


def fields() -> dict[str, QWidget]:
    """Return what can be typed into."""
    lines = {
        name: line
        for name, line in widgets(QLineEdit).items()
        if not isinstance(line.parentWidget(), QAbstractSpinBox | QComboBox)
    }
    return {**widgets(QAbstractSpinBox), **lines}


def focusable() -> dict[str, QWidget]:
    """Return what takes the keyboard."""
    found = widgets(QWidget).items()
    return {name: widget for name, widget in found if widget.focusPolicy()}


def plots() -> dict[str, QGraphicsView]:
    """Return what is drawn and may be pointed at."""
    return widgets(QGraphicsView)


def marks() -> dict[str, tuple[QGraphicsView, QPoint]]:
    """Return what is drawn as a spot, and where: the ball, the samples, what else there is."""
    found = {}
    for name, plot in plots().items():
        kinds = pg.ScatterPlotItem | Mark
        items = [item for item in plot.scene().items() if isinstance(item, kinds)]
        for number, item in enumerate(item for item in items if item.isVisible()):
            x, y = item.getData()
            for spot in range(min(len(x), 8)):
                if np.isfinite([x[spot], y[spot]]).all():
                    at = plot.mapFromScene(item.parentItem().mapToScene(QPointF(x[spot], y[spot])))
                    found[f"{name} {number} {spot}"] = plot, at
    return found


def menu_entries() -> dict[str, QAction]:
    """Return what the menus offer, those of the menus within them too."""
    bars = [ground.menuBar() for ground in grounds() if isinstance(ground, QMainWindow)]
    return _named(action for bar in bars for action in _entries(bar.actions()))


def _entries(actions: Iterable[QAction]) -> Iterator[QAction]:
    for action in actions:
        inner = QMenu.menuInAction(action)  # action.menu() goes with the action, before 6.11
        if inner is not None:
            inner.aboutToShow.emit()  # some are filled when they are opened
            yield from _entries(inner.actions())
        elif action.isEnabled() and action.isVisible() and not action.isSeparator():
            yield action


def shortcuts() -> dict[str, QKeySequence]:
    """Return every key that does something anywhere, as it is told in tooltips and menus."""
    keys = [entry.shortcut() for entry in menu_entries().values()]
    keys += [button.shortcut() for button in buttons().values()]
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    keys += [s.key() for top in grounds() for s in top.findChildren(QShortcut, options=direct)]
    return {key.toString(): key for key in keys if not key.isEmpty()}


def _named(found: Iterable[Q]) -> dict[str, Q]:
    """Return them by object name, or by what they are, with a number where that is not enough."""
    counts: Counter[str] = Counter()
    named = {}
    for each in found:
        name = each.objectName() or type(each).__name__
        counts[name] += 1
        named[f"{name} {counts[name]}" if counts[name] > 1 else name] = each
    return named
