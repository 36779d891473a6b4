"""The card of the kept runs: a table of them, and the race."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gdviz.core import Problem, Trace
from gdviz.core.runs.comparison import MOST_KEPT, places
from gdviz.i18n import N_, _
from gdviz.ui.features.compare.all_rules import AllRules
from gdviz.ui.features.compare.kept import Kept
from gdviz.ui.features.compare.row import Figures, Row
from gdviz.ui.theme import Theme, faded, scaled
from gdviz.ui.widgets.card import Card, Note, label
from gdviz.ui.widgets.folding import Choice
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.tips import set_tip, with_key

_RACES = {
    "steps": N_("by steps"),
    "epochs": N_("by epochs"),
    "evaluations": N_("by evaluations"),
}
_SCROLL_BAR = 8
"""Its width in the style sheet."""

_SIGN = 14

RACE_KEY = "Ctrl+Shift+R"


class ComparePanel(Card):
    """The run that is played and the kept ones: what each is called and has come to.

    Signals:
        renamed(int, str): the user called the run in a slot so; nothing for what differs.
        shown(int, bool): the user wants to see a run, or not to.
        removed(int): the user wants a run gone.
        race_clicked(): the user wants a race, or no more of it.
        unit_chosen(str): the user chose what a race goes by.
    """

    renamed = Signal(int, str)
    shown = Signal(int, bool)
    removed = Signal(int)
    race_clicked = Signal()
    unit_chosen = Signal(str)

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
        self._hint = label("muted", wrap=True)
        self._hint.setObjectName("compare_hint")
        self.race = QPushButton()
        self.race.setObjectName("race")
        self.race.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.race.clicked.connect(self.race_clicked)
        self._unit = Choice()
        self._unit.setObjectName("race_by")
        for key in _RACES:
            self._unit.addItem(key, key)
        self._unit.currentIndexChanged.connect(
            lambda _index: self.unit_chosen.emit(self._unit.currentData())
        )
        self.all_rules = AllRules()
        self.time_epoch = QPushButton()
        self.time_epoch.setObjectName("time_epoch_button")
        self.time_epoch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.all_rules.put_beside(self.time_epoch)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("form")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self._list.addWidget(self._current)
        self._list.addWidget(self._hint)
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
        beside = self._beside = QWidget()  # so that the captions stay over their columns
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
        self.body.addWidget(self.all_rules)

    def show_unit(self, unit: str) -> None:
        """Show what a race goes by, of `comparison.ACROSS`."""
        with QSignalBlocker(self._unit):
            self._unit.setCurrentIndex(self._unit.findData(unit))

    def list_runs(self, runs: Sequence[Kept]) -> None:
        """List these runs, and no others, in their order."""
        slots = [kept.slot for kept in runs]
        if slots != [row.slot for row in self._rows]:
            for row in [row for row in self._rows if row.slot not in slots]:
                self._rows.remove(row)
                row.setParent(None)
                row.deleteLater()
            there = {row.slot: row for row in self._rows}
            self._rows = [there.get(slot) or self._row(slot) for slot in slots]
            for place, row in enumerate(self._rows, 1):  # after the run that is played
                self._list.insertWidget(place, row)
                row.show()
        for row, kept in zip(self._rows, runs, strict=True):
            row.show_visible(visible=kept.visible)
        for part in (self.remark, self.race, self._unit):
            part.setVisible(bool(runs))
        self._hint.setVisible(not runs)
        self.remark.setText(_("{count} of {most}").format(count=len(runs), most=MOST_KEPT))

    def _row(self, slot: int) -> Row:
        row = Row(slot)
        row.name.renamed.connect(lambda name: self.renamed.emit(slot, name))
        row.swatch.toggled.connect(lambda shown: self.shown.emit(slot, shown))
        row.remove.clicked.connect(lambda: self.removed.emit(slot))
        if self._theme is not None:
            row.restyle(self._theme)
        row.retranslate()
        return row

    def name_runs(
        self, names: Sequence[str], problems: Sequence[Problem], *, drawn: Sequence[bool]
    ) -> None:
        """Say what the runs are called, and which of them have a place in the plots.

        The first is the run that is played.
        """
        rows = (self._current, *self._rows)
        for row, name, problem, fits in zip(rows, names, problems, drawn, strict=True):
            row.say(name, problem, drawn=fits)

    def show_standings(
        self, standings: Sequence[tuple[Trace, int]], racing: Sequence[bool]
    ) -> None:
        """Show what the runs have come to after so many steps; the first is the one played.

        Args:
            standings: the runs, and how many steps have been taken of each.
            racing: which of them are in a race, and have a place in it.
        """
        rows = (self._current, *self._rows)
        for row, (trace, position) in zip(rows, standings, strict=True):
            row.show_standing(trace, position)
        costs = [row.cost if races else None for row, races in zip(rows, racing, strict=True)]
        for row, place in zip(rows, places(costs), strict=True):
            row.show_place(place)

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
        self.race.setText(_("End race") if self._racing else _("Race"))
        self._draw_sign()
        self.race.setAccessibleName(_("Race"))
        text = (
            _("Show the kept runs whole again.")
            if self._racing
            else _("Play all visible runs from their starts, together.")
        )
        set_tip(self.race, with_key(text, RACE_KEY))

    def _draw_sign(self) -> None:
        if self._theme is not None:
            sign = "player-stop" if self._racing else "player-play"
            size = round(scaled(_SIGN))
            self.race.setIcon(icon(sign, size, self._theme.text, faded(self._theme)))
            self.race.setIconSize(QSize(size, size))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.title.setText(_("Kept runs"))
        self.setAccessibleName(_("Kept runs"))
        self._hint.setText(
            _(
                "Nothing is kept yet. Press Keep below to hold on to this run, then change a"
                " setting and run again: the two stand here beside each other, and can race."
            )
        )
        self._captions.say(_("cost"), _("steps"), _("evaluations"))
        with QSignalBlocker(self._unit):
            for index, text in enumerate(_RACES.values()):
                self._unit.setItemText(index, _(text))
        self._unit.setAccessibleName(_("Race by"))
        set_tip(
            self._unit,
            _("What is the same for all runs at each moment of a race."),
        )
        self._say_race()
        self.all_rules.retranslate()
        self.time_epoch.setText(_("Time an epoch"))
        set_tip(
            self.time_epoch,
            _("Measure how long an epoch takes here, by single samples, by batches and at once."),
        )
        for row in (self._current, *self._rows):
            row.retranslate()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        self._draw_sign()
        self._beside.setFixedWidth(round(scaled(_SCROLL_BAR)))
        self._captions.restyle(theme.muted, 12)
        for row in (self._current, *self._rows):
            row.restyle(theme)
