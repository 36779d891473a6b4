"""What the cards lie on: three columns side by side, and the bar that plays the run below."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdviz.ui.theme import scaled
from gdviz.ui.window.room.column import Column

_LEFT = (244, 290)
"""Widths of the left, in a window 1024 and 1440 wide or wider."""

_FREED = 60
"""Of what the left has, so much goes to the side while there is no left."""

_ANY_WIDTH = 2**24 - 1
"""The most that Qt takes for a width."""


class Ground(QWidget):
    """The columns: what is set at the left, plots in the centre, numbers at the side.

    Attributes:
        cards: the layout of the columns, side by side.
        columns: the layouts of the cards in each, by "left", "centre" and "side".
        notes: the layout of what is said above the plots, the first item of the centre.

    Signals:
        changed(): a card was shown or hidden.
    """

    changed = Signal()

    def __init__(self, controls: QWidget, transport: QWidget) -> None:
        """Put the controls into the left, and the bar below; the rest is empty."""
        super().__init__()
        self.setObjectName("ground")
        self._left, self._centre, self._side = Column(scrolls=False), Column(), Column()
        self._left.cards.addWidget(controls, 1)
        columns = {"left": self._left, "centre": self._centre, "side": self._side}
        self.columns = {name: column.cards for name, column in columns.items()}
        self.notes = QVBoxLayout()
        self._centre.cards.addLayout(self.notes)
        self.cards = QHBoxLayout()
        self.cards.addWidget(self._left)
        self.cards.addWidget(self._centre, 1)
        self.cards.addWidget(self._side, 1)
        self.cards.addStretch()
        for column in columns.values():
            column.changed.connect(self.changed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.cards, 1)
        whole.addWidget(transport)

    @property
    def has_left(self) -> bool:
        """Whether there is anything at the left."""
        return not self._left.empty

    @property
    def bare(self) -> bool:
        """Whether there is neither a plot nor a number."""
        return self._centre.empty and self._side.empty

    def balance(self, width: int, sides: tuple[int, int]) -> None:
        """Give the plots what a narrow window has, and what is beside them more in a wide one.

        Without a centre the side has its room.

        Args:
            width: the window's, in pixels.
            sides: widths of the side, as the left's are given.
        """
        share = min(1.0, max(0.0, (width / scaled(1) - 1024) / (1440 - 1024)))
        left, right = (
            round(scaled(narrow + share * (wide - narrow))) for narrow, wide in (_LEFT, sides)
        )
        right += 0 if self.has_left else round(scaled(_FREED))
        self._left.setFixedWidth(left)
        self._side.setMinimumWidth(right)
        self._side.setMaximumWidth(_ANY_WIDTH if self._centre.empty else right)
