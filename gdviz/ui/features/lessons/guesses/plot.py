"""Where guesses lay: on the curve of the cost, on its map, or along a line of numbers."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QBrush, QColor

from gdviz.core.drawing.contours import label_places, survey
from gdviz.core.drawing.dot_plot import sensible_range, stacked
from gdviz.core.telling.lessons.guesses import Asked
from gdviz.core.types import Array, Problem
from gdviz.i18n import _, sentences
from gdviz.ui.plots.legend import Key, Legend
from gdviz.ui.plots.map import Map
from gdviz.ui.plots.map_keys import LABELLED, map_keys
from gdviz.ui.plots.moving import Mark
from gdviz.ui.plots.plot import LARGEST, Plot, pen, worth_showing
from gdviz.ui.theme import Theme, scaled

_SAMPLES = 400
_DOT, _LIT, _TRUTH, _START = 11, 20, 17, 10
"""Pixels of a guess, of the ring about the one that is pointed at, of what it was, of the start."""

_TRUTH_ON_MAP = 26
"""Pixels of what it was where it is among the guesses, about those that are right."""

_ABOVE, _BELOW = 0.25, 0.09
"""Of the curve's height, above and below it: guesses may lie on one another."""

_ROUND = 0.03
"""Of the domain's width, about it: so that dots at its edge are whole."""

_LINE_HEIGHT = 0.12
"""Of the picture's height, from its lower edge to a line of numbers."""

_RIGHT, _WRONG, _OUT = "o", "o", {-1: "t3", 1: "t2"}
"""Symbols; what is off the picture points to where it is."""

_NOWHERE = np.zeros((0, 2))


