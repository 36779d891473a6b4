"""Where the surface is drawn, and turned by the mouse and the keys."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.core.drawing.contours import Landscape
from gdviz.core.drawing.projection import Camera, fit
from gdviz.core.drawing.relief import Seen
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.ui.access.by_keys import ByKeys, Handle
from gdviz.ui.access.spoken import SpokenPicture
from gdviz.ui.plots.map_keys import LABELLED
from gdviz.ui.plots.plot import pen
from gdviz.ui.render.paper import on_paper
from gdviz.ui.theme import LIGHT, Theme, font, scaled
from gdviz.ui.views.surface.block import Block
from gdviz.ui.views.surface.box import Box

_COARSE, _FINE = 5, 2
"""Of a landscape's points every so-manieth is drawn: while the picture changes, and at rest."""

_REST = 150
"""After so many milliseconds without a change it is at rest."""

_MARGINS = (60.0, 14.0, 44.0)
"""Pixels beside the box, above it and below it, for what its edges say."""

_PER_PIXEL, _PER_KEY, _FINELY, _PER_NOTCH = 0.4, 5.0, 1.0, 1.15
"""Degrees that a pixel of a drag and an arrow key turn, also with Ctrl; how much a notch zooms."""

_ZOOMS = {
    Qt.Key.Key_Plus: _PER_NOTCH,
    Qt.Key.Key_Equal: _PER_NOTCH,
    Qt.Key.Key_Minus: 1 / _PER_NOTCH,
}

PaintMarks = Callable[[QPainter, Seen], None]
Grip = Callable[[QPointF, Seen], bool]


