"""The numbers of the moment, and what they mean in words."""

from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel

from gdviz.core import RunConfig
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.drawing.values import each_once
from gdviz.core.numbers import format_number
from gdviz.core.problems.abilities import HasData
from gdviz.core.store import Store
from gdviz.core.telling.explain import explain, explain_length
from gdviz.core.telling.narration import narrate
from gdviz.core.types import Array
from gdviz.i18n import N_, _, sentences
from gdviz.playback import Frame
from gdviz.ui.theme import Theme, presented, scaled
from gdviz.ui.views.view import View
from gdviz.ui.widgets.card import Note, label, restyle
from gdviz.ui.widgets.folding import Elided
from gdviz.ui.widgets.sparkline import Sparkline
from gdviz.ui.widgets.tips import set_tip

ORDER = 10

_PLACES = {"weight": (0, 0), "loss": (0, 1), "gradient": (4, 0), "evaluations": (4, 1)}
"""Row of the caption, with the number and its curve below it, and column."""

_GAP = 3
"""The row between the two."""

_SIDE_BY_SIDE = {**_PLACES, "gradient": (0, 1), "loss": (4, 0)}
"""The same for many weights: with the gradients beside them they take least room."""

_MOST = 12
"""The first so many weights and gradients are written, if there are more."""

_MOST_BELOW = 2
"""So many weights have their gradients below them."""

_CURVED = ("weight", "loss", "gradient")
"""The numbers that have a curve, in a window so high that it takes no room from others."""

_HIGH = 700
_POINTS = 120
"""So many steps draw a curve, whatever the run's length."""

_DIGITS = 4
_LONG, _LONG_PREDICTION, _LONG_PRESENTED = 8, 10, 7
"""Longer texts are set smaller, to fit; so are two numbers, one below the other."""