class GuessPlot(Plot):
    """A dot for each guess, full where it was right; what it was, and where the run starts.

    Attributes:
        legend: what its marks mean.
        points: where the dots are, (n, 2), in the order of `Asked.placed`.
    """

    def __init__(self) -> None:
        """Make an empty plot, and the legend to be put beside it."""
        super().__init__()
        self.setObjectName("guesses_plot")
        self.legend: Final = Legend()
        self.points: Array = _NOWHERE
        self._asked: Asked | None = None
        self._lit = -1
        self._map = Map()
        self._curve = pg.PlotCurveItem(antialias=True)
        self._truth_line = pg.PlotCurveItem(antialias=True)
        self._start = Mark(size=_START, symbol="s")
        self._dots = pg.ScatterPlotItem(size=_DOT)
        self._truth = Mark(size=_TRUTH, symbol="d")
        self._ring = Mark(size=_LIT)
        items = (self._map, self._curve, self._truth_line)
        for item in (*items, self._start, self._dots, self._truth, self._ring):
            self.put(item)
        self.getPlotItem().getViewBox().sigResized.connect(self._on_resized)

    def show_asked(self, asked: Asked) -> None:
        """Draw the guesses of a question that is answered by a place or by a number."""
        self._asked, self._lit = asked, -1
        self._draw()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self._map.restyle(theme)
        self._curve.setPen(pen(theme.past, 2))
        self._truth_line.setPen(pen(theme.minimum, 1.6, Qt.PenStyle.DashLine))
        look = map_keys(theme)["start"]
        self._start.setPen(look.pen)
        self._start.setBrush(look.brush or QBrush())
        self._truth.setPen(pen(theme.minimum, 2.4))
        self._truth.setBrush(QBrush())
        self._ring.setPen(pen(theme.weight, 2.6))
        self._ring.setBrush(QBrush())
        if self._asked is not None:
            self._draw()

    def light(self, number: int) -> None:
        """Ring the guess of that number among those that are placed; none below 0."""
        self._lit = number
        self._ring.setData(*self.lit[np.newaxis].T if len(self.lit) else _NOWHERE.T)

    @property
    def lit(self) -> Array:
        """Where the dot with the ring is, (2,); empty for none."""
        return self.points[self._lit] if self._lit >= 0 else np.zeros(0)

    @Slot()
    def _on_resized(self) -> None:
        if self._asked is not None:
            self._place()

    @property
    def _problem(self) -> Problem | None:
        """What the page's run is on, if places were asked for."""
        asked = self._asked
        assert asked is not None
        assert asked.config is not None
        return asked.config.problem if asked.ask and asked.ask.kind == "place" else None

    def _draw(self) -> None:
        problem = self._problem
        mapped = problem is not None and len(problem.weights) == 2
        self._map.setVisible(mapped)
        self.showAxis("left", problem is not None)
        if problem is None:
            self._draw_numbers()
        elif mapped:
            self._draw_map(problem)
        else:
            self._draw_curve(problem)
        self._place()

    def _draw_numbers(self) -> None:
        asked = self._asked
        assert asked is not None
        given = [one.answer.said[0] for one in asked.placed]
        truth = asked.truth[0] if asked.fits(asked.truth) else given[0]
        share = asked.ask is not None and asked.ask.kind == "share"
        low, high = (-3.0, 103.0) if share else sensible_range(given, truth)
        self.setRange(xRange=(low, high), yRange=(0, 1), padding=0)
        self._curve.setData([low, high], [_LINE_HEIGHT] * 2)
        self.label_axis("%" if share else "", self.theme)

    def _draw_map(self, problem: Problem) -> None:
        x, y = (
            (low - _ROUND * (high - low), high + _ROUND * (high - low))
            for low, high in problem.domain
        )
        made = survey(problem, (x, y))
        known = np.array([problem.start, *problem.minima, *problem.saddles])
        labelled = range(len(made.levels))[LABELLED]
        self._map.show_landscape(made, label_places(made, labelled, known))
        self.setRange(xRange=x, yRange=y, padding=0)
        self._curve.setData([], [])
        first, second = problem.weights
        self.label_axis(first, self.theme)
        self.label_axis(second, self.theme, self.y_axis)
        self.y_axis.setGrid(False)
        self.make_room(40)

    def _draw_curve(self, problem: Problem) -> None:
        low, high = problem.domain[0]
        w = np.linspace(low, high, _SAMPLES)
        costs = _cost(problem, w)
        least, most = worth_showing(costs)
        span = (most - least) or 1.0
        heights = least - _BELOW * span, most + _ABOVE * span
        self.setRange(xRange=(low, high), yRange=heights, padding=0)
        self._curve.setData(w, np.clip(costs, least - 10 * span, most + 10 * span))
        self.label_axis(problem.weights[0], self.theme)
        self.label_axis("J", self.theme, self.y_axis)
        self.y_axis.setGrid(255)
        self.make_room(40)

    def _place(self) -> None:
        """Put the dots where they are, those that would hide one another on one another."""
        asked, problem = self._asked, self._problem
        assert asked is not None
        said = np.array([one.answer.said for one in asked.placed], np.float64)
        truth = np.array(asked.truth if asked.fits(asked.truth) else [], np.float64)
        assert asked.config is not None
        start = np.array([asked.config.start]) if problem is not None else _NOWHERE
        if said.shape[1] == 2:
            self.points, beyond = self._inside(said)
            truth = self._inside(truth.reshape(-1, 2))[0]
        else:
            self.points, beyond = self._piled(said[:, 0])
            truth, start = self._on_line(truth), self._on_line(start.ravel())
        on_line = len(truth) > 0 and said.shape[1] == 1
        line: Array = np.repeat(truth[:, 0], 2 if on_line else 0)
        self._truth_line.setData(line, self.viewRange()[1] if on_line else [])
        self._truth.setSize(scaled(_TRUTH if on_line else _TRUTH_ON_MAP))
        self._truth.setData(*self._at_foot(truth).T if on_line else truth.T)
        self._start.setData(*start.T)
        self._draw_dots(beyond)
        self._say(farther=bool(beyond.any()))
        self.light(self._lit)

    def _inside(self, places: Array) -> tuple[Array, Array]:
        """Return places (n, 2) on the map, and whether each was off it, (n,), as 0, 1 or −1."""
        low, high = np.array(self.viewRange()).T
        inside = np.clip(places, low, high)
        return inside, np.sign(places - inside)[:, 0]

    def _piled(self, at: Array) -> tuple[Array, Array]:
        """Return where dots at numbers (n,) are, (n, 2), and on which side of the view, (n,)."""
        (low, high), (_bottom, top) = self.viewRange()
        seen = np.clip(at, low, high)
        width, height = self.pixel() * scaled(_DOT)
        x, rank = stacked(seen, width)
        x = np.clip(x, low + width / 2, high - width / 2)
        base = self._on_line(x)[:, 1]
        room = (top - height / 2 - base) / np.maximum(rank, 1)
        most = np.array([room[x == one].min() for one in x])
        return np.column_stack([x, base + rank * np.minimum(height, most)]), np.sign(at - seen)

    def _on_line(self, at: Array) -> Array:
        """Return where numbers (n,) are on the line, or the curve, (n, 2)."""
        problem = self._problem
        low, high = self.viewRange()[0]
        seen = np.clip(at, low, high)
        if problem is None:
            return np.column_stack([seen, np.full(len(seen), _LINE_HEIGHT)])
        return np.column_stack([seen, np.clip(_cost(problem, seen), *self.viewRange()[1])])

    def _at_foot(self, places: Array) -> Array:
        """Return places (n, 2) at the lower edge, where no dot is."""
        foot = self.viewRange()[1][0] + self.pixel()[1] * scaled(_TRUTH) / 2
        return np.column_stack([places[:, 0], np.full(len(places), foot)])

    def _draw_dots(self, beyond: Array) -> None:
        assert self._asked is not None
        right = [one.answer.right for one in self._asked.placed]
        looks = {key: self._look(right=key) for key in (True, False)}
        self._dots.setData(
            *self.points.T,
            size=scaled(_DOT),
            symbol=[_OUT.get(int(side), _RIGHT) for side in beyond],
            pen=[looks[one].pen for one in right],
            brush=[looks[one].brush for one in right],
        )

    def _look(self, *, right: bool) -> Key:
        theme = self.theme
        if right:
            return Key(_("right"), "o", 10, pen(theme.card, 1.2), QColor(theme.minimum))
        return Key(_("not right"), "o", 9, pen(theme.text, 1.6), QColor(theme.card))

    def _say(self, *, farther: bool) -> None:
        """Say in the legend what the marks are, and of the whole what a screen reader tells."""
        asked, theme = self._asked, self.theme
        assert asked is not None
        keys = [self._look(right=True), self._look(right=False)]
        if farther:
            keys.append(keys[1]._replace(text=_("farther off"), symbol=_OUT[1]))
        if asked.fits(asked.truth):
            keys.append(Key(_("what it was"), "d", 12, pen(theme.minimum, 2)))
        if self._problem is not None:
            keys.append(map_keys(theme)["start"])
        self.legend.say(keys, theme)
        self.setAccessibleName(_("Where the guesses lay"))
        said = [asked.words(one.answer.said, one.answer.typed) for one in asked.placed]
        truth = asked.words(asked.truth)
        was = _("It was: {truth}").format(truth=truth) if truth else ""
        self.summary = lambda: sentences(was, _("Guesses: {list}").format(list="; ".join(said)))


def _cost(problem: Problem, w: Array) -> Array:
    """Return the cost, finite for drawing, at the weights (n,)."""
    with np.errstate(all="ignore"):
        cost = np.clip(problem.cost(w[:, np.newaxis]), -LARGEST, LARGEST)
    return np.nan_to_num(cost)
