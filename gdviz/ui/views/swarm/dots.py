"""Thousands of dots as one item, which costs what their pixels cost."""

from math import ceil

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
import shiboken6
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from gdviz.core.runs.ensembles.swarm import KINDS
from gdviz.core.types import Array
from gdviz.ui.plots.marks import InView
from gdviz.ui.render.paper import on_paper
from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.views.swarm.looks import SIZE, looks

_FAINT = 0.16
"""How opaque dots are while those of another kind are lit."""

_ROOM = 1.6
"""A dot's picture is so many times as wide as the dot: a star has points."""

Numbers = npt.NDArray[np.int64]


class Dots(InView, pg.GraphicsObject):  # type: ignore[misc]
    """A dot for each member, in the look of its kind; those that fall together are one.

    Attributes:
        points: where they are in the plot, (n, 2).
    """

    def __init__(self, size: float = SIZE) -> None:
        """Draw none.

        Args:
            size: pixels of a dot, at scale 1.
        """
        super().__init__()
        self._size = size
        self.points: Array = np.zeros((0, 2))
        self._kinds: Numbers = np.zeros(0, np.int64)
        self._lit: int | None = None
        self._theme = LIGHT
        self._atlas = QPixmap()
        self._drawn: tuple[object, ...] = ()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        self._drawn = ()
        self.update()

    def show_dots(self, points: Array, kinds: Numbers, lit: int | None) -> None:
        """Draw dots at points, (n, 2), of kinds, (n,); those that are lit before all others."""
        self.points, self._kinds, self._lit = points, kinds, lit
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        """Draw each place of a pixel once for each kind, the rarest in front."""
        if not len(self.points):
            return
        to_pixels = painter.transform()
        corner, across, up = (to_pixels.map(QPointF(*at)) for at in ((0, 0), (1, 0), (0, 1)))
        scale = np.array([across.x() - corner.x(), up.y() - corner.y()])
        places = self.points * scale + (corner.x(), corner.y())
        rect = to_pixels.mapRect(self.boundingRect())
        low, high = np.array([[rect.left(), rect.top()], [rect.right(), rect.bottom()]])
        with np.errstate(invalid="ignore"):
            seen = ((places >= low) & (places <= high)).all(axis=1)
        kinds = self._kinds[seen]
        x, y = np.round(places[seen] - low).astype(np.int64).T
        row = 1 + int(high[0] - low[0] + 1)
        once = np.unique((y * row + x) * len(KINDS) + kinds)
        place, kind = np.divmod(once, len(KINDS))
        told = np.column_stack([place % row + low[0], place // row + low[1], kind])
        rarity = -np.bincount(kinds, minlength=len(KINDS))[kind]
        lit = np.full(len(told), self._lit is None) | (kind == self._lit)
        painter.resetTransform()
        told = told[np.lexsort((rarity, lit))]
        if on_paper(painter):
            self._write(painter, told)
        else:
            self._stamp(painter, told)

    def _write(self, painter: QPainter, told: Array) -> None:
        """Draw dots (n, 3), x and y in pixels and the kind, one by one."""
        every = looks(self._theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for x, y, kind in told.tolist():
            painter.setTransform(QTransform.fromTranslate(x, y))
            painter.setOpacity(1.0 if self._lit in (None, kind) else _FAINT)
            every[int(kind)].draw(painter, scaled(self._size), self._theme)

    def _stamp(self, painter: QPainter, told: Array) -> None:
        """Draw dots (n, 3): x and y in pixels, and the kind."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        side = self._make_atlas(ratio)
        kinds = told[:, 2]
        opacity = 1.0 if self._lit is None else np.where(kinds == self._lit, 1.0, _FAINT)
        fragments = np.zeros((len(told), 10))
        fragments[:, :2] = told[:, :2]
        fragments[:, 2] = kinds * side
        fragments[:, 4:6] = side
        fragments[:, 6:8] = 1 / ratio
        fragments[:, 9] = opacity
        if len(told):
            first = shiboken6.wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
            painter.drawPixmapFragments(first, len(told), self._atlas)  # type: ignore[arg-type]

    def _make_atlas(self, ratio: float) -> int:
        """Have a picture of a dot of each kind, side by side; return how wide each is."""
        side = ceil(scaled(self._size) * _ROOM * ratio)
        asked = (self._theme, ratio, side)
        if asked != self._drawn:
            self._drawn = asked
            self._atlas = QPixmap(side * len(KINDS), side)
            self._atlas.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._atlas)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for kind, look in enumerate(looks(self._theme)):
                painter.resetTransform()
                painter.translate((kind + 0.5) * side, side / 2)
                painter.scale(ratio, ratio)
                look.draw(painter, scaled(self._size), self._theme)
            painter.end()
        return side
