"""The data, and the model's line through them."""

from typing import Protocol, runtime_checkable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor

from gdviz.core import Problem, RunConfig
from gdviz.core.numbers import format_number
from gdviz.core.types import Array, Rows
from gdviz.i18n import _
from gdviz.playback import Frame
from gdviz.ui.plot import Plot, nice_step, pen
from gdviz.ui.theme import Theme
from gdviz.ui.view import View

ORDER = 30

_MOST_POINTS = 2000
_LINE_POINTS = 200
_MOST_ERRORS = 60
"""With more samples than that their errors are not drawn: they would be a solid area."""


@runtime_checkable
class HasData(Protocol):
    """A problem with data, an x and a y each, and a model that predicts y."""

    x: Array
    y: Array
    probe: float

    def predict(self, w: Array, x: Array) -> Array:
        """Return the model's predictions, (n,), at the inputs x (n,)."""


class DataFit(View):
    """The samples, those of the current step marked, the model's line and one prediction."""

    id = "data"
    place = "side"
    stretch = 1

    def __init__(self) -> None:
        """Make the plot."""
        super().__init__()
        self.plot = Plot()
        self.plot.y_axis.setWidth(36)
        self.body.addWidget(self.plot, 1)
        self._errors = pg.PlotCurveItem(connect="pairs", antialias=True)
        self._line = pg.PlotCurveItem(antialias=True)
        self._samples = pg.ScatterPlotItem(symbol="d", size=11)
        self._used = pg.ScatterPlotItem(symbol="d", size=14)
        self._pointed = pg.ScatterPlotItem(symbol="d", size=24)
        self._probe = pg.ScatterPlotItem(size=10)
        self._text = pg.TextItem(anchor=(1.1, -0.1))
        for item in (
            self._errors, self._line, self._samples, self._used, self._pointed, self._probe,
            self._text,
        ):  # fmt: skip
            self.plot.addItem(item, ignoreBounds=True)
        self._shown = np.empty(0, np.int64)

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the problem has data."""
        return isinstance(problem, HasData)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.title.setText(_("Data and fit"))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.plot.restyle(theme)
        self._errors.setPen(pen(theme.gradient, 1.4, Qt.PenStyle.DotLine))
        self._line.setPen(pen(theme.weight, 2.2))
        self._samples.setBrush(QColor(theme.past))
        self._samples.setPen(pen(theme.card))
        self._used.setBrush(QColor(theme.gradient))
        self._used.setPen(pen(theme.card))
        self._pointed.setBrush(QColor(theme.gradient))
        self._pointed.setPen(pen(theme.text, 2))
        self._probe.setBrush(QColor(theme.card))
        self._probe.setPen(pen(theme.weight, 2))
        self._text.setColor(theme.text)

    def show_run(self, config: RunConfig) -> None:
        """Draw the samples, and fix the view."""
        problem = config.problem
        assert isinstance(problem, HasData)
        every = -(-len(problem.x) // _MOST_POINTS)
        self._shown = np.arange(0, len(problem.x), every)
        crowded = len(self._shown) > _MOST_ERRORS
        for item, size in ((self._samples, 11), (self._used, 14)):
            item.setSize(size // 2 if crowded else size)
        self._pointed.setVisible(False)
        x, y = problem.x[self._shown], problem.y[self._shown]
        self._samples.setData(x, y)
        self.plot.setRange(
            xRange=_widened(min(0.0, x.min()), max(x.max(), problem.probe)),
            yRange=_widened(min(0.0, y.min()), y.max() * (1 if crowded else 4 / 3)),
        )

    def draw(self, frame: Frame) -> None:
        """Draw the line, the samples of the step and their errors."""
        problem = frame.config.problem
        assert isinstance(problem, HasData)
        (left, right), (low, high) = self.plot.viewRange()
        x = np.linspace(left, right, _LINE_POINTS)
        self._line.setData(x, _clipped(problem.predict(frame.w, x)))
        used = self._used_rows(frame)
        self._used.setData(problem.x[used], problem.y[used])
        self._errors.setVisible(len(used) <= _MOST_ERRORS)
        if len(used) <= _MOST_ERRORS:
            ends = np.column_stack([problem.y[used], problem.predict(frame.w, problem.x[used])])
            self._errors.setData(np.repeat(problem.x[used], 2), _clipped(ends.ravel()))
        predicted = float(problem.predict(frame.w, np.array([problem.probe]))[0])
        self._probe.setData([problem.probe], [min(max(predicted, low), high)])
        self._text.setText(format_number(predicted))
        self._text.setPos(problem.probe, min(max(predicted, low), high))

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Enlarge the sample that another view's pointer is on."""
        problem = self.frame_shown.config.problem if self.frame_shown else None
        known = isinstance(problem, HasData) and 0 <= row < len(problem.x)
        self._pointed.setVisible(known)
        if isinstance(problem, HasData) and known:
            self._pointed.setData([problem.x[row]], [problem.y[row]])

    def _used_rows(self, frame: Frame) -> Rows:
        if frame.config.algorithm.searches or frame.position >= len(frame.trace):
            return self._shown
        rows = frame.trace.rows(frame.position)
        return self._shown if rows is None else rows[:_MOST_POINTS]


def _clipped(y: Array) -> Array:
    return np.nan_to_num(np.clip(y, -1e60, 1e60))


def _widened(low: float, high: float) -> tuple[float, float]:
    """Return a range with a little room, and some where there was none."""
    room = 0.06 * (high - low) or nice_step(abs(high) or 1.0, 1)
    return low - room, high + room


VIEWS = (DataFit,)
