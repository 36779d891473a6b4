"""Hands on: the start and the data are taken hold of in the plots."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction

from gdviz.core import InputError, RunConfig
from gdviz.core.parameters import values_of
from gdviz.core.problems.changed_data import changeable, with_data
from gdviz.core.problems.regression import Regression
from gdviz.core.problems.variants import vary
from gdviz.i18n import _
from gdviz.ui.features.feature import Feature
from gdviz.ui.views.view import Held
from gdviz.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class HandsOn(Feature):
    """Drags of the ball set the start, those of a sample change the data.

    Either way the run begins anew, with the settings as they are. What takes a while to be read
    follows once the hand rests.
    """

    id: ClassVar[str] = "hands-on"

    def __init__(self, window: "MainWindow") -> None:
        """Listen to the views, and offer the way back to the original data."""
        super().__init__(window)
        self._back = QAction(self)
        self._back.setObjectName("original")
        self._back.setVisible(False)
        self._back.triggered.connect(self._on_back)
        views = window.all_views
        views.tell("original", lambda view: view.offer("data", self._back))
        views.start_picked.connect(self._on_start_picked)
        views.sample_moved.connect(self._on_sample_moved)
        views.let_go.connect(self._on_let_go)
        window.run_shown.connect(self._on_run)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self._back.setText(_("Original data"))
        set_tip(self._back, _("Back to the original data."))

    @Slot(object)
    def _on_run(self, config: RunConfig) -> None:
        problem = config.problem
        self._back.setVisible(isinstance(problem, Regression) and problem.original is not None)

    @Slot(object)
    def _on_start_picked(self, start: tuple[float, ...]) -> None:
        self.window.player.hand.move()
        self.window.controls.set_start(start)

    @Slot(int, float, float)
    def _on_sample_moved(self, number: int, x: float, y: float) -> None:
        config = self.window.player.config
        problem = config.problem
        if not changeable(problem):
            return
        xs, ys = problem.x.copy(), problem.y.copy()
        xs[number], ys[number] = x, y
        try:
            changed = with_data(problem, xs, ys)
        except InputError:
            return  # the sample stays where it was until it is dragged on
        self.window.player.hand.move()
        self._hold_ranges(held=True)
        self.window.shown_run.ask_config(replace(config, problem=changed), "sample")

    @Slot()
    def _on_let_go(self) -> None:
        self._hold_ranges(held=False)
        self.window.player.hand.rest()
        self.window.store.close()

    def _hold_ranges(self, *, held: bool) -> None:
        """Have the plots keep their ranges, so that what changes is seen to change."""
        self.window.store.replace(Held(held))

    @Slot()
    def _on_back(self) -> None:
        config = self.window.player.config
        problem = config.problem
        assert isinstance(problem, Regression)
        assert problem.original is not None
        original = vary(problem.original, values_of(problem))
        self.window.show_run(replace(config, problem=original))
