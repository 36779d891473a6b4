"""What the loss is drawn against, as a list: in a narrow card it stands for the buttons."""

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox

from gdviz.i18n import _
from gdviz.ui.widgets.tips import set_tip


class AcrossList(QComboBox):
    """Says which of some buttons is chosen, and clicks another."""

    def __init__(self, buttons: QButtonGroup) -> None:
        """Follow `buttons`, one of which is always checked."""
        super().__init__()
        self.setObjectName("loss_across")
        self.setProperty("role", "choice")
        self._buttons: Final = buttons
        self.addItems([""] * len(buttons.buttons()))
        buttons.buttonToggled.connect(self.follow)
        self.activated.connect(self._on_activated)

    @Slot()
    def follow(self) -> None:
        """Say what is chosen."""
        checked = self._buttons.checkedButton()
        if checked is not None:
            self.setCurrentIndex(self._buttons.buttons().index(checked))

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self._buttons.buttons()[index].click()

    def retranslate(self) -> None:
        """Say what the buttons say."""
        for index, button in enumerate(self._buttons.buttons()):
            self.setItemText(index, button.text())
        self.setAccessibleName(_("What the loss is drawn against"))
        set_tip(self, self.accessibleName())
