"""The row that compares all update rules, each at the learning rate that suits it best."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gdviz.core.catalogue import rule_named
from gdviz.core.runs.best_rates import BestRates, best_rates
from gdviz.core.runs.comparison import MOST_KEPT
from gdviz.core.runs.settings import Settings
from gdviz.i18n import N_, _, listed, sentences
from gdviz.playback.unfolding import Unfolding
from gdviz.ui.widgets.card import Progress, label
from gdviz.ui.widgets.tips import set_tip


class AllRules(QWidget):
    """Has every rule swept when it is asked to, and says how far that has come.

    Signals:
        wanted(): the user wants all rules compared.
        found(list): the runs that end lowest, each a rule's at its best rate, as `Settings`.
    """

    wanted = Signal()
    found = Signal(object)

    def __init__(self) -> None:
        """Make the row, and the thread that sweeps."""
        super().__init__()
        self._others: Sequence[Settings] = ()
        self._computing = Unfolding(N_("The comparison of all rules broke off."), self)
        self._computing.moved.connect(self._on_moved)
        self._computing.finished.connect(self._on_finished)
        self._computing.failed.connect(self._on_failed)
        self._button = QPushButton()
        self._button.setObjectName("all_rules")
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the space key runs after a click
        self._button.clicked.connect(self._stop_or_want)
        self._words = label("small", wrap=True)
        self._words.setObjectName("all_rules_words")
        self._progress = Progress("all_rules_progress")
        self._progress.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self._button)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._progress)
        column.addLayout(self._row)
        column.addWidget(self._words)

    @property
    def running(self) -> bool:
        """Whether the rules are being swept."""
        return self._computing.running

    def start(self, settings: Settings) -> None:
        """Sweep all rules on what those settings run."""
        self._computing.start(best_rates(settings))
        self._progress.show_share(0)
        self._follow(_("Computing…"))

    def stop(self) -> None:
        """Sweep no further, and say again what there is to be had."""
        self._computing.cancel()
        self._others = ()
        self._follow(self._offer())

    def let(self, *, possible: bool) -> None:
        """Let it be asked for only where there are rules to compare."""
        self._button.setEnabled(possible)

    def put_beside(self, button: QPushButton) -> None:
        """Put another button beside this row's."""
        self._row.insertWidget(1, button)

    def end(self) -> None:
        """End the thread; the row is of no use after that."""
        self._computing.close()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        set_tip(
            self._button,
            _(
                "Sweep the learning rate of every update rule on this problem, and keep for each"
                " the run that ends lowest."
            ),
        )
        self._progress.setAccessibleName(_("How much of the comparison is computed"))
        self._follow(self._words.text() if self.running else self._offer())

    @Slot()
    def _stop_or_want(self) -> None:
        if self.running:
            self.stop()
        else:
            self.wanted.emit()

    def _offer(self) -> str:
        """Return what there is to be had, and which rules have no place among the kept runs."""
        offer = _("Each at its best learning rate.")
        if not self._others:
            return offer
        names = listed(_(rule_named(settings.rule).title) for settings in self._others)
        left_out = _("Not kept, as they end higher: {rules}.").format(rules=names)
        return sentences(offer, left_out)

    def _follow(self, words: str) -> None:
        """Make the button and the bar agree with what goes on, and say something beside them."""
        self._progress.setVisible(self.running)
        self._button.setText(_("Stop") if self.running else _("All rules"))
        self._button.setAccessibleName(_("Compare all update rules"))
        self._words.setText(words)

    @Slot(object)
    def _on_moved(self, now: BestRates) -> None:
        self._progress.show_share(now.share)
        left = self._computing.left.words(now.share)
        self._follow(", ".join(filter(None, (_(rule_named(now.rule).title), left))))

    @Slot(object)
    def _on_finished(self, now: BestRates) -> None:
        best, others = now.lowest(MOST_KEPT)
        self.found.emit(best)
        self._others = others
        self._follow(self._offer())

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        text = _("It broke off: {reason}. Change a setting, or start it again.")
        self._follow(text.format(reason=reason))
