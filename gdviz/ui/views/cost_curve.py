"""The cost curve: one weight as a ball on it."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QResizeEvent

from gdviz.core import Problem, RunConfig
from gdviz.core.drawing.polyline import distance
from gdviz.core.drawing.probes import SearchTrail
from gdviz.core.drawing.trail import Trail
from gdviz.core.numbers import format_number
from gdviz.core.problems.analysis import lowest_minima
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.problems.variants import family
from gdviz.core.store import Store
from gdviz.core.telling.guessing import Probes
from gdviz.core.types import MEAN, SUM, Array
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.plots.beside import PathsBeside
from gdviz.ui.plots.caption import Caption
from gdviz.ui.plots.kept import KeptRun, KeptTrails
from gdviz.ui.plots.legend import Legend
from gdviz.ui.plots.map_keys import LEGEND_ROOM, map_keys
from gdviz.ui.plots.marks import Arrow, DragRing, EdgeMark, soft
from gdviz.ui.plots.moving import Mark
from gdviz.ui.plots.path import Line, Path
from gdviz.ui.plots.plot import LARGEST, pen, worth_showing
from gdviz.ui.plots.probes import ProbeMarks
from gdviz.ui.plots.reader import Reading, about_step
from gdviz.ui.plots.rule_step import RuleStep
from gdviz.ui.theme import Theme, font, scaled
from gdviz.ui.views.weight_view import WeightView

ORDER = 10

_SAMPLES = 600
_AXIS_WIDTH = 52
_SHORTEST_ARROW = 0.004
"""Of the view's width; a shorter step shows no arrow."""

_BESIDE = 10
"""So many pixels from the ball's middle its weight is written."""

_NEAR = 12
"""So many pixels from the curve a click still means it."""


