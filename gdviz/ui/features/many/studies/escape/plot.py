"""How many runs took how many steps."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetrics

from gdviz.core.runs.ensembles.escape import Escape, Escapes
from gdviz.core.runs.ensembles.swarm import Histogram
from gdviz.core.types import Array
from gdviz.i18n import _, listed
from gdviz.ui.features.many.studies.escape.words import left_of, name_of, took
from gdviz.ui.features.many.studies.points import PointsPlot
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme, font, scaled

_BARS = 40
_ROW, _ROWS_TALL, _AXES = 28, 52, 44
"""Pixels of a way, at least and at most, and of the axis below all of them."""

_FULL = 0.7
"""How much of its row the highest bar of a way fills."""

_GRIP = 8
"""So many pixels beside it, the pointer is on what is as many steps."""

_FREE = 0.2
"""So much of the first row, in which there are no bars, is not seen."""

_BELOW = 0.13
"""So far below its bars, in rows, are a way's mean and deviation."""


class EscapePlot(PointsPlot):
    """How many runs took how many steps: a row for each way, over one axis."""

    def __init__(self) -> None:
        """Make an empty plot."""
        super().__init__("escape_plot")
        self._now: Escapes | None = None
        self._rows, self._took = 1, list[tuple[Escape, int]]()
        self.bars = pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[])
        self.bases = pg.PlotCurveItem(connect="pairs")
        self.deviations = pg.PlotCurveItem(connect="pairs")
        self.means = pg.ScatterPlotItem(size=8)
        for item in (self.bars, self.bases, self.deviations, self.means):
            self.put(item)
        self.summary = self._summary

    def show_escapes(self, now: Escapes | None, rows: int) -> None:
        """Show the runs of so many ways as far as they are known."""
        self._now, self._rows, self._took = now, max(1, rows), []
        self.setMinimumHeight(round(scaled(_AXES + _ROW * self._rows)))
        self.setMaximumHeight(round(scaled(_AXES + _ROWS_TALL * self._rows)))
        spread = None if now is None else now.histogram(_BARS)
        for item in (self.bars, self.bases, self.deviations, self.means):
            item.setVisible(spread is not None)
        self.points = np.zeros((0, 2))
        if now is None or spread is None:
            self.y_axis.setTicks([[]])
            return
        bases = np.asarray(self._rows - 1.0 - np.arange(len(now.of)), np.float64)
        self._draw_bars(spread, bases)
        self._draw_means(now, bases)
        self._put_points(now, bases)
        self._name_rows(now, bases)

    def _draw_bars(self, spread: Histogram, bases: Array) -> None:
        """Show all bars of each row, the highest as high as those of the others."""
        self.x_axis.logarithmic = spread.logarithmic
        left, right = float(spread.edges[0]), float(spread.edges[-1])
        aside = (right - left) / 60
        ends = left - aside, right + aside
        self.setRange(xRange=ends, yRange=(-3 * _BELOW, self._rows - _FREE), padding=0)
        highest = np.maximum(spread.counts.max(axis=1), 1)[:, np.newaxis]
        heights = _FULL * spread.counts / highest
        ways, there = np.nonzero(spread.counts)
        self.bars.setOpts(
            x0=spread.edges[there], x1=spread.edges[there + 1],
            y0=bases[ways], y1=bases[ways] + heights[ways, there],
            brush=QColor(self.theme.weight), pen=pen(self.theme.card, 1),
        )  # fmt: skip
        self.bases.setData(np.tile(ends, len(bases)), np.repeat(bases, 2))

    def _draw_means(self, now: Escapes, bases: Array) -> None:
        known = [found.left.count > 0 for found in now.of.values()]
        mean = np.array([found.mean for found in now.of.values()])[known]
        spread = np.nan_to_num([found.deviation for found in now.of.values()])[known]
        height = bases[known] - _BELOW
        ends = np.column_stack([self._across(mean - spread), self._across(mean + spread)])
        self.deviations.setData(ends.reshape(-1), np.repeat(height, 2))
        self.means.setData(self._across(mean), height)

    def _across(self, steps: npt.NDArray[Any]) -> Array:
        at = np.log10(np.maximum(steps, 1)) if self.x_axis.logarithmic else steps
        return np.asarray(at, np.float64)

    def _put_points(self, now: Escapes, bases: Array) -> None:
        """Have a point for each number of steps that a run of a way took."""
        took = [np.unique(found.steps[found.steps >= 0]) for found in now.of.values()]
        self.rows = np.repeat(np.arange(len(took)), [len(steps) for steps in took])
        self.points = np.column_stack([self._across(np.concatenate(took)), bases[self.rows]])
        for found, steps in zip(now.of.values(), took, strict=True):
            self._took += [(found, number) for number in steps.tolist()]

    def _name_rows(self, now: Escapes, bases: Array) -> None:
        names = [name_of(found) for found in now.of.values()]
        self.y_axis.setTicks([list(zip((bases + 0.25).tolist(), names, strict=True))])
        metrics = QFontMetrics(font(12))
        widest = max(metrics.horizontalAdvance(name) for name in names)
        self.y_axis.setWidth(widest + round(scaled(12)))

    def at_point(self, point: int) -> tuple[Escape, int]:
        """Return of which way a point is, and how many steps."""
        return self._took[point]

    def near(self, x: float, y: float) -> int:
        """Return which point's bar is there."""
        here = self.points[:, 1] == np.floor(y)
        apart = np.where(here, np.abs(self.points[:, 0] - x), np.inf)
        if apart.min(initial=np.inf) > scaled(_GRIP) * self.pixel()[0]:
            return -1
        return int(apart.argmin())

    def say(self, point: int) -> str:
        """Return how many steps a run took, in which way."""
        found, steps = self._took[point]
        text = _("{way}: {steps} steps")
        return text.format(way=name_of(found), steps=f"{steps:,}")

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.y_axis.setGrid(False)  # rows have bases
        self.bases.setPen(pen(theme.line))
        self.deviations.setPen(pen(theme.text, 1.6))
        self.means.setBrush(QColor(theme.text))
        self.means.setPen(pen(theme.card, 1))
        self.label_axis(_("steps until it has left"), theme)
        self.show_escapes(self._now, self._rows)

    def sizeHint(self) -> QSize:
        """Ask for the least."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _summary(self) -> str:
        if self._now is None:
            return ""
        every = self._now.of.values()
        return listed([f"{name_of(one)} {left_of(one)} {took(one)}" for one in every])
