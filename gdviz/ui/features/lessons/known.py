"""What a lesson's file may name of the window: what it hides, and the parts that it sets."""

from collections.abc import Mapping
from typing import Any

from gdviz.core.registry import look_up
from gdviz.core.store import Store
from gdviz.ui.views.view import View
from gdviz.ui.window.controls.controls import GHOST, LIMIT
from gdviz.ui.window.transport import Transport
from gdviz.ui.window.views.panels import CONTROLS, Panels

Views = Mapping[str, type[View]]
"""The views that there are, by id."""


def hideable(views: Views) -> list[str]:
    """Return the names of what a lesson may hide beside the settings."""
    shown = [name for view in views.values() for name in view.controls]
    return [*Transport.controls, *shown, LIMIT, GHOST]


def check_part(store: Store, views: Views, name: str, values: Any) -> None:
    """Check what a lesson sets of a part of the state; the panels that it hides, by their names.

    Raises:
        InputError: there is no such part or panel, or it cannot be so.
    """
    store.check(name, values)
    known = {CONTROLS: None, **dict.fromkeys(views)}
    for panel in values.get("hidden", ()) if name == Panels.key else ():
        look_up("view", panel, known)
