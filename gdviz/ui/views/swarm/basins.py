"""Basins on a plot of weights: each start in the colour of where it leads; one can be run."""

from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from gdviz.core.runs.ensembles.basins import Basins
from gdviz.core.runs.ensembles.swarm import KINDS, OTHERS, Numbers
from gdviz.core.telling.guessing import Weights
from gdviz.core.telling.summary import summarise_place
from gdviz.core.telling.swarms import name_of_basin, summarise_basins
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.plots.map import Pictured
from gdviz.ui.plots.marks import InView
from gdviz.ui.plots.plot import Plot
from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.views.swarm.dots import Dots
from gdviz.ui.views.swarm.looks import grounds, looks, mixed, sign

_NOWHERE = len(KINDS)
"""Stands for the kind of end where there is no start."""

_EDGE = 0.5
"""How much of the colour of what is past is in a line between two basins."""

_APART = 30
"""So many pixels apart, at scale 1, are the signs that say in a basin whose it is."""

_SIGN, _LARGE = 5.5, 12
"""Pixels of these signs, and of those at the points themselves."""

_FAINT = 0.6
"""How opaque they are."""

_ROW = 12
"""So many pixels above the axis, at scale 1, they are where there is one weight."""

_STRIDE = 0.02
"""The share of the domain by which an arrow key goes."""


class ShownBasins:
    """The ground coloured by where starts lead, signs in it, and the points that they lead to.

    A click on a start has the run begin there.

    Attributes:
        told: the basins that it has been given.
        ground: what is drawn under all else.
        signs: a large sign at each point that starts lead to, but not where there are too many.
    """

    def __init__(
        self, plot: Plot, places: Callable[[Array], Array], chosen: Callable[[Weights], None]
    ) -> None:
        """Put them under whatever comes later on `plot`.

        Args:
            plot: the plot.
            places: returns where in it weights (n, dim) are, (n, 2).
            chosen: is told from which start the user wants a run.
        """
        self._plot, self._places, self._chosen = plot, places, chosen
        self.told: Basins | None = None
        self._shown: Basins | None = None
        self._at: Weights = ()
        self.ground: Final = Ground()
        self.signs: Final = Dots(_LARGE)
        plot.put(self.ground)
        plot.put(self.signs)

    @property
    def shown(self) -> Basins | None:
        """The basins, if they are those of the run shown."""
        return self._shown

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self.ground.restyle(theme)
        self.signs.restyle(theme)

    def show(self, basins: Basins | None, frame: Frame | None) -> None:
        """Show basins, or none, where they belong to the problem of a frame."""
        self.told = basins
        self.follow(frame)

    def follow(self, frame: Frame | None) -> None:
        """Show them if they belong to the problem of a frame, and else none."""
        told = self.told
        if frame is None or told is None or told.config.problem is not frame.config.problem:
            told = None
        before, self._shown = self._shown, told
        if told is before or (told is not None and before is not None and told.of is before.of):
            return
        self.ground.show_basins(told)
        if told is None:
            self.signs.show_dots(np.zeros((0, 2)), np.zeros(0, np.int64), None)
        else:
            kinds, reached = told.point_kinds, np.bincount(told.kinds.ravel(), minlength=len(KINDS))
            led = (reached[kinds] > 0) & (kinds != OTHERS)  # a valley has hundreds
            self.signs.show_dots(self._places(told.points[led]), kinds[led], None)

    def start_at(self, x: float, y: float) -> Weights | None:
        """Return the start, of those that are shown, whose cell is there; None where none is."""
        cell = self._cell(x, y)
        if cell is None or self._shown is None:
            return None
        return tuple(float(axis[at]) for axis, at in zip(self._shown.axes, cell, strict=True))

    def choose(self, start: Weights) -> None:
        """Have the run begin there."""
        self._chosen(start)

    def say(self, x: float, y: float) -> str:
        """Return where the start leads that is there; empty where none is."""
        cell, shown = self._cell(x, y), self._shown
        if cell is None or shown is None:
            return ""
        return _("end: {place}").format(place=name_of_basin(shown, int(shown.kinds[cell])))

    def _cell(self, x: float, y: float) -> tuple[int, ...] | None:
        if self._shown is None:
            return None
        axes = zip(self._shown.axes, (x, y), strict=False)
        cell = tuple(int(_cells(np.array([value]), axis)[0]) for axis, value in axes)
        return None if min(cell) < 0 else cell

    def summary(self) -> str:
        """Return which share of the starts leads to what; empty where none are shown."""
        return summarise_basins(self._shown) if self._shown is not None else ""

    def handles(self) -> list[Handle]:
        """Return what leads from start to start by keys, and has the run begin there by Enter."""
        shown = self._shown
        if shown is None:
            return []
        low, high = np.array(shown.config.problem.domain).T
        if len(self._at) != len(low):
            self._at = tuple((low + high) / 2)
        self._point_at(*np.resize(self._at, 2))
        (place,) = self._places(np.array([self._at]))
        still = 2 - len(low)  # an axis that is none of a weight's
        stride = np.pad(_STRIDE * (high - low), (0, still))
        fine = np.pad((high - low) / shown.of.shape, (0, still))
        return [
            Handle(
                place, stride, fine, self._point_at,
                lambda: self.choose(self._at), self._say_pointed, asks=True,
            )
        ]  # fmt: skip

    def _point_at(self, x: float, y: float) -> None:
        """Point at the start that is nearest there."""
        assert self._shown is not None
        axes = zip(self._shown.axes, (x, y), strict=False)
        self._at = tuple(float(axis[np.abs(axis - to).argmin()]) for axis, to in axes)

    def _say_pointed(self) -> str:
        assert self._shown is not None
        place = summarise_place(self._shown.config.problem, np.array(self._at))
        return f"{place}\n{self.say(*np.resize(self._at, 2))}"


