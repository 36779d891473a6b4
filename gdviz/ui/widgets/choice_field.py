"""A list to choose a hyper-parameter's value from."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from gdviz.core.parameters import Parameter
from gdviz.i18n import _
from gdviz.ui.theme import scaled
from gdviz.ui.widgets.folding import Choice

_LEAST = 110
"""Pixels that it is wide at least, where its longest option needs more."""


class ChoiceField(Choice):
    """One of a hyper-parameter's options; the wheel turns it only while it has the focus.

    It is as wide as the longest of them, where there is room.

    Signals:
        valueChanged(str): another one is chosen; carries its name.
    """

    valueChanged = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        """Make a list of that hyper-parameter's options, at its default."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.describe(parameter)
        self.setValue(parameter.default)
        self.currentIndexChanged.connect(self._on_chosen)

    def describe(self, parameter: Parameter) -> None:
        """Be for another hyper-parameter, with the option of the same name if it has that."""
        self._parameter = parameter
        names = list(parameter.options)
        if names != [self.itemData(index) for index in range(self.count())]:
            with QSignalBlocker(self):
                chosen = self.currentData()
                self.clear()
                for name in names:
                    self.addItem(name, name)
                self.setCurrentIndex(max(0, self.findData(chosen)))
        self.retranslate()

    def value(self) -> str:
        """Return the name of the option that is chosen."""
        return str(self.currentData())

    def setValue(self, value: str) -> None:
        """Choose the option of that name."""
        self.setCurrentIndex(self.findData(value))

    @Slot()
    def _on_chosen(self) -> None:
        self.valueChanged.emit(self.value())

    def retranslate(self) -> None:
        """Say the options, and what each does, in the current language."""
        for index, option in enumerate(self._parameter.options.values()):
            self.setItemText(index, _(option.label))
            self.setItemData(index, _(option.help), Qt.ItemDataRole.ToolTipRole)

    def minimumSizeHint(self) -> QSize:
        """Make do with less than the longest option needs."""
        return super().minimumSizeHint().boundedTo(QSize(round(scaled(_LEAST)), 2**15))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Choose if it has the focus: scrolling a form changes nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
