"""How many have left, and after how many steps: a row for each way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gdviz.core.runs.ensembles.escape import Escapes
from gdviz.core.telling.swarms import say_confidence
from gdviz.i18n import _, p_
from gdviz.ui.features.many.studies.escape.words import left_of, name_of, took
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.folding import Elided
from gdviz.ui.widgets.label import Label
from gdviz.ui.widgets.tips import set_tip


class WaysTable(QWidget):
    """How many have left in each way, and after how many steps."""

    def __init__(self) -> None:
        """Make a table of headings."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._cells: dict[tuple[int, int], Label] = {}
        for column in range(3):
            self._cell(0, column).setProperty("role", "muted")

    def _cell(self, row: int, column: int) -> Label:
        if (row, column) not in self._cells:
            made = self._cells[row, column] = label() if column else Elided("")
            right = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            made.setAlignment(right)
            self._grid.addWidget(made, row, column)
        return self._cells[row, column]

    def show_escapes(self, now: Escapes | None) -> None:
        """Show what is known of each way."""
        every = [] if now is None else [*now.of.values()]
        for row, found in enumerate(every, 1):
            for column, text in enumerate((name_of(found), left_of(found), took(found))):
                self._cell(row, column).setText(text)
        for (row, _column), cell in self._cells.items():
            cell.setVisible(row <= len(every))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for column, text in enumerate((_("way"), p_("escape", "left"), _("steps"))):
            self._cell(0, column).setText(text)
        set_tip(self._cell(0, 1), say_confidence())
        set_tip(self._cell(0, 2), _("The mean of those that have left, ± the standard deviation."))
