"""Where runs end: a row for each place."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QIcon, QResizeEvent

from gdviz.core.numbers import format_number
from gdviz.core.runs.ensembles.swarm import NAMED, Swarm
from gdviz.core.telling.swarms import kinds_of, name_of, part_in_words, say_confidence
from gdviz.i18n import _
from gdviz.ui.features.many.row_table import RowTable
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.swarm.looks import looks, sign

_SIGN = 16

_NARROW = 300
"""Pixels; a table less wide has no column for the cost, which the plot beside it shows."""

_NOTHING = 1e-12
"""A cost so near 0 is told as that: what is left of it is rounding."""


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


class EndsTable(RowTable):
    """The minima with their costs, and what else became of runs, each with its share.

    Signals:
        kind_chosen(object): the runs of that kind of end are to be lit; None for no kind.
    """

    kind_chosen = Signal(object)

    def __init__(self, name: str, title: str, tip: str = "", *, lights: bool = False) -> None:
        """Make an empty table.

        Args:
            name: its name.
            title: what it is, to be translated.
            tip: what a share is, to be translated; one of all runs if it is empty.
            lights: whether a row can be chosen.
        """
        super().__init__(name, 3)
        self._title, self._tip = title, tip
        self._rows: Sequence[Row] = ()
        self._lit: int | None = None
        if not lights:
            self.setSelectionMode(self.SelectionMode.NoSelection)
        self.itemSelectionChanged.connect(self._on_selected)

    @Slot()
    def _on_selected(self) -> None:
        self.kind_chosen.emit(self._rows[self.chosen].kind if self.chosen >= 0 else None)

    def show_swarm(self, swarm: Swarm | None) -> None:
        """Show where the members of a swarm end, the row of those that are lit selected."""
        if swarm is None:
            self.show_rows([])
        else:
            self.show_rows([_row(swarm, kind) for kind in kinds_of(swarm)], swarm.lit)

    def show_rows(self, rows: Sequence[Row], lit: int | None = None) -> None:
        """Show these kinds of ends, the row of that which is lit selected."""
        self._rows, self._lit = rows, lit
        texts = [
            (row.name, "" if row.cost is None else _in_words(row.cost), row.share) for row in rows
        ]
        chosen = next((place for place, row in enumerate(rows) if row.kind == lit), -1)
        self.fill(texts, chosen)
        for place, row in enumerate(rows):
            self._sign(place, row.kind)

    def _sign(self, place: int, kind: int) -> None:
        picture = sign(looks(self.theme)[kind], self.theme, round(scaled(_SIGN)))
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)  # as it is: it has a meaning
        item = self.item(place, 0)
        assert item is not None
        item.setIcon(icon)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the costs where there is room for them."""
        super().resizeEvent(event)
        self.setColumnHidden(1, self.width() < scaled(_NARROW))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        size = round(scaled(_SIGN))
        self.setIconSize(QSize(size, size))
        self.show_rows(self._rows, self._lit)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.setAccessibleName(_(self._title))
        tip = _(self._tip) if self._tip else say_confidence()
        self.head([_("end"), _("cost"), _("share")], ["", "", tip])


def _row(swarm: Swarm, kind: int) -> Row:
    cost = swarm.minimum(kind).cost if kind < NAMED else None
    return Row(kind, name_of(swarm, kind), cost, part_in_words(swarm, kind))


def _in_words(cost: float) -> str:
    return "0" if abs(cost) < _NOTHING else format_number(cost, 3)
