"""What is on the surface at a frame: what the map shows then, by the same marks."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gdviz.core.drawing.contours import Landscape
from gdviz.core.drawing.polyline import unbroken
from gdviz.core.drawing.probes import SearchTrail
from gdviz.core.drawing.trail import Trail
from gdviz.core.numbers import format_number
from gdviz.core.runs.comparison import path_positions
from gdviz.core.types import Array
from gdviz.playback import Frame
from gdviz.playback.beside import Stretch
from gdviz.ui.plots.beside import StretchSteps
from gdviz.ui.plots.kept import KEPT_BALL, KEPT_DOT, Freshness, KeptRun, look
from gdviz.ui.plots.legend import Key
from gdviz.ui.plots.map_keys import SIZES, heading, known_points, map_keys
from gdviz.ui.plots.marks import RING, ring_pens
from gdviz.ui.plots.path import STEP_DOT, THIN, WIDTH
from gdviz.ui.plots.plot import pen
from gdviz.ui.plots.reader import DOT
from gdviz.ui.theme import LIGHT, Theme
from gdviz.ui.views.surface.marks import Marker

_LARGE_BALL, _NEXT = 24, 15
"""Pixels of the ball while another view's pointer is on the weight, and of where it goes next."""

_LONGEST, _SHORTEST = 0.15, 0.035
"""Shares of the domain's longer side: the longest arrow that shows a direction only, and one
that would be under the ball.
"""


class _KeptPath:
    """The few weights that draw a kept run."""

    def __init__(self) -> None:
        self._fresh = Freshness()
        self._positions = np.zeros(0, np.int64)

    def weights(self, run: KeptRun) -> Array:
        """Return the weights until its position, that of its position last, (n, 2)."""
        if self._fresh.renew(run.trace):
            self._positions = path_positions(run.trace.w, run.trace.config.problem.domain)
        count = int(np.searchsorted(self._positions, run.position))
        return np.asarray(run.trace.w[np.append(self._positions[:count], run.position)])


