"""What a study is: a question that many runs answer."""

from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import Signal

from gdviz.core import RunConfig
from gdviz.core.store import Store
from gdviz.i18n import _
from gdviz.playback.unfolding import Moment
from gdviz.ui.features.many.computed import Computed
from gdviz.ui.features.many.studies.question import Question
from gdviz.ui.theme import Theme
from gdviz.ui.views.view import View
from gdviz.ui.widgets.close_button import CloseButton
from gdviz.ui.widgets.tips import set_tip

M = TypeVar("M", bound=Moment)
"""How far it has come."""


class Study(Computed[M]):
    """A card below where they end, for one question about the run that is shown.

    It is made when somebody asks that question first.

    Attributes:
        question: what it answers.
        tall: pixels at scale 1; in a window less high it has no room below another card.
        alone: whether views show it in the place of members, of which none can be clicked then.

    Signals:
        run_chosen(RunConfig): the user wants to watch that run.
        set_chosen(dict): the user wants the run that is asked about to have these
            hyper-parameters, by name.
        plan_chosen(Plan): the user wants these to be the many runs.
        replaced(Part): the user wants another part of the state.
        closed(): the user wants no study any more.
    """

    run_chosen = Signal(object)
    set_chosen = Signal(object)
    plan_chosen = Signal(object)
    replaced = Signal(object)
    closed = Signal()

    tall: ClassVar[int] = 720
    alone: ClassVar[bool] = False

    def __init__(self, question: Question) -> None:
        """Make a card for that question."""
        super().__init__(question.id)
        self.question = question
        self._close = CloseButton(f"close_{question.id}")
        self._close.clicked.connect(self.closed)
        self.header.addWidget(self._close)

    def ask(self, config: RunConfig, store: Store) -> None:
        """Answer for that run; compute anew only if that is another question."""
        raise NotImplementedError

    def show_in(self, view: View, *, here: bool) -> None:
        """Have a view show what belongs into it; nothing any more, if this is not `here`."""

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.title.setText(_(self.question.label))
        self.setAccessibleName(_(self.question.label))
        set_tip(self._close, _("Close the study"))
        self._close.setAccessibleName(_("Close the study"))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self._close.restyle(theme)


AnyStudy = Study[Any]
"""A study, whatever it computes."""
