"""A program as text: its lines numbered, one of them lit, values at their right."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.views.code.syntax import KEYWORD, spans

_TYPE = 13
"""Pixels of the type at scale 1, and the least that it shrinks to where lines are long."""

_EDGE = 3
"""Pixels of the bar beside the line that is lit."""

_GAP = 12
"""Pixels between numbers, text and values."""


class Value(NamedTuple):
    """What stands at the right of a line.

    Attributes:
        text: a name and its value.
        meaning: "weight", "gradient" or empty: its colour.
    """

    text: str
    meaning: str = ""


class _Shades(QSyntaxHighlighter):
    """Has a program's own words stand out, and what is in quotes or a comment stand back.

    No colour does that: each of them means something here.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.theme = LIGHT
        self._spans: dict[int, list[tuple[int, int, str]]] = {}

    def take(self, text: str) -> None:
        """Take up that program."""
        self._spans = {}
        for line, start, length, kind in spans(text):
            self._spans.setdefault(line, []).append((start, length, kind))

    def highlightBlock(self, _text: str) -> None:  # noqa: N802
        """Shade a line."""
        for start, length, kind in self._spans.get(self.currentBlock().blockNumber(), []):
            form = QTextCharFormat()
            if kind == KEYWORD:
                form.setFontWeight(QFont.Weight.Bold)
            else:
                form.setForeground(QColor(self.theme.muted))
            self.setFormat(start, length, form)


