"""How kept runs are drawn: the same colour, dash and symbol in every view and list.

A view of the weights that can draw them has a `KeptTrails`, which it hands the runs
that its `show_kept` is given. Of each run only the few points that draw it are
kept, and a frame slices those.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from gdviz.core import Trace
from gdviz.core.runs.comparison import path_positions
from gdviz.core.types import Array
from gdviz.ui.contrast import VEIL
from gdviz.ui.in_turn import InTurn
from gdviz.ui.plots.caption import Caption, worse_first
from gdviz.ui.plots.marks import RING, soft
from gdviz.ui.plots.moving import Mark
from gdviz.ui.plots.path import Path, Place, within_reach
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import LIGHT, Theme, font, scaled

_COLOURS = {
    False: (
        "#572493", "#797f4c", "#cc4a92", "#416945", "#742400", "#0b4c51", "#6470e2", "#7e4b8f",
    ),
    True: (
        "#9284fb", "#eaef56", "#be67b7", "#b7f2ee", "#f9bb93", "#95855c", "#bcc9f3", "#c096af",
    ),
}  # fmt: skip
"""For light cards and for dark ones.

Each contrasts with its card and with the map by 3:1 or more, is no meaning's colour, and is told
from each other also without red, without green and without blue.
"""

_DASHES = (
    (7, 3), (2, 3), (10, 3, 2, 3), (4, 4), (12, 5), (6, 3, 2, 3, 2, 3), (1, 2), (3, 2, 3, 6),
)  # fmt: skip
"""In pixels, dash and gap in turn; the run that is played is solid."""

_SYMBOLS = ("s", "t1", "d", "star", "x", "p", "+", "t2")
"""Of pyqtgraph's scatter plots; the run that is played is round."""

_MOST_DOTS = 60
"""So many of a search's probes are marked."""

KEPT_BALL, KEPT_DOT = 12, 5

_DRAWING_S = 0.001
"""Where runs hurry, their lines are drawn for so long each time; their balls move each time."""

_WORSE = 30
"""How much worse it is to hide a ball than a point of a line."""

_DISC = np.array([(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)])
"""What stands for a ball with its ring about it, in radii."""

_BESIDE = 13
"""Pixels between a ball and its name."""


class Look(NamedTuple):
    """What tells a kept run from the others."""

    colour: str
    dash: tuple[int, ...]
    symbol: str


def look(slot: int, theme: Theme) -> Look:
    """Return the look of that slot."""
    dark = QColor(theme.card).lightness() < 128
    return Look(_COLOURS[dark][slot], _DASHES[slot], _SYMBOLS[slot])


class KeptRun(NamedTuple):
    """A kept run as a view draws it.

    Attributes:
        trace: its steps.
        slot: the place of its look.
        position: how many steps have been taken in what is shown of it.
        name: what it is called.
        named: whether its ball says so.
        hurried: whether others are about to follow it, so that lines can take turns.
    """

    trace: Trace
    slot: int
    position: int
    name: str = ""
    named: bool = False
    hurried: bool = False


class Freshness:
    """Knows whether what was made of a trace is still good enough.

    A trace that grows is looked at again when there is half as much of it again.
    """

    def __init__(self) -> None:
        """Nothing was made yet."""
        self._made_of: tuple[object, ...] = ()
        self._known = -1

    def renew(self, trace: Trace, *options: object) -> bool:
        """Tell whether it has to be made anew, and take it that it is."""
        count, made_of = len(trace), (trace, trace.outcome, *options)
        if made_of == self._made_of and count <= 1.5 * self._known:
            return False
        self._made_of, self._known = made_of, count
        return True


class KeptTurns:
    """Whose lines are drawn: all, but those of runs that hurry when it is their turn."""

    def __init__(self) -> None:
        """Begin with any of them."""
        self._turns = InTurn[int](_DRAWING_S)

    def of(self, runs: Iterable[KeptRun]) -> Iterator[KeptRun]:
        """Yield those of these that are to draw their lines."""
        runs = list(runs)
        hurried = {run.slot: run for run in runs if run.hurried}
        yield from (run for run in runs if not run.hurried)
        yield from (hurried[slot] for slot in self._turns.some(hurried))


