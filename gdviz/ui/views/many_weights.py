"""What is seen of more weights than a picture of their cost has room for."""

from typing import Final

from gdviz.core import Problem
from gdviz.core.problems.abilities import HasData
from gdviz.core.store import Store
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.views.data_fit import MOST_DRAWN, DataFit
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
    """The data and the model, where the picture of the cost would be."""

    id = "fit"
    place = "centre"
    stretch = 2

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the problem has data, and more weights than can be drawn."""
        return isinstance(problem, HasData) and NoPicture.suits(problem)


VIEWS = (NoPicture, LargeFit)
