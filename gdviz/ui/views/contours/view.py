"""The contours: two weights as a ball on the map of their cost."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem

from gdviz.core import Problem, RunConfig
from gdviz.core.drawing.aspect import Sight, sight
from gdviz.core.drawing.contours import Landscape, label_places, survey
from gdviz.core.drawing.probes import SearchTrail
from gdviz.core.drawing.trail import Trail
from gdviz.core.numbers import format_number
from gdviz.core.problems.variants import family
from gdviz.core.store import Store
from gdviz.core.types import Array
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui import typeset
from gdviz.ui.contrast import VEIL
from gdviz.ui.plots.beside import PathsBeside
from gdviz.ui.plots.kept import KeptRun, KeptTrails
from gdviz.ui.plots.legend import Legend
from gdviz.ui.plots.map import Map
from gdviz.ui.plots.map_keys import (
    LABELLED,
    LEGEND_ROOM,
    SIZES,
    heading,
    known_points,
    legend_of,
    map_keys,
)
from gdviz.ui.plots.marks import Arrow, DragRing, EdgeMark, soft
from gdviz.ui.plots.moving import Mark
from gdviz.ui.plots.path import Line, Path
from gdviz.ui.plots.plot import pen
from gdviz.ui.plots.reader import Reading, about_step
from gdviz.ui.plots.rule_step import RuleStep
from gdviz.ui.theme import Theme, font, scaled
from gdviz.ui.views.contours.marks import beside_edge, near, outlines, place, share_inside
from gdviz.ui.views.map_or_surface import Drawn, MapOrSurface, is_solid
from gdviz.ui.views.weight_view import WeightView
from gdviz.ui.widgets.tips import set_tip

_SETTLED_MS = 60
"""So long after the last change of size the map is made anew."""

_LONGEST, _SHORTEST = 75, 17
"""Pixels of an arrow that shows a direction only; a shorter one is under the ball."""


class Contours(WeightView):
    """The cost as a map, the weights as a ball on it, the trail, the gradient, the next step.

    In a search: the probes so far, the best of them, the box in hand and those before.

    Attributes:
        plot: the plot.
        legend: what its marks mean.
        marks: the ball, the start, the minima, the saddles and a search's best.
        arrows: the next step, and the way downhill.
        path: the weights so far, or the probes.
        level: the contour under the pointer.
        box: a search's box in hand.
        boxes: those before it.
        drawn: the choice between map and surface.
    """

    id = "contours"
    heading = N_("Cost contours")
    place = "centre"
    stretch = 3
    reads = (*WeightView.reads, Drawn)

    def __init__(self, store: Store) -> None:
        """Make the plot and what moves on it."""
        super().__init__(store)
        self.legend: Final = Legend()
        self.header.addWidget(self.legend)
        self.drawn: Final = MapOrSurface(store)
        self.header.addWidget(self.drawn)
        self.plot.y_axis.setWidth(58)
        self._map = Map()
        self.boxes: Final = pg.PlotCurveItem(connect="pairs")
        self.box: Final = QGraphicsRectItem()
        self.ghost: Final = Mark(size=15)
        self._text = pg.TextItem()
        looks = map_keys(self.theme)
        self.marks: Final = {
            name: pg.ScatterPlotItem(symbol=looks[name].symbol, size=size)
            for name, size in SIZES.items()
        } | {"ball": Mark(SIZES["ball"])}
        self.level: Final = pg.PlotCurveItem(connect="pairs", antialias=True)
        self.level.setSegmentedLineMode("on")
        self._add(self._map, self.level, self.boxes, self.box)
        self.beside: Final = PathsBeside(self.plot, place, self.legend)
        self.kept: Final = KeptTrails(self.plot, place)
        self._add(*(self.marks[name] for name in ("saddle", "local", "minimum", "start")))
        self.path: Final = Path(self.plot)
        self._wake = Line(self.plot)
        self.arrows: Final = {"step": Arrow(self.plot, head=12), "downhill": Arrow(self.plot)}
        self.rule_step: Final = RuleStep(self.plot)
        self._add(self.ghost, self.marks["best"], self.marks["ball"], self._text)
        self.ring: Final = DragRing(self.plot)
        self.edge: Final = EdgeMark(self.plot)
        self._problem: Problem | None = None
        self._landscape: Landscape | None = None
        self._sight = Sight((0.0, 1.0), (0.0, 1.0))
        self._low, self._high = np.zeros(2), np.ones(2)
        self._surveyed: tuple[Problem, Sight, bool] | None = None
        self._resurvey = QTimer(self, interval=_SETTLED_MS, singleShot=True)
        self._resurvey.timeout.connect(self._survey)
        self._resurvey.timeout.connect(self.refresh)  # how long an arrow is goes by the map
        self._trail, self._search = Trail(), SearchTrail()
        self.plot.getPlotItem().getViewBox().sigResized.connect(self._on_resized)

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the problem has two weights."""
        return len(problem.weights) == 2

    @staticmethod
    def wanted(store: Store) -> bool:
        """Tell whether it is to be a map."""
        return not is_solid(store)

    def follow_state(self) -> None:
        """Mark what is drawn."""
        super().follow_state()
        self.drawn.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have a legend where there is room for it."""
        super().resizeEvent(event)
        self.legend.setVisible(self.width() >= scaled(LEGEND_ROOM))

    def places(self, w: Array) -> Array:
        """Return where in the plot the weights (n, 2) are, (n, 2)."""
        return w

    @Slot()
    def _on_resized(self) -> None:
        """See more or less, and draw anew what has its length in pixels."""
        if self.frame_shown is not None and self.frame_shown.config.problem is self._problem:
            self._look()
            self._name_axes()
            self._resurvey.start()
            self.kept.redraw()
            self.draw(self.frame_shown)

    def _look(self) -> None:
        """Have a unit of either weight as long as one of the other, if that can be."""
        assert self._problem is not None
        box = self.plot.getPlotItem().getViewBox()
        whole = sight(self._problem.domain, box.width(), box.height())
        self.plot.set_whole(whole.x, whole.y, true=True)
        x, y = self.plot.viewRange()
        self._sight = Sight((x[0], x[1]), (y[0], y[1]), whole.stretch)
        self._low, self._high = np.array([x, y]).T

    @Slot()
    def on_looked(self) -> None:
        """Draw what is seen now, and make its map once that stays."""
        if self._problem is not None:
            self._look()
            self._name_axes()
            self._resurvey.start()
            self.kept.redraw()
        super().on_looked()

    def reach(self, problem: Problem) -> Sequence[tuple[float, float]]:
        """Return between which weights one can point: all that are seen."""
        return self._sight.x, self._sight.y

    def _name_axes(self) -> None:
        assert self._problem is not None
        first, second = self._problem.weights
        if self._sight.stretch != 1:
            text = _("{weight} (a unit {times} × as long)")
            times = format_number(self._sight.stretch, 2)
            told = text.format(weight=second, times=times)
            second = told if self.plot.has_room_beside(told) else second
        self.plot.label_axis(first, self.theme, self.plot.x_axis)
        self.plot.label_axis(second, self.theme, self.plot.y_axis)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.drawn.retranslate()
        set_tip(
            self.legend,
            _(
                "Each line joins weights of the same cost; on some it is written.\n"
                "The dashed arrow points against the gradient, straight downhill."
                " The longer, the steeper: each further power of ten adds as much."
            ),
        )

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.plot.y_axis.setGrid(False)
        for axis in (self.plot.x_axis, self.plot.y_axis):
            axis.setTickPen(pen(theme.card, alpha=0))
        self.beside.restyle(theme)
        self.kept.restyle(theme)
        self.boxes.setPen(pen(theme.minimum))
        self.box.setPen(pen(theme.minimum, 1.8, Qt.PenStyle.DashLine))
        self.box.setBrush(soft(theme.minimum, 30))
        self.path.restyle(theme.weight)
        self._wake.restyle(theme.weight)
        self.rule_step.restyle(theme)
        self.ghost.setPen(pen(theme.weight, 1.3, Qt.PenStyle.DashLine))
        looks = map_keys(theme)
        for name, item in self.marks.items():
            item.setPen(looks[name].pen)
            item.setBrush(looks[name].brush)
        self._map.restyle(theme)
        self.level.setPen(pen(theme.muted, 1.8))
        self.ring.restyle(theme)
        self.edge.restyle(theme)
        self._text.setColor(theme.divergence)
        self._text.fill = pg.mkBrush(soft(theme.card, VEIL))
        self._text.setFont(font(13, bold=True))
        self.point_out("", -1)

    def read(self, x: float, y: float) -> Reading | None:
        """Return the cost there, or of the step whose weights are near."""
        assert self.frame_shown is not None
        step, problem = self.step_near(x, y), self.frame_shown.config.problem
        at = self.frame_shown.trace.w[step] if step >= 0 else np.array([x, y])
        with np.errstate(all="ignore"):
            cost = float(problem.cost(at))
        weights = zip(problem.weights, at.tolist(), strict=True)
        text = " · ".join(f"{name} {format_number(value)}" for name, value in weights)
        return Reading(at, about_step(step, f"{text}\nJ {format_number(cost)}"), step)

    @Slot()
    def follow_reading(self) -> None:
        """Draw the contour on which the pointer is, if it is on one."""
        line, reading = np.zeros((0, 2)), self.reader.shown
        if reading is not None and self._landscape is not None and self._problem is not None:
            line = self._landscape.line_through(self._problem, reading.at).reshape(-1, 2)
        self.level.setData(*line.T)

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Draw the gradient, the ball or the next step thicker when a pointer is on its number."""
        super().point_out(meaning, row)
        gradient, weight, following = (meaning == name for name in ("gradient", "weight", "next"))
        width = 3.6 if gradient and row < 0 else 1.8
        self.arrows["downhill"].restyle(self.theme.gradient, width, Qt.PenStyle.DashLine)
        self.arrows["step"].restyle(self.theme.weight, 5 if following else 3)
        self.marks["ball"].setSize(scaled(24 if weight else 16))

    def show_kept(self, runs: Sequence[KeptRun]) -> None:
        """Draw the paths of kept runs on the map."""
        super().show_kept(runs)
        self.kept.show(runs)

    def glide_kept(self, weights: Mapping[int, Array]) -> None:
        """Draw the balls of kept runs on their way."""
        self.kept.glide(weights)

    def show_run(self, config: RunConfig) -> None:
        """Draw the map and what is known of it, and fix the view."""
        problem = config.problem
        other = self.plot.set_subject(family(problem), steady=self.steady)
        if other or problem is not self._problem:
            self._problem = problem
            self._look()
            self._survey()
        elif self.settled:  # what was dragged may have been let go
            self._survey()
        self._name_axes()
        searches, alone = config.algorithm.searches, self.basins.told is None
        self._map.show_ground(shown=alone)
        known = known_points(config, minima=alone)  # else they have their signs
        points = {name: self._inside(places) for name, places in known.items()}
        for name, inside in points.items():
            self.marks[name].setData(*inside.T)
            self.marks[name].setVisible(not searches)
        self.marks["best"].setVisible(searches)
        self.legend.say(legend_of(config, points, self.theme), self.theme)

    @property
    def landscape(self) -> Landscape | None:
        """What the map shows; None before the first run."""
        return self._landscape

    @property
    def settled(self) -> bool:
        """Whether the map is of all that is seen, and will stay so by itself."""
        return not self._resurvey.isActive()

    @Slot()
    def _survey(self) -> None:
        problem = self._problem
        assert problem is not None
        coarse = self.steady  # while data are dragged
        if self._surveyed == (problem, self._sight, coarse):
            return
        self._surveyed = problem, self._sight, coarse
        made = self._landscape = survey(problem, (self._sight.x, self._sight.y), coarse=coarse)
        marks = np.array([problem.start, *problem.minima, *problem.saddles])
        labelled = range(0 if coarse else len(made.levels))[LABELLED]  # nobody reads them then
        self._map.show_landscape(made, label_places(made, labelled, marks))

    def _inside(self, weights: Array) -> Array:
        """Return those of the weights, (n, 2), that the view shows."""
        return weights[((weights >= self._low) & (weights <= self._high)).all(axis=1)]

    def draw(self, frame: Frame) -> None:
        """Draw the ball and what belongs to it."""
        if not frame.fleeting:
            self.beside.show(self.to_come(frame), self.played_before(frame))
        searches = frame.config.algorithm.searches
        if searches:
            self._draw_search(frame)
        else:
            w = self._trail.weights(frame.trace, frame.position, self.plot.times)
            self.path.show(near(w, self._low, self._high))
        for item in (self.box, self.boxes):
            item.setVisible(searches)
        self.glide(frame)

    def glide(self, frame: Frame) -> None:
        """Draw the ball on its way, and what goes with it."""
        if frame.awaited and frame.fraction:
            return  # it stays where it is while it is not known where to
        self.plot.centre = w = frame.w_drawn
        if not frame.fleeting:
            self.kept.write_names()
        inside = len(self._inside(w[np.newaxis])) > 0
        self.marks["ball"].setData(*w[:, np.newaxis])
        self.marks["ball"].setVisible(inside)
        shown = inside and not frame.config.algorithm.searches
        self.ring.show(*w[:, np.newaxis], visible=shown and not self.aiming)
        wake = np.stack([frame.w, w])[: 2 if frame.fraction else 0]
        self._wake.show(near(wake, self._low, self._high))
        self._draw_arrows(frame, w, shown=shown)
        self._draw_edge(w, inside=inside)
        self.rule_step.show(frame, frame.w)

    def _draw_search(self, frame: Frame) -> None:
        count = min(frame.position + 1, len(frame.trace))
        self.path.show_dots(frame.trace.w[self._search.probes(frame.trace, count)])
        if not count:
            self.marks["best"].setData([], [])
            self.box.setRect(0, 0, 0, 0)
            self.boxes.setData([], [])
            return
        best, low, high = frame.trace.state[count - 1]
        self.marks["best"].setData(*best[:, np.newaxis])
        least, most = np.array(frame.config.problem.domain).T
        whole = bool((low <= least).all() and (high >= most).all())
        self.box.setRect(*low, *(np.zeros(2) if whole else high - low))
        self.boxes.setData(*outlines(self._search.boxes(frame.trace, count)).T)

    def _draw_arrows(self, frame: Frame, w: Array, *, shown: bool) -> None:
        if frame.awaited and frame.position:
            return
        seen = frame.stage
        delta, gradient = heading(frame, w)
        pixel = self.plot.pixel()
        ahead = w + delta * share_inside(w, delta, self._low, self._high)
        moves = shown and not self.veiled and float(np.hypot(*((ahead - w) / pixel))) > _SHORTEST
        self.arrows["step"].set_visible(visible=moves and seen.total > 0)
        self.ghost.setVisible(moves and len(self._inside((w + delta)[np.newaxis])) > 0)
        if moves:
            if seen.total:
                self.arrows["step"].show(w, w + seen.total * (ahead - w))
            self.ghost.setData(*(w + delta)[:, np.newaxis])
        length = self._length(gradient) if shown and self.veiled != "gradient" else 0.0
        self.arrows["downhill"].set_visible(visible=length > _SHORTEST)
        if length > _SHORTEST:
            down = -gradient / np.hypot(*(gradient / pixel)) * length
            self.arrows["downhill"].show(w, w + down)

    def _length(self, gradient: Array) -> float:
        """Return how many pixels long the arrow of a gradient is, on a logarithmic scale."""
        return _LONGEST * self._landscape.steepness(gradient) if self._landscape else 0.0

    def _draw_edge(self, w: Array, *, inside: bool) -> None:
        """Point to where the ball is when it has left the view."""
        self._text.setVisible(not inside)
        if inside:
            self.edge.hide()
            return
        at = np.clip(w, self._low, self._high)
        self.edge.show(at, w - at)
        along = (at - self._low) / (self._high - self._low)
        typeset.write(self._text, f"({', '.join(map(format_number, w.tolist()))})")
        self._text.setAnchor((1.25 if along[0] > 0.5 else -0.25, beside_edge(float(along[1]))))
        self._text.setPos(*at)
