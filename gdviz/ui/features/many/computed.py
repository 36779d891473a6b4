"""A card whose contents are computed on a thread, moment by moment."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import Signal, Slot

from gdviz.i18n import N_, _, sentences
from gdviz.playback.unfolding import Moment, Unfolding
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.card import AgainButton, Card, Note, Progress

M = TypeVar("M", bound=Moment)
"""How far it has come."""

_NOTE_LINES = 2
"""How many lines of text there is room for, so that nothing moves."""

_SURE = 0.01
"""So much has to be computed before one can tell how long the rest takes."""


class Computed(Card, Generic[M]):
    """Shows what is computed as far as it has come, can be stopped, and keeps what is done.

    Attributes:
        note: what is to be known of it.
        now: how far it has come; None before there is anything.

    Signals:
        changed(): there is more of it, or it is shown otherwise.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        """Make the card, and the thread that computes.

        Args:
            name: what the names of its parts begin with.
        """
        super().__init__()
        self.now: M | None = None
        self._refusal = self._broke_off = ""
        self._possible = self._left = False
        self._computing = Unfolding(
            N_("The computing of many runs broke off. Change a setting, or start it again."), self
        )
        self._computing.moved.connect(self.show_moment)
        self._computing.finished.connect(self.show_moment)
        self._computing.failed.connect(self._on_failed)
        self.note = Note()
        self.note.setObjectName(f"{name}_note")
        self._progress = Progress(f"{name}_progress")
        self._again = AgainButton(f"{name}_again")
        self._again.clicked.connect(self._stop_or_start)
        self.header.addWidget(self._again)
        self.body.addWidget(self._progress)

    @abstractmethod
    def moments(self) -> Iterator[M]:
        """Return what is to be computed, from its beginning."""

    @abstractmethod
    def draw(self) -> None:
        """Show `now`, or that there is nothing."""

    @abstractmethod
    def conclusion(self, now: M) -> str:
        """Return what is to be known of it at its end."""

    def arrange(self) -> None:
        """Show what agrees with what goes on; a refusal leaves the note alone."""

    @property
    def running(self) -> bool:
        """Whether it computes."""
        return self._computing.running

    @property
    def refused(self) -> bool:
        """Whether there is nothing to compute, for a reason that the note says."""
        return bool(self._refusal)

    def begin(self, *, at_once: bool = True) -> None:
        """Let go of what there is, and compute anew, at once or when the button is pressed."""
        self._let_go()
        self._possible = True
        if at_once:
            self._computing.start(self.moments())
        self.redraw()

    def refuse(self, reason: str) -> None:
        """Show that there is nothing to compute, and why."""
        self._let_go()
        self._refusal, self._possible = reason, False
        self.redraw()

    def _let_go(self) -> None:
        self._computing.cancel()
        self.now, self._refusal, self._broke_off, self._left = None, "", "", False

    def leave(self) -> None:
        """Compute no further as long as nobody asks for it."""
        self._left |= self.running
        self._stop()

    def come_back(self) -> None:
        """Compute anew what was left before it came to its end."""
        if self._left:
            self.begin()

    def _stop(self) -> None:
        if self.running:
            self._computing.cancel()
            self.follow()

    @Slot()
    def _stop_or_start(self) -> None:
        if self.running:
            self._stop()
        else:
            self.begin()

    @Slot(object)
    def show_moment(self, now: M) -> None:
        """Show that it has come so far."""
        self.now = now
        self.redraw()

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self._broke_off = reason
        self.follow()

    def redraw(self) -> None:
        """Show how far it has come."""
        self.draw()
        self._progress.show_share(0.0 if self.now is None else self.now.share)
        self.follow()
        self.changed.emit()

    def follow(self) -> None:
        """Make the button, the bar and the words agree with what goes on."""
        done = self.now is not None and self.now.share == 1
        self._progress.setVisible(self.running)
        wanted, begun = not done and self._possible, self.now is not None
        self._again.offer(running=self.running, wanted=wanted, begun=begun)
        self.arrange()
        self.note.say(self._words(), "divergence" if self._broke_off else "")

    def _words(self) -> str:
        now = self.now
        if self._refusal:
            return _("{reason}.").format(reason=self._refusal)
        if self._broke_off:
            text = _("It broke off: {reason}. Change a setting, or start it again.")
            return text.format(reason=self._broke_off)
        if now is None:
            return _("Computing…") if self.running else self.invitation()
        if self.running:
            left = self._computing.left.words(now.share) if now.share > _SURE else ""
            return sentences(_("Computing…"), left)
        return self.conclusion(now) if now.share == 1 else _("Stopped. What was computed stays.")

    def invitation(self) -> str:
        """Return what is to be done first."""
        return _("Nothing is computed yet.")

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self._again.retranslate()
        self._progress.setAccessibleName(_("How much of the runs is computed"))
        self.follow()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self.note.setMinimumHeight(_NOTE_LINES * self.fontMetrics().lineSpacing() + 18)

    def end(self) -> None:
        """End its thread; it is of no use after that."""
        self._computing.close()
