"""A legend: each mark as it is drawn, and what it means."""

from collections.abc import Sequence
from typing import NamedTuple

from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from gdviz.i18n import listed
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.icons import inline

_SIGN, _BETWEEN, _ROW = 20, 10, 18
"""Pixels that a sign has, that part the entries, and that a row is high."""

_LINE = 20
"""Pixels of the sign of a line in HTML."""

ARROW, LINE, PATH = "arrow", "line", "path"


class Key(NamedTuple):
    """One entry of a legend.

    Attributes:
        text: what the mark means.
        symbol: `ARROW`, `LINE`, `PATH` (a line with a dot on it), or a symbol of pyqtgraph's
            scatter plots.
        size: its size in pixels.
        pen: of its outline, or of the arrow or line.
        brush: of its inside; None for an outline only.
        plain: whether it is left out where one row has no room for it: a mark that explains itself.
    """

    text: str
    symbol: str
    size: float
    pen: QPen
    brush: QColor | None = None
    plain: bool = False


class Legend(QWidget):
    """Entries in a row, in several where even the least of them do not fit into one."""

    def __init__(self) -> None:
        """Make an empty legend."""
        super().__init__()
        self._keys: list[Key] = []
        self._beside: list[tuple[Key, bool]] = []
        self._colour = QColor()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, keys: list[Key], theme: Theme) -> None:
        """Show these entries."""
        colour = QColor(theme.muted)
        if (keys, colour) != (self._keys, self._colour):
            self._keys, self._colour = keys, colour
            self._renew()

    def say_beside(self, keys: list[tuple[Key, bool]]) -> None:
        """Have these entries before the others, each shown or not.

        They are of what comes and goes, and keep their room, so that nothing moves with them,
        unless it would take another row.
        """
        if keys != self._beside:
            self._beside = keys
            self._renew()

    def _renew(self) -> None:
        self.setAccessibleName(listed(self.texts()))
        self.updateGeometry()
        self.update()

    @property
    def _entries(self) -> list[tuple[Key, bool]]:
        """All that would have room, and whether each is shown."""
        return self._beside + [(key, True) for key in self._keys]

    def _fitting(self, width: int) -> list[tuple[Key, bool]]:
        """Return those that have room in so many pixels, and whether each is shown."""
        shown = [(key, True) for key, shown in self._entries if shown]
        fewest = [(key, True) for key, _shown in shown if not key.plain]
        tries = (self._entries, shown, fewest)
        return next((tried for tried in tries if _length(_widths(tried)) <= width), shown)

    def texts(self) -> list[str]:
        """Return what the entries say."""
        return [key.text for key, shown in self._entries if shown]

    def _places(self, width: int) -> list[QPoint]:
        """Return where each entry begins, with rows at most that wide, aligned at the right."""
        rows: list[list[int]] = [[]]
        for entry in _widths(self._fitting(width)):
            if rows[-1] and _length([*rows[-1], entry]) > width:
                rows.append([])
            rows[-1].append(entry)
        places = []
        for number, row in enumerate(rows):
            left = width - _length(row)
            for entry in row:
                places.append(QPoint(left, number * _ROW))
                left += entry + _BETWEEN
        return places

    def sizeHint(self) -> QSize:
        """Ask for one row."""
        return QSizeF(scaled(_length(_widths(self._entries))), scaled(_ROW)).toSize()

    def minimumSizeHint(self) -> QSize:
        """Ask for the widest entry at least."""
        return QSizeF(scaled(max(_widths(self._entries), default=0)), scaled(_ROW)).toSize()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name for it
        """Return how high it is at that width."""
        places = self._places(int(width / scaled(1)))
        return round(scaled(max((place.y() for place in places), default=0) + _ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the entries."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scaled(1), scaled(1))
        painter.setFont(_font())
        room = int(self.width() / scaled(1))
        entries, places = self._fitting(room), self._places(room)
        painter.translate(0, (self.height() - self.heightForWidth(self.width())) / scaled(2))
        for (key, shown), place, width in zip(entries, places, _widths(entries), strict=True):
            if not shown:
                continue
            painter.save()
            painter.translate(place.x() + _SIGN / 2 - 3, place.y() + _ROW / 2)
            _draw_sign(painter, key)
            painter.restore()
            painter.setPen(self._colour)
            text = QRect(place.x() + _SIGN, place.y(), width - _SIGN + 1, _ROW)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, key.text)


def of_lines(lines: Sequence[tuple[str, str]], colour: str) -> str:
    """Return a legend of lines as HTML: each has a colour and a meaning, all words another."""
    size = round(scaled(_LINE))
    return " &nbsp; ".join(
        f"{inline('minus', size, drawn)} <span style='color:{colour}'>{text}</span>"
        for drawn, text in lines
    )


def _widths(entries: Sequence[tuple[Key, bool]]) -> list[int]:
    advance = QFontMetrics(_font()).horizontalAdvance
    return [_SIGN + advance(key.text) for key, _shown in entries]


def _length(row: Sequence[int]) -> int:
    """Return how long a row of entries so wide is."""
    return sum(row) + _BETWEEN * max(0, len(row) - 1)


def _font() -> QFont:
    """Return the font at scale 1: the painter is scaled."""
    font = QFont(QApplication.font())
    font.setPixelSize(12)
    return font


def _draw_sign(painter: QPainter, key: Key) -> None:
    if key.symbol in (LINE, PATH):
        painter.setPen(key.pen)
        painter.drawLine(QPointF(-_SIGN / 3, 0), QPointF(_SIGN / 3, 0))
        if key.symbol == PATH:
            painter.setBrush(key.brush or QBrush())
            painter.drawEllipse(QPointF(0, 0), key.size / 2, key.size / 2)
        return
    if key.symbol != ARROW:
        drawSymbol(painter, key.symbol, key.size, key.pen, key.brush or QBrush())
        return
    reach, head = 8.0, key.size
    painter.setPen(key.pen)
    painter.drawLine(QPointF(-reach, 0), QPointF(reach - head, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(key.pen.color())
    tip = [QPointF(reach, 0), QPointF(reach - head, -head / 2), QPointF(reach - head, head / 2)]
    painter.drawPolygon(QPolygonF(tip))
