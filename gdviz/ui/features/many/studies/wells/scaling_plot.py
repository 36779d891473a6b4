"""What a grid and a descent take, against the number of weights."""

from dataclasses import dataclass
from math import log10

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gdviz.core.drawing.values import Values
from gdviz.core.problems.built_in.wells import MOST_WELLS
from gdviz.core.runs.ensembles.scaling import Scaling
from gdviz.i18n import N_, _
from gdviz.ui.features.many.studies.wells.plot import WellsPlot
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme, font

_AXIS_WIDTH = 54
_ASIDE, _ABOVE = 0.35, 1.0
"""What is left free beside the outermost numbers of weights, and, in decades, above."""

_NAMED = 4
"""With so many weights, at the left of its line, the grid's name stands."""


@dataclass
class _Line:
    """A line with a dot for each number of weights, and its name."""

    name: str
    symbol: str
    curve: pg.PlotCurveItem
    dots: pg.ScatterPlotItem
    text: pg.TextItem

    def show(self, weights: list[int], evaluations: list[int], named: int) -> None:
        """Show so many evaluations, and the name where there are so many weights."""
        x, y = np.array(weights, float), np.log10(np.maximum(evaluations, 1))
        self.curve.setData(x, y)
        self.dots.setData(x, y)
        self.text.setVisible(len(x) > 0)
        if len(x):
            at = min(named, len(x)) - 1
            self.text.setPos(x[at], y[at])


class ScalingPlot(WellsPlot):
    """The number of weights across, the evaluations up, logarithmic."""

    def __init__(self) -> None:
        """Make an empty plot."""
        super().__init__("scaling_plot")
        self.y_axis.logarithmic = True
        self._rows: tuple[Scaling, ...] = ()
        self._grid, self._descent = (
            _Line(
                name,
                symbol,
                pg.PlotCurveItem(antialias=True),
                pg.ScatterPlotItem(size=9, symbol=symbol),
                pg.TextItem(anchor=anchor),
            )
            for name, symbol, anchor in (
                (N_("grid"), "s", (1.3, 0.8)),
                (N_("descent"), "o", (1.0, 1.25)),
            )
        )
        for line in (self._grid, self._descent):
            for item in (line.curve, line.dots, line.text):
                self.put(item)
        self.number_across(1, MOST_WELLS)
        self.summary = self._summary

    def show_rows(self, rows: tuple[Scaling, ...]) -> None:
        """Show what it takes, as far as that is known."""
        self._rows = rows
        weights = [row.weights for row in rows]
        came = {row.weights: row.steps for row in rows if row.steps is not None}
        self._grid.show(weights, [row.points for row in rows], _NAMED)
        self._descent.show([*came], [*came.values()], MOST_WELLS)
        grid, descent = (
            np.column_stack(one.curve.getData()) for one in (self._grid, self._descent)
        )
        self.points = np.concatenate([grid, descent])
        most = rows[0].along ** MOST_WELLS if rows else 10
        self.set_whole((1 - _ASIDE, MOST_WELLS + _ASIDE), (0, log10(most) + _ABOVE))
        self.make_room(_AXIS_WIDTH)

    def say(self, number: int) -> str:
        """Return what a dot is."""
        count = len(self._rows)
        line = self._grid if number < count else self._descent
        row = self._rows[int(self.points[number, 0]) - 1]
        evaluations = row.points if line is self._grid else row.steps
        text = _("{what}, d = {weights}: {evaluations} evaluations")
        return text.format(what=_(line.name), weights=row.weights, evaluations=f"{evaluations:,}")

    def values(self) -> Values | None:
        """Return the numbers; NaN where a descent does not come so near."""
        if not self._rows:
            return None
        columns = (
            np.array([row.weights for row in self._rows]),
            np.array([row.points for row in self._rows]),
            np.array([np.nan if row.steps is None else row.steps for row in self._rows]),
        )
        return Values(("d", _(self._grid.name), _(self._descent.name)), columns)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        styles = (
            (self._grid, theme.minimum, Qt.PenStyle.DashLine),
            (self._descent, theme.weight, Qt.PenStyle.SolidLine),
        )
        for line, colour, style in styles:
            line.curve.setPen(pen(colour, 2, style))
            line.dots.setBrush(QColor(colour))
            line.dots.setPen(pen(theme.card, 1.5))
            line.text.setColor(colour)
            line.text.setFont(font(12))
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.label_axis(_("weights d"), self.theme)
        self.label_axis(_("evaluations"), self.theme, self.y_axis)
        self.setAccessibleName(_("Evaluations of a grid and of a descent"))
        for line in (self._grid, self._descent):
            line.text.setText(_(line.name))

    def _summary(self) -> str:
        return "\n".join(self.say(number) for number in range(len(self.points)))
