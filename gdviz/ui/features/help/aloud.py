"""What a screen reader says of its own accord, and where Escape leads from a plot."""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAccessible, QKeyEvent

from gdviz.core import Outcome
from gdviz.core.runs.outcome import DIVERGENT
from gdviz.core.store import Part
from gdviz.core.telling.explain import explain
from gdviz.ui.access.by_keys import is_picture
from gdviz.ui.access.spoken import announce, have_them_speak, tell_of_change
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.lessons.feature import Lessons
from gdviz.ui.features.lessons.parts import Opened
from gdviz.ui.widgets.inside import everything_in

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class Aloud(Feature):
    """Announces the end of a run, at once if it diverged, and the page that a lesson turns to.

    While a run is played nothing is said; once it comes to rest, what the plots show is
    something else to be asked for. Escape, where nothing else has a use for it, leads from a
    plot to the button that plays the run.
    """

    id: ClassVar[str] = "aloud"

    def __init__(self, window: "MainWindow") -> None:
        """Listen to the player and the window."""
        super().__init__(window)
        have_them_speak()
        window.player.finished.connect(self._on_finished)
        window.player.playing_changed.connect(self._on_playing)
        window.installEventFilter(self)

    @Slot(object)
    def _on_finished(self, _outcome: Outcome) -> None:
        trace = self.window.player.trace
        if trace.ending is not None:
            announce(self.window, explain(trace), urgent=trace.ending.verdict in DIVERGENT)

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        if not playing and QAccessible.isActive():
            for widget in everything_in(self.window):
                if widget.isVisible() and is_picture(widget):
                    tell_of_change(widget)

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Say the page to which a lesson has been turned."""
        if Opened in changed:
            text = self.window.feature(Lessons).panel.read_page()
            if text:
                announce(self.window, text)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Tell whether Escape has led from a plot to the button that plays the run."""
        leaves = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if leaves and event.type() == QEvent.Type.KeyPress:
            focused = self.window.focusWidget()
            if focused is not None and is_picture(focused):
                self._to_the_bar()
                return True
        return False

    def _to_the_bar(self) -> None:
        buttons = self.window.transport.buttons
        shown = "pause" if self.window.player.playing else "run"
        buttons[shown].setFocus(Qt.FocusReason.OtherFocusReason)