class CostCurve(WeightView):
    """The cost over the weight, the weight as a ball, its trail, tangent and next step.

    In a search: the probes so far, the best of them, and the interval in hand.

    Attributes:
        path: the weights so far, or the probes.
    """

    id = "cost-curve"
    heading = N_("Cost curve")
    place = "centre"
    stretch = 3

    def __init__(self, store: Store) -> None:
        """Make the plot and what moves on it."""
        super().__init__(store)
        self.legend: Final = Legend()
        self.header.addWidget(self.legend)
        self._interval = pg.LinearRegionItem(movable=False)
        self.curve: Final = pg.PlotCurveItem(antialias=True)
        self._add(self._interval, self.curve)
        for item in (self._interval, self.curve):
            item.setZValue(-1)  # the members of an ensemble are on them
        self.beside: Final = PathsBeside(self.plot, self._place, self.legend)
        self.kept: Final = KeptTrails(self.plot, self._place)
        self.minimum: Final = pg.ScatterPlotItem(symbol="t", size=11)
        self.local: Final = pg.ScatterPlotItem(symbol="t", size=11)
        self._add(self.minimum, self.local)
        self.path: Final = Path(self.plot)
        self._wake = Line(self.plot)
        self.tangent: Final = pg.PlotCurveItem(antialias=True)
        self.ghost: Final = Mark(size=14)
        self._best = pg.ScatterPlotItem(size=18)
        self.ball: Final = Mark(size=17)
        self._add(self.tangent, self.ghost)
        self.arrow: Final = Arrow(self.plot, head=12)
        self.rule_step: Final = RuleStep(self.plot)
        self._add(self._best, self.ball)
        self.caption: Final = Caption(self.plot, _BESIDE)
        self._drawn = np.zeros((0, 2))
        self._drawn_of: tuple[object, ...] = ()
        self.ring: Final = DragRing(self.plot)
        self._edge = EdgeMark(self.plot)
        self._trail, self._search = Trail(), SearchTrail()
        self.probe_marks: Final = ProbeMarks(self.plot)
        self._searched: tuple[Probes, float | None, bool] | None = None
        self.plot.getPlotItem().getViewBox().sigRangeChanged.connect(self._on_range)
        self.plot.getPlotItem().getViewBox().sigResized.connect(self._on_resized)
        self._low = self._high = 0.0
        self._reduction = ""

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the problem has one weight."""
        return len(problem.weights) == 1

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self._say_what_it_is()
        self.plot.label_axis("w", self.theme)

    def _say_what_it_is(self) -> None:
        meant = {
            MEAN: _("J(w): the mean of all losses"),
            SUM: _("J(w): the sum of all losses"),
        }
        self.remark.setText(meant.get(self._reduction, ""))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have a legend where there is room for it."""
        super().resizeEvent(event)
        self.legend.setVisible(self.width() >= scaled(LEGEND_ROOM))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.plot.label_axis("w", theme)
        self.beside.restyle(theme)
        self.kept.restyle(theme)
        self.probe_marks.restyle(theme)
        self._interval.setBrush(soft(theme.minimum, 30))
        for line in self._interval.lines:
            line.setPen(pen(theme.minimum, 1.5, Qt.PenStyle.DashLine))
        self.curve.setPen(pen(theme.past, 2))
        looks = map_keys(theme)
        for name, item in (("minimum", self.minimum), ("local", self.local)):
            item.setPen(looks[name].pen)
            item.setBrush(looks[name].brush)
        self.path.restyle(theme.weight)
        self._wake.restyle(theme.weight)
        self.ring.restyle(theme)
        self.rule_step.restyle(theme)
        self._edge.restyle(theme)
        self._best.setPen(pen(theme.minimum, 2))
        self._best.setBrush(None)
        self.ball.setBrush(QColor(theme.weight))
        self.ball.setPen(pen(theme.card, 1.5))
        self.caption.item.setFont(font(13, bold=True))
        self.point_out("", -1)

    def read(self, x: float, y: float) -> Reading | None:
        """Return the cost there, and which step that was where the path is near."""
        assert self.frame_shown is not None
        step = self.step_near(x, y)
        w = self.frame_shown.trace.w[step] if step >= 0 else np.array([x])
        (at,) = self.places(w[np.newaxis])
        text = f"w {format_number(float(at[0]))} · J {format_number(float(at[1]))}"
        return Reading(at, about_step(step, text), step)

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Draw the tangent, the ball or the next step thicker when a pointer is on its number."""
        super().point_out(meaning, row)
        gradient, weight, following = (meaning == name for name in ("gradient", "weight", "next"))
        self.tangent.setPen(
            pen(self.theme.gradient, 4 if gradient and row < 0 else 1.8, Qt.PenStyle.DashLine)
        )
        self.ball.setSize(scaled(25 if weight else 17))
        self.arrow.restyle(self.theme.weight, 5 if following else 2.4)
        self.ghost.setPen(pen(self.theme.weight, 2.6 if following else 1.3, Qt.PenStyle.DashLine))

    def show_run(self, config: RunConfig) -> None:
        """Draw the curve and its minima, and fix the view."""
        problem = config.problem
        self._reduction = problem.reduction if isinstance(problem, MeanLoss) else ""
        self._say_what_it_is()
        self.plot.set_subject(family(problem), steady=self.steady)
        if (problem, self.steady, self.plot.sight) != self._drawn_of:
            self._draw_curve(problem)
            self._drawn_of = problem, self.steady, self.plot.sight
        told = not config.algorithm.searches and self.basins.told is None  # which has its signs
        for item in (self.minimum, self.local):
            item.setVisible(told)
        looks, ranked = map_keys(self.theme), told and len(self.local.data) > 0
        self.legend.say([looks["minimum"], looks["local"]] if ranked else [], self.theme)
        self._draw_probes(problem)

    def _draw_curve(self, problem: Problem) -> None:
        low, high = problem.domain[0]
        grid, costs = _sampled(problem, low, high)
        least, most = worth_showing(costs)
        span = (most - least) or 1.0
        if not self.steady:
            self.plot.set_whole((low, high), (least - 0.09 * span, most + 0.05 * span))
            self.plot.make_room(_AXIS_WIDTH)
        self._low, self._high = low, high
        if self.plot.zoomed:
            self._low, self._high = self.plot.viewRange()[0]
            grid, costs = _sampled(problem, self._low, self._high)
        # The curve has a gap where the cost is not defined, and where it leaps past the view.
        costs[~(np.abs(costs) <= LARGEST)] = np.nan
        costs = np.clip(costs, least - 10 * span, most + 10 * span)
        costs[1:][np.abs(np.diff(costs)) > 2 * span] = np.nan
        self.curve.setData(grid, costs, connect="finite")
        known = np.array([w[0] for w in problem.minima])
        inside = (known >= low) & (known <= high)
        known = known[inside]
        raised = self._cost(problem, known) + 0.035 * span if len(known) else known
        lowest = lowest_minima(problem)[inside]
        for item, which in ((self.minimum, lowest), (self.local, ~lowest)):
            item.setData(known[which], raised[which])
        drawn = np.isfinite(costs)
        curve = np.column_stack([grid, costs])[drawn]
        self._drawn = np.concatenate([curve, np.column_stack([known, raised])])

    @Slot()
    def on_looked(self) -> None:
        """Draw what is seen now, the curve as finely as before."""
        self.kept.redraw()
        super().on_looked()

    def places(self, w: Array) -> Array:
        """Return where in the plot the weights (n, 1) are, (n, 2): on the curve."""
        assert self.frame_shown is not None
        cost = self._cost(self.frame_shown.config.problem, w[:, 0])
        return np.column_stack([w[:, 0], cost])

    def offers_start(self, x: float, y: float) -> bool:
        """Tell whether that is on the curve, or nearly so."""
        pixels = self.pointing.pixels(np.column_stack(self.curve.getData()))
        (at,) = self.pointing.pixels(np.array([[x, y]]))
        return distance(at, pixels) <= _NEAR

    @staticmethod
    def _cost(problem: Problem, w: Array) -> Array:
        """Return the cost, finite for drawing, at the weights (n,)."""
        with np.errstate(all="ignore"):
            cost = np.clip(problem.cost(w[:, np.newaxis]), -LARGEST, LARGEST)
        cost[np.isnan(cost)] = 0.0
        return cost

    def _place(self, problem: Problem, w: Array) -> tuple[Array, Array]:
        return w[:, 0], self._cost(problem, w[:, 0])

    def show_kept(self, runs: Sequence[KeptRun]) -> None:
        """Draw the paths of kept runs on the curve."""
        super().show_kept(runs)
        self.kept.show(runs)

    def glide_kept(self, weights: Mapping[int, Array]) -> None:
        """Draw the balls of kept runs on their way."""
        self.kept.glide(weights)

    def show_probes(
        self, probes: Probes | None, aim: float | None = None, *, revealed: bool = False
    ) -> None:
        """Show a search by hand in place of the curve, and over it once it is revealed."""
        super().show_probes(probes, aim, revealed=revealed)
        self._searched = None if probes is None else (probes, aim, revealed)
        if self.frame_shown is not None:
            self._draw_probes(self.frame_shown.config.problem)

    def _draw_probes(self, problem: Problem) -> None:
        if self._searched is not None and self._searched[0].problem is problem:
            probes, aim, revealed = self._searched
            self.probe_marks.show(probes, aim, revealed=revealed)
        else:
            self.probe_marks.clear()

    @Slot()
    def _on_range(self) -> None:
        self.probe_marks.fit()

    @Slot()
    def _on_resized(self) -> None:
        """Draw anew what has its length in pixels."""
        self.probe_marks.fit()
        self.kept.redraw()
        if self.frame_shown is not None and not self.isHidden():
            self.draw(self.frame_shown)

    def draw(self, frame: Frame) -> None:
        """Draw the ball and what belongs to it."""
        searches = frame.config.algorithm.searches
        if not frame.fleeting:
            self.beside.show(self.to_come(frame), self.played_before(frame))
        self._interval.setVisible(False)
        self._best.setVisible(searches)
        if searches:
            self._draw_search(frame)
        else:
            weights = self._trail.weights(frame.trace, frame.position, self.plot.times)
            self.path.show(self.places(weights))
        self.glide(frame)
        self._draw_text(frame)

    def glide(self, frame: Frame) -> None:
        """Draw the ball on its way along the curve, and what goes with it."""
        if frame.awaited and frame.fraction:
            return  # it stays where it is while it is not known where to
        weights = np.stack([frame.w, frame.w_drawn])[:, 0]
        costs = self._cost(frame.config.problem, weights)
        w, cost = float(weights[1]), float(costs[1])
        inside = self._low <= w <= self._high
        shown = inside and not frame.config.algorithm.searches
        self.ball.setData([w], [cost])
        self.ball.setVisible(inside)
        self.ring.show([w], [cost], visible=shown and not self.aiming)
        self.plot.centre = np.array([w, cost])
        if not frame.fleeting:
            self.kept.write_names()
        self._wake.show(np.column_stack([weights, costs])[: 2 if frame.fraction else 0])
        self._draw_tangent(frame, w, cost, shown=shown)
        self._draw_step(frame, w, cost, shown=shown)
        self._draw_edge(w, inside=inside)
        explained = self.rule_step.shown
        self.rule_step.show(frame, np.array([weights[0], costs[0]]))
        if self.rule_step.shown != explained:
            self._draw_text(frame)

    def _draw_search(self, frame: Frame) -> None:
        count = min(frame.position + 1, len(frame.trace))
        drawn = self._search.probes(frame.trace, count)
        self.path.show_dots(np.column_stack([frame.trace.w[drawn, 0], frame.trace.loss[drawn]]))
        if not len(frame.trace):
            return
        best, low, high = frame.trace.state[min(frame.position, len(frame.trace) - 1), :, 0]
        self._interval.setRegion((low, high))
        self._interval.setVisible(bool(low > self._low or high < self._high))
        self._best.setData([best], self._cost(frame.config.problem, np.array([best])))

    def _draw_tangent(self, frame: Frame, w: float, cost: float, *, shown: bool) -> None:
        self.tangent.setVisible(shown)
        if not shown:
            return
        slope = float(frame.config.problem.gradient(np.array([w]))[0])
        (left, right), (bottom, top) = self.plot.viewRange()
        # Equal length on the screen, however steep.
        steep = slope * (right - left) / (top - bottom) * 0.6
        reach = 0.14 * (right - left) / np.hypot(1, steep)
        ends = np.array([w - reach, w + reach])
        self.tangent.setData(ends, cost + slope * (ends - w))

    def _draw_step(self, frame: Frame, w: float, cost: float, *, shown: bool) -> None:
        if frame.awaited and frame.position:
            return
        width = self._high - self._low
        known = frame.position < len(frame.trace)
        ahead = float(frame.trace.w[frame.position + 1, 0]) if known else w
        grown = frame.stage.total
        shown = shown and not self.veiled and abs(ahead - w) > _SHORTEST_ARROW * width
        self.arrow.set_visible(visible=shown and grown > 0)
        self.ghost.setVisible(shown)
        if not shown:
            return
        if grown:
            tip = min(max(w + grown * (ahead - w), self._low), self._high)
            self.arrow.show(np.array([w, cost]), np.array([tip, cost]))
        self.ghost.setData([ahead], self._cost(frame.config.problem, np.array([ahead])))
        self.ghost.setVisible(self._low <= ahead <= self._high)

    def _draw_edge(self, w: float, *, inside: bool) -> None:
        """Point to where the ball is when it has left the view."""
        if inside:
            self._edge.hide()
            return
        bottom, top = self.plot.viewRange()[1]
        at = min(max(w, self._low), self._high)
        self._edge.show(np.array([at, (bottom + top) / 2]), np.array([w - at, 0.0]))

    def _draw_text(self, frame: Frame) -> None:
        """Name the step's weight beside it, where it hides nothing that is drawn there."""
        w, cost = float(frame.w[0]), float(self._cost(frame.config.problem, frame.w)[0])
        inside = self._low <= w <= self._high
        self.caption.item.setColor(self.theme.text if inside else self.theme.divergence)
        bottom, top = self.plot.viewRange()[1]
        x = min(max(w, self._low), self._high)
        at = np.array([x, cost if inside else (bottom + top) / 2])
        if frame.fleeting:
            self.caption.follow(at)
            return
        mark = self._edge.covered if not inside else at[np.newaxis]
        taken = np.concatenate([self.kept.covered, self._drawn, self.rule_step.taken, mark])
        kept, bad = self.kept.bad, np.ones(len(taken))
        bad[: len(kept)] = kept
        self.caption.show(f"w = {format_number(w)}", at, taken, bad=bad, farther=len(kept) > 0)


def _sampled(problem: Problem, low: float, high: float) -> tuple[Array, Array]:
    """Return weights between two, evenly, and their costs, (n,) each."""
    grid = np.linspace(low, high, _SAMPLES)
    with np.errstate(all="ignore"):
        return grid, problem.cost(grid[:, np.newaxis])


VIEWS = (CostCurve,)
