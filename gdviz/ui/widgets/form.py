"""A form: rows of what a field is called, and the field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.choice_field import ChoiceField
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.sliders import Toggle
from gdviz.ui.widgets.tips import set_tip

_FIELD_WIDTH, _BETWEEN = 74, 6
_RIGHT = Qt.AlignmentFlag.AlignRight

Field = NumberField | ChoiceField | Toggle


class Form(QWidget):
    """Names at the left, fields at the right.

    Attributes:
        fields: the fields by name.
    """

    def __init__(self) -> None:
        """Make a form without a row."""
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, QLabel] = {}
        self._left: dict[str, QHBoxLayout] = {}  # what stands before each field
        self._beside: dict[str, list[QWidget]] = {}
        self._shown: dict[str, tuple[bool, bool]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(_BETWEEN)
        self._grid.setColumnStretch(0, 1)

    def add_row(self, name: str, field: Field, *, whole: bool = False) -> None:
        """Add a row below the others.

        Args:
            name: its name.
            field: what it is set with.
            whole: whether what stands before the field moves into its place where it is absent.
                A list is always so: it is as wide as its words, not as the numbers.
        """
        row = self._grid.rowCount()
        field.setObjectName(name)
        _fit(field)
        self.fields[name], self._labels[name] = field, label()
        self._labels[name].setBuddy(field)
        self._left[name] = QHBoxLayout()
        self._left[name].addWidget(self._labels[name], 1)
        if whole or isinstance(field, ChoiceField):
            self._left[name].setSpacing(_BETWEEN)
            self._left[name].addWidget(field)
            self._grid.addLayout(self._left[name], row, 0, 1, 2)
            return
        self._grid.addLayout(self._left[name], row, 0)
        self._grid.addWidget(field, row, 1, _RIGHT)

    def put_beside(self, name: str, widget: QWidget) -> None:
        """Put a small widget between a field's name and the field: it is seen where they are."""
        self._left[name].insertWidget(1, widget)
        self._beside.setdefault(name, []).append(widget)
        self._shown.pop(name, None)

    def put_under(self, widget: QWidget) -> None:
        """Put a widget as wide as the form below the last row."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def say(self, name: str, title: str, text: str, symbol: str = "") -> None:
        """Say what a field is called, what it is for, and its symbol if it has one."""
        field, caption = self.fields[name], self._labels[name]
        caption.setText(f"{title} {symbol}".strip())
        field.setAccessibleName(title)
        for part in (field, caption):
            set_tip(part, text)

    def show_row(self, name: str, *, shown: bool, set_off: bool = False) -> None:
        """Show a row or hide it; of one that is `set_off`, all but the field.

        Where that is so already nothing is touched: the form would be laid out anew.
        """
        if self._shown.get(name) == (shown, set_off):
            return
        self._shown[name] = shown, set_off
        for part in (self._labels[name], *self._beside.get(name, ())):
            part.setVisible(shown)
        self.fields[name].setVisible(shown and not set_off)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        for field in self.fields.values():
            _fit(field)
            if isinstance(field, Toggle):
                field.restyle(theme)

    def retranslate(self) -> None:
        """Say the options, and what is wrong with what is typed, in the current language."""
        for field in self.fields.values():
            if not isinstance(field, Toggle):
                field.retranslate()


def _fit(field: Field) -> None:
    """Give a number's field its width at the present scale."""
    if isinstance(field, NumberField):
        field.setFixedWidth(round(scaled(_FIELD_WIDTH)))
