"""Which panels of the window are shown, and what of the controls."""

from dataclasses import dataclass
from typing import ClassVar

from gdviz.core.parameters import InputError
from gdviz.core.store import UNUSABLE, Part
from gdviz.i18n import _
from gdviz.ui.window.views.workspaces import RUN, WORKSPACES

CONTROLS = "controls"


@dataclass(frozen=True)
class Panels(Part):
    """What of the window is shown.

    Attributes:
        hidden: the panels that are hidden, "controls" and views by id, in order.
        workspace: the workspace that is shown, by id.
        beside: which view is wanted, by id, of those of which a workspace shows one at a time.
        more: whether the settings that are seldom needed are open.

    Raises:
        InputError: what is hidden has no name, or there is no such workspace.
    """

    hidden: tuple[str, ...] = ()
    more: bool = False
    workspace: str = RUN.id
    beside: str = ""
    key: ClassVar[str] = "panels"
    worked: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the names and the workspace."""
        named = all(isinstance(name, str) for name in self.hidden)
        if not named or self.workspace not in WORKSPACES:
            raise InputError(_(UNUSABLE))
