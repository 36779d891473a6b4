"""Where runs end: a row for each place."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem

from gdviz.core.numbers import format_number
from gdviz.core.runs.ensembles.swarm import NAMED, Swarm
from gdviz.core.telling.swarms import kinds_of, name_of, part_in_words
from gdviz.i18n import _
from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.views.swarm.looks import looks, sign
from gdviz.ui.widgets.tips import set_tip

_ROW = 25
_SIGN = 16
_LEAST_ROWS = 3
"""So many it has at least; where there is room it has them all."""

_NARROW = 300
"""Pixels; a table less wide has no column for the cost, which the plot beside it shows."""

_NOTHING = 1e-12
"""A cost so near 0 is told as that: what is left of it is rounding."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_KIND = Qt.ItemDataRole.UserRole


class Row(NamedTuple):
    """A kind of end.

    Attributes:
        kind: which, of `KINDS`.
        name: what it is called.
        cost: the cost there, if it is one place.
        share: how many end there, in words.
    """

    kind: int
    name: str
    cost: float | None
    share: str


class EndsTable(QTableWidget):
    """The minima with their costs, and what else became of runs, each with its share.

    Signals:
        kind_chosen(object): the runs of that kind of end are to be lit; None for no kind.
    """

    kind_chosen = Signal(object)

    def __init__(self, name: str, title: str, tip: str, *, lights: bool = False) -> None:
        """Make an empty table.

        Args:
            name: its name.
            title: what it is, to be translated.
            tip: what a share is, to be translated.
            lights: whether a row can be chosen.
        """
        super().__init__(0, 3)
        self._theme = LIGHT
        self._title, self._tip = title, tip
        self._rows: Sequence[Row] = ()
        self._lit: int | None = None
        self.setObjectName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.SingleSelection if lights else modes.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        for column, mode in enumerate(("Stretch", "ResizeToContents", "ResizeToContents")):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode[mode])
        self.itemSelectionChanged.connect(self._on_selected)

    @Slot()
    def _on_selected(self) -> None:
        chosen = self.selectedItems()
        self.kind_chosen.emit(chosen[0].data(_KIND) if chosen else None)

    def show_swarm(self, swarm: Swarm | None) -> None:
        """Show where the members of a swarm end, the row of those that are lit selected."""
        if swarm is None:
            self.show_rows([])
        else:
            self.show_rows([_row(swarm, kind) for kind in kinds_of(swarm)], swarm.lit)

    def show_rows(self, rows: Sequence[Row], lit: int | None = None) -> None:
        """Show these kinds of ends, the row of that which is lit selected."""
        self._rows, self._lit = rows, lit
        with QSignalBlocker(self):
            self.setRowCount(len(rows))
            self.clearSelection()
            for place, row in enumerate(rows):
                self._fill(place, row)
                if row.kind == lit:
                    select = QItemSelectionModel.SelectionFlag
                    index = self.model().index(place, 0)
                    self.selectionModel().select(index, select.Select | select.Rows)
        self.setMaximumHeight(self._height(self.rowCount()))
        self.updateGeometry()

    def _fill(self, place: int, row: Row) -> None:
        texts = (row.name, "" if row.cost is None else _in_words(row.cost), row.share)
        for column, text in enumerate(texts):
            item = self.item(place, column)
            if item is None:
                item = QTableWidgetItem()
                self.setItem(place, column, item)
            item.setText(text)
            item.setData(_KIND, row.kind)
            if column:
                item.setTextAlignment(_RIGHT)
            else:
                size = round(scaled(_SIGN))
                picture = sign(looks(self._theme)[row.kind], self._theme, size)
                icon = QIcon(picture)
                icon.addPixmap(picture, QIcon.Mode.Selected)  # as it is: it has a meaning
                item.setIcon(icon)
        self.setRowHeight(place, round(scaled(_ROW)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the costs where there is room for them."""
        super().resizeEvent(event)
        self.setColumnHidden(1, self.width() < scaled(_NARROW))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self._theme = theme
        size = round(scaled(_SIGN))
        self.setIconSize(QSize(size, size))
        self.verticalHeader().setDefaultSectionSize(round(scaled(_ROW)))
        self.horizontalHeader().setFixedHeight(round(scaled(_ROW)))
        self.setMinimumHeight(self._height(_LEAST_ROWS))
        name = self.objectName()
        self.setStyleSheet(
            f"#{name} {{ border: none; selection-background-color: {theme.note};"
            f" selection-color: {theme.text}; outline: none; }}"
            f" #{name}:focus {{ border: 1px solid {theme.weight}; }}"
            f" #{name}::item {{ padding: 2px 6px; }}"
        )
        self.show_rows(self._rows, self._lit)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.setAccessibleName(_(self._title))
        self.setHorizontalHeaderLabels([_("end"), _("cost"), _("share")])
        tip = _(self._tip).format(level="95 %")
        for column in range(3):
            heading = self.horizontalHeaderItem(column)
            assert heading is not None
            heading.setTextAlignment(_RIGHT if column else Qt.AlignmentFlag.AlignLeft)
            set_tip(heading, tip if column == 2 else "")

    def sizeHint(self) -> QSize:
        """Ask for the least rows; the others are scrolled to, or have the room there is."""
        return QSize(super().sizeHint().width(), self._height(_LEAST_ROWS))

    @staticmethod
    def _height(rows: int) -> int:
        return round(scaled((max(_LEAST_ROWS, rows) + 1) * _ROW)) + 2


def _row(swarm: Swarm, kind: int) -> Row:
    cost = swarm.minimum(kind).cost if kind < NAMED else None
    return Row(kind, name_of(swarm, kind), cost, part_in_words(swarm, kind))


def _in_words(cost: float) -> str:
    return "0" if abs(cost) < _NOTHING else format_number(cost, 3)