class Numbers(View):
    """Epoch, weight, loss, gradient and prediction, and a sentence about them.

    Below a number is how it came to be so.

    The sentence says what the step does; at the end, how the run ended.
    """

    id = "numbers"
    heading = N_("Now")
    place = "side"
    written = True

    def __init__(self, store: Store) -> None:
        """Make the fields."""
        super().__init__(store)
        self.epoch: Final = label("muted")
        self.epoch.setObjectName("epoch")
        self.header.addWidget(self.epoch)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(0)
        self._captions: dict[str, QLabel] = {}
        self._values: dict[str, QLabel] = {}
        for name in _PLACES:
            self._add(name, "number")
        lines = [self._line(name) for name in ("rate", "prediction")]
        self.curves: Final = {name: Sparkline() for name in _CURVED}
        self._values["gradient"].setProperty("means", "gradient")
        self._places = _PLACES
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        for line in lines:
            self.body.addLayout(line)
        self.banner: Final = Note()
        self.banner.setObjectName("banner")
        self._held = 0  # the height of the longest sentence of this run
        self.body.addSpacing(4)
        self.body.addWidget(self.banner)
        self.body.addStretch(1)

    def _add(self, name: str, role: str) -> None:
        caption, value = Elided("small"), label(role)
        value.setObjectName(f"{name}_value")
        value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        if role == "number":
            value.setMinimumWidth(1)  # a long number never widens the card
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._captions[name], self._values[name] = caption, value

    def _line(self, name: str) -> QHBoxLayout:
        """Return a line that has a caption and, at its right, a figure."""
        self._add(name, "figure")
        line = QHBoxLayout()
        line.addWidget(self._captions[name], 1)
        line.addWidget(self._values[name])
        return line

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on; presented, with the numbers larger still."""
        super().restyle(theme)
        colours = {"weight": theme.weight, "gradient": theme.gradient, "loss": theme.past}
        for name, curve in self.curves.items():
            curve.restyle(colours[name])
        self._values["prediction"].setMinimumHeight(0)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the curves only where there is room for them."""
        super().resizeEvent(event)
        self._show_curves()
        self._held = 0
        self._hold_height()

    def _show_curves(self) -> None:
        """Show the curves where there is room, and something that they may tell."""
        frame = self.frame_shown
        fits = self.window().height() >= scaled(_HIGH) and not presented()
        followed = frame is not None and not frame.config.algorithm.searches
        few = frame is not None and frame.config.dim <= _MOST_BELOW
        shown = fits and followed and few and not self.veiled
        for curve in self.curves.values():
            curve.setVisible(shown)
        if frame is not None and shown:
            self._draw_curves(frame)

    def _draw_curves(self, frame: Frame) -> None:
        """Draw how the numbers came to be so, and faintly what is to come of them."""
        ahead = self.to_come(frame)
        last = max(frame.position, ahead.last if ahead and ahead.trace is frame.trace else 0)
        columns = {"weight": frame.trace.w}
        columns |= {"loss": frame.trace.loss[:, np.newaxis], "gradient": frame.trace.gradient}
        for name, column in columns.items():
            known = min(last, len(column) - 1)
            here = min(frame.position, known)
            if here < 0:
                continue
            steps = each_once(np.append(np.linspace(0, known, _POINTS).astype(int), here))
            x = steps / max(last, 1)
            at = int(np.searchsorted(steps, here))
            self.curves[name].show_values(x, column[steps], at)

    def show_run(self, config: RunConfig) -> None:
        """Arrange the numbers for as many weights as there are."""
        self._held = 0
        places = _PLACES if config.dim <= _MOST_BELOW else _SIDE_BY_SIDE
        if places is not self._places:
            self._places = places
            self._arrange()

    def _arrange(self) -> None:
        """Put the numbers below their captions, and their curves below them."""
        self._grid.setRowMinimumHeight(_GAP, 4)
        for name, (row, column) in self._places.items():
            caption, value = self._captions[name], self._values[name]
            restyle(value, "presented", "true" if presented() else "")
            self._grid.addWidget(caption, row, column)
            self._grid.addWidget(value, row + 1, column)
            if name in self.curves:
                self._grid.addWidget(self.curves[name], row + 2, column)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self._captions["gradient"].setText(_("gradient"))
        self._captions["evaluations"].setText(_("evaluations"))
        self._captions["rate"].setText(_("learning rate now"))

    def draw(self, frame: Frame) -> None:
        """Show the numbers of a frame."""
        probed = self.probed(frame)
        w, step = (frame.w, frame.step) if probed is None else (probed, None)
        problem = frame.config.problem
        self.epoch.setText(_("epoch {number}").format(number=frame.epoch))
        self._captions["weight"].setText(" ".join((_("weight"), ", ".join(problem.weights))))
        self._show("weight", w)
        cost = float(problem.cost(w))
        self._captions["loss"].setText(_("loss") if step is not None else _("cost"))
        self._show("loss", np.array([cost if step is None else step.loss]))
        veiled = self.veiled in ("cost", "gradient")
        hidden = probed is None and (frame.config.algorithm.searches or veiled)
        gradient = problem.gradient(w) if step is None else step.gradient
        self._show("gradient", np.array([]) if hidden else gradient)
        self._show_evaluations(frame)
        self._show_rate(frame)
        self._show_prediction(frame, w)
        self._show_sentence(frame)
        self._hold_height()
        self._show_curves()

    def _show(self, name: str, numbers: Array) -> None:
        value = self._values[name]
        texts = [format_number(float(n), _DIGITS, pad=True) for n in numbers[:_MOST]]
        if len(numbers) > _MOST:
            texts[-1] = "…"  # the tip has them all
        value.setText("\n".join(texts) or "–")
        long = _LONG_PRESENTED if presented() else _LONG
        small = len(texts) > 1 or len(value.text()) > long
        restyle(value, "long", "true" if small else "")
        set_tip(value, ", ".join(repr(float(n)) for n in numbers))

    def _show_evaluations(self, frame: Frame) -> None:
        """Count the run's; in a search by hand its own, each probe a look at all samples."""
        evaluations, tip = frame.trace.evaluations_after(frame.position), ""
        probes = self.by_hand(frame)
        if probes is not None:
            count, samples = len(probes.weights), frame.config.problem.n_samples
            evaluations = count * samples
            text = _("probes {probes} × samples {samples}")
            tip = text.format(probes=count, samples=f"{samples:,}")
        self._values["evaluations"].setText(f"{evaluations:,}")
        set_tip(self._values["evaluations"], tip)

    def _show_rate(self, frame: Frame) -> None:
        """Show the learning rate of the step, at the end of the last one, where it varies."""
        number = frame.position if frame.outcome is None else max(0, frame.position - 1)
        config = frame.trace.config_at(number)
        algorithm = config.algorithm
        varies = isinstance(algorithm, GradientDescent) and algorithm.schedule_followed.varies
        for part in (self._captions["rate"], self._values["rate"]):
            part.setVisible(varies)
        if isinstance(algorithm, GradientDescent) and varies:
            rate = algorithm.rate(number, config.total_steps)
            self._values["rate"].setText(format_number(rate, _DIGITS, pad=True))
            set_tip(self._values["rate"], repr(rate))

    def _show_prediction(self, frame: Frame, w: Array) -> None:
        problem = frame.config.problem
        known = isinstance(problem, HasData)
        self._captions["prediction"].setVisible(known)
        self._values["prediction"].setVisible(known)
        if not isinstance(problem, HasData):
            return
        probe = np.array([problem.probe])
        before, after = (float(problem.predict(at, probe)[0]) for at in (frame.trace.w[0], w))
        caption = _("prediction at x = {x}")
        self._captions["prediction"].setText(caption.format(x=format_number(problem.probe)))
        value = self._values["prediction"]
        value.setText(f"{format_number(before, 3)} → {format_number(after, 3)}")
        value.setMinimumHeight(max(value.minimumHeight(), value.sizeHint().height()))
        restyle(value, "long", "true" if len(value.text()) > _LONG_PREDICTION else "")
        set_tip(value, f"{before!r} → {after!r}")

    def _hold_height(self) -> None:
        """Leave the sentence the height of the longest so far, so that nothing below it moves."""
        self._held = max(self._held, self.banner.heightForWidth(self.banner.width()))
        self.banner.setMinimumHeight(self._held)

    def _show_sentence(self, frame: Frame) -> None:
        if frame.outcome is None and self.veiled:
            self.banner.say(_("What comes next is for you to say."))
        elif frame.overdue:
            self.banner.say(_("This step is not known yet."))
        elif frame.step is not None:
            before = "" if frame.position else explain_length(frame.trace)
            self.banner.say(sentences(before, narrate(frame.trace, frame.position)))
        elif frame.outcome is not None:
            means = "divergence" if frame.trace.diverges else ""
            whole = len(frame.trace) < frame.trace.total
            cut = "" if whole else explain_length(frame.trace)
            self.banner.say(sentences(explain(frame.trace), cut), means)


VIEWS = (Numbers,)
