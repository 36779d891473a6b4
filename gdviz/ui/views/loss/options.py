"""How the loss is drawn, as a part of the state."""

from dataclasses import dataclass
from typing import ClassVar

from gdviz.core import InputError
from gdviz.core.registry import look_up
from gdviz.core.runs.comparison import ACROSS
from gdviz.core.runs.smoothing import SMOOTHING
from gdviz.core.store import UNUSABLE, Part
from gdviz.i18n import _


@dataclass(frozen=True)
class LossOptions(Part):
    """How the loss is drawn.

    Attributes:
        across: what it is drawn against, of `ACROSS`.
        logarithmic: whether its axis is.
        smooth: whether a smoothed curve is drawn, "on" or "off"; empty: where steps see some
            of the samples only.
        smoothing: the weight of what came before in that curve.

    Raises:
        InputError: there can be no such axis, or no such smoothing.
    """

    across: str = next(iter(ACROSS))
    logarithmic: bool = False
    smooth: str = ""
    smoothing: float = SMOOTHING.default
    key: ClassVar[str] = "loss"
    worked: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the values."""
        SMOOTHING.check(self.smoothing)
        look_up("setting", self.across, ACROSS)
        if self.smooth not in ("", "on", "off"):
            raise InputError(_(UNUSABLE))
