"""How far a derivation and a graph are shown, as parts of the state."""

from dataclasses import dataclass
from typing import ClassVar

from gdviz.core import InputError
from gdviz.core.store import UNUSABLE, Part
from gdviz.i18n import _


@dataclass(frozen=True)
class Derived(Part):
    """What is shown of the derivation.

    Attributes:
        axis: the weight by which is differentiated, from 0; the last one where there are fewer.
        lines: how many lines, at most as many as there are.
        numbers: whether those of a sample are put in.

    Raises:
        InputError: there can be no such weight, or no so few lines.
    """

    axis: int = 0
    lines: int = 1
    numbers: bool = False
    key: ClassVar[str] = "derivation"
    worked: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the numbers."""
        if self.axis < 0 or self.lines < 1:
            raise InputError(_(UNUSABLE))


@dataclass(frozen=True)
class Graphed(Part):
    """What is shown of the graph.

    Attributes:
        moments: how many, at most as many as there are.

    Raises:
        InputError: they are fewer than none.
    """

    moments: int = 0
    key: ClassVar[str] = "graph"
    worked: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the number."""
        if self.moments < 0:
            raise InputError(_(UNUSABLE))


@dataclass(frozen=True)
class ChosenSample(Part):
    """The sample whose numbers are put in, where the step sees it.

    Attributes:
        sample: its number, from 1; the last one where there are fewer.

    Raises:
        InputError: there can be no such sample.
    """

    sample: int = 1
    key: ClassVar[str] = "sample"
    worked: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the number."""
        if self.sample < 1:
            raise InputError(_(UNUSABLE))
