"""Tables: a run, where many end, and a sweep, as files for a spreadsheet and for programs."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from gdviz.core.runs.run import Changes
from gdviz.export import FORMATS, ensembles, sweeps
from gdviz.export.step import step_table
from gdviz.i18n import N_, _, sentences
from gdviz.playback import Frame
from gdviz.playback.saving import Content, Saver
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.many.feature import Many
from gdviz.ui.features.sweep.feature import LearningRateSweep
from gdviz.ui.theme import scaled
from gdviz.ui.views.arithmetic.view import ArithmeticView
from gdviz.ui.views.view import Veil, View
from gdviz.ui.widgets.card import Progress
from gdviz.ui.widgets.message import Underway, ask_to_replace, warn

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_WIDE = 300
"""Pixels at scale 1 of the box that says how much is done."""

_KINDS = {
    "csv": (".csv", N_("Table for a spreadsheet, CSV")),
    "json": (".json", N_("With all settings, for programs, JSON")),
    "text": (".txt", N_("Text, as the command line prints it")),
}
"""The formats of the command line: what names of files end in, and what they are good for."""


class Table(NamedTuple):
    """Something that is shown and can be written as a table.

    Attributes:
        name: what its file is called, without an ending, unless told otherwise.
        formats: what writes it, by the formats of the command line.
    """

    name: str
    formats: Mapping[str, Content]


class Tables(Feature):
    """Saves what is shown as the files that the command line writes, and copies a step's numbers.

    It is taken as it is when it is chosen; what goes on in the window meanwhile changes nothing.
    """

    id = "tables"

    def __init__(self, window: "MainWindow") -> None:
        """Put the entries into the menus File and Edit."""
        super().__init__(window)
        self._underway: Underway | None = None
        self._named = ""  # what is saved
        self._saver = Saver(self)
        self._saver.progressed.connect(self._on_progressed)
        self._saver.saved.connect(self._on_saved)
        self._saver.failed.connect(self._on_failed)
        self._saver.freed.connect(self._on_freed)
        menus = window.menus
        self._menu = menus.submenu("file/export", N_("Save tabl&e"))
        self._menu.aboutToShow.connect(self._offer)
        self._entries = {
            made: menus.action(self._menu, title, partial(self._save, made), "", name)
            for title, made, name in (
                (N_("Of the &run…"), self._run, "save_run"),
                (N_("Of where many &end…"), self._ends, "save_ends"),
                (N_("Of the &sweep…"), self._sweep, "save_sweep"),
            )
        }
        self._copy_entry = menus.action(
            "edit/copy", N_("Copy s&tep as table"), self.copy_step, "", "copy_step"
        )
        window.all_views.tell("copy_step", partial(_offer_in, self._copy_entry))
        window.closing.connect(self._saver.close)

    def follow_frame(self, frame: Frame) -> None:
        """Offer the numbers of a step that is known, and not to be guessed."""
        self._copy_entry.setEnabled(self._may_be_copied(frame))

    def settle(self) -> None:
        """Offer them, or do not, where that is all that has changed."""
        self.follow_frame(self.window.player.shown)

    def _may_be_copied(self, frame: Frame) -> bool:
        return frame.known and not self.window.store[Veil].hides

    def _offer(self) -> None:
        for made, entry in self._entries.items():
            entry.setEnabled(self._underway is None and made() is not None)

    def _run(self) -> Table:
        changes: Changes = self.window.player.trace.changes
        formats = {name: partial(one.write, changes) for name, one in FORMATS.items()}
        return Table("gdviz_run", formats)

    def _ends(self) -> Table | None:
        panel = self.window.feature(Many).panel
        swarm = panel.swarm if panel is not None else None
        if swarm is None or swarm.share < 1:
            return None
        return Table("gdviz_ends", _written(ensembles.WRITERS, swarm.ensemble))

    def _sweep(self) -> Table | None:
        sweep = self.window.feature(LearningRateSweep).finished
        return None if sweep is None else Table("gdviz_sweep", _written(sweeps.WRITERS, sweep))

    def _save(self, made: Callable[[], Table | None]) -> None:
        """Have a file chosen, and begin to write it."""
        table = made()
        if table is None or self._underway is not None:
            return
        endings = {ending: kind for kind, (ending, _title) in _KINDS.items()}
        filters = {f"{_(title)} (*{ending})": ending for ending, title in _KINDS.values()}
        usual, title = next(iter(endings)), _("Save the table")
        typed, chosen = QFileDialog.getSaveFileName(
            self.window, title, table.name + usual, ";;".join(filters)
        )
        if not typed:
            return
        path = Path(typed)
        if path.suffix.lower() in endings:
            self._begin(path, table.formats[endings[path.suffix.lower()]])
        else:
            ending = filters.get(chosen, usual)
            path = path.with_name(path.name + ending)
            begin = partial(self._begin, path, table.formats[endings[ending]])
            ask_to_replace(self.window, path, begin)

    def _begin(self, path: Path, content: Content) -> None:
        if self._underway is None:
            self._show_progress(path)
            self._saver.save(path, content)

    def _show_progress(self, path: Path) -> None:
        """Say how much is done, if that takes longer than one notices; the window goes on."""
        self._named = _("Saving {file}…").format(file=path.name)
        saver = self._saver
        self._underway = Underway(
            self.window, "saving", self._named, cancel=saver.cancel, over=saver.freed
        )
        self._underway.setMaximum(1)
        self._underway.setBar(Progress("saving_progress"))
        self._underway.setMinimumWidth(round(scaled(_WIDE)))
        self._underway.setAutoReset(False)
        self._offer()

    @Slot(float)
    def _on_progressed(self, share: float) -> None:
        if self._underway is not None:
            self._underway.setLabelText(sentences(self._named, self._saver.left.words(share)))
            self._underway.setValue(round(self._underway.maximum() * share))

    @Slot()
    def _on_freed(self) -> None:
        if self._underway is not None:
            self._underway = None
            self._offer()

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.window.passing.say(_("Saved as {file}").format(file=path.name))

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        text = _("The table could not be saved: {reason}.").format(reason=reason.rstrip(".。"))
        hint = _("What was there is as it was. Save it in another place.")
        warn(self.window, sentences(text, hint))

    def copy_step(self) -> None:
        """Copy the numbers of the step that is shown."""
        frame = self.window.player.shown
        if self._may_be_copied(frame):
            QGuiApplication.clipboard().setText(step_table(frame.trace, frame.position))
            self.window.passing.say(_("The step is copied: paste it into a spreadsheet"))


def _written(writers: Mapping[str, Callable[[Any, TextIO], None]], what: Any) -> dict[str, Content]:
    """Return what writes it, by format; it takes no time that is worth being told."""
    return {name: partial(_write_at_once, write, what) for name, write in writers.items()}


def _write_at_once(
    write: Callable[[Any, TextIO], None], what: Any, stream: TextIO, _tell: object
) -> None:
    write(what, stream)


def _offer_in(action: QAction, view: View) -> None:
    """Offer it by the right button too, in the arithmetic of the step."""
    if isinstance(view, ArithmeticView):
        view.sheet.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        view.sheet.addAction(action)
