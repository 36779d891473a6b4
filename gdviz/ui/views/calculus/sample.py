"""Which sample's numbers are put in."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdviz.core.parameters import Parameter
from gdviz.core.store import Store
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.theme import scaled
from gdviz.ui.views.calculus.parts import ChosenSample
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.tips import set_tip

_SAMPLE = Parameter(
    N_("Sample"), "", N_("The sample whose numbers are put in."), default=1, minimum=1
)

_WIDTH = 54
"""Pixels at scale 1 of the field."""


class SampleChoice(QWidget):
    """The number of a sample, as the state has it, to be changed.

    Attributes:
        field: the number.
    """

    def __init__(self, store: Store, name: str) -> None:
        """Make the field, with that object name."""
        super().__init__()
        self._store = store
        self._words = label("muted")
        self.field: Final = NumberField(_SAMPLE)
        self.field.setObjectName(name)
        self.field.valueChanged.connect(self._on_changed)
        self._words.setBuddy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._words)
        row.addWidget(self.field)

    def row(self, frame: Frame) -> int:
        """Return which sample it is, from 0: where a step sees some of them, one of its own."""
        chosen = min(self._store[ChosenSample].sample, frame.config.problem.n_samples) - 1
        rows = frame.step.rows if frame.step is not None else None
        return chosen if rows is None or chosen in rows else int(rows[0])

    def show_for(self, frame: Frame) -> None:
        """Show which sample it is, to be changed where the step has another."""
        count = frame.config.problem.n_samples
        if self.field.maximum() != count:
            self.field.describe(replace(_SAMPLE, maximum=count))
        seen = frame.step.rows if frame.step is not None else None
        self.field.setEnabled((count if seen is None else len(seen)) > 1)
        number = self.row(frame) + 1
        if self.field.value() != number:  # what is being typed stays
            with QSignalBlocker(self.field):
                self.field.setValue(number)

    @Slot(object)
    def _on_changed(self, number: int) -> None:
        self._store.replace(ChosenSample(number), name="sample")

    def retranslate(self, words: str) -> None:
        """Say everything in the current language, `words` before the field."""
        self._words.setText(words)
        set_tip(self.field, _(_SAMPLE.help))
        self.field.setAccessibleName(_(_SAMPLE.label))
        self.field.retranslate()

    def restyle(self) -> None:
        """Be as wide as the present scale asks."""
        self.field.setFixedWidth(round(scaled(_WIDTH)))
