"""How far runs stay from the minimum, over the learning rate: both logarithmic."""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics

from gdviz.core import RunConfig
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.numbers import format_number
from gdviz.core.runs.ensembles.noise import NoiseBalls
from gdviz.core.types import Array
from gdviz.i18n import _, listed
from gdviz.ui.features.many.studies.points import PointsPlot
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme, font, scaled

_LEAST, _MOST = 190, 360
"""Pixels that it is high at least, and where there is room."""

_AXIS_WIDTH = 52
_WIDEST, _MARGIN, _MOST_NAMES = "m = 64", 16, 0.5
"""What a line is called at most, with so many pixels beside it, and the share of all at most."""

_ASIDE = 0.04
"""The share of the view that is free about the rest."""

_ERRORS = 2
"""So many standard errors are drawn on either side."""

_DIGITS = 3


class NoisePlot(PointsPlot):
    """A line and dots for each batch size, and where the run that is shown is.

    Attributes:
        cells: of which size and rate each point is, by their numbers.
    """

    def __init__(self) -> None:
        """Make an empty plot."""
        super().__init__("noise_plot")
        self._now: NoiseBalls | None = None
        self._current: RunConfig | None = None
        self.cells: list[tuple[int, int]] = []
        self.x_axis.logarithmic = self.y_axis.logarithmic = True
        self.lines = pg.PlotCurveItem(antialias=True, connect="finite")
        self.rate = pg.PlotCurveItem()
        self.errors = pg.PlotCurveItem(connect="pairs")
        self.dots = pg.ScatterPlotItem(size=8)
        self.here = pg.ScatterPlotItem(size=14)
        self._items = self.rate, self.lines, self.errors, self.dots, self.here
        for item in self._items:
            self.put(item)
        self._names: list[pg.TextItem] = []
        self._extent = np.empty(0)
        self.summary = self._summary
        self.plotItem.getViewBox().sigResized.connect(self._fix_view)

    def show_balls(self, now: NoiseBalls | None, current: RunConfig | None) -> None:
        """Show what has been measured, and where a run is in it."""
        self._now, self._current = now, current
        self.cells, self.points = [], np.zeros((0, 2))
        for name in self._names:
            self.plotItem.removeItem(name)
        self._names = []
        known = now is not None and bool(np.isfinite([*now.distance.flat, *now.theory.flat]).any())
        for item in self._items:
            item.setVisible(known)
        self._extent = np.empty(0)
        if now is None or not known:
            return
        with np.errstate(all="ignore"):
            x, y, theory = np.log10(now.rates), np.log10(now.distance), np.log10(now.theory)
        heights = np.concatenate([y, theory])
        self._extent = np.array([x[0], x[-1], np.nanmin(heights), np.nanmax(heights)])
        self._fix_view()
        self.cells = [(int(size), int(rate)) for size, rate in np.argwhere(np.isfinite(y))]
        self.points = np.array([(x[rate], y[size, rate]) for size, rate in self.cells])
        self.points = self.points.reshape(-1, 2)
        self.rows = np.array([size for size, _rate in self.cells], np.int64)
        self.dots.setData(*self.points.T)
        lines = np.where(np.isfinite(theory).any(axis=1, keepdims=True), theory, y)
        gaps = np.pad(lines, ((0, 0), (0, 1)), constant_values=np.nan)
        self.lines.setData(np.tile([*x, np.nan], len(lines)), gaps.reshape(-1))
        self._draw_errors(now)
        self._name_lines(now, x, lines)
        self._draw_current(now)

    def _fix_view(self) -> None:
        """Show all there is, with room for the names of the lines at the left."""
        if not self._extent.size:
            return
        left, right, low, high = self._extent.tolist()
        up, width = high - low or 1.0, self.plotItem.getViewBox().width()
        names = QFontMetrics(font(12)).horizontalAdvance(_WIDEST) + scaled(_MARGIN)
        share = min(names / max(width, 1.0), _MOST_NAMES)
        across = (1 + _ASIDE) * (right - left or 1.0)
        self.setRange(
            xRange=(left - share / (1 - share) * across, left + across),
            yRange=(low - _ASIDE * up, high + _ASIDE * up),
            padding=0,
        )
        self.make_room(_AXIS_WIDTH)

    def _draw_errors(self, now: NoiseBalls) -> None:
        at = tuple(np.array(self.cells, np.int64).reshape(-1, 2).T)
        distance, aside = now.distance[at], _ERRORS * now.error[at]
        low = np.maximum(distance - aside, distance / 10)
        ends = np.log10(np.column_stack([low, distance + aside]))
        self.errors.setData(np.repeat(self.points[:, 0], 2), ends.reshape(-1))

    def _name_lines(self, now: NoiseBalls, x: Array, lines: Array) -> None:
        for size, line in zip(now.sizes, lines, strict=True):
            (known,) = np.nonzero(np.isfinite(line))
            if len(known):
                name = pg.TextItem(f"m = {size}", color=self.theme.muted, anchor=(1.1, 0.5))
                name.setFont(font(12))
                name.setPos(x[known[0]], line[known[0]])
                self.put(name)
                self._names.append(name)

    def _draw_current(self, now: NoiseBalls) -> None:
        assert self._current is not None
        algorithm = self._current.algorithm
        assert isinstance(algorithm, GradientDescent)
        rate = algorithm.learning_rate
        inside = now.rates[0] <= rate <= now.rates[-1]
        self.rate.setVisible(inside)
        self.rate.setData([math.log10(rate)] * 2, self.viewRange()[1])
        size = algorithm.batch(self._current.problem.n_samples)
        distance = now.between(size, rate) if size else math.nan
        self.here.setVisible(math.isfinite(distance))
        if math.isfinite(distance):
            self.here.setData([math.log10(rate)], [math.log10(distance)])

    def say(self, point: int) -> str:
        """Return how far runs of a size and a rate stay."""
        assert self._now is not None
        size, rate = self.cells[point]
        text = _("α = {rate}, batches of {size}: distance {distance}")
        return text.format(
            rate=format_number(self._now.rates[rate]),
            size=self._now.sizes[size],
            distance=format_number(float(self._now.distance[size, rate]), _DIGITS),
        )

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.setMinimumHeight(round(scaled(_LEAST)))
        self.setMaximumHeight(round(scaled(_MOST)))
        self.lines.setPen(pen(theme.muted, 1.2))
        self.rate.setPen(pen(theme.weight, 1.6, Qt.PenStyle.DashLine))
        self.errors.setPen(pen(theme.weight, 1.6))
        for dots in (self.dots, self.here):
            dots.setBrush(QColor(theme.weight))
            dots.setPen(pen(theme.card, 1))
        self.label_axis(_("learning rate α"), theme)
        self.label_axis(_("distance from the minimum"), theme, self.y_axis)
        self.show_balls(self._now, self._current)

    def sizeHint(self) -> QSize:
        """Ask for the least."""
        return QSize(super().sizeHint().width(), round(scaled(_LEAST)))

    def _summary(self) -> str:
        return listed([self.say(point) for point in range(len(self.cells))])
