"""Sessions in files: begun, opened, saved, and asked about before they are lost."""

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog

from gdviz.core.store import Part
from gdviz.export.session import ENDING, open_session, write_session
from gdviz.files import replacing
from gdviz.i18n import N_, _
from gdviz.ui.features.feature import Feature, Files
from gdviz.ui.features.files.sessions.taking_up import Read, TakingUp
from gdviz.ui.widgets.message import ask, ask_to_replace, warn
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.menus import plain

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_MOST_RECENT = 8

Then = Callable[[], object]
"""What is done once something is opened or saved."""


def _nothing() -> None:
    """Go on with nothing."""


class Sessions(Feature):
    """New, Open recent, Save and Save as; the title says which session it is.

    Without a file, what was done is remembered when the window closes, and is asked about only
    before something else takes its place.

    Attributes:
        path: the file that the session is in; None before it has one.
        recent: the files of those that were last opened or saved, the newest first.

    Signals:
        taken(): the window is in the state that was asked for.
    """

    taken = Signal()

    id = "sessions"
    opens: ClassVar[Files] = Files(N_("Sessions"), (ENDING,))

    def __init__(self, window: "MainWindow") -> None:
        """Put the entries into the File menu."""
        super().__init__(window)
        self.path: Path | None = None
        self.recent: tuple[Path, ...] = ()
        self._coming: Path | None = None  # the file of what is being read
        self._then: Then = _nothing
        self._taking_up = TakingUp(window)
        self._taking_up.taken.connect(self._on_taken)
        menus = window.menus
        open_file = menus["file"].actions()[0]
        menus.action("file", N_("&New"), self.begin, "Ctrl+N", "new", before=open_file)
        self._menu = menus.submenu("file/open", N_("Open &recent"))
        self._menu.aboutToShow.connect(self._list_recent)
        menus.action("file/save", N_("&Save"), self.save, "Ctrl+S", "save")
        menus.action("file/save", N_("Save &as…"), self.save_as, "Ctrl+Shift+S", "save_as")
        self.say_why_not = self._taking_up.say_why_not

    def begin(self) -> None:
        """Begin anew, with all as at first."""
        self.replace(_("A new session"), dict)

    def open_file(self, path: Path) -> None:
        """Put the window into the state that a file has."""
        self.replace(path.name, partial(open_session, path), path.absolute())

    def replace(
        self,
        named: str,
        read: Read,
        path: Path | None = None,
        then: Then = _nothing,
    ) -> None:
        """Take up another state, once it is clear what becomes of the work that is there.

        Args:
            named: what it is, as the user knows it.
            read: reads it.
            path: the file that it is in, if it is in one.
            then: is called once the window is in that state.
        """

        def go_on() -> None:
            self._coming, self._then = path, then
            self._taking_up.take_up(named, read)

        if self.window.store.unsaved:
            self._ask_first(go_on)
        else:
            go_on()

    def _ask_first(self, go_on: Then) -> None:
        """Have the user save the work that would be lost, or say that it is not wanted."""
        answers: dict[str, Then] = {
            _("Save"): partial(self.save, go_on),
            _("Do not save"): go_on,
            _("Cancel"): _nothing,
        }
        text = _("Save what has changed in {session}?").format(session=self._name)
        ask(self.window, text, _("Otherwise it is lost."), answers)

    @property
    def _name(self) -> str:
        return _("this session") if self.path is None else self.path.name

    @Slot()
    def _on_taken(self) -> None:
        self._then()
        self._be_in(self._coming)
        self.taken.emit()

    def _be_in(self, path: Path | None) -> None:
        """Have that file for the session's own from now on."""
        self.path = path
        if path is not None:
            others = [one for one in self.recent if one != path]
            self.recent = tuple([path, *others][:_MOST_RECENT])
        self._say_title()

    def _say_title(self) -> None:
        name = "" if self.path is None else self.path.name.replace("[*]", "[*][*]") + "[*]"
        self.window.entitle("session", name)
        self.window.setWindowModified(bool(name) and self.window.store.unsaved)

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Say in the title whether there is something to save."""
        if self.path is not None:
            self.window.setWindowModified(self.window.store.unsaved)

    def save(self, then: Then = _nothing) -> None:
        """Save to the session's file, or to one that is chosen, and then go on, if it is saved."""
        if self.path is None:
            self.save_as(then)
        else:
            self._save_to(self.path, then)

    def save_as(self, then: Then = _nothing) -> None:
        """Save to a file that is chosen, and then go on, if it is saved."""
        kinds = f"{_('Sessions')} (*{ENDING})"
        usual = str(self.path or _("session") + ENDING)
        chosen, _kind = QFileDialog.getSaveFileName(self.window, _("Save"), usual, kinds)
        if not chosen:
            return
        path = Path(chosen).absolute()
        if path.suffix.lower() == ENDING:
            self._save_to(path, then)
        else:  # else it would be opened as something else
            path = path.with_name(path.name + ENDING)
            ask_to_replace(self.window, path, partial(self._save_to, path, then))

    def _save_to(self, path: Path, then: Then = _nothing) -> None:
        try:
            with replacing(path) as file:
                file.write(write_session(self.window.state(), path.parent))
        except OSError as error:
            text = _("{file} cannot be written: {reason}. Save it in another place.")
            warn(self.window, text.format(file=path, reason=error.strerror or error))
            return
        self.window.store.note_saved()
        self._be_in(path)
        self.window.passing.say(_("Saved as {file}").format(file=path.name))
        then()

    def keeps_open(self) -> bool:
        """Ask, before the window closes, about a session in a file that has changed since."""
        if self.path is None or not self.window.store.unsaved:
            return False
        self._ask_first(self._close)
        return True

    def _close(self) -> None:
        """Close, and want nothing back of what is not saved."""
        self.window.store.note_saved()
        self.window.close_at_once()

    def _list_recent(self) -> None:
        """Put into the menu what was last opened and is still there."""
        self._menu.clear()
        there = [path for path in self.recent if path.is_file()]
        for path in there:
            action = self._menu.addAction(plain(path.name))
            set_tip(action, str(path))
            action.triggered.connect(partial(self.open_file, path))
        self._menu.setToolTipsVisible(True)
        if not there:
            self._menu.addAction(_("No session yet")).setEnabled(False)
