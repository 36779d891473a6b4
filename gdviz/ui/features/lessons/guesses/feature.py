"""Guesses of a class: several sessions' files are chosen, and what was answered in them shown."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from gdviz.core.telling.lessons import Lesson
from gdviz.export.session import ENDING
from gdviz.i18n import N_, _
from gdviz.playback.asking import Asker
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.lessons.feature import Lessons
from gdviz.ui.features.lessons.guesses.dialog import GuessesDialog
from gdviz.ui.features.lessons.guesses.reading import Read, read_sheets
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.message import Underway, warn

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class Guesses(Feature):
    """Reads the files off the GUI thread; nothing that the window shows changes.

    Attributes:
        dialog: where they are shown; None while they are not.
    """

    id = "guesses"

    def __init__(self, window: "MainWindow") -> None:
        """Put an entry below the lessons."""
        super().__init__(window)
        self.dialog: GuessesDialog | None = None
        self._asker = Asker(N_("The sessions could not be read."), parent=self)
        self._asker.answered.connect(self._on_read)
        self._asker.failed.connect(self._on_failed)
        window.menus["lessons"].addSeparator()
        title = N_("Guesses of a class…")
        window.menus.action("lessons", title, self._choose, name="guesses")
        window.closing.connect(self._on_closing)

    def _choose(self) -> None:
        """Have files chosen, and show what was answered in them."""
        kinds = f"{_('Sessions')} (*{ENDING})"
        title = _("Sessions of your students")
        names, _kind = QFileDialog.getOpenFileNames(self.window, title, "", kinds)
        if names:
            text = _("Reading the sessions…")
            self._asker.ask(partial(read_sheets, [Path(name) for name in names]))
            asker = self._asker
            Underway(self.window, "guesses_reading", text, cancel=asker.drop, over=asker.freed)

    @Slot(object)
    def _on_read(self, read: Read) -> None:
        self._close_dialog()
        self.dialog = GuessesDialog(read, self._known(), self.window.theme, self.window)
        self.dialog.finished.connect(self._on_finished)
        self.dialog.show()

    def _known(self) -> list[Lesson]:
        """Return the program's own lessons, and a teacher's that is open, behind them."""
        lessons = self.window.features[Lessons.id]
        assert isinstance(lessons, Lessons)
        known, shown = list(lessons.lessons.values()), lessons.panel.lesson
        return known if shown is None or shown.id in lessons.lessons else [*known, shown]

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        text = _("The sessions could not be read: {reason}. Choose them again.")
        warn(self.window, text.format(reason=reason))

    @Slot()
    def _on_finished(self) -> None:
        self.dialog = None

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    @Slot()
    def _on_closing(self) -> None:
        """End the thread before the window goes."""
        self._close_dialog()
        self._asker.close()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        if self.dialog is not None:
            self.dialog.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        if self.dialog is not None:
            self.dialog.retranslate()
