"""The button that puts something away."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton

from gdviz.ui.theme import Theme, faded, scaled
from gdviz.ui.widgets.icons import icon

_CROSS = 14
"""Pixels of a plain screen."""


class CloseButton(QPushButton):
    """A quiet cross; a click leaves the focus where it is, so that the space key still runs."""

    def __init__(self, name: str) -> None:
        """Make one of that object name."""
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "choice")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        size = round(scaled(_CROSS))
        self.setIcon(icon("x", size, theme.muted, faded(theme)))
        self.setIconSize(QSize(size, size))
