"""Shares as bars: what of them are minima, how sure they are, and what was guessed."""

from typing import NamedTuple

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gdviz.core.runs.ensembles.shares import Share
from gdviz.ui.theme import LIGHT, Theme, scaled

_THICK, _BELOW, _BESIDE = 9, 4, 6
"""Pixels that a bar is high, that its interval is below it, and beside both, at scale 1."""


class Bar(NamedTuple):
    """What there is to draw in a row.

    Attributes:
        share: how many runs end badly.
        minima: how many of these at a minimum.
        guess: what was guessed, in per cent.
    """

    share: Share
    minima: int
    guess: float | None


class Bars(QStyledItemDelegate):
    """Draws a bar from 0 to 100 %: full are minima, hollow is what is none.

    Below it is its 95 % interval; a dashed line across is the guess.

    Attributes:
        theme: in what colours.
    """

    theme: Theme = LIGHT

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a cell."""
        super().paint(painter, option, index)
        bar = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(bar, Bar):
            return
        beside, thick = scaled(_BESIDE), scaled(_THICK)
        room = QRectF(option.rect).adjusted(beside, 0, -beside, 0)
        top = room.center().y() - thick / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_parts(painter, QRectF(room.left(), top, room.width(), thick), bar)
        self._draw_interval(painter, room, top + thick + scaled(_BELOW), bar.share)
        if bar.guess is not None:
            painter.setPen(QPen(QColor(self.theme.muted), scaled(1.5), Qt.PenStyle.DotLine))
            x = room.left() + room.width() * bar.guess / 100
            painter.drawLine(QLineF(x, room.top() + 3, x, room.bottom() - 3))
        painter.restore()

    def _draw_parts(self, painter: QPainter, whole: QRectF, bar: Bar) -> None:
        theme, (count, total) = self.theme, (bar.share.count, bar.share.total)
        full = whole.width() * bar.minima / total
        if bar.minima:
            part = QRectF(whole.left(), whole.top(), full, whole.height())
            painter.fillRect(part, QColor(theme.minimum))
        if count > bar.minima:
            width = whole.width() * (count - bar.minima) / total
            part = QRectF(whole.left() + full, whole.top(), width, whole.height())
            painter.setPen(QPen(QColor(theme.text), 1))
            painter.drawRect(part.adjusted(0.5, 0.5, -0.5, -0.5))

    def _draw_interval(self, painter: QPainter, room: QRectF, y: float, share: Share) -> None:
        low, high = (room.left() + room.width() * end for end in share.interval)
        painter.setPen(QPen(QColor(self.theme.muted), scaled(1.5)))
        painter.drawLine(QLineF(low, y, high, y))
