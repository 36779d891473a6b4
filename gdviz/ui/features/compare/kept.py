"""The kept runs, as part of the state: what was chosen for each, and how it is shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from gdviz.core.parameters import InputError
from gdviz.core.runs.comparison import ACROSS, MOST_KEPT
from gdviz.core.runs.settings import Chosen
from gdviz.core.store import UNUSABLE, Part
from gdviz.i18n import _

LONGEST_NAME = 80
"""Letters that a name given by the user has at most."""


@dataclass(frozen=True)
class Kept:
    """A run that was kept.

    Attributes:
        run: what was chosen for it, its changes in mid-run too.
        slot: its place among the looks, from 0; no other kept run has it.
        name: what the user calls it; empty for what differs.
        visible: whether it is drawn, and races.

    Raises:
        InputError: there is no such place, or the name is too long.
    """

    run: Chosen
    slot: int
    name: str = ""
    visible: bool = True

    def __post_init__(self) -> None:
        """Check what there can be."""
        if not (0 <= self.slot < MOST_KEPT and len(self.name) <= LONGEST_NAME):
            raise InputError(_(UNUSABLE))


@dataclass(frozen=True)
class KeptRuns(Part):
    """The runs that were kept, at most `MOST_KEPT`.

    Attributes:
        runs: them, in the order in which they were kept.
        unit: what a race goes by, of `ACROSS`.

    Raises:
        InputError: two have one place, or a race cannot go by that.
    """

    runs: tuple[Kept, ...] = ()
    unit: str = "steps"
    key: ClassVar[str] = "kept"

    def __post_init__(self) -> None:
        """Check that each has its own place, and the unit."""
        if len({kept.slot for kept in self.runs}) < len(self.runs) or self.unit not in ACROSS:
            raise InputError(_(UNUSABLE))

    def keep(self, run: Chosen) -> "KeptRuns":
        """Return them with that run too.

        Raises:
            InputError: as many are kept as can be, or it is kept already.
        """
        if any(kept.run == run for kept in self.runs):
            raise InputError(_("This run is kept already. Change a setting and run it again."))
        if len(self.runs) == MOST_KEPT:
            text = _("{count} runs are kept, and no more can be. Remove one first.")
            raise InputError(text.format(count=MOST_KEPT))
        taken = {kept.slot for kept in self.runs}
        slot = next(slot for slot in range(MOST_KEPT) if slot not in taken)
        return replace(self, runs=(*self.runs, Kept(run, slot)))

    def only(self, runs: Iterable[Chosen]) -> "KeptRuns":
        """Return them with these runs, at most `MOST_KEPT`, in place of all others."""
        return replace(self, runs=tuple(Kept(run, slot) for slot, run in enumerate(runs)))

    def remove(self, slot: int) -> "KeptRuns":
        """Return them without the one in that slot; the others keep their looks."""
        return replace(self, runs=tuple(kept for kept in self.runs if kept.slot != slot))

    def rename(self, slot: int, name: str) -> "KeptRuns":
        """Return them with the one in that slot called so; empty for what differs."""
        return self._with(slot, lambda kept: replace(kept, name=name))

    def show(self, slot: int, *, visible: bool) -> "KeptRuns":
        """Return them with the one in that slot to be seen, or not."""
        return self._with(slot, lambda kept: replace(kept, visible=visible))

    def _with(self, slot: int, change: Callable[[Kept], Kept]) -> "KeptRuns":
        runs = tuple(change(kept) if kept.slot == slot else kept for kept in self.runs)
        return replace(self, runs=runs)

    def to_dict(self) -> dict[str, Any]:
        """Return them as a dict."""
        runs = [
            {
                "run": kept.run.to_dict(),
                "slot": kept.slot,
                "name": kept.name,
                "visible": kept.visible,
            }
            for kept in self.runs
        ]
        return {"runs": runs, "unit": self.unit}

    @classmethod
    def from_dict(cls, values: Any) -> "KeptRuns":
        """Return what `to_dict` made this of.

        Raises:
            InputError: a run cannot be made, or they cannot be kept so.
        """
        try:
            return cls(tuple(map(_kept, values["runs"])), str(values["unit"]))
        except (KeyError, TypeError):
            raise InputError(_(UNUSABLE)) from None


def _kept(values: Mapping[str, Any]) -> Kept:
    slot, name, visible = (values[key] for key in ("slot", "name", "visible"))
    if not (type(slot) is int and type(name) is str and type(visible) is bool):
        raise InputError(_(UNUSABLE))
    return Kept(Chosen.from_dict(values["run"]), slot, name, visible)
