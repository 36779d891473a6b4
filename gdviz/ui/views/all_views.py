"""The views together: what is asked of all of them, and what any of them says."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from gdviz.core import Problem
from gdviz.ui.views.view import View


class AllViews(QObject):
    """The one way by which features speak with views; each answers what it can.

    Signals: those of every `View`, whichever it comes from.
    """

    start_picked = Signal(object)
    aimed = Signal(object)
    chosen = Signal(object)
    sample_moved = Signal(int, float, float)
    sample_released = Signal()
    step_chosen = Signal(int)

    def __init__(self, views: Iterable[View], parent: QObject) -> None:
        """Have the views point out to each other what the pointer is on."""
        super().__init__(parent)
        self._views = list(views)
        for view in self._views:
            view.start_picked.connect(self.start_picked)
            view.aimed.connect(self.aimed)
            view.chosen.connect(self.chosen)
            view.sample_moved.connect(self.sample_moved)
            view.sample_released.connect(self.sample_released)
            view.step_chosen.connect(self.step_chosen)
            for other in self._views:
                view.pointed.connect(other.point_out)

    def ask(self, something: Callable[[View], object]) -> None:
        """Ask something of every view, whether it is shown or not."""
        for view in self._views:
            something(view)

    @property
    def controls(self) -> list[str]:
        """The names of what a lesson may hide of any view."""
        return [name for view in self._views for name in view.controls]

    def can_aim(self, problem: Problem) -> bool:
        """Tell whether there is a view in which one can point at weights of that problem."""
        return any(view.about == "weights" and view.suits(problem) for view in self._views)
