"""How the program is written, as a part of the state."""

from dataclasses import dataclass
from typing import ClassVar

from gdviz.core import InputError
from gdviz.core.store import UNUSABLE, Part
from gdviz.i18n import N_, _

FOLLOWED = "python"
"""The style that is followed line by line."""

STYLES = {FOLLOWED: "Python", "numpy": "numpy", "torch": "PyTorch"}
"""How a program may be written, and the words for that, which are in no language."""

STYLE_HELP = {
    FOLLOWED: N_("The program in plain Python, as the course writes it, line by line."),
    "numpy": N_("The same with numpy: all samples at once."),
    "torch": N_("The same with PyTorch: its modules, its gradients, its optimisers."),
}


@dataclass(frozen=True)
class CodeOptions(Part):
    """How the program is written.

    Attributes:
        style: a key of `STYLES`.

    Raises:
        InputError: there is no such style.
    """

    style: str = FOLLOWED
    key: ClassVar[str] = "code"
    worked: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the style."""
        if self.style not in STYLES:
            raise InputError(_(UNUSABLE))
