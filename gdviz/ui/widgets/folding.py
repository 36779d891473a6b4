"""What gives way in a row that has not the width for all of it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from gdviz.ui import typeset
from gdviz.ui.widgets.label import Label
from gdviz.ui.widgets.tips import rich, set_tip, show_tip


class Elided(Label):
    """A line of plain text that ends in dots where it has no room; its tip says it whole."""

    def __init__(self, role: str) -> None:
        """Make it empty, to be drawn as the style sheet draws that role."""
        super().__init__()
        self.setProperty("role", role)

    @property
    def cut(self) -> bool:
        """Whether it has less room than its text needs."""
        return super().sizeHint().width() > self.width()

    def sizeHint(self) -> QSize:
        """Ask for the whole text, but for no more than it may have."""
        return super().sizeHint().boundedTo(self.maximumSize())

    def minimumSizeHint(self) -> QSize:
        """Be content with no width at all."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for, and no dots without a word."""
        if not self.cut:
            super().paintEvent(event)
            return
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        if len(text) > 1:
            painter = QPainter(self)
            painter.setPen(self.palette().color(self.foregroundRole()))
            typeset.draw(painter, QRectF(room), self.alignment(), text)

    def event(self, event: QEvent) -> bool:
        """Say all of it, and what there is to say of it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.cut:
            show_tip(event, rich(self.text()), self.toolTip(), target=self)
            return True
        return super().event(event)


class Choice(QComboBox):
    """A list whose choice ends in dots where it has no room; the list has it whole."""

    def __init__(self) -> None:
        """Make it empty; it takes the width that it is given."""
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of what is chosen as there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, field, self).width()
        text, dots = self.currentText(), Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(text, dots, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(control, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class StandIn(QComboBox):
    """A list that stands for buttons one of which is chosen: it says which, and clicks another."""

    def __init__(self, buttons: QButtonGroup, name: str) -> None:
        """Follow `buttons`, one of which is always checked, under that object name."""
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "choice")
        self._buttons = buttons
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

    def retranslate(self, says: str) -> None:
        """Say what the buttons say, and that they say that."""
        for index, button in enumerate(self._buttons.buttons()):
            self.setItemText(index, button.text())
        self.setAccessibleName(says)
        set_tip(self, says)


class Fold(Protocol):
    """Something in a row that can do with less width; it holds nothing that the row is in."""

    def saves(self) -> int:
        """Return the pixels that it takes less when folded; 0 where it is not seen."""

    def fold(self, *, folded: bool) -> None:
        """Fold it, or spread it out again."""


class Row(QWidget):
    """A row whose folds give way, one after the other, until the rest of it fits.

    It makes do with any width, so that nothing beside it is pressed.

    Attributes:
        line: its layout.
    """

    def __init__(self) -> None:
        """Make an empty row."""
        super().__init__()
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self._folds: list[Fold] = []
        self._folded = 0

    def add_fold(self, fold: Fold) -> None:
        """Have that give way where those that were added before are not enough."""
        self._folds.append(fold)

    def minimumSizeHint(self) -> QSize:
        """Ask for a height only."""
        return QSize(0, self.line.minimumSize().height())

    def event(self, event: QEvent) -> bool:
        """Fold anew where something in it has another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._refold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold as the new width asks."""
        super().resizeEvent(event)
        self._refold()

    def _refold(self) -> None:
        saved = [fold.saves() for fold in self._folds]
        needed = self.line.minimumSize().width() + sum(saved[: self._folded])
        count = 0
        while count < len(saved) and needed > self.width():
            needed -= saved[count]
            count += 1
        if count != self._folded:
            self._folded = count
            for number, fold in enumerate(self._folds):
                fold.fold(folded=number < count)


class Words:
    """A label that says the same in fewer words."""

    def __init__(self, label: QLabel) -> None:
        """Fold `label`."""
        self._label = label
        self._texts = "", ""
        self._folded = False

    def say(self, text: str, short: str = "") -> None:
        """Say that, or what is short for it; nothing at all where there is no such word."""
        self._texts = text, short
        self._label.setText(self._texts[self._folded])

    def saves(self) -> int:
        """Return by how much the shorter text is shorter."""
        advance = self._label.fontMetrics().horizontalAdvance
        long, short = map(advance, self._texts)
        return 0 if self._label.isHidden() else long - short

    def fold(self, *, folded: bool) -> None:
        """Say it in fewer words, or in all of them."""
        self._folded = folded
        self._label.setText(self._texts[folded])


class Swap:
    """Widgets beside each other, and a narrower one that stands for them."""

    def __init__(
        self, wide: Callable[[], Sequence[QWidget]], narrow: QWidget, spacing: int
    ) -> None:
        """Show what `wide` returns, all of it seen, or `narrow`.

        Args:
            wide: what is to be seen where there is room.
            narrow: what stands for it.
            spacing: the pixels between two of them.
        """
        self._wide, self._narrow, self._spacing = wide, narrow, spacing
        narrow.hide()

    def saves(self) -> int:
        """Return how much wider the one is than the other."""
        widths = [one.sizeHint().width() + self._spacing for one in self._wide()]
        return sum(widths) - self._narrow.sizeHint().width() - self._spacing

    def fold(self, *, folded: bool) -> None:
        """Show the one that stands for the others, or the others."""
        self._narrow.setVisible(folded)
        for one in self._wide():
            one.setHidden(folded)
