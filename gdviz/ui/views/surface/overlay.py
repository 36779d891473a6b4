"""What is on the surface at a frame: what the map shows then, by the same marks."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gdviz.core.drawing.contours import Landscape
from gdviz.core.drawing.probes import SearchTrail
from gdviz.core.drawing.trail import Trail
from gdviz.core.numbers import format_number
from gdviz.core.runs.comparison import path_positions
from gdviz.core.types import Array
from gdviz.playback import Frame
from gdviz.ui.plots.kept import Freshness, KeptRun, look
from gdviz.ui.plots.legend import Key
from gdviz.ui.plots.map_keys import known_points, map_keys
from gdviz.ui.plots.marks import soft
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import LIGHT, Theme
from gdviz.ui.views.surface.marks import Marker

_LINE, _DOT = 2.0, 6.0
_KEPT_BALL, _KEPT_DOT = 12.0, 5.0
_AHEAD = 0.25
"""How strong what is to come is, beside what has been."""

_SIZES = {"saddle": 11, "minimum": 13, "local": 11, "start": 10, "best": 19, "ball": 16}
_LARGE_BALL = 24
"""Pixels; the ball is large while another view's pointer is on the weight."""

_LONGEST, _SHORTEST = 0.15, 0.035
"""Shares of the domain's longer side: the longest arrow that shows a direction only, and one
that would be under the ball.
"""

_MOST = 2000
"""Of what is to come at most about so many steps are drawn."""


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
        pointed: what another view's pointer is on.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.kept: Sequence[KeptRun] = ()
        self.pointed = ""
        self._theme = LIGHT
        self._keys: dict[str, Key] = {}
        self._trail, self._search = Trail(), SearchTrail()
        self._kept_paths: dict[int, _KeptPath] = {}

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        looks = map_keys(theme)
        self._keys = {name: looks[name]._replace(size=size) for name, size in _SIZES.items()}

    def paint(self, marker: Marker, frame: Frame, landscape: Landscape, *, veiled: bool) -> None:
        """Draw a frame, the lowest first.

        Args:
            marker: what draws on the surface.
            frame: what is shown.
            landscape: what the surface is of.
            veiled: whether what is to come must not be given away.
        """
        w = frame.w_drawn
        inside = marker.has(w)
        searches = frame.config.algorithm.searches
        for run in self.kept:
            self._paint_kept(marker, run)
        if searches:
            self._paint_search(marker, frame)
        else:
            self._paint_known(marker, frame)
            self._paint_run(marker, frame, veiled=veiled)
            if inside:
                self._paint_arrows(marker, frame, landscape, veiled=veiled)
        ball = self._keys["ball"]
        marker.ball(w, ball._replace(size=_LARGE_BALL) if self.pointed == "weight" else ball)
        if not inside:
            marker.gone(w, f"({', '.join(map(format_number, frame.w.tolist()))})")

    def _paint_known(self, marker: Marker, frame: Frame) -> None:
        for name, weights in known_points(frame.config).items():
            marker.symbols(weights, self._keys[name])

    def _paint_run(self, marker: Marker, frame: Frame, *, veiled: bool) -> None:
        weight = self._theme.weight
        if not veiled:
            ahead = pen(weight, _LINE, alpha=round(255 * _AHEAD))
            ahead.setCapStyle(Qt.PenCapStyle.FlatCap)  # where round ones overlap they would show
            marker.line(_thinned(frame.trace.w[frame.position :]), ahead)
        past = self._trail.weights(frame.trace, frame.position)
        marker.line(np.concatenate([past, frame.w_drawn[np.newaxis]]), _round(weight))
        marker.dots(past[:-1], _DOT, QColor(weight))

    def _paint_kept(self, marker: Marker, run: KeptRun) -> None:
        path = self._kept_paths.setdefault(run.slot, _KeptPath()).weights(run)
        colour, dash, symbol = look(run.slot, self._theme)
        if not run.trace.config.algorithm.searches:
            marker.line(path, pen(colour, _LINE), dash)
        marker.dots(path[:-1], _KEPT_DOT, QColor(colour))
        ball = Key("", symbol, _KEPT_BALL, pen(self._theme.card), QColor(colour))
        marker.symbols(path[-1:], ball)

    def _paint_search(self, marker: Marker, frame: Frame) -> None:
        count = min(frame.position + 1, len(frame.trace))
        probes = frame.trace.w[self._search.probes(frame.trace, count)]
        if count:
            best, low, high = frame.trace.state[count - 1]
            boxes = self._search.boxes(frame.trace, count)
            marker.outlines(boxes, pen(self._theme.minimum, 1.2, alpha=120))
            box = pen(self._theme.minimum, 1.8)
            marker.outlines(np.array([[low, high]]), box, (6, 4))
            marker.dots(probes, _DOT, soft(self._theme.weight, 150))
            marker.symbols(best[np.newaxis], self._keys["best"])

    def _paint_arrows(
        self, marker: Marker, frame: Frame, landscape: Landscape, *, veiled: bool
    ) -> None:
        if frame.awaited and frame.position:
            return
        step, w = frame.step, frame.w_drawn
        longer = float(max(np.ptp(landscape.x), np.ptp(landscape.y)))
        to_go = (1 - frame.stage.share) * (np.zeros(2) if step is None else step.delta)
        if not veiled and np.hypot(*to_go) > _SHORTEST * longer:
            width = 5.0 if self.pointed == "next" else 3.0
            marker.arrow(np.stack([w, w + to_go]), pen(self._theme.weight, width))
        gradient = frame.config.problem.gradient(w, None if step is None else step.rows)
        length = _LONGEST * landscape.steepness(gradient)
        if length > _SHORTEST:
            down = -gradient / np.hypot(*gradient) * length * longer
            width = 3.6 if self.pointed == "gradient" else 1.8
            marker.arrow(np.stack([w, w + down]), pen(self._theme.gradient, width), (4, 3))


def _round(colour: str) -> QPen:
    made = pen(colour, _LINE)
    made.setCapStyle(Qt.PenCapStyle.RoundCap)
    return made


def _thinned(path: Array) -> Array:
    """Return some of the weights (n, 2), by an odd stride, the first and the last among them."""
    stride = 1 + 2 * ((len(path) - 1) // (2 * _MOST))
    return np.concatenate([path[:-1:stride], path[-1:]])
