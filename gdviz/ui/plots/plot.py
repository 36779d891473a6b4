"""A plot as gdviz draws them: few ticks, light horizontal lines, no box."""

from collections.abc import Callable, Hashable, Sequence
from html import escape
from math import ceil, floor, log10
from typing import cast
from weakref import WeakKeyDictionary

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmapCache,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGraphicsItem, QToolTip

from gdviz.core.numbers import format_number, has_exponent
from gdviz.core.types import Array
from gdviz.ui import typeset
from gdviz.ui.access.spoken import SpokenPicture
from gdviz.ui.plots.moving import Mark
from gdviz.ui.theme import LIGHT, Theme, font, presented, scaled

_TICK_ROOM = {"left": 40, "bottom": 50}
"""Pixels that a tick and its label want."""

_LEAST_HEIGHT = 70
"""Pixels; where there is no room for that, its column scrolls."""

_NAMED_HEIGHT = 120
"""Pixels; what a lower plot has across is left to its header."""

_MOST_TICKS = 8
_SHORT_NAME = 30
"""Pixels: a longer name of a vertical axis is turned."""

_THICKER = 1.25
"""Presented, lines grow by so much more than type does: a projector washes them out."""

_HEAD = ("headLen", "headWidth", "tailWidth")
"""The sizes of an arrow's head, in pixels."""

_FEWEST_DIGITS, _MOST_DIGITS = 6, 12
"""Of the ticks' labels: as many as tell them apart, within these."""

_HIGHEST_DECADE = 308
"""No float has one higher."""

_ALIGNED = 0xFF
"""The flags of a tick's label that say where in its rectangle it is."""

_PICTURES_KB = 100_000
"""All pictures that are kept have room in as much, in a large window on a fine screen too."""

LARGEST = 1e60
"""The largest number that is drawn; far larger ones make stray lines."""


def pen(
    colour: str, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine, alpha: int = 255
) -> QPen:
    """Return a pen of constant width on the screen, `width` pixels at scale 1."""
    tone = QColor(colour)
    tone.setAlpha(alpha)
    finer = cast("QApplication", QApplication.instance()).devicePixelRatio()
    made = QPen(tone, scaled(width) * finer * (_THICKER if presented() else 1), style)
    made.setCosmetic(True)  # which counts the device's own pixels
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made


def keep_picture(item: QGraphicsItem) -> None:
    """Have a picture kept of what an item paints, for as long as it stays as it is."""
    item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)


def nice_step(span: float, most: int) -> float:
    """Return the smallest 1, 2 or 5 × 10ⁿ of which at most `most` fit into `span`."""
    rough = span / max(1, most)
    power = 10.0 ** floor(log10(rough))
    return next((m * power for m in (1, 2, 5) if m * power >= rough * (1 - 1e-9)), 10 * power)


def _between_decades(low: float, high: float) -> list[float]:
    """Return the logarithms between two of 1, 2 and 5 × 10ⁿ."""
    powers = range(floor(low), ceil(high))
    every = (n + log10(m) for n in (*powers, ceil(high)) for m in (1, 2, 5))
    return [value for value in every if low <= value <= high]


def nice_end(value: float) -> float:
    """Return the value rounded away from zero to two nice digits."""
    if value == 0 or not np.isfinite(value):
        return 0.0
    unit = 10.0 ** floor(log10(abs(value))) / 2
    return float(np.sign(value) * ceil(abs(value) / unit - 1e-9) * unit)


def clipped(y: Array, bounds: tuple[float, float]) -> Array:
    """Return heights as far as they are within bounds, all finite."""
    return np.nan_to_num(np.clip(y, *bounds))


def worth_showing(values: Array) -> tuple[float, float]:
    """Return the range of a curve's values that is worth showing, the curve sampled evenly.

    All of it, except where the curve shoots up or down within a sample, as at a
    pole: the rest would be a flat line then.
    """
    known = values[np.abs(values) <= LARGEST]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    # np.quantile imports all of numpy.ma, which takes longer than a plot.
    first, last = np.interp((0.1, 0.9), np.linspace(0, 1, len(known)), np.sort(known)).tolist()
    most = last - first
    if high - low > 10 * most and np.abs(np.diff(known)).max() > (high - low) / 2:
        return max(low, first - 2 * most), min(high, last + 2 * most)
    return low, high


class Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis with one level of ticks, a true minus sign, and decades if it is logarithmic.

    Attributes:
        logarithmic: whether the values are logarithms to base 10.
    """

    def __init__(self, orientation: str) -> None:
        """Make an axis for that side of a plot."""
        super().__init__(orientation)
        self.logarithmic = False
        self.setStyle(tickLength=0, tickTextOffset=8)
        self.enableAutoSIPrefix(False)  # a tick's label is the number itself
        keep_picture(self)

    def boundingRect(self) -> QRectF:
        """Leave room for the labels of ticks at the very ends."""
        rect: QRectF = super().boundingRect()
        aside, above = scaled(14), scaled(10)
        return rect.adjusted(-aside, -above, aside, above)

    def resizeEvent(self, event: object = None) -> None:
        """Keep the name of a vertical axis upright if it is short, such as a weight's."""
        super().resizeEvent(event)
        if self.orientation == "left" and self.label is not None:
            rect = self.label.boundingRect()
            upright = rect.width() <= scaled(_SHORT_NAME)
            self.label.setRotation(0 if upright else -90)
            if upright:
                self.label.setPos(-5, (self.size().height() - rect.height()) / 2)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the one level of ticks within the range."""
        if not high > low:
            return []
        room = int(size / scaled(_TICK_ROOM[self.orientation]))
        step = nice_step(high - low, min(_MOST_TICKS, max(2, room)))
        if self.logarithmic:
            step, high = max(1.0, step), min(high, _HIGHEST_DECADE)
            if floor(high) - ceil(low) < 1:
                return [(step, _between_decades(low, high))]
        first = -(-low // step)
        count = int((high - first * step) / step + 1e-9) + 1
        return [(step, [(first + i) * step for i in range(max(0, count))])]

    def tickStrings(self, values: Sequence[float], _scale: float, spacing: float) -> list[str]:
        """Return the labels of the ticks."""
        if self.logarithmic:
            return [format_number(10.0**value).removeprefix("1×") for value in values]
        largest = max(map(abs, values), default=0.0)
        apart = 1 + ceil(log10(largest / spacing)) if largest > spacing else 1
        digits = min(max(_FEWEST_DIGITS, apart), _MOST_DIGITS)
        return [format_number(0.0 if abs(v) < spacing / 1e6 else v, digits) for v in values]

    def drawPicture(
        self,
        painter: QPainter,
        line: object,
        ticks: object,
        labels: Sequence[tuple[QRectF, int, str]],
    ) -> None:
        """Draw the line, the ticks and their labels, exponents raised."""
        plain = [label for label in labels if not has_exponent(label[2])]
        super().drawPicture(painter, line, ticks, plain)
        for box, flags, text in (label for label in labels if has_exponent(label[2])):
            typeset.draw(painter, box, Qt.AlignmentFlag(int(flags) & _ALIGNED), text)


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """A plot in the theme's colours, whose view only code moves.

    Attributes:
        theme: the colours.
        summary: returns what is seen in it, in words.
        explains: whether its tooltip is wanted where the pointer is.
        centre: where what moves in it is, (2,), and so where one zooms by keys; in the middle of
            what is seen if that is elsewhere.
        paint_focus: paints over it that it has the keyboard.
    """

    def __init__(self) -> None:
        """Make an empty plot."""
        self.x_axis, self.y_axis = Axis("bottom"), Axis("left")
        axes = {"bottom": self.x_axis, "left": self.y_axis}
        super().__init__(axisItems=axes, enableMenu=False)
        self._made: WeakKeyDictionary[object, dict[str, float]] = WeakKeyDictionary()
        self._labels: dict[Axis, tuple[str, str, str]] = {}
        self._plain = QApplication.font()
        self.theme: Theme = LIGHT
        self.summary: Callable[[], str] = str
        self.explains = False
        self.centre: Array = np.full(2, np.nan)
        self.paint_focus: Callable[[QPainter], None] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.setMouseEnabled(False, False)
        self.setInteractive(False)  # a click would have pyqtgraph keep each spot for ever
        self.setFrameShape(self.Shape.NoFrame)
        QPixmapCache.setCacheLimit(_PICTURES_KB)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # its ground is
        box = self.getPlotItem().getViewBox()
        box.setDefaultPadding(0)
        box.setMinimumSize(1, 1)  # folded to nothing it would have no scale to ask for
        self.disableAutoRange()
        self.y_axis.setWidth(52)
        self.y_axis.setZValue(-1)  # the grid is behind what is drawn
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setAcceptDrops(False)  # a file that is dropped is for the window

    def put(self, item: QGraphicsItem, layer: QGraphicsItem | None = None) -> None:
        """Put an item over what there is so far, or into a layer of it, or over another item."""
        if isinstance(item, pg.PlotCurveItem | pg.ScatterPlotItem):
            keep_picture(item)  # Python paints it, at ten times the price
        if layer is None:
            self.addItem(item, ignoreBounds=True)
        else:
            item.setParentItem(layer)

    @property
    def whole(self) -> Array:
        """From where to where x and y go if all is seen, (2, 2)."""
        return np.array(self.viewRange())

    @property
    def times(self) -> float:
        """How many times as large as if all were seen it is."""
        return 1.0

    @property
    def sight(self) -> Hashable:
        """What is seen of it, and how large: what was drawn for that can stay."""
        return *map(tuple, self.viewRange()), self.height(), scaled(1)

    @property
    def zoomed(self) -> bool:
        """Whether a part of it only is seen, as the user wants it."""
        return self.times > 1

    def make_room(self, least: int) -> None:
        """Give the left axis the width of its labels, `least` at least, and that of its name."""
        self.y_axis.setWidth(max(round(scaled(least)), self._wanted_width()))

    def widen(self) -> None:
        """Give the left axis more width where its labels need it: none is ever cut."""
        wanted = self._wanted_width()
        if wanted > self.y_axis.fixedWidth:
            self.y_axis.setWidth(wanted)

    def has_room_beside(self, text: str) -> bool:
        """Tell whether the left axis is as high as that name of it is long."""
        long = QFontMetrics(font(12)).horizontalAdvance(text)
        return bool(long <= self.getPlotItem().getViewBox().height())

    def _wanted_width(self) -> int:
        """Return how wide the left axis' labels and its name are, in pixels."""
        low, high = self.viewRange()[1]
        used = font(12)
        widths = [
            ceil(typeset.size(text, used).width()) + 12
            for spacing, values in self.y_axis.tickValues(low, high, self.height())
            for text in self.y_axis.tickStrings(values, 1, spacing)
        ]
        name = QFontMetrics(used).height() if self.y_axis.labelText else 0
        return max(widths, default=0) + name

    def spoken(self) -> SpokenPicture:
        """Return what a screen reader is given for it."""
        return SpokenPicture(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow, with or without the horizontal axis' name."""
        super().resizeEvent(event)
        self._show_name()

    def _show_name(self) -> None:
        """Leave a low picture the room of the horizontal axis' name."""
        if self.x_axis.label is not None:  # a plot that is closed has none
            named = bool(self.x_axis.labelText) and self.height() >= scaled(_NAMED_HEIGHT)
            self.x_axis.showLabel(named)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all there is, and whether it has the keyboard."""
        super().paintEvent(event)
        if self.paint_focus is not None and self.hasFocus():
            with QPainter(self.viewport()) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self.paint_focus(painter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whoever scrolls the plot into view."""
        event.ignore()

    def sizeHint(self) -> QSize:
        """Ask for little: a plot takes what its neighbours leave."""
        return QSize(160, _LEAST_HEIGHT)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, and everything in it at the present scale."""
        self.theme = theme
        self.setBackground(theme.card)
        self.y_axis.setPen(pen(theme.card, alpha=0))
        self.x_axis.setPen(pen(theme.line))
        for axis in (self.x_axis, self.y_axis):
            axis.setTextPen(theme.muted)  # after its line, whose pen its name would have
            axis.setTickFont(font(12))
            axis.setTickPen(pen(theme.line))
        self.y_axis.setStyle(tickAlpha=255)
        self.y_axis.setGrid(255)
        self._rescale()

    def _rescale(self) -> None:
        """Give each mark the size that it was made with, times the scale.

        Pens, and what a view sets while it draws, are of the scale already.
        """
        self.getPlotItem().setContentsMargins(0, scaled(8), scaled(12), 0)
        self.y_axis.setWidth(self._scaled(self.y_axis, {"width": self.y_axis.fixedWidth})["width"])
        for item in self.getPlotItem().items:
            if isinstance(item, pg.ScatterPlotItem):
                item.fragmentAtlas.clear()  # it would keep a picture of every look it ever had
            if isinstance(item, pg.ScatterPlotItem | Mark):
                item.setSize(self._scaled(item, {"size": item.opts["size"]})["size"])
            elif isinstance(item, pg.ArrowItem):
                now = {name: item.opts[name] for name in _HEAD if item.opts.get(name)}
                item.setStyle(**self._scaled(item, now))
            elif isinstance(item, pg.TextItem) and item.textItem.font() == self._plain:
                item.setFont(QApplication.font())
        self._plain = QApplication.font()

    def _scaled(self, item: object, now: dict[str, float]) -> dict[str, float]:
        """Return an item's sizes at the present scale; `now` is what it has when first seen."""
        made = self._made.setdefault(item, now)
        return {name: scaled(size) for name, size in made.items()}

    def label_axis(self, text: str, theme: Theme, axis: Axis | None = None) -> None:
        """Name an axis in words, the horizontal one unless told otherwise."""
        size = f"{round(scaled(12))}px"
        named = axis or self.x_axis
        if self._labels.get(named) == (said := (text, theme.muted, size)):
            return
        self._labels[named] = said
        # The text may be a column's name, and pyqtgraph takes it for HTML.
        named.setLabel(escape(text), color=theme.muted, **{"font-size": size})
        named.resizeEvent()  # which puts the name into its place
        self._show_name()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what can be done below the plot, where it hides nothing that is drawn."""
        if event.type() == QEvent.Type.ToolTip:
            text = self.toolTip() if self.explains else ""
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), text, self)
            return True
        return bool(super().viewportEvent(event))

    def at(self, pixel: QPointF) -> tuple[float, float]:
        """Return where in the plot a pixel of its viewport is."""
        point = self.getPlotItem().getViewBox().mapSceneToView(self.mapToScene(pixel.toPoint()))
        return point.x(), point.y()

    def pixel(self) -> Array:
        """Return how wide and how high a pixel is in the axes' units, (2,)."""
        size = self.getPlotItem().getViewBox().viewPixelSize()
        return np.asarray(np.maximum(size, 1e-300), np.float64)
