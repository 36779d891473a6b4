"""A button for a step along the lines of a program."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from gdviz.i18n import N_, _
from gdviz.ui.theme import Theme, faded, scaled
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.tips import set_tip, with_key

_SIGN = 14
_WORDS = {"line": N_("Line"), "sample": N_("Sample")}


class StepButton(QPushButton):
    """A word for what is stepped by, and an arrow at the side to which that goes.

    Its action's name says both, such as "line_back".

    Attributes:
        by: what is stepped by, "line" or "sample".
    """

    def __init__(self, action: QAction, parent: QWidget) -> None:
        """Do that action."""
        super().__init__(parent)
        self.setObjectName(f"{action.objectName()}_button")
        self.setProperty("role", "choice")
        self._action = action
        self.by, _underscore, self._way = action.objectName().partition("_")
        self.clicked.connect(action.trigger)
        if self._way != "back":
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the word

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        size = round(scaled(_SIGN))
        sign = "chevron-left" if self._way == "back" else "chevron-right"
        self.setIcon(icon(sign, size, theme.muted, faded(theme)))
        self.setIconSize(QSize(size, size))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.setText(_(_WORDS[self.by]))
        name = self._action.iconText()
        set_tip(self, with_key(name, self._action.shortcut().toString()))
        self.setAccessibleName(name)
