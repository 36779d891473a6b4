"""A question as it stands in the list: its card is another module, imported once it is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from gdviz.core import RunConfig
from gdviz.core.store import Part

if TYPE_CHECKING:
    from gdviz.ui.features.many.studies.study import AnyStudy


@dataclass(frozen=True)
class Question:
    """What a study asks of many runs.

    Attributes:
        id: its name.
        label: what it is called in the list, in English.
        help: what it shows, in English.
        suits: tells whether it can be asked of a run.
        card: the class of its card, by module and name within this package.
        parts: the parts of the state that are its own, as they are at first.
    """

    id: str
    label: str
    help: str
    suits: Callable[[RunConfig], bool]
    card: str
    parts: tuple[Part, ...] = ()

    def make_card(self) -> "AnyStudy":
        """Return a new card for it."""
        module, _dot, name = self.card.rpartition(".")
        card: AnyStudy = getattr(import_module(f"{__package__}.{module}"), name)(self)
        return card
