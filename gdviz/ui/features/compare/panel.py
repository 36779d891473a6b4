"""The card of the kept runs: a table of them, and the race."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gdviz.core import Trace
from gdviz.core.runs.comparison import MOST_KEPT, Kept
from gdviz.i18n import N_, _
from gdviz.ui.features.compare.row import Figures, Row
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.card import Card, Note
from gdviz.ui.widgets.tips import set_tip

_RACES = {
    "steps": N_("by steps"),
    "epochs": N_("by epochs"),
    "evaluations": N_("by evaluations"),
}
_SCROLL_BAR = 8
"""Its width in the style sheet."""

RACE_KEY = "Ctrl+Shift+R"


class ComparePanel(Card):
    """The run that is played and the kept ones: what each is called and has come to.

    Signals:
        renamed(Kept, str): the user called a run so; nothing for what differs.
        shown(Kept, bool): the user wants to see a run, or not to.
        removed(Kept): the user wants a run gone.
        race_clicked(): the user wants a race, or no more of it.
        unit_chosen(): the user chose what a race goes by.
    """

    renamed = Signal(object, str)
    shown = Signal(object, bool)
    removed = Signal(object)
    race_clicked = Signal()
    unit_chosen = Signal()

    def __init__(self) -> None:
        """Make it with no run."""
        super().__init__()
        self._theme: Theme | None = None
        self._racing = False
        self._captions = Figures()
        self._current = Row(None)
        self._rows: list[Row] = []
        self._note = Note()
        self._note.setObjectName("compare_note")
        self._note.hide()
        self.race = QPushButton()
        self.race.setObjectName("race")
        self.race.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.race.clicked.connect(self.race_clicked)
        self._unit = QComboBox()
        self._unit.setObjectName("race_by")
        for key in _RACES:
            self._unit.addItem(key, key)
        self._unit.currentIndexChanged.connect(self.unit_chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("form")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self._list.addWidget(self._current)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self._scroll.setMinimumHeight(60)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._captions, 1)
        beside = QWidget()  # so that the captions stay over their columns
        beside.setFixedWidth(_SCROLL_BAR)
        beside.hide()
        self._scroll.verticalScrollBar().rangeChanged.connect(
            lambda _least, most: beside.setVisible(most > 0)
        )
        head.addWidget(beside)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.race)
        foot.addWidget(self._unit, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._note)
        self.body.addLayout(foot)

    @property
    def unit(self) -> str:
        """What a race goes by, of `comparison.ACROSS`."""
        return str(self._unit.currentData())

    def list_runs(self, runs: Sequence[Kept]) -> None:
        """List these runs, and no others; new ones come last."""
        for row in [row for row in self._rows if row.kept not in runs]:
            self._rows.remove(row)
            row.setParent(None)
            row.deleteLater()
        self._rows += [self._row(kept) for kept in runs[len(self._rows) :]]
        self.remark.setText(_("{count} of {most}").format(count=len(runs), most=MOST_KEPT))

    def _row(self, kept: Kept) -> Row:
        row = Row(kept)
        row.name.renamed.connect(lambda name: self.renamed.emit(kept, name))
        row.swatch.toggled.connect(lambda shown: self.shown.emit(kept, shown))
        row.remove.clicked.connect(lambda: self.removed.emit(kept))
        self._list.insertWidget(self._list.count() - 1, row)
        if self._theme is not None:
            row.restyle(self._theme)
        row.retranslate()
        return row

    def name_runs(self, current: str, names: Sequence[str], *, drawn: Sequence[bool]) -> None:
        """Say what the runs are called, and which of them have a place in the plots."""
        self._current.say(current, drawn=True)
        for row, name, fits in zip(self._rows, names, drawn, strict=True):
            row.say(name, drawn=fits)

    def show_standing(self, kept: Kept | None, trace: Trace, position: int) -> None:
        """Show what a run has come to; None is the run that is played."""
        for row in (self._current, *self._rows):
            if row.kept is kept:
                row.show_standing(trace, position)

    def show_racing(self, *, racing: bool, possible: bool) -> None:
        """Say whether a race is under way, and let one be started only if it is possible."""
        self.race.setEnabled(possible)
        if racing != self._racing:
            self._racing = racing
            self._say_race()

    def tell(self, text: str) -> None:
        """Tell the user something; nothing takes it back."""
        self._note.say(text)
        self._note.setVisible(bool(text))

    def _say_race(self) -> None:
        self.race.setText("■ " + _("End race") if self._racing else "▶ " + _("Race"))
        self.race.setAccessibleName(_("Race"))
        text = (
            _("Show the kept runs whole again.")
            if self._racing
            else _("Play all visible runs from their starts, together.")
        )
        set_tip(self.race, f"{text} ({RACE_KEY})")

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.title.setText(_("Compare"))
        self.setAccessibleName(_("Compare"))
        self._captions.say(_("cost"), _("steps"), _("evaluations"))
        with QSignalBlocker(self._unit):
            for index, text in enumerate(_RACES.values()):
                self._unit.setItemText(index, _(text))
        self._unit.setAccessibleName(_("Race by"))
        set_tip(
            self._unit,
            _("What the runs have in common at each moment of a race: all have taken as many."),
        )
        self._say_race()
        for row in (self._current, *self._rows):
            row.retranslate()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        self._captions.restyle(theme.muted, 12)
        for row in (self._current, *self._rows):
            row.restyle(theme)