class Ground(InView, Pictured):
    """Each pixel in the colour of where a run leads that starts there, and lines between them.

    Over one weight a start is as high as the plot. The colours of the ground repeat, as those
    of a map do not part many minima; so signs say in each basin whose it is.
    """

    drawn_in_pixels = True

    def __init__(self) -> None:
        """Draw none."""
        super().__init__()
        self.setZValue(-2)  # a map's lines and a curve are over it
        self._basins: Basins | None = None
        self._theme = LIGHT

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        self.draw_anew()

    def show_basins(self, basins: Basins | None) -> None:
        """Draw basins, or none."""
        self._basins = basins
        self.setVisible(basins is not None)
        self.draw_anew()

    def draw(self, painter: QPainter) -> None:
        """Draw the colours, the lines and the signs."""
        basins = self._basins
        if basins is None:
            return
        device = painter.device()
        ratio = device.devicePixelRatioF()
        kinds = self._seen(basins, painter)
        painter.resetTransform()
        painter.drawImage(QPointF(), self._coloured(kinds, ratio))
        self._stamp(painter, kinds, ratio, rows=basins.of.ndim > 1)

    @staticmethod
    def _seen(basins: Basins, painter: QPainter) -> Numbers:
        """Return the kind of end that each of the device's pixels has, (rows, columns)."""
        device, back = painter.device(), painter.transform().inverted()[0]
        ratio = device.devicePixelRatioF()
        width, height = device.width(), device.height()
        x = back.dx() + back.m11() * (np.arange(width, dtype=float) + 0.5) / ratio
        across = _cells(x, basins.axes[0])
        kinds = np.append(basins.kinds, np.full((1, *basins.of.shape[1:]), _NOWHERE), axis=0)
        if basins.of.ndim == 1:
            return np.broadcast_to(kinds[across], (height, width))
        y = back.dy() + back.m22() * (np.arange(height, dtype=float) + 0.5) / ratio
        up = _cells(y, basins.axes[1])
        kinds = np.append(kinds, np.full((len(kinds), 1), _NOWHERE), axis=1)
        return np.asarray(kinds[across][:, up].T)

    def _coloured(self, kinds: Numbers, ratio: float) -> QImage:
        """Return a picture of the ground, with a line where two kinds meet."""
        colours = [QColor(name).rgba() for name in grounds(self._theme)]
        lines = [
            QColor(mixed(QColor.fromRgb(one).name(), self._theme.past, _EDGE)).rgba()
            for one in colours
        ]
        table = np.array([*colours, 0, *lines, 0], np.uint32)
        shades = kinds + (_NOWHERE + 1) * _edges(kinds)
        pixels = np.ascontiguousarray(table[shades])
        rows, columns = pixels.shape
        made = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32)
        made = made.copy()  # it does not keep its buffer alive
        made.setDevicePixelRatio(ratio)
        return made

    def _stamp(self, painter: QPainter, kinds: Numbers, ratio: float, *, rows: bool) -> None:
        """Draw signs at even distances, in a row above the axis where there is one weight."""
        height, width = (count / ratio for count in kinds.shape)
        apart, size = scaled(_APART), round(scaled(_SIGN) * 2)
        signs = [sign(look, self._theme, size, _SIGN) for look in looks(self._theme)]
        up = np.arange(apart / 2, height, apart) if rows else np.array([height - scaled(_ROW)])
        painter.setOpacity(_FAINT)
        for row, y in enumerate(up.tolist()):
            for x in np.arange(apart / (4 if row % 2 else 4 / 3), width, apart).tolist():
                kind = int(kinds[int(y * ratio), int(x * ratio)])
                if kind != _NOWHERE:
                    painter.drawPixmap(QPointF(x - size / 2, y - size / 2), signs[kind])


def _cells(values: Array, middles: Array) -> Numbers:
    """Return in which of the cells with these middles values are, (n,); -1 in none."""
    count = len(middles)
    width = (middles[-1] - middles[0]) / (count - 1) if count > 1 else np.inf
    cells = np.floor((values - middles[0]) / width + 0.5).astype(np.int64)
    return np.where((cells >= 0) & (cells < count), cells, -1)


def _edges(kinds: Numbers) -> Numbers:
    """Return 1 where a pixel's neighbour to the right or below has another kind, else 0.

    But where kinds are as fine as pixels lines would hide them, and there are none.
    """
    edges = np.zeros(kinds.shape, np.int64)
    for marked, along in ((edges, kinds), (edges.T, kinds.T)):
        alike = along[1:] == along[:-1]
        marked[1:-2] |= ~alike[1:-1] & alike[:-2] & alike[2:]
    return edges
