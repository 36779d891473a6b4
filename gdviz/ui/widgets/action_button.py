"""A button for what a menu has too."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from gdviz.ui.widgets.tips import set_tip


class ActionButton(QPushButton):
    """A quiet button that does an action: it has its short words, its tip, its mark.

    It is seen while the action can be had.
    """

    def __init__(self, action: QAction, name: str, parent: QWidget) -> None:
        """Follow `action`, with an object name of its own, in `parent`."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "choice")
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        action = self._action
        self.setText(action.iconText())
        set_tip(self, action.toolTip())
        self.setAccessibleName(action.toolTip())
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())
        self.setVisible(action.isVisible() and action.isEnabled())