class Canvas(QWidget):
    """A block in its box, painted once, and marks that are painted over it at each frame.

    What is dragged, the surface or what `grips` says can be taken hold of, follows the hand.

    Attributes:
        camera: where it is looked at from.
        marks: returns the marks that keys can move.
        summary: returns what is seen in it, in words.
        keys: what the keyboard moves.

    Signals:
        dragged(tuple): what was taken hold of was dragged to these weights.
        let_go(): it was let go.
    """

    dragged = Signal(object)
    let_go = Signal()

    def __init__(self, paint_marks: PaintMarks, grips: Grip) -> None:
        """Have `paint_marks` draw what moves, and `grips` tell where it can be taken hold of."""
        super().__init__()
        self.camera = Camera()
        self._paint_marks, self._grips = paint_marks, grips
        self._theme = LIGHT
        self._blocks: dict[int, Block] = {}
        self._landscape: Landscape | None = None
        self._box: Box | None = None
        self._names: tuple[str, ...] = ()
        self._remark = ""
        self._still: Final = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(_REST)
        self._still.timeout.connect(self._refine)
        self._fine = False
        self._picture: QPixmap | None = None
        self._seen: Seen | None = None
        self.marks: Callable[[], Sequence[Handle]] = list
        self.summary: Callable[[], str] = str
        self.keys: Final = ByKeys(self, self._handles)
        self._held: QPointF | None = None
        self._holds_mark = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(70)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def sizeHint(self) -> QSize:
        """Ask for little: it takes what its neighbours leave."""
        return QSize(160, 120)

    def show_landscape(self, landscape: Landscape, names: tuple[str, ...]) -> None:
        """Show another landscape, over weights of these names."""
        self._landscape, self._names = landscape, names
        self._make()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        self._make()

    def _make(self) -> None:
        landscape = self._landscape
        if landscape is not None:
            self._blocks = {
                stride: Block(landscape, stride, self._theme) for stride in (_COARSE, _FINE)
            }
            self._box = Box(self._names, landscape.levels[LABELLED], self._theme)
            self._change()

    def say(self, remark: str) -> None:
        """Say this in the corner."""
        self._remark = remark
        self._change()

    def look_from(self, camera: Camera) -> None:
        """Look at it from there."""
        if camera != self.camera:
            self.camera = camera
            self._change()

    def _change(self) -> None:
        """Draw another picture: coarse for now, and fine once it is at rest."""
        self._fine, self._picture, self._seen = False, None, None
        if self.isVisible():
            self._still.start()
        self.update()

    @Slot()
    def _refine(self) -> None:
        self._fine, self._picture, self._seen = True, None, None
        self.update()

    @property
    def at_rest(self) -> bool:
        """Whether it is drawn as finely as it is at rest."""
        return self._fine

    @property
    def seen(self) -> Seen | None:
        """The surface as it is drawn now; None before there is one."""
        if self._seen is None and self._blocks:
            relief = self._block.relief
            beside, over, under = map(scaled, _MARGINS)
            size = self.width(), self.height()
            self._seen = Seen(relief, fit(self.camera, relief.sides, size, (beside, over, under)))
        return self._seen

    @property
    def _block(self) -> Block:
        return self._blocks[_FINE if self._fine else _COARSE]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture that was kept, the marks over it, and whether it has the keyboard."""
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        seen = self.seen
        if seen is not None:
            if on_paper(painter):
                self._paint_block(painter, seen, fine=True)
            else:
                if self._picture is None:
                    self._picture = self._paint_picture(seen)
                painter.drawPixmap(0, 0, self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_marks(painter, seen)
        if self.hasFocus():
            painter.setPen(pen(self._theme.weight, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), scaled(6), scaled(6))
            self.keys.paint(painter, self._theme, self._where)

    def _where(self, w: Array) -> QPointF | None:
        assert self.seen is not None
        ((at,), (visible,)) = self.seen.places(w[np.newaxis])
        return QPointF(*at.tolist()) if visible else None

    def _handles(self) -> list[Handle]:
        """Return the surface, which is turned, and the marks that can be moved."""
        size = np.array([1.0, 1.0])
        turned = Handle(
            np.zeros(2), _PER_KEY * size, _FINELY * size, self._turn, say=self._say, ringed=False
        )
        return [turned, *self.marks()]

    def _turn(self, right: float, up: float) -> None:
        self.look_from(self.camera.turned(-right, -up))

    def _say(self) -> str:
        text = _("seen from {around}° around and {above}° above")
        camera = self.camera
        return text.format(around=f"{camera.azimuth:.0f}", above=f"{camera.elevation:.0f}")

    def spoken(self) -> SpokenPicture:
        """Return what a screen reader is given for it."""
        return SpokenPicture(self)

    def _paint_picture(self, seen: Seen) -> QPixmap:
        """Return the block in its box."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.card))
        with QPainter(picture) as painter:
            self._paint_block(painter, seen, fine=self._fine)
        return picture

    def _paint_block(self, painter: QPainter, seen: Seen, *, fine: bool) -> None:
        assert self._box is not None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._box.paint_behind(painter, seen)
        self._blocks[_FINE if fine else _COARSE].paint(painter, seen, smooth=fine)
        self._box.paint_edges(painter, seen)
        painter.setFont(font(11))
        painter.setPen(QColor(self._theme.muted))
        corner = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(self.rect().adjusted(4, 0, 0, -2), corner, self._remark)

    def resizeEvent(self, _event: object) -> None:
        """Fill the room that there is."""
        self._change()

    def showEvent(self, event: QShowEvent) -> None:
        """Be fine before long."""
        super().showEvent(event)
        if not self._fine:
            self._still.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is drawn that is not seen."""
        super().hideEvent(event)
        self._still.stop()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that it has the keyboard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it no longer has it."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a mark, or else of the surface."""
        if event.button() != Qt.MouseButton.LeftButton or self.seen is None:
            event.ignore()
            return
        self._held = event.position()
        self._holds_mark = self._grips(event.position(), self.seen)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Have what is held follow the hand."""
        at, before, seen = event.position(), self._held, self.seen
        if before is None or seen is None:
            return
        self._held = at
        if self._holds_mark:
            w = seen.under((at.x(), at.y()))
            if w is not None:
                self.dragged.emit(tuple(w.tolist()))
        else:
            per_pixel, way = _PER_PIXEL / scaled(1), at - before
            self.look_from(self.camera.turned(-per_pixel * way.x(), per_pixel * way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            if self._holds_mark:
                self.let_go.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look at all of it from where one looks at first."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.look_from(Camera())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, with what is under the pointer where it is."""
        if self.seen is not None and event.angleDelta().y():
            at = event.position()
            about = self.seen.projection.place((at.x(), at.y()))
            notches = event.angleDelta().y() / 120
            self.look_from(self.camera.zoomed(_PER_NOTCH**notches, about))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by plus and minus, and begin anew by Home; the arrow keys are for `keys`."""
        key = Qt.Key(event.key())
        if key in _ZOOMS:
            self.look_from(self.camera.zoomed(_ZOOMS[key], np.array(self.camera.shift)))
        elif key == Qt.Key.Key_Home:
            self.look_from(Camera())
        else:
            super().keyPressEvent(event)
