"""A row for each number of weights that double wells can have; the present one is marked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot

from gdviz.ui.features.many.row_table import RowTable


class WellsTable(RowTable):
    """Says something of double wells with one weight, with two, and so on.

    Signals:
        wells_chosen(int): the user wants so many.
    """

    wells_chosen = Signal(int)

    def __init__(self, name: str, columns: int) -> None:
        """Make an empty table of that object name."""
        super().__init__(name, columns)
        self.itemSelectionChanged.connect(self._on_selected)

    def show_wells(self, rows: Sequence[Sequence[str]], wells: int) -> None:
        """Show these texts, and which row is that of the problem."""
        self.fill([(str(row), *texts) for row, texts in enumerate(rows, 1)], wells - 1)

    @Slot()
    def _on_selected(self) -> None:
        if self.chosen >= 0:
            self.wells_chosen.emit(self.chosen + 1)
