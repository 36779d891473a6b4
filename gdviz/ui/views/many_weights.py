"""What is seen of more weights than a picture of their cost has room for."""

from typing import Final

import numpy as np
from PySide6.QtCore import Qt, Slot

from gdviz.core import Problem
from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.ensembles.swarm import Swarm
from gdviz.core.store import Store
from gdviz.i18n import N_, _, sentences
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.plots.reader import Reading
from gdviz.ui.theme import Theme
from gdviz.ui.views.data.fit import MOST_DRAWN, DataFit
from gdviz.ui.views.swarm.learnt import Learnt
from gdviz.ui.views.view import View
from gdviz.ui.widgets.card import label

ORDER = 12


class NoPicture(View):
    """Says that the cost has no picture, and what to look at instead."""

    id = "no-picture"
    heading = N_("Cost")
    place = "centre"

    def __init__(self, store: Store) -> None:
        """Make the sentence."""
        super().__init__(store)
        self.sentence: Final = label("muted", wrap=True)
        self.sentence.setObjectName("no_picture")
        self.body.addWidget(self.sentence)

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the problem has more weights than can be drawn."""
        return len(problem.weights) > MOST_DRAWN

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()

    def draw(self, frame: Frame) -> None:
        """Say it."""
        problem = frame.config.problem
        text = (
            _(
                "Over {count} weights the cost cannot be drawn: that takes {more} dimensions."
                " Watch the model meet the data, the loss fall, and the numbers."
            )
            if isinstance(problem, HasData)
            else _(
                "Over {count} weights the cost cannot be drawn: that takes {more} dimensions."
                " Watch the loss fall, and the numbers."
            )
        )
        count = len(problem.weights)
        self.sentence.setText(text.format(count=count, more=count + 1))


class LargeFit(DataFit):
    """The data and the model, where the picture of the cost would be.

    Attributes:
        learnt: what the members of an ensemble have learnt, if one is shown.
    """

    id = "fit"
    place = "centre"
    stretch = 2

    def __init__(self, store: Store) -> None:
        """Make the plot."""
        super().__init__(store)
        self.learnt: Final = Learnt(self.plot, self.member_chosen.emit)
        self._picked = -1  # the member on whose line the button went down
        self.pointing.released.connect(self._on_let_go)

    def _grip(self, x: float, y: float) -> Qt.CursorShape | None:
        shape = super()._grip(x, y)
        if shape is None and self.learnt.near(x, y, self.pointing) >= 0:
            return Qt.CursorShape.PointingHandCursor
        return shape

    @Slot(float, float)
    def _on_pressed(self, x: float, y: float) -> None:
        """Take hold of a sample, or of a member where there is none."""
        sample = super()._grip(x, y) is not None
        self._picked = -1 if sample else self.learnt.near(x, y, self.pointing)
        super()._on_pressed(x, y)

    @Slot(float, float)
    def _on_dragged(self, x: float, y: float) -> None:
        if self._picked < 0:
            super()._on_dragged(x, y)

    @Slot()
    def _on_let_go(self) -> None:
        picked, self._picked = self._picked, -1
        if picked >= 0:
            self.learnt.choose(picked)

    def _handles(self) -> list[Handle]:
        return [*super()._handles(), *self.learnt.handles()]

    def _read(self, x: float, y: float) -> Reading | None:
        member = -1 if super()._grip(x, y) else self.learnt.near(x, y, self.pointing)
        if member < 0:
            return super()._read(x, y)
        return Reading(np.array([x, y]), self.learnt.say(member))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.learnt.restyle(theme)

    def show_swarm(self, swarm: Swarm | None) -> None:
        """Show what members of an ensemble have learnt at the frame shown, or none of it."""
        self.learnt.show(swarm, self.frame_shown)

    def summary(self) -> str:
        """Return what the model says, and where the members of an ensemble end."""
        return sentences(super().summary(), self.learnt.summary())

    def show_frame(self, frame: Frame) -> None:
        """Draw what changes during a run, and the functions of an ensemble's members."""
        super().show_frame(frame)
        self.learnt.move(frame)

    def show_glide(self, frame: Frame) -> None:
        """Draw what is on its way."""
        super().show_glide(frame)
        self.learnt.move(frame)

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the problem has data, and more weights than can be drawn."""
        return isinstance(problem, HasData) and NoPicture.suits(problem)


VIEWS = (NoPicture, LargeFit)