class _Numbers(QWidget):
    """The numbers of the lines, beside them."""

    def __init__(self, page: "CodePage") -> None:
        super().__init__(page)
        self._page = page

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines that are seen."""
        self._page.paint_numbers(self, event)


class CodePage(QPlainTextEdit):
    """A program that one reads; its text can be selected and copied.

    Attributes:
        lit: the number of the line that is lit, from 1; 0 for none.
        values: what stands at the right of lines, by their numbers.

    Signals:
        line_clicked(int): that line was clicked.
    """

    line_clicked = Signal(int)

    def __init__(self, name: str, *, numbered: bool) -> None:
        """Make an empty page.

        Args:
            name: its object name.
            numbered: whether it is a program, whose lines have numbers.
        """
        super().__init__()
        self.setObjectName(name)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.document().setDocumentMargin(0)
        self.lit = 0
        self._theme: Theme = LIGHT
        self.values: Mapping[int, Sequence[Value]] = {}
        self._shades: Final = _Shades(self.document()) if numbered else None
        self._numbers: Final = _Numbers(self) if numbered else None
        self._pressed = QPoint()
        self.updateRequest.connect(self._scroll_numbers)

    def show_text(self, text: str) -> None:
        """Show a program."""
        text = text.rstrip("\n")
        if text == self.toPlainText():
            return
        self.lit, self.values = 0, {}
        if self._shades is not None:
            self._shades.take(text)
        self.setPlainText(text)
        self._make_room()

    def light(self, line: int, values: Mapping[int, Sequence[Value]]) -> None:
        """Light a line, 0 for none, and write values at the right of lines, by their numbers."""
        moved = line != self.lit
        self.lit, self.values = line, values
        self.setExtraSelections([])
        if line:
            selection = QTextEdit.ExtraSelection()
            block = self.document().findBlockByNumber(line - 1)
            selection.cursor = QTextCursor(block)
            form = QTextCharFormat()
            form.setBackground(QColor(self._theme.note))
            form.setProperty(QTextFormat.Property.FullWidthSelection, True)
            selection.format = form
            self.setExtraSelections([selection])
            if moved:
                self._bring_into_sight(line)
        self.viewport().update()
        if self._numbers is not None:
            self._numbers.update()

    def _bring_into_sight(self, line: int) -> None:
        """Scroll so far that the line, and one on either side of it, are seen."""
        bar, seen = self.verticalScrollBar(), max(1, self._seen_lines())
        first = bar.value()
        if line - 2 < first:
            bar.setValue(max(0, line - 2))
        elif line + 1 > first + seen:
            bar.setValue(line + 1 - seen)

    def _seen_lines(self) -> int:
        return self.viewport().height() // self.fontMetrics().lineSpacing()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self._theme = theme
        family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self.setStyleSheet(
            f'QPlainTextEdit {{ font-family: "{family}"; font-size: {round(scaled(_TYPE))}px;'
            f" color: {theme.text}; background: {theme.card}; border: none; padding: 0; }}"
        )
        if self._shades is not None:
            self._shades.theme = theme
            self._shades.rehighlight()
        self._make_room()
        self.light(self.lit, self.values)

    def _make_room(self) -> None:
        if self._numbers is not None:
            digits = "0" * max(2, len(str(self.blockCount())))
            width = self.fontMetrics().horizontalAdvance(digits) + 2 * round(scaled(_GAP))
            self.setViewportMargins(width, 0, 0, 0)
            self._numbers.setGeometry(QRect(0, 0, width, self.height()))

    def sizeHint(self) -> QSize:
        """Ask for room for its lines."""
        lines = self.fontMetrics().lineSpacing() * (self.blockCount() + 1)
        return QSize(super().sizeHint().width(), lines)

    def minimumSizeHint(self) -> QSize:
        """Be content with three lines."""
        return QSize(100, 3 * self.fontMetrics().lineSpacing() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the numbers their room, and keep the line that is lit in sight."""
        super().resizeEvent(event)
        self._make_room()
        if self.lit:
            self._bring_into_sight(self.lit)

    def _scroll_numbers(self, area: QRect, dy: int) -> None:
        if self._numbers is not None:
            if dy:
                self._numbers.scroll(0, dy)
            else:
                self._numbers.update(0, area.y(), self._numbers.width(), area.height())

    def paint_numbers(self, on: QWidget, event: QPaintEvent) -> None:
        """Draw the numbers of the lines that are seen, and a bar beside the one that is lit."""
        painter = QPainter(on)
        painter.setFont(self.font())
        gap = round(scaled(_GAP))
        for number, place in self._places(event.rect()):
            if number == self.lit:
                painter.fillRect(
                    0, place.top(), on.width(), place.height(), QColor(self._theme.note)
                )
                edge = round(scaled(_EDGE))
                painter.fillRect(0, place.top(), edge, place.height(), QColor(self._theme.weight))
            painter.setPen(QColor(self._theme.muted))
            room = QRect(0, place.top(), on.width() - gap, place.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, str(number))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and the values at the right, where they do not cover it."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        colours = {"weight": self._theme.weight, "gradient": self._theme.gradient}
        advance, gap = self.fontMetrics().horizontalAdvance, round(scaled(_GAP))
        for number, place in self._places(event.rect()):
            line = self.document().findBlockByNumber(number - 1).text()
            free = advance(line) - self.horizontalScrollBar().value() + gap
            right = place.width() - gap
            for value in reversed(self.values.get(number, ())):
                left = right - advance(value.text)
                if left < free:
                    break
                painter.setPen(QColor(colours.get(value.meaning, self._theme.muted)))
                room = QRect(left, place.top(), right - left + 1, place.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft, value.text)
                right = left - gap

    def _places(self, area: QRect) -> list[tuple[int, QRect]]:
        """Return the numbers of the lines that are seen, and where they are in the viewport."""
        found = []
        block = self.firstVisibleBlock()
        while block.isValid():
            top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
            height = self.blockBoundingRect(block).height()
            if top > area.bottom():
                break
            place = QRect(0, round(top), self.viewport().width(), round(height))
            found.append((block.blockNumber() + 1, place))
            block = block.next()
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the button went down: a drag selects."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click on a line."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        still = (at - self._pressed).manhattanLength() < round(scaled(4))
        if event.button() == Qt.MouseButton.LeftButton and still:
            self.line_clicked.emit(self.cursorForPosition(at).blockNumber() + 1)

    def changeEvent(self, event: QEvent) -> None:
        """Leave the numbers their room when the type changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()
