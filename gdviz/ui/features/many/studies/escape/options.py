"""How near the saddle point runs start, as a part of the state."""

from dataclasses import dataclass, replace
from typing import ClassVar

from gdviz.core.parameters import parameters
from gdviz.core.runs.ensembles import Normal
from gdviz.core.store import Part
from gdviz.i18n import N_

SPREAD = replace(
    parameters(Normal)["spread"],
    default=1e-3,
    help=N_("How far from the saddle point runs start, as a standard deviation of each weight."),
)


@dataclass(frozen=True)
class EscapeOptions(Part):
    """How near the saddle point runs start.

    Raises:
        InputError: that is out of its range.
    """

    spread: float = SPREAD.default
    key: ClassVar[str] = "escape"

    def __post_init__(self) -> None:
        """Check the number."""
        SPREAD.check(self.spread)
