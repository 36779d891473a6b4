"""Seldom a bad minimum: nets of several widths, and how often each ends badly."""

from collections.abc import Iterator

from PySide6.QtCore import Slot

from gdviz.core import RunConfig
from gdviz.core.numbers import format_number, format_share
from gdviz.core.runs.ensembles.seldom import (
    AT_REST,
    HIDDEN,
    WORSE,
    BadEnds,
    ByWidth,
    Seldom,
    by_width,
)
from gdviz.core.store import Store
from gdviz.core.telling.swarms import bad_in_words
from gdviz.i18n import _, sentences
from gdviz.ui.features.many.studies.question import Question
from gdviz.ui.features.many.studies.seldom.guesses import ShareGuesses
from gdviz.ui.features.many.studies.seldom.table import WidthsTable
from gdviz.ui.features.many.studies.study import Study
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.tips import set_tip


class SeldomStudy(Study[ByWidth]):
    """Has one guess how often nets of each width end badly, and then counts it.

    All widths are run by one protocol, whatever is set at the left: of that only the seed counts.
    """

    def __init__(self, question: Question) -> None:
        """Make its card."""
        super().__init__(question)
        self._seed: int | None = None
        self._guesses = ShareGuesses()
        self.protocol = label("small", wrap=True)
        self.protocol.setObjectName("seldom_protocol")
        self.table = WidthsTable()
        self.table.guessed.connect(self._on_guessed)
        self.table.chosen.connect(self._on_chosen)
        self.table.itemSelectionChanged.connect(self.follow)
        self.body.addWidget(self.table)
        self.body.addWidget(self.note)
        self.body.addWidget(self.protocol)
        self.body.addStretch(1)

    def ask(self, config: RunConfig, store: Store) -> None:
        """Show the guesses; count anew with another seed."""
        self._guesses = store[ShareGuesses]
        self.table.show_guesses(self._guesses.per_cent)
        if config.seed != self._seed:
            self._seed = config.seed
            self.begin(at_once=False)

    def come_back(self) -> None:
        """Leave it stopped: that takes minutes, and the widths that are known are kept."""

    def moments(self) -> Iterator[ByWidth]:
        """Return what is counted, one width after the other."""
        assert self._seed is not None
        return by_width(seed=self._seed)

    def draw(self) -> None:
        """Show the widths that are known."""
        if self.now is not None and self.now.share == 1:
            self.table.clearSelection()  # what is to be known of all goes first
        self.table.show_ends({} if self.now is None else self.now.ends)

    @Slot(int, object)
    def _on_guessed(self, row: int, guess: float | None) -> None:
        self.replaced.emit(self._guesses.with_one(row, guess))

    @Slot(int)
    def _on_chosen(self, hidden: int) -> None:
        assert self._seed is not None
        self.plan_chosen.emit(Seldom(hidden=hidden, seed=self._seed).plan)

    def invitation(self) -> str:
        """Return what is to be done first."""
        return _("Of a hundred nets, how many come to rest at a bad end? Guess, then start.")

    def conclusion(self, now: ByWidth) -> str:
        """Return what has come of the row selected, or else of all, and what a click does."""
        if self.table.selected is not None:
            return _("{reason}.").format(reason=bad_in_words(self.table.selected))
        seldom = _(
            "The more weights, the rarer a bad minimum: it must be one in all directions at once."
        )
        first, last = now.ends[HIDDEN[0]], now.ends[HIDDEN[-1]]
        return sentences(seldom if _rarer(first, last) else "", _("Click a row to see its nets."))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.title.setText(_("Bad ends by width"))
        short, whole = _protocol()
        self.protocol.setText(short)
        self.table.setAccessibleName(_(self.question.label))
        self.table.retranslate()
        for explained in (self.table, self.protocol):
            set_tip(explained, whole)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self.table.restyle(theme)


def _rarer(first: BadEnds, last: BadEnds) -> bool:
    """Tell whether the last share is smaller than the first, beyond what both are uncertain by."""
    return last.share.interval[1] < first.share.interval[0]


def _protocol() -> tuple[str, str]:
    """Return in short and at length how the nets are run, and which ends are bad."""
    protocol = Seldom()
    numbers = {
        "count": protocol.starts,
        "steps": f"{protocol.steps:,}",
        "rate": format_number(protocol.learning_rate),
        "momentum": format_number(protocol.momentum),
        "rest": format_number(AT_REST),
        "worse": format_share(WORSE),
    }
    short = _(
        "{count} nets each, weights from N(0, 2²), outer N(0, 1/h); {steps} steps,"
        " α = {rate}, β = {momentum}. Bad: at rest, {worse} of the variance above the best."
    )
    whole = _(
        "Each net draws its weights anew: the inner ones from N(0, 2²), the outer from N(0, 1/h),"
        " the outer bias is 0. It takes {steps} steps on all samples. It is at rest where the"
        " gradient is shorter than {rest}, and its end is bad if the cost is more than {worse} of"
        " the data's variance above the best of the {count} with that h."
    )
    return short.format(**numbers), whole.format(**numbers)