class Overlay:
    """Draws a frame over the surface.

    Attributes:
        kept: the kept runs to draw beside the run.
        on_the_way: where their balls are while they glide, (2,), by their slots.
        pointed: what another view's pointer is on.
        step: the step that it is on; -1 for none.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.kept: Sequence[KeptRun] = ()
        self.on_the_way: Mapping[int, Array] = {}
        self.pointed, self.step = "", -1
        self._theme = LIGHT
        self._keys: dict[str, Key] = {}
        self._trail, self._search = Trail(), SearchTrail()
        self._ahead, self._before = StretchSteps(), StretchSteps()
        self._kept_paths: dict[int, _KeptPath] = {}

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        looks = map_keys(theme)
        self._keys = {name: looks[name]._replace(size=size) for name, size in SIZES.items()}

    def paint(
        self,
        marker: Marker,
        frame: Frame,
        landscape: Landscape,
        ahead: Stretch | None,
        before: Stretch | None,
        *,
        veiled: str,
    ) -> None:
        """Draw a frame, the lowest first.

        Args:
            marker: what draws on the surface.
            frame: what is shown.
            landscape: what the surface is of.
            ahead: what is to come of the run.
            before: what was played before it.
            veiled: what must not be given away: see `gdviz.ui.views.view.Veil`.
        """
        w, searches = frame.w_drawn, frame.config.algorithm.searches
        theme = self._theme
        self._paint_stretch(marker, before, self._before, theme.past, theme.past)
        self._paint_stretch(marker, ahead, self._ahead, theme.ahead, theme.card)
        for run in self.kept:
            self._paint_kept(marker, run)
        if searches:
            self._paint_search(marker, frame)
        else:
            self._paint_run(marker, frame, w)
            if marker.has(w):
                self._paint_arrows(marker, frame, w, landscape, veiled=veiled)
                for drawn in ring_pens(self._theme):
                    marker.symbols(w[np.newaxis], Key("", "o", RING, drawn))
        ball = self._keys["ball"]
        marker.ball(w, ball._replace(size=_LARGE_BALL) if self.pointed == "weight" else ball)
        if 0 <= self.step <= frame.position:
            mark = Key("", "o", DOT, pen(self._theme.card, 1.5), QColor(self._theme.text))
            marker.symbols(frame.trace.w[self.step : self.step + 1], mark)
        if not marker.has(w):
            marker.gone(w, f"({', '.join(map(format_number, w.tolist()))})")

    def _paint_stretch(
        self,
        marker: Marker,
        stretch: Stretch | None,
        steps: StretchSteps,
        colour: str,
        inside: str,
    ) -> None:
        if stretch is not None and stretch.last > stretch.first:
            path, drawn = steps.weights(stretch), pen(colour, THIN)
            marker.line(path, drawn)
            marker.dots(path, STEP_DOT, QColor(inside), drawn)

    def _paint_run(self, marker: Marker, frame: Frame, w: Array) -> None:
        """Draw the run so far, over what was known before it."""
        for name, weights in known_points(frame.config).items():
            marker.symbols(weights, self._keys[name])
        past = self._trail.weights(frame.trace, frame.position)
        for part in unbroken(np.concatenate([past, [w]])):
            marker.line(part, _round(self._theme.weight))
        past = past[np.isfinite(past).all(axis=1)]
        marker.dots(past[:-1], STEP_DOT, QColor(self._theme.weight))

    def _paint_kept(self, marker: Marker, run: KeptRun) -> None:
        path = self._kept_paths.setdefault(run.slot, _KeptPath()).weights(run)
        w = self.on_the_way.get(run.slot, path[-1])
        colour, dash, symbol = look(run.slot, self._theme)
        if not run.trace.config.algorithm.searches:
            marker.line(np.concatenate([path, [w]]), pen(colour, WIDTH), dash)
        marker.dots(path[:-1], KEPT_DOT, QColor(colour))
        ball = Key("", symbol, KEPT_BALL, pen(self._theme.card), QColor(colour))
        marker.symbols(w[np.newaxis], ball)

    def _paint_search(self, marker: Marker, frame: Frame) -> None:
        count = min(frame.position + 1, len(frame.trace))
        probes = frame.trace.w[self._search.probes(frame.trace, count)]
        if count:
            best, low, high = frame.trace.state[count - 1]
            boxes = self._search.boxes(frame.trace, count)
            marker.outlines(boxes, pen(self._theme.minimum))
            box = pen(self._theme.minimum, 1.8)
            marker.outlines(np.array([[low, high]]), box, (6, 4))
            marker.dots(probes, STEP_DOT, QColor(self._theme.weight))
            marker.symbols(best[np.newaxis], self._keys["best"])

    def _paint_arrows(
        self, marker: Marker, frame: Frame, w: Array, landscape: Landscape, *, veiled: str
    ) -> None:
        if frame.awaited and frame.position:
            return
        seen = frame.stage
        longer = float(max(np.ptp(landscape.x), np.ptp(landscape.y)))
        delta, gradient = heading(frame, w)
        if not veiled and np.hypot(*delta) > _SHORTEST * longer:
            if seen.total:
                width = 5.0 if self.pointed == "next" else 3.0
                marker.arrow(np.stack([w, w + seen.total * delta]), pen(self._theme.weight, width))
            dashed = pen(self._theme.weight, 1.3, Qt.PenStyle.DashLine)
            marker.symbols((w + delta)[np.newaxis], Key("", "o", _NEXT, dashed))
        length = _LONGEST * landscape.steepness(gradient)
        if length > _SHORTEST and veiled != "gradient":
            down = -gradient / np.hypot(*gradient) * length * longer
            width = 3.6 if self.pointed == "gradient" else 1.8
            marker.arrow(np.stack([w, w + down]), pen(self._theme.gradient, width), (4, 3))


def _round(colour: str) -> QPen:
    made = pen(colour, WIDTH)
    made.setCapStyle(Qt.PenCapStyle.RoundCap)
    return made
