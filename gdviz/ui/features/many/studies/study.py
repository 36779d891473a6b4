"""What a study is: a question that many runs answer."""

from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import Signal

from gdviz.core import RunConfig
from gdviz.core.store import Part, Store
from gdviz.i18n import _
from gdviz.playback.unfolding import Moment
from gdviz.ui.features.many.computed import Computed
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
        id: its name.
        label: what it is called in the list, in English.
        help: what it shows, in English.
        tall: pixels at scale 1; in a window less high it has no room below another card.
        parts: the parts of the state that are its own, as they are at first.
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

    id: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]
    tall: ClassVar[int] = 720
    parts: ClassVar[tuple[Part, ...]] = ()
    alone: ClassVar[bool] = False

    def __init__(self) -> None:
        """Make its card."""
        super().__init__(self.id)
        self._close = CloseButton(f"close_{self.id}")
        self._close.clicked.connect(self.closed)
        self.header.addWidget(self._close)

    @classmethod
    def suits(cls, config: RunConfig) -> bool:
        """Tell whether it can be asked of that run."""
        raise NotImplementedError

    def ask(self, config: RunConfig, store: Store) -> None:
        """Answer for that run; compute anew only if that is another question."""
        raise NotImplementedError

    def show_in(self, view: View, *, here: bool) -> None:
        """Have a view show what belongs into it; nothing any more, if this is not `here`."""

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.title.setText(_(self.label))
        self.setAccessibleName(_(self.label))
        set_tip(self._close, _("Close the study"))
        self._close.setAccessibleName(_("Close the study"))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self._close.restyle(theme)


AnyStudy = Study[Any]
"""A study, whatever it computes."""
