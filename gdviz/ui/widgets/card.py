"""The card: a titled panel on the ground."""

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gdviz.i18n import _, p_
from gdviz.ui.widgets.folding import Elided, Row
from gdviz.ui.widgets.label import Label
from gdviz.ui.widgets.tips import set_tip

_THIN, _FINEST = 4, 1000
"""Pixels that a bar of progress is high, and how many steps it has."""


def label(role: str = "", text: str = "", *, wrap: bool = False) -> Label:
    """Return a label that the style sheet draws as its `role` says."""
    made = Label(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and have it look."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Card(QFrame):
    """A panel with a title, a quiet remark beside it, and room for controls at the right.

    Attributes:
        title: its title.
        remark: the remark; in a narrow card it is cut short.
        head: the row of the three, where controls can give way too.
        header: that row's layout.
        body: all of the panel, from the header down.
    """

    def __init__(self) -> None:
        """Make an empty card."""
        super().__init__()
        self.setObjectName("card")
        self.title: Final = label("title")
        self.remark: Final = Elided("muted")
        self.head: Final = Row()
        self.header: Final[QHBoxLayout] = self.head.line
        self.header.setSpacing(8)
        self.header.addWidget(self.title)
        self.header.addWidget(self.remark)
        self.header.addStretch(1)
        self.body: Final = QVBoxLayout(self)
        self.body.setContentsMargins(14, 10, 14, 10)
        self.body.setSpacing(6)
        self.body.addWidget(self.head)


class Note(QFrame):
    """A few sentences on a tinted ground."""

    def __init__(self) -> None:
        """Make an empty note."""
        super().__init__()
        self.setProperty("role", "note")
        self._label = label(wrap=True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(10, 7, 10, 7)
        inside.addWidget(self._label)

    def text(self) -> str:
        """Return what it says."""
        return self._label.text()

    def say(self, text: str, means: str = "", *, html: bool = False) -> None:
        """Say `text`, in the colour of what it means; with none there is no ground, but room."""
        forms = Qt.TextFormat
        self._label.setTextFormat(forms.RichText if html else forms.PlainText)
        self._label.setText(text)
        restyle(self, "role", "note" if text else "")
        restyle(self, "means", means)
        restyle(self._label, "means", means)


class Progress(QProgressBar):
    """A thin bar of how much is done, whose room stays while it is hidden."""

    def __init__(self, name: str) -> None:
        """Make one of that object name, with nothing done."""
        super().__init__()
        self.setObjectName(name)
        self.setTextVisible(False)
        self.setFixedHeight(_THIN)
        self.setRange(0, _FINEST)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def show_share(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self.setValue(round(_FINEST * share))


class AgainButton(QPushButton):
    """Stops what is computed for a card, or has it computed again."""

    def __init__(self, name: str) -> None:
        """Make one of that object name."""
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "choice")

    def offer(self, *, running: bool, wanted: bool, begun: bool = True) -> None:
        """Be there to stop what runs, or where that is wanted to begin, again if it was begun."""
        again = p_("sweep", "Again") if begun else _("Start")
        self.setText(_("Stop") if running else again)
        self.setVisible(running or wanted)

    def retranslate(self) -> None:
        """Say what it is for in the current language."""
        set_tip(self, _("Stop computing, or compute it again."))
        self.setAccessibleName(self.toolTip())


def unbroken(formula: str) -> str:
    """Return a formula in HTML so that no line of it ends within short parentheses."""
    return re.sub(r"\([^()]{,50}\)", lambda inside: inside[0].replace(" ", "\u00a0"), formula)
