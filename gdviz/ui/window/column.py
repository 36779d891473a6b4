"""A column of cards, which is there while one of them is."""

from PySide6.QtCore import QChildEvent, QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.ui.theme import GAP


class Column(QWidget):
    """Cards above each other; without any that is shown it takes no room.

    Signals:
        changed(): a card was shown or hidden.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Make an empty column."""
        super().__init__()
        self.cards = QVBoxLayout(self)
        self.cards.setContentsMargins(0, 0, 0, 0)
        self.cards.setSpacing(GAP)

    @property
    def empty(self) -> bool:
        """Whether no card is shown."""
        return not any(
            isinstance(child, QWidget) and not child.isHidden() for child in self.children()
        )

    def childEvent(self, event: QChildEvent) -> None:
        """Watch each card that comes."""
        super().childEvent(event)
        if event.added() and event.child().isWidgetType():
            event.child().installEventFilter(self)

    def eventFilter(self, card: QObject, event: QEvent) -> bool:
        """Follow a card that is shown or hidden; nothing is kept from it."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(not self.empty)
            self.changed.emit()
        return False
