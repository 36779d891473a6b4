"""What does not fit in a window: texts too long for their places, things over each other.

Each text is measured here anew, by the fonts and the documents of Qt, and not by what its widget
says that it needs.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTextBrowser,
    QToolTip,
    QWidget,
)

from gdviz.ui import MainWindow, typeset
from gdviz.ui.plots.legend import Legend
from gdviz.ui.widgets.folding import Elided
from gdviz.ui.widgets.inside import everything_in

_TOLD_APART = (QLabel, QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, Legend)

_LEAST_PLOT = 40
"""Pixels of height below which a plot is no picture any more."""

_LEAST_LINES = 3
"""So many lines of the arithmetic are seen at least: what is computed, and what comes of it."""


def misfits(window: MainWindow) -> list[str]:
    """Return what does not fit, each in a line; empty where all does."""
    seen = [one for one in everything_in(window) if one.isVisible() and one.window() is window]
    found = [*_in_the_menu_bar(window)]
    for one in seen:
        found += [f"{_name(one)}: {what}" for what in _wrong_with(one)]
    for parent in {id(one.parent()): one.parentWidget() for one in seen}.values():
        found += _over_each_other(parent)
    return sorted(set(found))


def _name(one: QWidget) -> str:
    text = one.text() if isinstance(one, QLabel | QAbstractButton) else ""
    return f"{type(one).__name__} {one.objectName()} {text[:40]!r} {one.width()}x{one.height()}"


def _wrong_with(one: QWidget) -> Iterator[str]:
    parent = one.parentWidget()
    scrolls = isinstance(parent.parentWidget(), QAbstractScrollArea)
    if not scrolls and not parent.rect().contains(one.geometry()):
        yield f"outside {type(parent).__name__} {parent.objectName()} {parent.size().toTuple()}"
    for kind, wrong in _CHECKS.items():
        if isinstance(one, kind):
            yield from wrong(one)


def _wrong_with_button(one: QPushButton) -> Iterator[str]:
    if one.fontMetrics().horizontalAdvance(one.text()) > one.contentsRect().width():
        yield "a button's text is cut"


def _wrong_with_line(one: QLineEdit) -> Iterator[str]:
    if one.fontMetrics().horizontalAdvance(one.text()) > one.contentsRect().width():
        yield f"what is typed is cut: {one.text()}"


def _wrong_with_legend(one: Legend) -> Iterator[str]:
    wide = one.minimumSizeHint().width() > one.width()
    if wide or one.heightForWidth(one.width()) > one.height():
        yield f"a legend is cut: {one.texts()}"


def _wrong_with_page(one: QTextBrowser) -> Iterator[str]:
    room, size = one.viewport(), one.document().size()
    if room.height() < min(size.height(), _LEAST_LINES * one.fontMetrics().lineSpacing()):
        yield "too few lines"
    if one.document().idealWidth() > room.width() + 1:  # borders of tables are rounded
        yield f"wider than its page: {one.document().idealWidth()}"


def _wrong_with_area(one: QScrollArea) -> Iterator[str]:
    least, room = one.widget().minimumSizeHint().width(), one.viewport().width()
    if least > room:
        yield f"needs a width of {least} inside and has {room}"


def _wrong_with_label(one: QLabel) -> Iterator[str]:
    room, text = one.contentsRect().size(), one.text()
    if isinstance(one, Elided) or not text:
        return
    rich = one.textFormat() == Qt.TextFormat.RichText
    if rich:
        document = QTextDocument()
        document.setDefaultFont(one.font())
        document.setDocumentMargin(0)
        document.setHtml(text)
        if one.wordWrap():
            document.setTextWidth(room.width())
        size = document.size().toSize()
    elif one.wordWrap():
        flags = Qt.TextFlag.TextWordWrap
        size = one.fontMetrics().boundingRect(QRect(0, 0, room.width(), 9999), flags, text).size()
    else:
        size = one.fontMetrics().size(0, text)
    if size.width() > room.width() or size.height() > room.height():
        yield f"needs {size.toTuple()} and has {room.toTuple()}"


def _wrong_with_elided(one: Elided) -> Iterator[str]:
    room, metrics = one.contentsRect(), one.fontMetrics()
    if metrics.height() > room.height():
        yield "cut in height"
    if metrics.horizontalAdvance(one.text()) > room.width():
        here = room.center()
        QToolTip.hideText()
        asked = QHelpEvent(QEvent.Type.ToolTip, here, one.mapToGlobal(here))
        QApplication.sendEvent(one, asked)
        if typeset.html(one.text()) not in QToolTip.text():
            yield "cut short without a tip that says it whole"


def _wrong_with_choice(one: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    one.initStyleOption(option)
    style = QStyle.ComplexControl.CC_ComboBox
    field = QStyle.SubControl.SC_ComboBoxEditField
    room = one.style().subControlRect(style, option, field, one).width()
    cut = one.fontMetrics().horizontalAdvance(one.currentText()) > room
    if cut and one.currentText() not in one.toolTip():
        yield f"the choice is cut: {one.currentText()}"


def _wrong_with_plot(view: QGraphicsView) -> Iterator[str]:
    if view.height() < _LEAST_PLOT:
        yield "a plot too low to be seen"
    within = view.viewport().rect().adjusted(-1, -1, 1, 1)
    for item in view.scene().items():
        if isinstance(item, QGraphicsTextItem) and item.isVisible() and item.toPlainText().strip():
            rect = view.mapFromScene(item.sceneBoundingRect()).boundingRect()
            margin = int(item.document().documentMargin())
            inner = rect.adjusted(margin, margin, -margin, -margin)
            if not within.contains(inner):
                yield f"{item.toPlainText()!r} is outside the plot {inner.getRect()}"


_CHECKS: dict[type[QWidget], Callable[[Any], Iterator[str]]] = {
    QLabel: _wrong_with_label,
    Elided: _wrong_with_elided,
    QPushButton: _wrong_with_button,
    QComboBox: _wrong_with_choice,
    QLineEdit: _wrong_with_line,
    Legend: _wrong_with_legend,
    QTextBrowser: _wrong_with_page,
    QScrollArea: _wrong_with_area,
    QGraphicsView: _wrong_with_plot,
}


def _over_each_other(parent: QWidget) -> Iterator[str]:
    children = [
        one
        for one in parent.children()
        if isinstance(one, _TOLD_APART) and one.isVisible() and not one.isWindow()
    ]
    for one, other in combinations(children, 2):
        if one.geometry().intersects(other.geometry()):
            yield f"{_name(one)} over {_name(other)}"


def _in_the_menu_bar(window: MainWindow) -> Iterator[str]:
    bar = window.menuBar()
    corner = bar.cornerWidget()
    words = window.workspaces.geometry()
    menus = [bar.actionGeometry(action) for action in bar.actions()]
    if any(menu.isEmpty() or menu.intersects(words) for menu in menus):
        yield "the workspaces' words are over the menus"
    right = corner.x() if corner is not None and corner.isVisible() else bar.width()
    if words.right() >= right:
        yield "the workspaces' words are over the corner"
