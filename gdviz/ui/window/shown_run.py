"""Which run is shown: what is chosen becomes a trace, and the player shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from gdviz.core import InputError, RunConfig, Trace
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.store import UNUSABLE, Part, Store
from gdviz.core.types import Problem
from gdviz.i18n import _
from gdviz.playback import Player

_REMEMBERED = 8
"""So many runs that were shown are there at once when a change is undone, if all of them
together take no more memory than one may."""


@dataclass(frozen=True)
class Place(Part):
    """Where in the run one was when something was changed, so that undoing leads there.

    Attributes:
        position: how many steps had been taken.

    Raises:
        InputError: it is before the first.
    """

    position: int = 0
    key: ClassVar[str] = "place"
    worked: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the position."""
        if self.position < 0:
            raise InputError(_(UNUSABLE))


class ShownRun:
    """Keeps the player to the run that the store has.

    A run is only ever computed from what is chosen. One that is kept, or was shown before, is
    there again as it was; one that goes on with other settings keeps its steps; any other
    begins anew.
    """

    def __init__(self, store: Store, player: Player) -> None:
        """Show the run that `store` has."""
        self._store, self._player = store, player
        self._traces: dict[int, tuple[Chosen, Trace]] = {}
        self._kept: tuple[Chosen, ...] = ()
        self._remember(store[Chosen], player.trace)

    def ask(self, settings: Settings, name: str = "") -> None:
        """Go on with those settings from what is shown; begin anew where that cannot be.

        Args:
            settings: the settings.
            name: the change's name; changes of one name, one after the other, are one to undo.
        """
        chosen, place = self._store[Chosen], self._player.place_to_go_on(settings.config())
        new = Chosen(settings) if place is None else chosen.changed(place, settings)
        if settings != chosen.settings:
            self._replace(new, place or 0, name)

    def begin(self, settings: Settings, name: str = "", *others: Part) -> None:
        """Show the start of a run with those settings, even if it is the one that is shown.

        Args:
            settings: the settings.
            name: the change's name, as in `ask`.
            others: parts that change with them.
        """
        new = Chosen(settings)
        shown = self._store[Chosen]
        if new == shown:
            if shown not in self._kept:
                self._traces.pop(id(shown), None)
            self._store.amend(Place(0))
            self._store.replace(*others, name=name)
            self.follow()
        else:
            self._replace(new, 0, name, *others)

    def ask_config(self, config: RunConfig, name: str = "", *others: Part) -> None:
        """Show the start of a run, and leave the settings that it has no use for."""
        self.begin(Settings.of(config, self._store[Chosen].settings), name, *others)

    def ask_problem(self, problem: Problem) -> None:
        """Show the start of a run on `problem`, the other settings as they are."""
        self.begin(self._store[Chosen].settings.on(problem))

    def reset(self) -> None:
        """Show the start of the run with the settings of now."""
        self.begin(self._store[Chosen].settings)

    @property
    def place(self) -> Place:
        """Where in the run one is."""
        return Place(self._player.position)

    def note_place(self) -> None:
        """Have the store know where in the run one is."""
        self._store.amend(self.place)

    def _replace(self, chosen: Chosen, position: int, name: str, *others: Part) -> None:
        self.note_place()
        self._store.replace(chosen, Place(position), *others, name=name)

    def follow(self) -> None:
        """Have the player show the run that the store has, where one was in it."""
        chosen, position = self._store[Chosen], self._store[Place].position
        self._player.show(self.trace_of(chosen), position)

    def keep(self, runs: Sequence[Chosen]) -> list[Trace]:
        """Return the traces of these runs, and keep them, and no others, whatever is shown."""
        self._kept = tuple(runs)
        return [self.trace_of(run) for run in runs]

    def trace_of(self, chosen: Chosen) -> Trace:
        """Return the trace of a run: as far as it is known, or one that is yet to be computed.

        A run like one that is kept is that one.
        """
        chosen = next((run for run in self._kept if run == chosen), chosen)
        known = self._traces.pop(id(chosen), None)
        trace = self._begun(chosen) if known is None else known[1]
        self._remember(chosen, trace)
        return trace

    def _begun(self, chosen: Chosen) -> Trace:
        *earlier, (step, config) = chosen.configs()
        shown = self._player.trace
        so_far = [change for change in shown.changes if change[0] < step]
        if step and so_far == earlier and len(shown) >= step:
            return shown.continued(step, config)
        (_start, first), *later = chosen.configs()
        return Trace(first, *later)

    def _remember(self, chosen: Chosen, trace: Trace) -> None:
        self._traces[id(chosen)] = (chosen, trace)
        kept = {id(run) for run in self._kept}
        others = [key for key in self._traces if key not in kept]
        room = 1.0
        for number, key in enumerate(reversed(others)):
            _chosen, one = self._traces[key]
            room -= len(one) / one.most
            if number and (number >= _REMEMBERED or room < 0):
                del self._traces[key]
