"""The data, and the model's line through them."""

from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QMetaObject, Qt, Slot
from PySide6.QtGui import QColor, QResizeEvent

from gdviz.core import Problem, RunConfig
from gdviz.core.drawing.values import Values
from gdviz.core.numbers import format_number
from gdviz.core.problems.abilities import HasData
from gdviz.core.problems.changed_data import ID as CHANGED
from gdviz.core.problems.changed_data import changeable
from gdviz.core.problems.variants import family
from gdviz.core.store import Store
from gdviz.core.telling.summary import summarise_data
from gdviz.core.types import Array, Rows
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import BY_KEYS, Handle
from gdviz.ui.access.plot_keys import PlotKeys
from gdviz.ui.plots.caption import Caption, worse_first
from gdviz.ui.plots.legend import Legend
from gdviz.ui.plots.marks import DragRing
from gdviz.ui.plots.moving import Mark, Moving
from gdviz.ui.plots.plot import clipped, pen
from gdviz.ui.plots.pointing import Pointing
from gdviz.ui.plots.reader import Reader, Reading
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.data.keys import axis_names, data_keys, in_files_units
from gdviz.ui.views.handles import range_of, rounded, sample_handles
from gdviz.ui.views.view import View
from gdviz.ui.widgets.tips import set_tip

MOST_DRAWN = 2
"""The cost of so many weights can be drawn over them."""

_ROOMY = 200
"""A card so high has room for words about its marks and axes."""

_AXIS_WIDTH = 36
_MOST_POINTS = 2000
_LINE_POINTS = 200
_MOST_ERRORS = 60
"""With more samples than that their errors are not drawn: they would be a solid area."""

_BESIDE = 6
"""So many pixels from the prediction its number is written."""

_GRIP = 14
"""So many pixels from a sample, at scale 1, it can be taken hold of."""

_WORSE = 20
"""How much worse it is to hide a sample than a point of the line."""

_LOW = 70
"""So many pixels high a plot has no room for more than its samples and its line."""

_MOST_RINGS = 12
"""Of more samples, or in a low plot, only the one under the pointer has its ring."""


