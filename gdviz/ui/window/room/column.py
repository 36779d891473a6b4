"""A column of cards, which is there while one of them is."""

from PySide6.QtCore import QChildEvent, QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gdviz.ui.widgets.inside import directly_in

_LEAST_HEIGHT = 100


class _Cards(QWidget):
    """Cards above each other.

    Signals:
        changed(): a card was shown or hidden.
    """

    changed = Signal()

    def __init__(self, *, scrolls: bool) -> None:
        super().__init__()
        self._scrolls = scrolls
        self.setObjectName("form")  # nothing is drawn behind the cards
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    @property
    def shown(self) -> list[QWidget]:
        return [card for card in directly_in(self) if not card.isHidden()]

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name for it
        """Return the height from which on nothing has to be scrolled.

        The layout's own answer is too low: it gives a card whose height follows from its width
        the height that it would like, and takes that from the others.
        """
        if not self._scrolls:
            return 0
        heights = [_least_height(card, width) for card in self.shown]
        return sum(heights) + self.column.spacing() * max(0, len(heights) - 1)

    def childEvent(self, event: QChildEvent) -> None:
        """Watch each card that comes."""
        super().childEvent(event)
        if event.added() and event.child().isWidgetType():
            event.child().installEventFilter(self)

    def eventFilter(self, card: QObject, event: QEvent) -> bool:
        """Follow a card that is shown or hidden; nothing is kept from it."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.changed.emit()
        return False


def _least_height(card: QWidget, width: int) -> int:
    least = card.heightForWidth(width) if card.hasHeightForWidth() else -1
    return max(least, card.minimumSizeHint().height(), card.minimumHeight())


class Column(QScrollArea):
    """Cards above each other, which scroll where there is no room for the least of them.

    Without any that is shown it takes no room.

    Signals:
        changed(): a card was shown or hidden.
    """

    changed = Signal()

    def __init__(self, *, scrolls: bool = True) -> None:
        """Make an empty column.

        Args:
            scrolls: whether it does; not if its cards do so themselves.
        """
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = _Cards(scrolls=scrolls)
        self._inside.changed.connect(self._on_changed)
        self.setWidget(self._inside)
        self.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        self.cards = self._inside.column

    @property
    def empty(self) -> bool:
        """Whether no card is shown."""
        return not self._inside.shown

    @Slot()
    def _on_changed(self) -> None:
        self.setVisible(not self.empty)
        self.changed.emit()

    def sizeHint(self) -> QSize:
        """Ask for what the cards ask for."""
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Ask for the width that the cards cannot do without."""
        return QSize(self._inside.minimumSizeHint().width(), _LEAST_HEIGHT)
