"""The final cost over learning rate and momentum."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from gdviz.core import RunConfig
from gdviz.core.parameters import values_of
from gdviz.core.runs.sweep import Region, Sweep, limits, swept
from gdviz.core.telling.sweeps import REGIONS
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.ui.contrast import DEEPEST, HALO
from gdviz.ui.features.sweep.plot import Cell, Patch, SweepPlot, runs_of
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme

_PALEST = 0.1
"""The share of the green that the highest cost has."""

_DEEPEST = 8
"""So many decades below the start's excess over the lowest cost the green is at its deepest."""


class SweepMap(SweepPlot):
    """What each pair of learning rate and momentum comes to, and the limit over them."""

    def __init__(self) -> None:
        """Make the plot."""
        super().__init__()
        self._image = pg.ImageItem()
        self._halo = pg.PlotCurveItem(antialias=True)
        self.add(self._image, self.patches, self._halo, self.limit)
        self.add_marks()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        super().restyle(theme)
        self._halo.setPen(pen(theme.card, 4, alpha=HALO))

    def rows(self) -> Array:
        """Where the runs are up the axis, (rows,)."""
        assert self.sweep is not None
        return np.array(self.sweep.momenta)

    def place(self, cell: Cell) -> tuple[float, float]:
        """Return where in the plot a run is marked."""
        row, column = cell
        return float(self.across()[column]), float(self.rows()[row])

    def values_at(self, x: float, y: float) -> dict[str, float]:
        """Return the learning rate and the momentum of a run that is dragged there."""
        low, high = self.rows()[[0, -1]].tolist()
        return {**super().values_at(x, y), "momentum": round(min(max(y, low), high), 2)}

    def draw(self, current: RunConfig) -> None:
        """Draw the sweep."""
        self.erase()
        for item in self.plotItem.items:
            item.setVisible(self.sweep is not None)
        sweep = self.sweep
        if sweep is None:
            return
        x, y = self.across(), self.rows()
        half = (x[-1] - x[0]) / (len(x) - 1) / 2, (y[1] - y[0]) / 2
        left, right, bottom, top = x[0] - half[0], x[-1] + half[0], y[0] - half[1], y[-1] + half[1]
        self.plotItem.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)
        self._image.setImage(self._colours(sweep), autoLevels=False, levels=(0, 255))
        self._image.setRect(QRectF(left, bottom, right - left, top - bottom))
        self._draw_patterns(sweep, half)
        self._draw_limit(sweep)
        self.best.setVisible(sweep.best is not None)
        if sweep.best is not None:
            self.best.setData(*([value] for value in self.place(sweep.best)))
        self._write(sweep)
        self.show_current(current)

    def _colours(self, sweep: Sweep) -> Array:
        """Return each run's colour, (columns, rows, 3): the lower the cost, the deeper green."""
        theme = self.theme
        with np.errstate(all="ignore"):
            depth = np.nan_to_num(-np.log10(np.clip(sweep.left, 10.0**-_DEEPEST, 1)), nan=0)
        found = _mixed(theme.card, theme.minimum, _PALEST + (DEEPEST - _PALEST) * depth / _DEEPEST)
        for region, colour, share in (
            (Region.SLOW, theme.past, 0.2),
            (Region.RISEN, theme.divergence, 0.15),
            (Region.DIVERGED, theme.divergence, 0.15),
        ):
            found[sweep.regions == region] = _mixed(theme.card, colour, np.array(share))
        return np.asarray(found.transpose(1, 0, 2).astype(np.uint8))

    def _draw_patterns(self, sweep: Sweep, half: tuple[float, float]) -> None:
        """Hatch what diverges, and dot what is slow."""
        x, y, patches = self.across(), self.rows(), []
        for row, regions in enumerate(sweep.regions):
            for value, first, end in runs_of(regions):
                _colour, *patterns = self.brush(Region(value))
                ends = x[first] - half[0], x[end - 1] + half[0], y[row] - half[1], y[row] + half[1]
                patches += [Patch(*ends, brush) for brush in patterns]
        self.patches.show_patches(patches)

    def _draw_limit(self, sweep: Sweep) -> None:
        found = limits(sweep.config, sweep.momenta)
        known = [limit for limit in found if limit is not None]
        for item in (self.limit, self._halo):
            item.setVisible(len(known) == len(found))
            if len(known) == len(found):
                item.setData(np.log10(known), self.rows())

    def show_current(self, current: RunConfig) -> None:
        """Mark where the current run is in the sweep drawn."""
        if self.sweep is not None:
            algorithm = swept(current)
            beta = float(values_of(algorithm.rule)["momentum"])  # only rules with it are mapped
            self.mark_current(float(np.log10(algorithm.learning_rate)), min(beta, self.rows()[-1]))

    def _write(self, sweep: Sweep) -> None:
        """Name the regions, each in the midst of its runs, and the limit."""
        x, y = self.across(), self.rows()
        for region, name in REGIONS.items():
            cells = np.argwhere(sweep.regions == region)
            if len(cells) < sweep.regions.size / 50:
                continue
            middle = ((cells - cells.mean(axis=0)) ** 2).sum(axis=1).argmin()
            row, column = cells[middle]
            anchor = float(np.digitize(column / len(x), [0.08, 0.92])) / 2  # stay in view
            place = float(x[column]), float(y[row])
            self.write(_(name), *place, self.theme.text, (anchor, 0.5))
        limit = limits(sweep.config, sweep.momenta)[-1]
        if limit is not None and x[0] < np.log10(limit) < x[-1]:
            formula = swept(sweep.run(1, 0)).rule.limit_formula
            place, colour = (float(np.log10(limit)), y[-1]), self.theme.divergence
            side = self.side(formula, place[0])
            self.write(formula, *place, colour, (1.2 * side - 0.1, 0))


def _mixed(ground: str, colour: str, share: Array) -> Array:
    """Return the colour laid over the ground with that share, (...), as (..., 3) from 0 to 255."""
    tones = [QColor(name) for name in (ground, colour)]
    one, other = (np.array([tone.red(), tone.green(), tone.blue()]) for tone in tones)
    share = share[..., np.newaxis]
    return np.asarray((1 - share) * one + share * other)
