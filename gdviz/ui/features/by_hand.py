"""Search by hand: the curve is hidden, and each click reveals the cost at one weight."""

from math import isnan
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot

from gdviz.core import ALGORITHMS, Problem, RunConfig, Trace
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.numbers import format_number, format_share
from gdviz.core.telling.guessing import MOST_STEPS, Probes
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.features.mode import Mode
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme, font
from gdviz.ui.views.weight_view import ABOVE_CURTAIN, WeightView
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

ORDER = 30


class _Marks:
    """The probes as dots, a ring around the best, and lines at weights that matter."""

    def __init__(self, view: WeightView) -> None:
        """Add them to a view, with nothing to show yet."""
        self._view = view
        self._dots = pg.ScatterPlotItem(size=10)
        self._ring = pg.ScatterPlotItem(size=20)
        self._aim = pg.InfiniteLine(angle=90)
        self._minimum = pg.InfiniteLine(angle=90)
        self._aim_text, self._minimum_text = pg.TextItem(), pg.TextItem()
        for item in (
            self._aim, self._minimum, self._dots, self._ring, self._aim_text, self._minimum_text,
        ):  # fmt: skip
            item.setZValue(ABOVE_CURTAIN)
            view.plot.addItem(item, ignoreBounds=True)
        self.clear()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._dots.setBrush(theme.weight)
        self._dots.setPen(pen(theme.card))
        self._ring.setPen(pen(theme.minimum, 2))
        self._ring.setBrush(None)
        self._aim.setPen(pen(theme.weight, 1.4, Qt.PenStyle.DashLine))
        self._minimum.setPen(pen(theme.minimum, 1.6, Qt.PenStyle.DashDotLine))
        for text, colour in ((self._aim_text, theme.text), (self._minimum_text, theme.minimum)):
            text.setFont(font(13, bold=True))
            text.setColor(colour)

    def show(self, probes: Probes) -> None:
        """Show the probes."""
        self.clear()
        if probes.weights:
            self._dots.setData(*self._view.places(np.array(probes.weights)[:, np.newaxis]).T)
        if not np.isnan(probes.best):
            self._ring.setData(*self._view.places(np.array([[probes.best]])).T)

    def show_aim(self, w: float) -> None:
        """Show the weight that is pointed at."""
        (left, right), _heights = self._view.plot.viewRange()
        assert self._view.frame_shown is not None
        (name,) = self._view.frame_shown.config.problem.weights
        text = f"{name} = {format_number(w)}"
        self._mark(self._aim, self._aim_text, w, text, at_left=w > (left + right) / 2)

    def show_result(self, best: float, minimum: float) -> None:
        """Show the best weight beside the minimum's, each named on the side away from the other."""
        (left, right), _heights = self._view.plot.viewRange()
        room = 0.15 * (right - left)
        best_at_left = best - room > left if best <= minimum else best + room > right
        minimum_at_left = minimum - room > left if minimum < best else minimum + room > right
        self._mark(self._aim, self._aim_text, best, _("your best"), at_left=best_at_left)
        self._mark(
            self._minimum, self._minimum_text, minimum, _("minimum"), at_left=minimum_at_left
        )

    def _mark(
        self, line: pg.InfiniteLine, text: pg.TextItem, w: float, said: str, *, at_left: bool
    ) -> None:
        low, high = self._view.plot.viewRange()[1]
        height = 0.06 if line is self._aim else 0.14
        line.setValue(w)
        text.setText(said)
        text.setAnchor((1.06, 0.5) if at_left else (-0.06, 0.5))
        text.setPos(w, high - height * (high - low))
        line.show()
        text.show()
        text.updateTransform(force=True)  # a text that was hidden does not do so by itself

    def clear(self) -> None:
        """Show nothing."""
        self._dots.setData([], [])
        self._ring.setData([], [])
        for item in (self._aim, self._aim_text, self._minimum, self._minimum_text):
            item.hide()


