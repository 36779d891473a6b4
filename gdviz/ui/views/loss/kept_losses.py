"""The smoothed losses of kept runs, on the loss plot."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg

from gdviz.core import Trace
from gdviz.core.drawing.curve.losses import Extent, Losses
from gdviz.core.numbers import format_number
from gdviz.core.runs.comparison import along, per_step, step_at, steps_from
from gdviz.core.types import Array
from gdviz.ui.plots.kept import Freshness, KeptRun, KeptTurns, look
from gdviz.ui.plots.path import Line
from gdviz.ui.plots.plot import Plot
from gdviz.ui.theme import LIGHT, Theme

_MOST_POINTS = 600
_REACH = 4
"""Curves are cut off so many of the view's heights away from it."""


class _Loss:
    """One run's smoothed loss, and the few points that draw it."""

    def __init__(self, plot: Plot, layer: pg.ItemGroup) -> None:
        self._plot = plot
        self.line = Line(plot, layer)
        self._fresh = Freshness()
        self._trace: Trace | None = None
        self._losses: Losses | None = None
        self._across = ""
        self._steps = np.zeros(0, np.int64)
        self._x = self._y = np.empty(0)
        self._drawn: tuple[Array, int, float, float] = (self._y, 0, 0.0, 0.0)
        self._extent = Extent.of(0.0, self._y)

    def take(self, trace: Trace, across: str, beta: float, *, logarithmic: bool) -> Extent:
        """Make the points of the whole run, if they are not those already."""
        part = self._plot.viewRange()[0] if self._plot.zoomed else None
        if not self._fresh.renew(trace, across, beta, logarithmic, part):
            return self._extent
        losses = self._losses
        if losses is None or losses.made_of != (trace, beta, logarithmic):
            losses = self._losses = Losses(trace, beta, logarithmic=logarithmic)
        losses.grow()
        self._trace, self._across = trace, across
        first, last = 0, len(losses)
        if part:  # with one more to either side
            first, last = steps_from(trace, across, np.array(part), last)
            first, last = max(0, first - 1), min(len(losses), last + 1)
        edges = np.linspace(first, last, _MOST_POINTS // 2 + 1).astype(np.int64)
        self._steps = losses.picture().drawn(edges)
        self._x, self._y = along(trace, across, self._steps), losses.heights(self._steps)
        steps = len(trace) if trace.outcome is not None else trace.total
        right = steps * per_step(trace, across)
        self._extent = losses.extent(0, len(losses))._replace(right=right)
        if trace.diverges:  # it may leave the view: the others are to be seen
            self._extent = self._extent._replace(low=np.inf, high=-np.inf)
        return self._extent

    def lacks(self, trace: Trace) -> bool:
        """Tell whether there is more of the run than it was made of."""
        return self._losses is not None and len(self._losses) < len(trace)

    def at(self, x: float) -> float | None:
        """Return the smoothed loss of the step that stands at `x`; None if none is drawn there."""
        trace, losses, count = self._trace, self._losses, self._drawn[1]
        if trace is None or losses is None or not count or x > self._x[count - 1]:
            return None
        step = step_at(trace, self._across, x)
        return float(losses.values[step]) if 0 <= step < len(losses) else None

    def draw(self, position: int, low: float, high: float) -> None:
        """Draw the loss of the steps until `position`, that one included."""
        count = int(np.searchsorted(self._steps, position, side="right"))
        drawn = (self._y, count, low, high)
        if drawn[0] is self._drawn[0] and drawn[1:] == self._drawn[1:]:
            return
        self._drawn = drawn
        reach = _REACH * (high - low)
        y = np.clip(self._y[:count], low - reach, high + reach)
        self.line.show(np.column_stack([self._x[:count], y]))


class KeptLosses:
    """The smoothed losses of kept runs, a curve each, made when it is first shown.

    Attributes:
        losses: the curves made so far, by slot.
    """

    def __init__(self, plot: Plot) -> None:
        """Put them on `plot`, over what it has so far and under what comes later."""
        self._plot = plot
        self._layer = pg.ItemGroup()
        plot.put(self._layer)
        self._theme = LIGHT
        self.losses: Final[dict[int, _Loss]] = {}
        self._runs: Sequence[KeptRun] = ()
        self._turns = KeptTurns()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        for slot, loss in self.losses.items():
            _restyle(loss, slot, theme)

    def take(
        self, runs: Sequence[KeptRun], across: str, beta: float, *, logarithmic: bool
    ) -> list[Extent]:
        """Take these runs, and no others, and return how far each goes.

        Args:
            runs: what is to be drawn.
            across: against which of `comparison.ACROSS`.
            beta: how much they are smoothed.
            logarithmic: whether the logarithm to base 10 is drawn.
        """
        self._runs = runs
        shown = {run.slot for run in runs}
        for slot in shown - self.losses.keys():
            self.losses[slot] = _Loss(self._plot, self._layer)
            _restyle(self.losses[slot], slot, self._theme)
        for slot, loss in self.losses.items():
            loss.line.item.setVisible(slot in shown)
        return [
            self.losses[run.slot].take(run.trace, across, beta, logarithmic=logarithmic)
            for run in runs
        ]

    def lack(self, runs: Sequence[KeptRun]) -> bool:
        """Tell whether there is more of these runs, which are drawn, than they were made of."""
        return any(self.losses[run.slot].lacks(run.trace) for run in runs)

    def follow(self, runs: Sequence[KeptRun]) -> None:
        """Draw the same runs as far as each says now, within the range that there is."""
        self._runs = runs
        self._draw(self._turns.of(runs))

    def read(self, x: float) -> list[str]:
        """Return what each that is drawn has come to there, in words."""
        said = []
        for run in self._runs:
            loss = self.losses[run.slot].at(x)
            if loss is not None:
                said.append(f"{run.name}: {format_number(loss)}")
        return said

    def draw(self) -> None:
        """Draw each as far as it says, within the plot's range."""
        self._draw(self._runs)

    def _draw(self, runs: Iterable[KeptRun]) -> None:
        low, high = self._plot.whole[1].tolist()
        for run in runs:
            self.losses[run.slot].draw(run.position, low, high)


def _restyle(loss: _Loss, slot: int, theme: Theme) -> None:
    own = look(slot, theme)
    loss.line.restyle(own.colour, own.dash)