class _Trail:
    """One run's path, and where it is.

    Attributes:
        at: where its ball is, (2,).
        caption: its name beside that.
    """

    def __init__(self, plot: Plot, layer: pg.ItemGroup) -> None:
        self._plot = plot
        self.path: Final = Path(plot, layer)
        self.ball: Final = Mark(KEPT_BALL)
        plot.put(self.ball, layer)
        self.caption: Final = Caption(plot, _BESIDE, layer)
        self.name: Final = self.caption.item
        self.at = np.zeros(2)
        self._fresh = Freshness()
        self._positions = np.zeros(0, np.int64)
        self._points = np.zeros((0, 2))
        self._drawn: tuple[object, ...] = ()

    def restyle(self, look: Look, theme: Theme) -> None:
        self.path.dots.fragmentAtlas.clear()  # it would keep a picture of every look it ever had
        for marks, size in ((self.path.dots, KEPT_DOT), (self.ball, KEPT_BALL)):
            marks.setSize(scaled(size))
            marks.setSymbol(look.symbol)
        self.path.restyle(look.colour, look.dash)
        self.ball.setBrush(QColor(look.colour))
        self.ball.setPen(pen(theme.card))
        self.name.setColor(theme.text)
        self.name.fill = pg.mkBrush(soft(theme.card, VEIL))
        self.name.setFont(font(12, bold=True))

    def set_visible(self, *, visible: bool) -> None:
        self.path.set_visible(visible=visible)
        self.ball.setVisible(visible)

    def move(self, run: KeptRun, place: Place) -> None:
        self.glide(run, run.trace.w[run.position], place)

    def draw(self, run: KeptRun, place: Place) -> None:
        problem, searches = run.trace.config.problem, run.trace.config.algorithm.searches
        times = self._plot.times
        if self._fresh.renew(run.trace, times):
            w = run.trace.w
            self._positions = path_positions(w, problem.domain, times=times)
            self._points = within_reach(self._plot, place(problem, w[self._positions]))
        count = int(np.searchsorted(self._positions, run.position))
        drawn = id(self._points), count, self._plot.viewRange(), self._plot.pixel().tolist()
        if drawn == self._drawn:
            return  # within a cell the path is below the ball
        self._drawn = drawn
        if searches:
            self.path.show_dots(self._points[: count : max(1, -(-count // _MOST_DOTS))])
        else:
            self.path.show(np.vstack([self._points[:count], self.at]))

    def glide(self, run: KeptRun, w: Array, place: Place) -> None:
        (self.at,) = within_reach(self._plot, place(run.trace.config.problem, w[np.newaxis]))
        self.ball.setData(*self.at[:, np.newaxis])
        self.caption.follow(self.at)


class KeptTrails:
    """The paths of kept runs on a plot of the weights; each is made when it is first shown.

    Attributes:
        trails: the paths made so far, by slot.
        covered: points all over the balls and names, (n, 2), for others to keep clear of.
        bad: how bad it is to hide each, (n,).
    """

    def __init__(self, plot: Plot, place: Place) -> None:
        """Put them on `plot`, over what it has so far and under what comes later."""
        self._plot, self._place = plot, place
        self._layer = pg.ItemGroup()
        plot.put(self._layer)
        self._theme = LIGHT
        self.trails: Final[dict[int, _Trail]] = {}
        self._shown: dict[int, KeptRun] = {}
        self._turns = KeptTurns()
        self.covered, self.bad = np.zeros((0, 2)), np.zeros(0)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        for slot, trail in self.trails.items():
            trail.restyle(look(slot, theme), theme)

    def show(self, runs: Sequence[KeptRun]) -> None:
        """Show these runs, each as far as it says, and no others."""
        before = self._named
        shown = self._shown = {run.slot: run for run in runs}
        for slot in shown.keys() - self.trails.keys():
            self.trails[slot] = _Trail(self._plot, self._layer)
            self.trails[slot].restyle(look(slot, self._theme), self._theme)
        for slot, trail in self.trails.items():
            trail.set_visible(visible=slot in shown)
            trail.name.setVisible(slot in shown and shown[slot].named)  # else it is empty
            if slot in shown:
                trail.move(shown[slot], self._place)
        for run in self._turns.of(runs):
            self.trails[run.slot].draw(run, self._place)
        if not shown:
            self.covered, self.bad = np.zeros((0, 2)), np.zeros(0)
        if self._named != before:
            self.write_names()

    @property
    def _named(self) -> list[tuple[int, str]]:
        """The slots and names of those whose balls say them."""
        return [(run.slot, run.name) for run in self._shown.values() if run.named]

    def write_names(self) -> None:
        """Write each name where it hides no ball, the played run's neither, and no other name."""
        if not self._shown:
            return
        shown = [(self.trails[slot], run) for slot, run in self._shown.items()]
        own = self._plot.centre + _DISC * scaled(RING / 2) * self._plot.pixel()
        covered = [own, *(trail.at[np.newaxis] for trail, _run in shown)]
        balls = len(own) + len(shown)
        for trail, run in shown:
            taken = np.concatenate(covered)
            bad = worse_first(len(taken), balls, _WORSE)
            name = run.name if run.named else ""
            trail.caption.show(name, trail.at, taken, bad=bad, farther=True)
            covered.append(trail.caption.covered)
        self.covered = np.concatenate(covered[1:])
        self.bad = worse_first(len(self.covered), len(shown), _WORSE)

    def redraw(self) -> None:
        """Show the same runs, now that more or less of the plot is seen."""
        self.show(list(self._shown.values()))
        self.write_names()

    def glide(self, weights: Mapping[int, Array]) -> None:
        """Show the balls of those slots at these weights, (dim,) each, on their way."""
        for slot in self._shown.keys() & weights.keys():
            self.trails[slot].glide(self._shown[slot], weights[slot], self._place)
        self.write_names()
