"""The cost curve: one weight as a ball on it."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from gdviz.core import Problem, RunConfig
from gdviz.core.numbers import format_number
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.playback import Frame
from gdviz.ui.kept import KeptRun, KeptTrails
from gdviz.ui.plot import Plot, pen
from gdviz.ui.theme import Theme
from gdviz.ui.view import View

ORDER = 10

_SAMPLES = 600
_TRAIL = 200
_PROBES = 5000
_SHORTEST_ARROW = 0.004
"""Of the view's width; a shorter step shows no arrow."""


class CostCurve(View):
    """The cost over the weight, the weight as a ball, its trail, tangent and next step.

    In a search: the probes so far, the best of them, and the interval in hand.
    """

    id = "cost-curve"
    place = "centre"
    stretch = 3

    def __init__(self) -> None:
        """Make the plot and what moves on it."""
        super().__init__()
        self.plot = Plot()
        self.body.addWidget(self.plot, 1)
        self._interval = pg.LinearRegionItem(movable=False)
        self._curve = pg.PlotCurveItem(antialias=True)
        for item in (self._interval, self._curve):
            self.plot.addItem(item, ignoreBounds=True)
        self._kept = KeptTrails(self.plot, self._place)
        self._minimum = pg.ScatterPlotItem(symbol="t", size=11)
        self._trail = pg.PlotCurveItem(antialias=True)
        self._past = pg.ScatterPlotItem(size=6, pen=None)
        self._tangent = pg.PlotCurveItem(antialias=True)
        self._ghost = pg.ScatterPlotItem(size=14)
        self._shaft = pg.PlotCurveItem(antialias=True)
        self._head = pg.ArrowItem(headLen=10, headWidth=9, tailLen=None, pen=None)
        self._best = pg.ScatterPlotItem(size=18)
        self._ball = pg.ScatterPlotItem(size=17)
        self._edge = pg.ArrowItem(headLen=16, headWidth=14, tailLen=None, pen=None)
        self._text = pg.TextItem()
        for item in (
            self._minimum, self._trail, self._past, self._tangent, self._ghost, self._shaft,
            self._head, self._best, self._ball, self._edge, self._text,
        ):  # fmt: skip
            self.plot.addItem(item, ignoreBounds=True)
        self._low = self._high = 0.0

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the problem has one weight."""
        return len(problem.weights) == 1

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.title.setText(_("Cost curve"))
        self.remark.setText(_("J(w): the mean loss over all samples"))
        self.plot.label_axis("w", self.theme)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.plot.restyle(theme)
        self.plot.label_axis("w", theme)
        self._kept.restyle(theme)
        soft = QColor(theme.weight)
        soft.setAlpha(90)
        shade = QColor(theme.minimum)
        shade.setAlpha(30)
        self._interval.setBrush(shade)
        for line in self._interval.lines:
            line.setPen(pen(theme.minimum, 1.5, Qt.PenStyle.DashLine))
        self._curve.setPen(pen(theme.past, 2))
        self._minimum.setBrush(theme.minimum)
        self._minimum.setPen(pen(theme.card))
        self._trail.setPen(pen(theme.weight, 1.2, alpha=110))
        self._past.setBrush(soft)
        self._tangent.setPen(pen(theme.gradient, 1.8, Qt.PenStyle.DashLine))
        self._ghost.setPen(pen(theme.weight, 1.3, Qt.PenStyle.DashLine))
        self._ghost.setBrush(None)
        self._shaft.setPen(pen(theme.weight, 2.4))
        self._head.setStyle(brush=QColor(theme.weight))
        self._edge.setStyle(brush=QColor(theme.divergence))
        self._best.setPen(pen(theme.minimum, 2))
        self._best.setBrush(None)
        self._ball.setBrush(theme.weight)
        self._ball.setPen(pen(theme.card, 1.5))
        font = QFont(QApplication.font())
        font.setPixelSize(13)
        font.setBold(True)
        self._text.setFont(font)

    def show_run(self, config: RunConfig) -> None:
        """Draw the curve and its minima, and fix the view."""
        self._low, self._high = config.problem.domain[0]
        grid = np.linspace(self._low, self._high, _SAMPLES)
        costs = self._cost(config.problem, grid)
        self._curve.setData(grid, costs)
        least, most = float(costs.min()), float(costs.max())
        span = (most - least) or 1.0
        self.plot.setRange(
            xRange=(self._low, self._high), yRange=(least - 0.09 * span, most + 0.05 * span)
        )
        known = np.array([w[0] for w in config.problem.minima])
        known = known[(known >= self._low) & (known <= self._high)]
        raised = self._cost(config.problem, known) + 0.035 * span if len(known) else known
        self._minimum.setData(known, raised)
        self._minimum.setVisible(not config.algorithm.searches)

    @staticmethod
    def _cost(problem: Problem, w: Array) -> Array:
        """Return the cost, finite for drawing, at the weights (n,)."""
        with np.errstate(all="ignore"):
            return np.nan_to_num(problem.cost(w[:, np.newaxis]), nan=0.0, posinf=1e60, neginf=-1e60)

    def _place(self, problem: Problem, w: Array) -> tuple[Array, Array]:
        return w[:, 0], self._cost(problem, w[:, 0])

    def show_kept(self, runs: Sequence[KeptRun]) -> None:
        """Draw the paths of kept runs on the curve."""
        self._kept.show(runs)

    def draw(self, frame: Frame) -> None:
        """Draw the ball and what belongs to it."""
        searches = frame.config.algorithm.searches
        w = float(frame.w[0])
        cost = float(self._cost(frame.config.problem, frame.w)[0])
        inside = self._low <= w <= self._high
        self._ball.setData([w], [cost])
        self._ball.setVisible(inside)
        self._interval.setVisible(False)
        self._best.setVisible(searches)
        if searches:
            self._draw_search(frame)
        else:
            self._draw_past(frame, slice(max(0, frame.position - _TRAIL), frame.position + 1))
        self._draw_tangent(frame, w, cost, shown=inside and not searches)
        self._draw_step(frame, w, cost, shown=inside and not searches)
        self._draw_edge(w, inside=inside)
        self._draw_text(frame, w, cost, inside=inside)

    def _draw_past(self, frame: Frame, past: slice) -> None:
        trail = frame.trace.w[past, 0]
        costs = self._cost(frame.config.problem, trail)
        self._trail.setData(trail, costs)
        self._past.setData(trail[:-1], costs[:-1])

    def _draw_search(self, frame: Frame) -> None:
        seen = slice(
            max(0, frame.position + 1 - _PROBES), min(frame.position + 1, len(frame.trace))
        )
        self._past.setData(frame.trace.w[seen, 0], frame.trace.loss[seen])
        self._trail.setData([], [])
        if not len(frame.trace):
            return
        best, low, high = frame.trace.state[min(frame.position, len(frame.trace) - 1), :, 0]
        self._interval.setRegion((low, high))
        self._interval.setVisible(bool(low > self._low or high < self._high))
        self._best.setData([best], self._cost(frame.config.problem, np.array([best])))

    def _draw_tangent(self, frame: Frame, w: float, cost: float, *, shown: bool) -> None:
        self._tangent.setVisible(shown)
        if not shown:
            return
        slope = float(frame.config.problem.gradient(frame.w)[0])
        (left, right), (bottom, top) = self.plot.viewRange()
        # Equal length on the screen, however steep.
        steep = slope * (right - left) / (top - bottom) * 0.6
        reach = 0.14 * (right - left) / np.hypot(1, steep)
        ends = np.array([w - reach, w + reach])
        self._tangent.setData(ends, cost + slope * (ends - w))

    def _draw_step(self, frame: Frame, w: float, cost: float, *, shown: bool) -> None:
        step = frame.step
        width = self._high - self._low
        ahead = w + float(step.delta[0]) if step is not None else w
        shown = shown and abs(ahead - w) > _SHORTEST_ARROW * width
        for item in (self._shaft, self._head, self._ghost):
            item.setVisible(shown)
        if not shown:
            return
        tip = min(max(ahead, self._low), self._high)
        self._shaft.setData([w, tip], [cost, cost])
        self._head.setStyle(angle=180 if ahead > w else 0)
        self._head.setPos(tip, cost)
        self._ghost.setData([ahead], self._cost(frame.config.problem, np.array([ahead])))
        self._ghost.setVisible(self._low <= ahead <= self._high)

    def _draw_edge(self, w: float, *, inside: bool) -> None:
        """Point to where the ball is when it has left the view."""
        self._edge.setVisible(not inside)
        if not inside:
            bottom, top = self.plot.viewRange()[1]
            self._edge.setStyle(angle=180 if w > self._high else 0)
            self._edge.setPos(min(max(w, self._low), self._high), bottom + 0.5 * (top - bottom))

    def _draw_text(self, frame: Frame, w: float, cost: float, *, inside: bool) -> None:
        """Name the weight beside the ball, on the side that the curve leaves free."""
        self._text.setText(f"w = {format_number(w)}")
        self._text.setColor(self.theme.text if inside else self.theme.divergence)
        bottom, top = self.plot.viewRange()[1]
        x = min(max(w, self._low), self._high)
        left_half = x < (self._low + self._high) / 2
        self._text.setAnchor((-0.1, 1.35) if left_half else (1.1, 1.35))
        self._text.setPos(
            x, min(cost, top - 0.1 * (top - bottom)) if inside else (bottom + top) / 2
        )


VIEWS = (CostCurve,)
