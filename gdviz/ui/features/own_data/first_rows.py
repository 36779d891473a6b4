"""The first rows of a file, however many columns it has."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from gdviz.core.problems.data import Preview
from gdviz.ui.theme import Theme, scaled

_ROWS_SHOWN, _LEAST_ROWS = 6, 2
"""The second on a small screen, where the others are scrolled to."""

_ROW_HEIGHT = 26
_WIDEST_COLUMN = 220

_FITTED = 40
"""How many columns are as wide as their content; to fit thousands takes seconds."""

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def _height(rows: int) -> int:
    """Return how high a table with so many rows is, in pixels."""
    return round(scaled((rows + 1) * _ROW_HEIGHT + 12))


class _Rows(QAbstractTableModel):
    """The rows, of which the view asks only for what is seen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._text, self._muted = QColor(theme.text), QColor(theme.muted)
        self._bold = QFont()
        self._bold.setBold(True)
        self._names: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._roles: dict[int, str] = {}

    def show(self, layout: Preview) -> None:
        self.beginResetModel()
        self._names, self._rows = layout.names, layout.rows[:_ROWS_SHOWN]
        self._roles = {}
        self.endResetModel()

    def mark(self, roles: dict[int, str]) -> set[int]:
        """Name the columns at these indices, and no others, by what they are.

        Returns:
            the columns that look otherwise now.
        """
        changed = {column for column, _role in self._roles.items() ^ roles.items()}
        self._roles = roles
        for column in changed:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)
            self.dataChanged.emit(self.index(0, column), self.index(len(self._rows) - 1, column))
        return changed

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: _Index, role: int = 0) -> Any:
        cells, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[column] if column < len(cells) else None
        return self._looks(column, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical:  # not seen, but a screen reader asks for it
            return super().headerData(section, orientation, role)
        if role == Qt.ItemDataRole.DisplayRole:
            name = self._names[section]
            return f"{self._roles[section]}: {name}" if section in self._roles else name
        if role == Qt.ItemDataRole.FontRole and section in self._roles:
            return self._bold
        return self._looks(section, role)

    def _looks(self, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._text if column in self._roles else self._muted
        return None


class FirstRows(QTableView):
    """A table of the first rows, with the columns x and y marked."""

    def __init__(self, theme: Theme) -> None:
        """Make an empty table."""
        super().__init__()
        self._rows = _Rows(theme)
        self.setModel(self._rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(scaled(_ROW_HEIGHT)))
        heading = self.horizontalHeader()
        heading.setFixedHeight(round(scaled(_ROW_HEIGHT)))
        heading.setHighlightSections(False)
        heading.setMaximumSectionSize(round(scaled(_WIDEST_COLUMN)))
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.make_room(0)
        self.setMaximumHeight(_height(_ROWS_SHOWN))

    def sizeHint(self) -> QSize:
        """Ask for all the rows there are to show."""
        return QSize(super().sizeHint().width(), _height(_ROWS_SHOWN))

    def make_room(self, rows: int) -> None:
        """Leave the height of so many rows to others, where there is little."""
        self.setMinimumHeight(_height(_LEAST_ROWS - rows))

    def show_rows(self, layout: Preview) -> None:
        """Show the rows of a file."""
        self._rows.show(layout)
        columns = self._rows.columnCount()
        # What stretches is laid out anew with every column that is fitted.
        self.horizontalHeader().setStretchLastSection(columns <= _FITTED)
        for column in range(min(_FITTED, columns)):
            self.resizeColumnToContents(column)

    def mark(self, x: int, y: int) -> None:
        """Mark the columns x and y, by index."""
        for column in self._rows.mark({y: "y"} | {x: "x: y" if x == y else "x"}):
            self.resizeColumnToContents(column)
