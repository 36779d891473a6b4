"""The page that a step is written on."""

from collections.abc import Iterator
from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QToolTip

from gdviz.core.numbers import pieces
from gdviz.core.telling.terms import Term
from gdviz.ui.theme import scaled
from gdviz.ui.views.arithmetic.page import tip

_LEAST_HEIGHT = 66
"""Pixels of three lines: what is computed, and what comes of it."""

_FADE = 16
"""Pixels in which what is cut off vanishes: a line of which half is seen reads as struck out."""


class Sheet(QTextBrowser):
    """Rich text as wide as it is given and as high as it needs, held at its end.

    Attributes:
        ground: the colour behind it.
        terms: its numbers, by their links.

    Signals:
        pointed(int): the index of the number under the pointer; -1 for none.
        width_changed(): the text should be written anew.
    """

    pointed = Signal(int)
    width_changed = Signal()

    def __init__(self) -> None:
        """Make an empty page."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        # A bar that comes and goes would cost as much as the text; the fading tells as well.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # never within a number
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.document().setDocumentMargin(0)
        self.ground = QColor()
        self.terms: list[Term] = []
        self._pieces: list[str] = []  # that they are set in
        self._places: list[int] = []  # where each piece begins
        self._tallest, self._held = 0, False
        self._at_end = True
        self.highlighted.connect(self._on_highlighted)
        self.verticalScrollBar().actionTriggered.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._hold)

    def write(self, html: str, terms: list[Term]) -> None:
        """Show a text whose links are the indices of `terms`."""
        value = self.verticalScrollBar().value()
        self.terms = terms
        self.setHtml(html)
        self._pieces, self._places = _set(terms), list(_linked(self.document()))
        self.verticalScrollBar().setValue(value)
        self._hold()
        self._grow()

    def renumber(self, terms: list[Term]) -> None:
        """Put numbers in the place of those that are there, as many, each with a power or not.

        It takes a third of the time that a text takes.
        """
        cursor, shift = QTextCursor(self.document()), 0
        before, now = self._pieces, _set(terms)
        self.terms, self._pieces = terms, now
        cursor.beginEditBlock()  # it is laid out once
        for index, place in enumerate(self._places):
            start = place + shift
            self._places[index] = start
            if now[index] != before[index]:
                cursor.setPosition(start)
                cursor.setPosition(start + len(before[index]), QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(now[index])
                shift += len(now[index]) - len(before[index])
        cursor.endEditBlock()
        self._hold()
        self._grow()

    def look_at(self, number: int | None) -> None:
        """Have the number of that index in sight, or be held at the end again."""
        bar = self.verticalScrollBar()
        self._at_end = number is None
        self._hold()
        if number is not None:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._places[number])
            middle = self.cursorRect(cursor).center().y() - self.viewport().height() // 2
            bar.setValue(bar.value() + middle if number else 0)

    def forget_height(self) -> None:
        """Ask only for what the next text needs, and those that follow it."""
        self._held = False

    def _grow(self) -> None:
        """Ask for more height if the text needs it, but not for less when it needs less."""
        height = ceil(self.document().size().height())
        if height > self._tallest or not self._held:
            self._tallest, self._held = height, True
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the height of the tallest text."""
        return QSize(200, self._tallest)

    def minimumSizeHint(self) -> QSize:
        """Be content with the last lines."""
        return QSize(100, min(self._tallest, round(scaled(_LEAST_HEIGHT))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the text fade out at an end where there is more of it, and show the focus."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        bar, area = self.verticalScrollBar(), self.viewport().rect()
        for hidden, edge, inwards in (
            (bar.value(), area.top(), 1),
            (bar.maximum() - bar.value(), area.bottom() + 1, -1),
        ):
            fade = QLinearGradient(0, edge, 0, edge + inwards * min(hidden, _FADE))
            clear = QColor(self.ground)
            clear.setAlpha(0)
            fade.setStops([(0, self.ground), (0.4, self.ground), (1, clear)])
            if hidden:
                painter.fillRect(area, fade)
        if self.hasFocus():
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    @Slot()
    def _hold(self) -> None:
        bar = self.verticalScrollBar()
        if self._at_end:
            bar.setValue(bar.maximum())
        # Keys scroll it, and are of no other use here.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if bar.maximum() else Qt.FocusPolicy.NoFocus)

    @Slot()
    def _on_scrolled(self) -> None:
        bar = self.verticalScrollBar()
        self._at_end = bar.sliderPosition() >= bar.maximum()

    @Slot(QUrl)
    def _on_highlighted(self, link: QUrl) -> None:
        self.pointed.emit(int(link.toString() or -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a text that fits a new width."""
        super().resizeEvent(event)
        width = self.viewport().width()
        if width != self.lineWrapColumnOrWidth():
            self.setLineWrapColumnOrWidth(width)
            self.forget_height()
            self.width_changed.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole number under the pointer, and when the pointer has left."""
        if isinstance(event, QHelpEvent):
            link = self.anchorAt(event.pos())
            text = tip(self.terms[int(link)]) if link else self.toolTip()
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(-1)
        return super().viewportEvent(event)


def _set(terms: list[Term]) -> list[str]:
    """Return numbers in the pieces that they are set in."""
    return [piece.text for term in terms for piece in pieces(term.text)]


def _linked(document: QTextDocument) -> Iterator[int]:
    """Yield where each piece of a link begins that is of one format."""
    block = document.begin()
    while block.isValid():
        found = block.begin()
        while not found.atEnd():
            if found.fragment().charFormat().isAnchor():
                yield found.fragment().position()
            found += 1
        block = block.next()
