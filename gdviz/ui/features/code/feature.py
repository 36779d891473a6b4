"""Code: the program of the run, at the line that it has come to, and the steps along its lines."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from gdviz.core import RunConfig
from gdviz.core.runs.glide import Motion
from gdviz.core.store import Part
from gdviz.export.listing.following import Line, Listing
from gdviz.files import replacing
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.playback.asking import Asker, GoOn
from gdviz.ui.features.code.beside import BESIDE, BesideChoice
from gdviz.ui.features.code.programs import followed_at, program_of, too_far
from gdviz.ui.features.feature import Feature
from gdviz.ui.views.code.options import CodeOptions
from gdviz.ui.views.code.reading import CodeView, Reading
from gdviz.ui.views.view import Veil, View
from gdviz.ui.widgets.message import warn
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.workspaces import CODE

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

Places = Callable[[Sequence[Line]], list[int]]
"""Finds places in a step to go to, among its lines."""

_FAR = N_("So late in a run the program is not followed any more.")
_CHANGED = N_("Settings were changed in mid-run. This is the program of the run as it began.")


class _Wanted(NamedTuple):
    """Where to be once the step is shown: the first of some places in it, or the last."""

    step: int
    places: Places
    which: int


class Code(Feature):
    """Follows the program of the run while its workspace is shown.

    Where in its step the program is belongs to the playhead while the run plays: the line is a
    function of how far the step has come. At rest it is where one has gone.
    """

    id = "code"

    def __init__(self, window: "MainWindow") -> None:
        """Put the steps along the lines into the menu Run, and what is done with the text."""
        super().__init__(window)
        self._of: tuple[RunConfig, str] | None = None  # the run that is read, and the style
        self._reading: Reading | None = None
        self._note = ""  # what is to be known of the program at any of its steps
        self._at = 0  # the line of the step
        self._wanted: _Wanted | None = None
        self._veiled = False
        self._choices: dict[str, BesideChoice] = {}  # by the views that they are in
        self._actions: list[QAction] = []
        self._asker = Asker(N_("The program could not be followed."), 0.0, parent=self)
        self._asker.answered.connect(self._on_read)
        self._asker.failed.connect(self._on_failed)
        self._actions += [*self._add_steps(), *self._add_uses(), *self._add_beside()]
        self._offer_actions()
        window.player.glided.connect(self._on_glide)
        window.all_views.line_chosen.connect(self._go_to_line)
        window.closing.connect(self._asker.close)

    def _add_steps(self) -> list[QAction]:
        menus = self.window.menus
        menus["run"].addSeparator()
        steps: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("sample_back", N_("Sample back"), "Alt+PgUp", partial(self._go, -1, _samples)),
            ("line_back", N_("Line back"), "Shift+PgUp", partial(self._go, -1, _every)),
            ("line_forward", N_("Next line"), "Shift+PgDown", partial(self._go, 1, _every)),
            ("sample_forward", N_("Next sample"), "Alt+PgDown", partial(self._go, 1, _samples)),
        )
        made = [menus.action("run", title, done, key, name) for name, title, key, done in steps]
        for action in made:
            self.window.all_views.tell(action.objectName(), partial(_offer, action))
        return made

    def _add_uses(self) -> list[QAction]:
        menus = self.window.menus
        copy = menus.action("edit/copy", N_("Copy the &program"), self._copy, "", "copy_program")
        save = menus.action("file/export", N_("Save the &program…"), self._save, "", "save_program")
        return [copy, save]

    def _add_beside(self) -> list[QAction]:
        menus = self.window.menus
        menu = menus.submenu("view", N_("&Beside the program"))
        self.window.all_views.tell("beside", self._offer_beside)
        return [
            menus.action(menu, title, partial(self._put_beside, name), name=f"see_{name}")
            for name, title in BESIDE.items()
        ]

    def _offer_beside(self, view: View) -> None:
        """Have a view that stands beside the program lead to the others that do."""
        if view.id in BESIDE:
            choice = self._choices[view.id] = BesideChoice(view)
            choice.chosen.connect(self._put_beside)
            choice.retranslate()
            self._offer_actions()

    @Slot(str)
    def _put_beside(self, name: str) -> None:
        store = self.window.store
        store.replace(replace(store[Panels], beside=name))

    @property
    def here(self) -> bool:
        """Whether the workspace is shown."""
        return self.window.workspace.id == CODE.id

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Come or go with the workspace."""
        if Panels in changed:
            self._offer_actions()

    def _offer_actions(self) -> None:
        kinds, problem = self.window.all_views.kinds, self.window.player.config.problem
        for action in self._actions:
            by_sample = action.objectName().startswith("sample_")
            action.setEnabled(self.here and (problem.n_samples > 1 or not by_sample))
        suiting = [name for name in BESIDE if self.here and kinds[name].suits(problem)]
        for choice in self._choices.values():
            choice.offer(suiting)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for choice in self._choices.values():
            choice.retranslate()

    def settle(self) -> None:
        """Read what is shown, in the style that is wanted, if that has not been done."""
        frame = self.window.player.shown
        veiled = bool(self.window.store[Veil].hides)
        another = self._of != self._question(frame) or veiled is not self._veiled
        if another if self.here else self._of is not None:
            self.follow_frame(frame)

    def _question(self, frame: Frame) -> tuple[RunConfig, str]:
        return _begun(frame), self.window.store[CodeOptions].style

    def follow_frame(self, frame: Frame) -> None:
        """Be at the step that is shown: at its first line, unless one has gone to another."""
        if not self.here:
            self._forget()
            return
        self._veiled = bool(self.window.store[Veil].hides)
        if not frame.read:
            self._put_out()
            return
        if self._of != self._question(frame):
            self._of, self._wanted = self._question(frame), None
            self._reading = program_of(*self._of)
            self._note = self._reading.note
            self._offer_actions()
            self._asker.drop()
        if self._wanted is None or self._wanted.step != frame.position:
            self._at = 0
        self._show(frame)

    def _forget(self) -> None:
        """Follow nothing where nobody sees it, and keep none of what was followed."""
        self._asker.drop()
        if self._of is not None and self._reading is not None:
            self._tell(self._reading.at(None, self._reading.step))
        self._of = None

    def _put_out(self) -> None:
        """Have no line lit while nobody could read it."""
        if self._reading is not None and self._reading.line is not None:
            self._tell(self._reading.at(self._reading.followed, self._reading.step))

    def _tell(self, reading: Reading) -> None:
        self._reading = reading
        self.window.all_views.tell("reading", partial(_show_in, reading))

    def _show(self, frame: Frame) -> None:
        """Tell the views where the program is, and have it read there if it was not."""
        reading, step = self._reading, frame.position
        assert reading is not None, "follow_frame has had it written"
        reading = replace(reading.at(reading.followed, step), note=self._note)
        if frame.config is not _begun(frame):
            reading = replace(reading.at(None, step), note=_CHANGED)
        elif self._veiled:
            reading = reading.at(None, step)  # a line would give away where the step leads
            self._wanted = None
        elif reading.lines:
            wanted = self._wanted
            if wanted is not None and wanted.step == step:
                self._at = (wanted.places(reading.lines) or [0])[wanted.which]
                self._wanted = None
            self._at = min(self._at, len(reading.lines) - 1)
            reading = replace(reading, line=reading.lines[self._at])
        elif reading.listing.weight and too_far(frame.config, step):
            reading = replace(reading, note=_FAR)
        elif reading.listing.weight and not (reading.known or self._asker.waiting):
            self._asker.ask(partial(_follow, reading, step))
        self._tell(reading)

    @Slot(object)
    def _on_read(self, reading: Reading) -> None:
        self._reading = reading
        self._show(self.window.player.shown)

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        """Follow it no further: it would fail again."""
        assert self._reading is not None, "it has been asked about"
        listing = Listing(self._reading.listing.text, "")
        self._note = reason
        self._tell(replace(self._reading, listing=listing, note=reason))

    @Slot(object)
    def _on_glide(self, frame: Frame) -> None:
        """Be at the line that is as far in its step as the step has come."""
        lines = self._reading.lines if self._reading is not None else ()
        if self.here and lines and frame.motion is not Motion.JUMPS:
            at = int(frame.fraction * len(lines))
            if at != self._at:
                self._at = at
                self._show(frame)

    def _go(self, way: int, places: Places) -> None:
        """Go on, or back, to the next of such places; into another step where there is none."""
        if self._reading is None or self._reading.line is None:
            return
        player = self.window.player
        player.pause()
        beyond = [at for at in places(self._reading.lines) if (at - self._at) * way > 0]
        if beyond:
            self._at = beyond[0 if way > 0 else -1]
            self._show(player.shown)
        elif player.position + way >= 0 and not (way > 0 and player.at_end):
            self._wanted = _Wanted(player.position + way, places, 0 if way > 0 else -1)
            player.seek(player.position + way)

    @Slot(int)
    def _go_to_line(self, number: int) -> None:
        """Go to where a line is executed next, in this step or a later one, if it is known."""
        reading, places = self._reading, partial(_places_of, number)
        if reading is None or reading.line is None or reading.followed is None:
            return
        followed = reading.followed
        later = range(reading.step + 1, followed.first + len(followed.steps))
        in_step = any(at > self._at for at in places(reading.lines))
        if in_step or not (later or followed.over):
            self._go(1, places)
            return
        step = next((one for one in later if places(followed.lines(one) or ())), None)
        if step is not None:
            self.window.player.pause()
            self._wanted = _Wanted(step, places, 0)
            self.window.player.seek(step)

    @property
    def text(self) -> str:
        """The text of the program; empty while there is none."""
        return self._reading.listing.text if self._reading is not None else ""

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)

    def _save(self) -> None:
        title, kind = _("Save the program"), _("Programs in Python")
        name, _kind = QFileDialog.getSaveFileName(
            self.window, title, "gdviz_run.py", f"{kind} (*.py)"
        )
        if name:
            try:
                with replacing(Path(name)) as file:
                    file.write(self.text)
            except OSError as error:
                reason = error.strerror or str(error)
                text = _("The program could not be saved: {reason}.").format(reason=reason)
                warn(self.window, text)


def _begun(frame: Frame) -> RunConfig:
    """Return the settings with which the run that is shown began."""
    return frame.trace.changes[0][1]


def _follow(reading: Reading, step: int, _go_on: GoOn) -> Reading:
    return followed_at(reading, step)


def _every(lines: Sequence[Line]) -> list[int]:
    """Return the places of all lines."""
    return [*range(len(lines))]


def _places_of(number: int, lines: Sequence[Line]) -> list[int]:
    """Return where the line of that number is executed."""
    return [at for at, line in enumerate(lines) if line.number == number]


def _samples(lines: Sequence[Line]) -> list[int]:
    """Return where each sample's turn begins, in whatever is done with it."""
    turns = [line.sample if line.sample == after.sample else -1 for line, after in pairwise(lines)]
    before = [-1, *turns]
    return [at for at, turn in enumerate(turns) if turn >= 0 and turn != before[at]]


def _show_in(reading: Reading, view: View) -> None:
    if isinstance(view, CodeView):
        view.show_reading(reading)


def _offer(action: QAction, view: View) -> None:
    view.offer("code", action)