class DataFit(View):
    """The samples, those of the current step marked, the model's line and one prediction.

    A few samples can be dragged.

    Attributes:
        line: the model's curve.
        prediction: the number at the probe.
    """

    id = "data"
    heading = N_("Data and fit")
    about = "data"
    place = "side"
    stretch = 1

    def __init__(self, store: Store) -> None:
        """Make the plot."""
        super().__init__(store)
        self.plot: Final = ZoomPlot(self.values)
        self.plot.looked.connect(self.refresh)
        self.legend: Final = Legend()
        self.body.addWidget(self.legend)
        self.body.addWidget(self.plot, 1)
        self._errors = pg.PlotCurveItem(connect="pairs", antialias=True)
        self.line: Final = pg.PlotCurveItem(antialias=True)
        self.samples: Final = pg.ScatterPlotItem(symbol="d", size=11)
        self.used: Final = pg.ScatterPlotItem(symbol="d", size=14)
        self.pointed_mark: Final = pg.ScatterPlotItem(symbol="d", size=24)
        self._probe = Mark(size=10)
        for item in (
            self._errors, self.line, self.samples, self.used, self.pointed_mark, self._probe,
        ):  # fmt: skip
            self.plot.put(item)
        self.prediction: Final = Caption(self.plot, _BESIDE)
        self.rings: Final = DragRing(self.plot, several=True)
        self._shown = np.empty(0, np.int64)
        self._held, self._offset, self._moving = 0, np.zeros(2), Moving()
        self._widest: tuple[tuple[float, float], ...] = ()
        self.pointing: Final = Pointing(self.plot, self._grip)
        self.pointing.pressed.connect(self._on_pressed)
        self.pointing.dragged.connect(self._on_dragged)
        self.pointing.released.connect(self.let_go)
        self._marked: Rows | None = None
        self.reader: Final = Reader(self.plot, self._read)
        self.plot.setObjectName(f"{self.id}_plot")
        self.plot.summary = self.summary
        self.keys: Final = PlotKeys(self.plot, self._handles, self.reader)
        self._problem: Problem | None = None
        self._drawn_of: tuple[object, ...] = ()
        self.plot.getPlotItem().getViewBox().sigResized.connect(self._on_resized)

    @Slot()
    def _on_resized(self) -> None:
        """Put the number where it is whole now, and rings where they have room."""
        frame = self.frame_shown
        if frame is not None and frame.config.problem is self._problem and not self.isHidden():
            self._draw_rings(frame.config.problem)
            self.draw(frame)

    def _draw_rings(self, problem: Problem) -> None:
        """Draw a ring about each sample that can be dragged, if all have room for one."""
        assert isinstance(problem, HasData)
        x, y = problem.x, problem.y
        ringed = slice(None if changeable(problem) and self._all_ringed(len(x)) else 0)
        self.rings.show(x[ringed], y[ringed])

    @property
    def _is_low(self) -> bool:
        """Whether the plot has no room for more than its samples and its line."""
        return bool(self.plot.getPlotItem().getViewBox().height() < scaled(_LOW))

    def _all_ringed(self, count: int) -> bool:
        return count <= _MOST_RINGS and not self._is_low

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the problem has data, and the centre a picture of its cost."""
        return isinstance(problem, HasData) and len(problem.weights) <= MOST_DRAWN

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.plot.setAccessibleName(self.title.text())
        set_tip(self.plot, "\n".join((_("Drag a sample to change the data."), _(BY_KEYS))))
        set_tip(self.remark, _("The line in the file's own units."))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.plot.restyle(theme)
        self.rings.restyle(theme)
        self._errors.setPen(pen(theme.gradient, 1.4, Qt.PenStyle.DotLine))
        self.line.setPen(pen(theme.weight, 2.2))
        self.samples.setBrush(QColor(theme.past))
        self.samples.setPen(pen(theme.card))
        self.used.setBrush(QColor(theme.gradient))
        self.used.setPen(pen(theme.card))
        self.pointed_mark.setBrush(QColor(theme.gradient))
        self.pointed_mark.setPen(pen(theme.text, 2))
        self._probe.setBrush(QColor(theme.card))
        self._probe.setPen(pen(theme.weight, 2))
        self.reader.restyle(theme)
        self.prediction.item.setColor(theme.text)

    def show_run(self, config: RunConfig) -> None:
        """Draw the samples, and fix the view."""
        problem = config.problem
        assert isinstance(problem, HasData)
        self._problem = problem
        self.pointed_mark.setVisible(False)
        self.plot.set_subject(family(problem), steady=self.steady)
        if (problem, self.steady, self.plot.sight) != self._drawn_of:
            self._draw_samples(problem)
            self._drawn_of = problem, self.steady, self.plot.sight
        self._name(config)

    def _draw_samples(self, problem: Any) -> None:
        """Draw them, and fix the view."""
        every = -(-len(problem.x) // _MOST_POINTS)
        self._shown = np.arange(0, len(problem.x), every)
        crowded = len(self._shown) > _MOST_ERRORS
        for item, size in ((self.samples, 11), (self.used, 14)):
            item.setSize(scaled(size // 2 if crowded else size))
        x, y = problem.x[self._shown], problem.y[self._shown]
        self.samples.setData(x, y)
        self._draw_rings(problem)
        self._marked = None
        probe = np.array([problem.probe])
        goals = [problem.predict(np.array(w), probe) for w in (problem.start, *problem.minima[:1])]
        x, y = np.concatenate([x, probe]), np.concatenate([y, *goals])
        self._fix_view(problem, range_of(x), range_of(y))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what the marks and the axes are, where there is room for that.

        Afterwards: a legend that is shown has the column laid out anew, and with it this card,
        which would not be hidden again in the middle of that.
        """
        super().resizeEvent(event)
        QMetaObject.invokeMethod(self, "_on_room", Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _on_room(self) -> None:
        frame = self.frame_shown
        if frame is not None and frame.config.problem is self._problem:
            self._name(frame.config)

    def _name(self, config: RunConfig) -> None:
        assert isinstance(config.problem, HasData)
        roomy = self.height() >= scaled(_ROOMY)
        self.legend.setVisible(roomy)
        self.legend.say(data_keys(self.theme, sampled=config.algorithm.sampled), self.theme)
        across, up = axis_names(config.problem, roomy=roomy)
        self.plot.label_axis(across, self.theme)
        self.plot.label_axis(up, self.theme, self.plot.y_axis)
        if not self.steady:
            self.plot.make_room(_AXIS_WIDTH)

    def _fix_view(self, problem: Problem, *ranges: tuple[float, float]) -> None:
        """Choose the range; dragged samples only widen it, so that they can be dragged back."""
        if problem.id != CHANGED:
            self._widest = ()
        elif self.steady:
            self._widest = tuple(map(tuple, self.plot.whole.tolist()))
        if not self.steady:
            ends = zip(self._widest or ranges, ranges, strict=True)
            x, y = ((min(a, c), max(b, d)) for (a, b), (c, d) in ends)
            self.plot.set_whole(x, y)

    @property
    def in_hand(self) -> bool:
        """Whether a sample is held."""
        return self.pointing.holds

    def _grip(self, x: float, y: float) -> Qt.CursorShape | None:
        frame = self.frame_shown
        if frame is None or not changeable(frame.config.problem):
            return None
        problem = frame.config.problem
        samples = np.column_stack([problem.x, problem.y])
        apart = self.pointing.apart(x, y, samples)
        near = bool(apart.min() <= scaled(_GRIP))
        if not self._all_ringed(len(samples)):
            self.rings.show(*samples[[apart.argmin()]].T, visible=near)
        return Qt.CursorShape.OpenHandCursor if near else None

    @Slot(float, float)
    def _on_pressed(self, x: float, y: float) -> None:
        if self.frame_shown is not None:
            problem = self.frame_shown.config.problem
            assert isinstance(problem, HasData)
            samples = np.column_stack([problem.x, problem.y])
            self._held = int(self.pointing.apart(x, y, samples).argmin())
            self._offset = samples[self._held] - (x, y)

    @Slot(float, float)
    def _on_dragged(self, x: float, y: float) -> None:
        right, above = self._offset
        self._move(self._held, x + right, y + above)

    def _move(self, number: int, x: float, y: float) -> None:
        across, up = self.plot.viewRange()
        self.sample_moved.emit(number, rounded(x, across), rounded(y, up))

    def _handles(self) -> list[Handle]:
        """Return the samples that can be moved."""
        problem = self.frame_shown.config.problem if self.frame_shown is not None else None
        if problem is None or not changeable(problem):
            return []
        samples = np.column_stack([problem.x, problem.y])
        return sample_handles(samples, self.plot, self._move, self.let_go.emit)

    def summary(self) -> str:
        """Return what the model says, and how far it is off."""
        frame = self.frame_shown
        if frame is None or not isinstance(frame.config.problem, HasData):
            return ""
        probed = self.probed(frame)
        return summarise_data(frame.config.problem, frame.w if probed is None else probed)

    def stays(self, frame: Frame) -> bool:
        """Tell whether the line stays where it is, as nearly as one can see."""
        problem: Any = frame.config.problem  # it has data
        left, right = self.plot.viewRange()[0]
        x = np.linspace(left, right, _LINE_POINTS)
        line = np.column_stack([x, problem.predict(frame.w, x)])
        return not self._moving.moves(self.pointing.pixels(line), frame.trace)

    def draw(self, frame: Frame) -> None:
        """Draw the line, the samples of the step and their errors."""
        problem = frame.config.problem
        assert isinstance(problem, HasData)
        if frame.fleeting and self._marked is not None:  # which samples a step has is text
            self._draw_line(problem, frame.w_drawn, self._marked)
            self.prediction.follow(np.concatenate(self._probe.getData()))
            return
        probed = self.probed(frame)
        w = frame.w if probed is None else probed
        used = self._used_rows(frame) if probed is None else self._shown
        if used is not self._marked:
            self.used.setData(problem.x[used], problem.y[used])
            self._marked = used
        self._errors.setVisible(len(used) <= _MOST_ERRORS)
        self._draw_line(problem, frame.w_drawn if probed is None else probed, used)
        self.remark.setText(in_files_units(problem, w))
        self._say_prediction(w, problem)

    def glide(self, frame: Frame) -> None:
        """Draw the line on its way; the numbers stay those of the step."""
        problem = frame.config.problem
        assert isinstance(problem, HasData)
        if self.probed(frame) is None and self._marked is not None and not frame.awaited:
            self._draw_line(problem, frame.w_drawn, self._marked)

    def _draw_line(self, problem: HasData, w: Array, used: Rows) -> None:
        """Draw the line, the prediction on it and the errors of the step's samples."""
        (left, right), (low, high) = self.plot.viewRange()
        x = np.linspace(left, right, _LINE_POINTS)
        # Far out of view a line need not be exact, and what draws it cannot be.
        bounds = (low - 1e3 * (high - low), high + 1e3 * (high - low))
        self.line.setData(x, clipped(problem.predict(w, x), bounds))
        at = np.array([problem.probe])
        self._probe.setData(at, clipped(problem.predict(w, at), (low, high)))
        if len(used) <= _MOST_ERRORS:
            ends = np.column_stack([problem.y[used], problem.predict(w, problem.x[used])])
            self._errors.setData(np.repeat(problem.x[used], 2), clipped(ends.ravel(), bounds))

    def _say_prediction(self, w: Array, problem: HasData) -> None:
        """Write the prediction's number where it hides neither a sample nor the line."""
        (left, right), (low, high) = self.plot.viewRange()
        seen = left <= problem.probe <= right and not self._is_low  # there "Now" says it
        self.prediction.item.setVisible(seen)
        if not seen:
            return
        (predicted,) = problem.predict(w, np.array([problem.probe])).tolist()
        at = np.array([problem.probe, min(max(predicted, low), high)])
        samples = np.column_stack([problem.x[self._shown], problem.y[self._shown]])
        taken = np.concatenate([samples, np.column_stack(self.line.getData())])
        bad = worse_first(len(taken), len(samples), _WORSE)
        self.prediction.show(format_number(predicted), at, taken, bad=bad)

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Enlarge the sample that another view's pointer is on."""
        problem = self.frame_shown.config.problem if self.frame_shown else None
        of_sample = meaning != "step" and row >= 0
        known = of_sample and isinstance(problem, HasData) and row < len(problem.x)
        self.pointed_mark.setVisible(known)
        if isinstance(problem, HasData) and known:
            self.pointed_mark.setData([problem.x[row]], [problem.y[row]])

    def values(self) -> Values | None:
        """Return all samples, and what the model says of each."""
        frame = self.frame_shown
        if frame is None or not isinstance(frame.config.problem, HasData):
            return None
        problem, probed = frame.config.problem, self.probed(frame)
        said = problem.predict(frame.w if probed is None else probed, problem.x)
        return Values(("x", "y", "ŷ"), (problem.x, problem.y, said))

    def _read(self, x: float, y: float) -> Reading | None:
        """Return the sample there and its error, or what the model says there."""
        frame = self.frame_shown
        if frame is None or not isinstance(frame.config.problem, HasData):
            return None
        problem, probed = frame.config.problem, self.probed(frame)
        w = frame.w if probed is None else probed
        samples = np.column_stack([problem.x[self._shown], problem.y[self._shown]])
        apart = self.pointing.apart(x, y, samples)
        nearest = int(apart.argmin())
        at = samples[nearest] if apart[nearest] <= scaled(_GRIP) else np.array([x, np.nan])
        (said,) = problem.predict(w, at[:1]).tolist()
        words = {"x": at[0], "y": at[1], "ŷ": said, "ŷ − y": said - at[1]}
        text = " · ".join(
            f"{name} {format_number(float(n))}" for name, n in words.items() if np.isfinite(n)
        )
        return Reading(at if np.isfinite(at[1]) else np.array([x, said]), text)

    def _used_rows(self, frame: Frame) -> Rows:
        if frame.config.algorithm.searches or frame.position >= len(frame.trace):
            return self._shown
        rows = frame.trace.rows(frame.position)
        return self._shown if rows is None else rows[:_MOST_POINTS]
