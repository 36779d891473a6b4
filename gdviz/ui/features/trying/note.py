"""The note above the plots: what to watch in an experiment, and what it has changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from gdviz.i18n import _
from gdviz.ui.widgets.card import Card, label
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
        self._close = QPushButton("✕")
        self._close.setObjectName("experiment_close")
        self._close.setProperty("role", "choice")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the space key runs after a click
        self._close.clicked.connect(self.dismissed)
        self.header.addWidget(self._close)
        self.body.addWidget(self.watch)
        self.body.addWidget(self.changed)
        self.body.setContentsMargins(14, 6, 14, 8)
        self.body.setSpacing(1)
        self.hide()

    def say(self, title: str, watch: str, changed: str) -> None:
        """Say what an experiment is called, what to watch in it, and what it has changed."""
        self.title.setText(title)
        self.remark.setText(_("Ctrl+Z leads back"))
        self.watch.setText(watch)
        self.changed.setText(changed)
        self.changed.setVisible(bool(changed))
        set_tip(self._close, _("Put this note away; everything else stays."))
        self._close.setAccessibleName(_("Put the note away"))
