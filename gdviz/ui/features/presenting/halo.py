"""A ring about the pointer, for those at the back of the room."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from gdviz.ui.theme import Theme, scaled

_ACROSS, _WIDTH, _EDGE = 46, 5, 2
"""Pixels at scale 1 of the ring, of its line, and of the edge on either side of that."""

_LEFT = (QEvent.Type.Leave, QEvent.Type.HoverLeave)


class Halo(QWidget):
    """The ring, which follows the pointer over a window while it is on.

    It is only what is drawn of it, a mask: to move it redraws no more than the ring that was
    and the one that is, and what is clicked lies below it.
    """

    def __init__(self, window: QWidget) -> None:
        """Make it for a window; it is off."""
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._line, self._edge = QColor(), QColor()
        self._followed: QObject | None = None

    def turn(self, *, on: bool) -> None:
        """Follow the pointer from now on, or no more."""
        handle = self.window().windowHandle() if on else None
        if self._followed is not None:
            self._followed.removeEventFilter(self)
        if handle is not None:  # it hears of the pointer wherever that is, and of little else
            handle.installEventFilter(self)
        self._followed = handle
        self.hide()

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Follow the pointer; nothing is kept from whoever it is for."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._stand_at(event.position().toPoint())
        elif event.type() in _LEFT:
            self.hide()
        return False

    def _stand_at(self, place: QPoint) -> None:
        self.move(place - self.rect().center())
        if self.isHidden():
            self.raise_()
            self.show()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self._line, self._edge = QColor(theme.text), QColor(theme.card)
        across, band = round(scaled(_ACROSS)), round(scaled(_WIDTH + 2 * _EDGE))
        self.resize(across, across)
        inner = self.rect().adjusted(band, band, -band, -band)
        shape = QRegion.RegionType.Ellipse
        self.setMask(QRegion(self.rect(), shape).subtracted(QRegion(inner, shape)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring, with an edge that parts it from what is below it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._edge)
        middle = round(scaled(_EDGE + _WIDTH / 2))
        painter.setPen(QPen(self._line, scaled(_WIDTH)))
        painter.drawEllipse(self.rect().adjusted(middle, middle, -middle, -middle))
