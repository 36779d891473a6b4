"""The final cost against the learning rate."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from gdviz.core import RunConfig
from gdviz.core.numbers import format_number
from gdviz.core.runs.sweep import Region, Sweep, limits, swept
from gdviz.core.telling.sweeps import REGIONS
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.ui.features.sweep.plot import Cell, Patch, SweepPlot, runs_of
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme, font, scaled

_SPAN = 100
"""Past that ratio of the highest to the lowest cost the axis is logarithmic."""

_LINE = 17
"""Pixels from one line of text to the next, at scale 1."""

_LEAST = 1e-16
"""What is lower than that share of the first cost is drawn as that share."""


class SweepCurve(SweepPlot):
    """The cost that each learning rate ends with, its region, the limit, the best, the current."""

    def __init__(self) -> None:
        """Make the plot."""
        super().__init__()
        self._first = pg.PlotCurveItem()
        self.costs: Final = pg.PlotCurveItem(antialias=True, connect="finite")
        self._now = pg.PlotCurveItem()
        self.add(self.patches, self._first, self.costs, self.limit, self._now)
        self.add_marks()
        self._heights = np.empty(0)
        self._rate = 1.0
        self._stretches: list[tuple[Region, float, float]] = []
        self.plotItem.getViewBox().sigResized.connect(self._on_resized)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        super().restyle(theme)
        self._first.setPen(pen(theme.muted, 1, Qt.PenStyle.DotLine))
        self.costs.setPen(pen(theme.text, 2))
        self._now.setPen(pen(theme.weight, 1.6))

    def place(self, cell: Cell) -> tuple[float, float]:
        """Return where in the plot a run is marked."""
        bottom, top = self.plotItem.viewRange()[1]
        highest = top - 0.05 * (top - bottom)
        return float(self.across()[cell[1]]), float(min(self._heights[cell[1]], highest))

    def draw(self, current: RunConfig) -> None:
        """Draw the sweep."""
        self.erase()
        for item in self.plotItem.items:
            item.setVisible(self.sweep is not None)
        if self.sweep is None:
            return
        self._heights = self._measure(self.sweep)
        x = self.across()
        self.costs.setData(x, self._heights)
        self._draw_regions(self.sweep)
        self._draw_limit(self.sweep)
        best = self.sweep.best
        self.best.setVisible(best is not None)
        if best is not None:
            bottom, top = self.plotItem.viewRange()[1]
            across, up = self.place(best)
            self.best.setData([across], [up + 0.045 * (top - bottom)])
        self.show_current(current)

    def _measure(self, sweep: Sweep) -> Array:
        """Fix the view, and return how high each cost is in it; those that diverge are above it."""
        cost, first = sweep.cost[0], sweep.first_cost
        if not np.isfinite(first):
            first = 1.0
        inside = cost[(cost <= first) & ~sweep.diverged[0]]
        low, high = (
            (float(inside.min()), first) if len(inside) else (min(first, 0.0), max(first, 1.0))
        )
        floor = max(low, _LEAST * high) if low >= 0 else 0.0
        self.y_axis.logarithmic = bool(floor > 0 and high / floor > _SPAN)
        if self.y_axis.logarithmic:
            low, high = np.log10(floor), np.log10(high)
            with np.errstate(all="ignore"):
                cost = np.log10(np.maximum(cost, floor))
        span = max(high - low, 1e-9 * abs(high)) or 1.0
        low, high = low - 0.08 * span, high + 0.2 * span
        x = self.across()
        self.plotItem.setRange(xRange=(x[0], x[-1]), yRange=(low, high), padding=0)
        line = np.log10(first) if self.y_axis.logarithmic else first
        self._first.setData([x[0], x[-1]], [line, line])
        heights = np.where(sweep.diverged[0] | ~np.isfinite(cost), high + span, cost)
        return np.minimum(heights, high + span)

    def _draw_regions(self, sweep: Sweep) -> None:
        """Fill each stretch of rates of one region, and note where its name fits."""
        x, (bottom, top) = self.across(), self.plotItem.viewRange()[1]
        edges = np.concatenate([x[:1], (x[1:] + x[:-1]) / 2, x[-1:]])
        self._stretches = [
            (Region(value), float(edges[first]), float(edges[end]))
            for value, first, end in runs_of(sweep.regions[0])
        ]
        self.patches.show_patches(
            [
                Patch(left, right, bottom, top, brush)
                for region, left, right in self._stretches
                for brush in self.brush(region)
            ]
        )

    def _draw_limit(self, sweep: Sweep) -> None:
        (limit,) = limits(sweep.config)
        x = self.across()
        shown = limit is not None and bool(x[0] < np.log10(limit) < x[-1])
        self.limit.setVisible(shown)
        if limit is not None and shown:
            self.limit.setData([np.log10(limit)] * 2, self.plotItem.viewRange()[1])

    def show_current(self, current: RunConfig) -> None:
        """Mark where the current run is in the sweep drawn."""
        self._rate = swept(current).learning_rate
        self._on_resized()

    def _on_resized(self) -> None:
        """Draw anew what depends on the plot's size in pixels."""
        self.erase()
        if self.sweep is not None:
            self._draw_current()
            self._write(self.sweep)

    def _draw_current(self) -> None:
        where = np.log10(self._rate)
        bottom, top = self.plotItem.viewRange()[1]
        highest = top - 1.4 * scaled(_LINE) * self.plotItem.getViewBox().viewPixelSize()[1]
        self._now.setData([where, where], [bottom, highest])
        height = float(np.interp(where, self.across(), self._heights))
        self.mark_current(where, min(height, highest))

    def _write(self, sweep: Sweep) -> None:
        """Name the regions, the limit and the current rate, where there is room."""
        theme = self.theme
        (left, right), (bottom, top) = self.plotItem.viewRange()
        per_pixel, line = self.plotItem.getViewBox().viewPixelSize() * np.array([1, scaled(_LINE)])
        colours = {
            Region.DIVERGED: theme.divergence,
            Region.RISEN: theme.divergence,
            Region.GOOD: theme.minimum,
        }
        metrics = QFontMetrics(font(12))
        for region, name in REGIONS.items():
            widths = [(b - a, (a + b) / 2) for of, a, b in self._stretches if of is region]
            width, middle = max(widths, default=(0.0, 0.0))
            if width > per_pixel * (metrics.horizontalAdvance(_(name)) + scaled(8)):
                self.write(_(name), middle, top, colours.get(region, theme.muted), (0.5, 0))
        first = float(self._first.getData()[1][0])
        words = _("cost at the start")
        if right - left > per_pixel * 3 * metrics.horizontalAdvance(words):
            self.write(words, right, first, theme.muted, (1, 0))
        (limit,) = limits(sweep.config)
        if limit is not None and self.limit.isVisible():
            text = f"{swept(sweep.config).rule.limit_formula} = {format_number(limit, 3)}"
            at = float(np.log10(limit))
            anchor = self.side(text, at), 1
            self.write(text, at, bottom + line, theme.divergence, anchor)
        text, where = f"α = {format_number(self._rate)}", float(np.log10(self._rate))
        beside = limit is not None and 0 < where - np.log10(limit) < 1
        side = 0 if beside or where < left + 1 else 1
        # At the end of the line that the ball leaves free.
        _x, (low, high) = self._now.getData()
        above = self.current.getData()[1][0] < (low + high) / 2
        end = high if above else low
        self.write(text, where, end, theme.weight, (side, 0 if above else 1))
