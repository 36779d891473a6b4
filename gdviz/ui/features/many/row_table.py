"""Tables that are read row by row: one row can be chosen, and none is cut."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from gdviz.core.numbers import has_exponent
from gdviz.ui import typeset
from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.widgets.tips import set_tip

_ROW, _NARROWEST, _BESIDE = 25, 24, 6
"""Pixels that a row is high, a column wide at least, and a cell's text from its sides."""

_LEAST_ROWS = 3
"""So many it has at least; where there is room it has them all."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _Typeset(QStyledItemDelegate):
    """Raises the exponents of a cell."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell, and its text with what is raised."""
        text = str(index.data() or "")
        if not has_exponent(text):
            super().paint(painter, option, index)
            return
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        table = cell.widget
        part = QStyle.SubElement.SE_ItemViewItemText
        room = table.style().subElementRect(part, cell, table)
        cell.text = ""
        table.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, table)
        painter.setFont(table.font())
        painter.setPen(table.palette().color(QPalette.ColorRole.Text))
        typeset.draw(painter, QRectF(room), _RIGHT, text)


class BareTable(QTableWidget):
    """A table to be read, without lines and frame, of which one row can be chosen."""

    def __init__(self, name: str, rows: int, columns: int) -> None:
        """Make a table of that object name."""
        super().__init__(rows, columns)
        self.setObjectName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)

    def dress(self, theme: Theme, beside: int) -> None:
        """Draw in the theme's colours, with so many pixels beside what stands in a cell."""
        name = self.objectName()
        self.setStyleSheet(
            f"#{name} {{ border: none; selection-background-color: {theme.note};"
            f" selection-color: {theme.text}; outline: none; }}"
            f" #{name}:focus {{ border: 1px solid {theme.weight}; }}"
            f" #{name}::item {{ padding: 2px {beside}px; }}"
        )


class RowTable(BareTable):
    """Says something in its first column, and numbers about it, at the right, in the others."""

    def __init__(self, name: str, columns: int) -> None:
        """Make an empty table of that object name."""
        super().__init__(name, 0, columns)
        self.theme: Theme = LIGHT
        self.setItemDelegate(_Typeset(self))
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        for column in range(columns):
            mode = "ResizeToContents" if column else "Stretch"
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode[mode])

    @property
    def chosen(self) -> int:
        """The row that is chosen; -1 for none."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def fill(self, rows: Sequence[Sequence[str]], chosen: int = -1) -> None:
        """Show these texts, a row for each, and that row, if any, as the one that is chosen."""
        before = self.rowCount(), self.chosen
        with QSignalBlocker(self):
            self.setRowCount(len(rows))
            self.clearSelection()
            for row, texts in enumerate(rows):
                for column, text in enumerate(texts):
                    self._cell(row, column).setText(text)
                self.setRowHeight(row, round(scaled(_ROW)))
            if 0 <= chosen < len(rows):
                flags = QItemSelectionModel.SelectionFlag
                index = self.model().index(chosen, 0)
                self.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
        self.setMaximumHeight(self._height(self.rowCount()))
        self.updateGeometry()
        if (len(rows), chosen) != before:
            self.scrollTo(self.currentIndex())

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setTextAlignment(_RIGHT if column else _LEFT)
            self.setItem(row, column, item)
        return item

    def head(self, texts: Sequence[str], tips: Sequence[str]) -> None:
        """Name the columns, and say more of them in tips."""
        self.setHorizontalHeaderLabels(list(texts))
        for column, tip in enumerate(tips):
            heading = self.horizontalHeaderItem(column)
            assert heading is not None
            heading.setTextAlignment(_RIGHT if column else Qt.AlignmentFlag.AlignLeft)
            set_tip(heading, tip)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self.theme = theme
        self.verticalHeader().setDefaultSectionSize(round(scaled(_ROW)))
        self.horizontalHeader().setFixedHeight(round(scaled(_ROW)))
        self.setMinimumHeight(self._height(_LEAST_ROWS))
        self.dress(theme, _BESIDE)
        for row in range(self.rowCount()):
            self.setRowHeight(row, round(scaled(_ROW)))
        self.setMaximumHeight(self._height(self.rowCount()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the row that is chosen in sight."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def sizeHint(self) -> QSize:
        """Ask for the least rows; the others are scrolled to, or have the room there is."""
        return QSize(super().sizeHint().width(), self._height(_LEAST_ROWS))

    @staticmethod
    def _height(rows: int) -> int:
        return round(scaled((max(_LEAST_ROWS, rows) + 1) * _ROW)) + 2