class ByHand(Mode):
    """Hides the curve and counts the weights that it takes to find its lowest point."""

    id: ClassVar[str] = "by-hand"
    title: ClassVar[str] = N_("Search by hand")
    veil: ClassVar[Literal["step", "cost"]] = "cost"

    def __init__(self, window: "MainWindow") -> None:
        """Put it into the window."""
        super().__init__(window)
        self.probes = Probes(window.player.config.problem)
        self._marks = {view.id: _Marks(view) for view in self.views}
        self.comparison = label(wrap=True)
        self.comparison.setTextFormat(Qt.TextFormat.RichText)
        self.comparison.setObjectName("by_hand_comparison")
        self.strip.body.addWidget(self.comparison)
        self.reveal = self.button("by_hand_reveal", self.show_curve)
        self.again = self.button("by_hand_again", self._on_again)
        self.strip.header.addWidget(self.leave)

    def suits(self, problem: Problem) -> bool:
        """Tell whether the problem has one weight."""
        return len(problem.weights) == 1 and super().suits(problem)

    def start(self) -> None:
        """Hide the curve, and show the start of the run rather than what it found."""
        self.window.player.seek(0)
        self.window.player.frame.connect(self._show_probe)  # after the views have their frame
        self._begin()

    def follow(self) -> None:
        """Begin anew with another problem."""
        if self.window.player.config.problem is not self.probes.problem:
            self._begin()

    def stop(self) -> None:
        """Show the curve again, without the probes."""
        self.window.player.frame.disconnect(self._show_probe)
        for view in self.views:
            self._marks[view.id].clear()
            view.draw_curtain(drawn=False)
        self.window.transport.setEnabled(True)

    def _begin(self) -> None:
        self.probes = Probes(self.window.player.config.problem)
        self.ask(asking=True)
        self.window.transport.setEnabled(False)
        self.view.draw_curtain(drawn=True)
        self._marks[self.view.id].clear()
        self._say()

    def aim(self, w: tuple[float, ...]) -> None:
        """Show which weight is pointed at."""
        self._marks[self.view.id].show_aim(w[0])

    def choose(self, w: tuple[float, ...]) -> None:
        """Reveal the cost at that weight."""
        self.probes = self.probes.and_at(w[0])
        self._show_probe()
        self._say()

    @Slot()
    def _show_probe(self) -> None:
        """Have every view show the weight last asked for, as if a run started there."""
        if not self.asking or not self.probes.weights:
            return
        config = RunConfig(self.probes.problem, GradientDescent(), self.probes.weights[-1:])
        frame = Frame(Trace(config), 0)
        for view in self.window.views.values():
            if view.isVisibleTo(self.window):
                view.show_frame(frame)
        self._marks[self.view.id].show(self.probes)

    @Slot()
    def show_curve(self) -> None:
        """End the search: show the curve, and the best weight beside the minimum."""
        self.ask(asking=False)
        self.window.transport.setEnabled(True)
        self.view.draw_curtain(drawn=False)
        self.refresh()
        self._show_result()
        self._say()

    def _show_result(self) -> None:
        marks = self._marks[self.view.id]
        marks.show(self.probes)
        marks.show_result(self.probes.best, self.probes.minimum)

    @Slot()
    def _on_again(self) -> None:
        self._begin()
        self.refresh()
        self.view.plot.setFocus()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        for marks in self._marks.values():
            marks.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.reveal.setText(_("Show the curve"))
        set_tip(self.reveal, _("End the search and compare it with the algorithms'."))
        self.again.setText(_("Again"))
        set_tip(self.again, _("Hide the curve and search again."))
        for button in (self.reveal, self.again):
            button.setAccessibleName(button.toolTip())
        if self.active:
            self._say()
            if not self.asking:
                self._show_result()

    def _say(self) -> None:
        """Say what to do or how it ended, and the count."""
        found = bool(self.probes.weights) and not isnan(self.probes.best)
        self.reveal.setVisible(self.asking)
        self.reveal.setEnabled(found)
        self.again.setVisible(not self.asking)
        self.comparison.setVisible(not self.asking)
        text = _("probes {count} · lowest cost {cost}")
        cost = format_number(self.probes.cost(self.probes.best)) if found else "–"
        self.strip.remark.setText(text.format(count=len(self.probes.weights), cost=cost))
        self.message.say(self._say_probe() if self.asking else self._say_result())
        if not self.asking:
            self.comparison.setText(self._say_comparison())

    def _say_probe(self) -> str:
        if not self.probes.weights:
            return _(
                "The curve is hidden. Where is the cost lowest? Click at a weight to see the cost"
                " there, or use the arrow keys and Enter."
            )
        w = self.probes.weights[-1]
        text = (
            _("At {name} = {w} the cost is {cost}, the lowest so far.")
            if w == self.probes.best
            else _("At {name} = {w} the cost is {cost}.")
        )
        (name,) = self.probes.problem.weights
        cost = format_number(self.probes.cost(w))
        return text.format(name=name, w=format_number(w), cost=cost)

    def _say_result(self) -> str:
        text = _(
            "Your best is {name} = {w} with the cost {cost}; the minimum is {name} = {least}"
            " with the cost {least_cost}. They are {distance} of the range apart."
        )
        best, least = self.probes.best, self.probes.minimum
        return text.format(
            name=self.probes.problem.weights[0],
            w=format_number(best),
            cost=format_number(self.probes.cost(best)),
            least=format_number(least),
            least_cost=format_number(self.probes.cost(least)),
            distance=format_share(self.probes.distance),
        )

    def _say_comparison(self) -> str:
        counts = {_("you"): str(len(self.probes.weights))}
        beyond = _("more than {count}").format(count=f"{MOST_STEPS:,}")
        for name, count in self.probes.needed().items():
            algorithm = ALGORITHMS[name]
            never = _("never") if algorithm.searches else beyond
            counts[_(algorithm.title)] = never if count is None else f"{count:,}"
        entries = (f"{name} <b>{count}</b>" for name, count in counts.items())
        said = " · ".join(entry.replace(" ", "&nbsp;") for entry in entries)
        return _("Weights looked at to come as near: {counts}").format(counts=said)


FEATURES = (ByHand,)
