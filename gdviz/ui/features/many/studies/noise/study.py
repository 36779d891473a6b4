"""Its card: the plot and the words."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Slot

from gdviz.core import RunConfig
from gdviz.core.numbers import format_number
from gdviz.core.parameters import InputError
from gdviz.core.runs.ensembles import Plan
from gdviz.core.runs.ensembles.noise import (
    RUNS,
    STEPS,
    NoiseBalls,
    at,
    is_noisy,
    noise_balls,
    rates,
)
from gdviz.core.store import Store
from gdviz.i18n import _, sentences
from gdviz.ui.features.many.studies.noise.plot import NoisePlot
from gdviz.ui.features.many.studies.question import Question
from gdviz.ui.features.many.studies.study import Study
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.tips import set_tip

_ANY = 0.01
"""A rate in the place of the one that is swept."""


class NoiseStudy(Study[NoiseBalls]):
    """The distance over the learning rate, a line for each batch size."""

    def __init__(self, question: Question) -> None:
        """Make its card."""
        super().__init__(question)
        self._asked: RunConfig | None = None
        self._current: RunConfig | None = None
        self.plot = NoisePlot()
        self.plot.chosen.connect(self._run)
        self.body.addWidget(self.plot, 100)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def ask(self, config: RunConfig, store: Store) -> None:
        """Measure for that run, unless only what is swept is another."""
        self._current = config
        start = config.problem.minima[0]
        asked = replace(at(config, _ANY, 1), start=start, epochs=STEPS)
        if asked == self._asked:
            self.draw()
            return
        self._asked = asked
        reason = _reason_against(asked)
        if reason:
            self.refuse(reason)
        else:
            self.begin()

    def moments(self) -> Iterator[NoiseBalls]:
        """Return how far runs stay, point by point."""
        assert self._asked is not None
        return noise_balls(self._asked)

    def draw(self) -> None:
        """Show what has been measured, and where the run that is shown is in it."""
        self.plot.show_balls(self.now, self._current)

    def arrange(self) -> None:
        """Hide what has nothing to say."""
        self.plot.setHidden(self.refused)

    def conclusion(self, now: NoiseBalls) -> str:
        """Return what dots and lines are, and how far one is from the other."""
        told = {"runs": RUNS, "steps": f"{STEPS:,}"}
        known = np.isfinite(now.distance)
        off = np.abs(now.distance / now.theory - 1)[known & np.isfinite(now.theory)]
        if len(off):
            text = _(
                "Dots: {runs} runs of {steps} steps, m samples each; lines: theory, within {off} %."
            )
            told["off"] = format_number(100 * float(off.max()), 2)
        else:
            text = _("Dots: {runs} runs of {steps} steps, m samples each; here no theory is known.")
        gone = "" if known.all() else _("Where there is no dot, runs differ too much.")
        return sentences(text.format(**told), gone)

    @Slot(int)
    def _run(self, point: int) -> None:
        if self.now is not None:
            self.run_chosen.emit(self.now.run(*self.plot.cells[point]))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.plot.setAccessibleName(_("Distance from the minimum over the learning rate"))
        set_tip(
            self.plot,
            _(
                "How far from the minimum runs are that start there, in the second half of their"
                " steps: the root of the mean square, with two standard errors. m samples a step"
                " are drawn with replacement. Click a dot, and its first run is run."
            ),
        )
        self.draw()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self.plot.restyle(theme)


def _reason_against(config: RunConfig) -> str:
    """Return why nothing can be measured of a run; an empty text if it can be."""
    try:
        Plan(config, RUNS, seeds=True)
    except InputError as refusal:
        return str(refusal)
    if not is_noisy(config.problem):
        return _("At the minimum the gradient of each sample vanishes, so that there is no noise")
    if not rates(config.problem):
        text = _("Along some direction the cost is too flat to settle in {steps} steps")
        return text.format(steps=f"{STEPS:,}")
    return ""
