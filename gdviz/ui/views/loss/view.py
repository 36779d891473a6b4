"""The loss plot: raw and smoothed, live."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QBrush, QColor

from gdviz.core import RunConfig
from gdviz.core.drawing.curve.losses import Extent, Losses, grown
from gdviz.core.drawing.values import Values
from gdviz.core.drawing.zoom import lasting
from gdviz.core.numbers import format_number
from gdviz.core.problems.variants import family
from gdviz.core.runs.comparison import ACROSS, along, per_step, step_at
from gdviz.core.runs.ensembles.swarm import Swarm
from gdviz.core.store import Store
from gdviz.core.telling.summary import summarise_losses
from gdviz.core.types import Array
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import BY_KEYS, Handle
from gdviz.ui.access.plot_keys import PlotKeys
from gdviz.ui.plots.kept import KeptRun
from gdviz.ui.plots.legend import of_lines
from gdviz.ui.plots.path import THIN
from gdviz.ui.plots.plot import nice_end, nice_step, pen
from gdviz.ui.plots.pointing import Pointing
from gdviz.ui.plots.reader import Reader, Reading, about_step
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.handles import marker_handle
from gdviz.ui.views.loss.beside import LossesBeside
from gdviz.ui.views.loss.changes import ChangeMarks
from gdviz.ui.views.loss.curve import LossCurve
from gdviz.ui.views.loss.header import LossHeader
from gdviz.ui.views.loss.kept_losses import KeptLosses
from gdviz.ui.views.loss.member_costs import MemberCosts
from gdviz.ui.views.loss.options import LossOptions
from gdviz.ui.views.loss.point import LossPoint
from gdviz.ui.views.view import View
from gdviz.ui.widgets.tips import set_tip

_SHOWN_WHOLE = 1000
"""A run of so many steps has its whole axis from the start; a longer one, as it grows."""

_LEGEND_ROOM = 75
"""In a lower picture, in pixels, the legend would hide a good part of the curves."""


class LossPlot(View):
    """The loss of every step, raw and smoothed, linear or logarithmic."""

    id = "loss"
    heading = N_("Loss")
    place = "centre"
    stretch = 2
    parts = (LossOptions(),)
    controls = ("smoothing",)
    reads = (*View.reads, LossOptions)

    def __init__(self, store: Store) -> None:
        """Make the plot and its options."""
        super().__init__(store)
        self.plot: Final = ZoomPlot(self.values)
        self.plot.looked.connect(self.refresh)
        self.body.addWidget(self.plot, 1)
        self._curves = raw, smooth = LossCurve(self.plot), LossCurve(self.plot)
        self._raw: Final = raw.item
        self.smooth: Final = smooth.item
        self._now = pg.InfiniteLine(0, angle=90)
        self._legend = pg.TextItem(anchor=(1, 0))
        self._legend_says: tuple[object, ...] = ()
        self._gap_text = pg.TextItem()
        self.beside: Final = LossesBeside(self.plot)
        self.kept: Final = KeptLosses(self.plot)
        self.members: Final = MemberCosts(self.plot)
        self._extents = [Extent(0.0, 0.0, 1.0)]
        for item in (self._now, self._raw, self.smooth, self._legend, self._gap_text):
            self.plot.put(item)
        self.point: Final = LossPoint(self.plot)
        self._changes: Final = ChangeMarks(self.plot)
        self.reader: Final = Reader(self.plot, self._read)
        self.reader.step_pointed.connect(self.point_at_step)
        self.pointing: Final = Pointing(self.plot, self._grip)
        for going in (self.pointing.pressed, self.pointing.dragged):
            going.connect(self._on_pressed)
        self.plot.setObjectName("loss_plot")
        self.plot.summary = self.summary
        self.keys: Final = PlotKeys(self.plot, self._handles, self.reader)
        self.choices: Final = LossHeader(self.head, self)
        self.choices.changed.connect(self._on_changed)
        self._hidden: Collection[str] = ()
        self._losses: tuple[Losses, Losses] | None = None
        self._samples = False
        self._drawn = self._played = 0
        self._show_options()
        self.plot.getPlotItem().getViewBox().sigResized.connect(self._on_resized)

    @property
    def options(self) -> LossOptions:
        """How the loss is drawn."""
        return self.store[LossOptions]

    @property
    def smooths(self) -> bool:
        """Whether a smoothed curve is drawn over the raw one."""
        wanted = self.options.smooth
        return wanted == "on" or (self._samples and not wanted)

    @property
    def _beta(self) -> float:
        return self.options.smoothing if self.smooths else 0.0

    def show_run(self, config: RunConfig) -> None:
        """Smooth, unless told otherwise, where steps see some of the samples only."""
        self._samples = config.algorithm.sampled
        self._show_options()

    def follow_state(self) -> None:
        """Draw the loss as its options say."""
        self._show_options()
        super().follow_state()

    def _show_options(self) -> None:
        """Show what is so in the header and in the plot."""
        hidden = "smoothing" in self._hidden
        self.choices.show_options(self.options, smooths=self.smooths, hidden=hidden)
        self._raw.setVisible(self.smooths)
        self._write_legend()

    @Slot(object, str)
    def _on_changed(self, options: Mapping[str, Any], name: str) -> None:
        self.store.replace(replace(self.options, **options), name=name)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.plot.setAccessibleName(self.title.text())
        set_tip(self.plot, "\n".join((_("Click or drag to go to a step."), _(BY_KEYS))))
        self.choices.retranslate()
        self._gap_text.setText(_("A loss of 0 or less has no place on a logarithmic axis."))
        self._write_legend()

    def hide_controls(self, names: Collection[str]) -> None:
        """Hide the smoothing if it is named."""
        self._hidden = names
        self._show_options()

    def _write_legend(self) -> None:
        """Say what each curve is that is drawn, where that is not the loss alone."""
        theme, beside = self.theme, self.beside
        lines = [(theme.past, _("raw")), (theme.weight, _("smoothed"))] if self.smooths else []
        if beside.ahead.isVisible():
            lines.append((theme.ahead, _("to come")))
        if beside.before.isVisible():
            lines.append((theme.past, _("played last")))
        said = lines, theme.muted, scaled(1)
        if said != self._legend_says:
            self._legend_says = said
            self._legend.setHtml(of_lines(lines, theme.muted))
        roomy = self.plot.getPlotItem().getViewBox().height() >= scaled(_LEGEND_ROOM)
        self._legend.setVisible(bool(lines) and roomy)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.plot.restyle(theme)
        self.choices.restyle()
        self.beside.restyle(theme)
        self.kept.restyle(theme)
        self.members.restyle(theme)
        self.reader.restyle(theme)
        raw, smooth = self._curves
        raw.restyle(pen(theme.past, THIN))
        smooth.restyle(pen(theme.weight, 2.2))
        self.point.restyle(theme, self.smooth.opts["pen"])
        self._now.setPen(pen(theme.gradient, 1.2, Qt.PenStyle.DashLine))
        self._legend.fill = self._gap_text.fill = QBrush(QColor(theme.card))
        self._gap_text.setColor(theme.muted)
        self._write_legend()

    def _grip(self, x: float, y: float) -> Qt.CursorShape | None:
        return Qt.CursorShape.PointingHandCursor if self._step_at(x) >= 0 else None

    @Slot(float, float)
    def _on_pressed(self, x: float, _y: float) -> None:
        if (step := self._step_at(x)) >= 0:
            self.step_chosen.emit(step)

    def _handles(self) -> list[Handle]:
        """Return the marker."""
        frame = self.frame_shown
        if frame is None or not self._played or self.veiled:
            return []
        height = float(self._place(self._played - 1)[1])
        going, across = self.step_chosen.emit, self.options.across
        return [marker_handle(frame, across, height, going, self.summary)]

    def summary(self) -> str:
        """Return how the loss went so far."""
        frame = self.frame_shown
        if frame is None:
            return ""
        known = 0 if self.veiled == "cost" else self._played
        losses = self._losses[1].values if self._losses else np.empty(0)
        return summarise_losses(losses[:known], frame.position, frame.trace.total)

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Mark the loss of the step that another view's pointer is on."""
        known = meaning == "step" and 0 <= row < self._played
        self.reader.mark(self._place(row) if known else None)

    def _step_at(self, x: float) -> int:
        """Return which of the steps that are drawn is there; -1 for none."""
        if self.frame_shown is None:
            return -1
        step = step_at(self.frame_shown.trace, self.options.across, x)
        return min(step, self._played - 1)

    def _place(self, step: int) -> Array:
        """Return where the loss of a step is drawn, (2,)."""
        assert self.frame_shown is not None
        return np.concatenate(self._places(slice(step, step + 1)))

    def _places(self, steps: slice) -> tuple[Array, Array]:
        """Return where the losses of steps are drawn, x and y, (n,) each, smoothed if they are."""
        assert self.frame_shown
        assert self._losses
        losses = self._losses[1]
        numbers = np.arange(*steps.indices(len(losses)))
        return along(self.frame_shown.trace, self.options.across, numbers), losses.heights(steps)

    def values(self) -> Values | None:
        """Return the losses of the steps so far, against what they are drawn."""
        if self.frame_shown is None or self.veiled == "cost":
            return None
        trace, count, across = self.frame_shown.trace, self._played, self.options.across
        named: dict[str, npt.NDArray[Any]] = {
            _("step"): np.arange(count),
            _(ACROSS[across]): along(trace, across, np.arange(count)),
        }
        if across == "steps":
            named.popitem()
        named[_("loss")] = trace.loss[:count]
        if self.smooths and self._losses:
            named[_("smoothed")] = self._losses[1].values[:count]
        return Values(tuple(named), tuple(named.values()))

    def _read(self, x: float, _y: float) -> Reading | None:
        """Return the losses of the step there, of kept runs too."""
        step = self._step_at(x)
        if step < 0 or self.frame_shown is None:
            return None
        trace = self.frame_shown.trace
        at = self._place(step)
        words = [_said(_("loss"), trace.loss[step])]
        if self.smooths and self._losses:
            words.append(_said(_("smoothed"), self._losses[1].values[step]))
        lines = [about_step(step, " · ".join(words)), *self.kept.read(at[0])]
        return Reading(at, "\n".join(lines), step)

    def draw(self, frame: Frame) -> None:
        """Draw the loss of the steps so far, and faintly that of the later ones."""
        chosen, logarithmic = self.options.across, self.options.logarithmic
        if frame.fleeting and self._losses and self._losses[0].made_of[0] is frame.trace:
            self._follow(frame, self._losses)
            return
        subject = family(frame.config.problem), chosen, logarithmic
        self.plot.set_subject(subject, steady=self.steady)
        self.plot.y_axis.logarithmic = logarithmic
        self._losses = grown(self._losses or (), frame.trace, self._beta, logarithmic=logarithmic)
        raw, smoothed = self._losses
        self._played = min(frame.position + 1, len(raw))
        self._now.setVisible(self._played > 0)
        self._extents = [raw.extent(0, self._played), *self._take_beside(frame, smoothed)]
        self._write_legend()
        self._fix_view(frame)
        self._changes.show(frame.trace, chosen, self.theme)
        self.glide(frame)
        self.plot.label_axis(_(ACROSS[chosen]), self.theme)

    def _follow(self, frame: Frame, known: tuple[Losses, Losses]) -> None:
        """Draw the steps that are new, in the range that there is."""
        for losses in known:
            losses.grow()
        self._played = min(frame.position + 1, len(known[0]))
        for curve, losses in zip(self._curves, known, strict=True):
            if curve.item.isVisible():
                curve.extend(losses, frame.trace, self.options.across, 0, self._played)
        self.glide(frame)

    def _take_beside(self, frame: Frame, smoothed: Losses) -> Sequence[Extent]:
        """Take the loss to come and the one played before, and return how far they go."""
        ahead, before = self.to_come(frame), self.played_before(frame)
        if ahead is not None and ahead.trace is not frame.trace:
            return self._extents[1:]  # it stays until the one in its place is known
        self._drawn = frame.position + 1 if ahead is None else ahead.last
        logarithmic = self.options.logarithmic
        return (
            self.beside.take_ahead(ahead, smoothed),
            self.beside.take_before(before, self._beta, logarithmic=logarithmic),
        )

    def _draw_curves(self, frame: Frame) -> None:
        """Draw what the plot's range and size have in sight."""
        for curve, losses in zip(self._curves, self._losses or (), strict=False):
            if curve.item.isVisible():
                curve.show(losses, frame.trace, self.options.across, 0, self._played)
        self.beside.draw(self.options.across)
        self.kept.draw()
        logarithmic = self.options.logarithmic
        self.members.draw(frame.trace, self.options.across, logarithmic=logarithmic)

    @Slot()
    def _on_resized(self) -> None:
        if self.frame_shown is not None and not self.isHidden():
            self._draw_curves(self.frame_shown)

    def glide(self, frame: Frame) -> None:
        """Draw the marker and the loss on their way to the next step's."""
        first = max(0, min(frame.position, self._played - 1))
        x, y = self._places(slice(first, first + 2))
        share = frame.stage.share
        if len(x):
            self._now.setValue(float(x[0] + share * (x[-1] - x[0])))
            self.plot.centre = self._place(first)
        self.point.show(x, y, share)

    def show_kept(self, runs: Sequence[KeptRun]) -> None:
        """Draw the smoothed losses of kept runs."""
        alike = [_whole(run) for run in runs] == [_whole(run) for run in self._kept_shown]
        super().show_kept(runs)
        if alike and not self.kept.lack(runs):
            self.kept.follow(runs)
        elif self.frame_shown is not None:
            self._fix_view(self.frame_shown)

    def show_swarm(self, swarm: Swarm | None) -> None:
        """Draw the costs of some of the members of an ensemble, or of none."""
        self.members.show(swarm)
        if self.frame_shown is not None and self._losses:
            self._fix_view(self.frame_shown)

    def _fix_view(self, frame: Frame) -> None:
        """Choose a range that stays the same while the curves grow within it."""
        chosen, logarithmic = self.options.across, self.options.logarithmic
        kept = self.kept.take(self._kept_shown, chosen, self._beta, logarithmic=logarithmic)
        steps = min(frame.trace.total, max(_SHOWN_WHOLE, nice_step(self._drawn + 1, 1)))
        right = max([steps * per_step(frame.trace, chosen), *(extent.right for extent in kept)])
        extents = [*self._extents, *kept]
        if frame.outcome and frame.trace.diverges and not all(one.empty for one in kept):
            extents = kept  # it may leave the view: the others are to be seen
        low = min(extent.low for extent in extents)
        low = min(low, self.members.lowest(frame.trace, logarithmic=logarithmic))
        high = max(extent.high for extent in extents)
        nothing = low > high
        if nothing:
            low, high = 0.0, 1.0
        if logarithmic:
            low, high = floor(low), max(ceil(high), floor(low) + 1)
        else:
            low, high = min(0.0, nice_end(low)), max(nice_end(high), 1e-12)
        margin = 0.04 * (high - low)
        up = np.array([low - margin, high + margin])
        if frame.held:  # a range that changes at every move cannot be read
            up = lasting(up, self.plot.whole[1])
        self.plot.set_whole((0, right), (float(up[0]), float(up[1])))
        self._legend.setPos(*(end for _start, end in self.plot.viewRange()))
        self._gap_text.setVisible(logarithmic and any(extent.has_gaps for extent in extents))
        self._gap_text.setAnchor((0.5, 0.5 if nothing else 1))
        self._gap_text.setPos(right / 2, (low + high) / 2 if nothing else low - margin)
        self._draw_curves(frame)


def _whole(run: KeptRun) -> KeptRun:
    """Return a kept run however far it has come."""
    return run._replace(position=0, hurried=False)


def _said(name: str, value: float) -> str:
    return f"{name} {format_number(float(value))}"
