"""The note above the plots: what to watch in an experiment, and what it has changed."""

from PySide6.QtCore import Signal

from gdviz.i18n import _
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.card import Card, label
from gdviz.ui.widgets.close_button import CloseButton
from gdviz.ui.widgets.tips import set_tip


class ExperimentNote(Card):
    """Says what to watch, until it is dismissed.

    Attributes:
        watch: the sentence.
        changed: what was changed.

    Signals:
        dismissed(): it has been read.
    """

    dismissed = Signal()

    def __init__(self) -> None:
        """Make it empty, and hidden."""
        super().__init__()
        self.watch, self.changed = label(wrap=True), label("small", wrap=True)
        self.watch.setObjectName("experiment_watch")
        self.changed.setObjectName("experiment_changed")
        self._close = CloseButton("experiment_close")
        self._close.clicked.connect(self.dismissed)
        self.header.addWidget(self._close)
        self.body.addWidget(self.watch)
        self.body.addWidget(self.changed)
        self.body.setContentsMargins(14, 6, 14, 8)
        self.body.setSpacing(1)
        self.hide()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._close.restyle(theme)

    def say(self, title: str, watch: str, changed: str) -> None:
        """Say what an experiment is called, what to watch in it, and what it has changed."""
        self.title.setText(title)
        self.remark.setText(_("Ctrl+Z leads back"))
        self.watch.setText(watch)
        self.changed.setText(changed)
        self.changed.setVisible(bool(changed))
        set_tip(self._close, _("Put this note away; everything else stays."))
        self._close.setAccessibleName(_("Put the note away"))
