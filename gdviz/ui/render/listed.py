"""What there may be a picture of, by the names that the command line knows."""

from gdviz.i18n import _
from gdviz.ui.window.main_window import VIEWS
from gdviz.ui.window.views.workspaces import WORKSPACES

WINDOW = "window"


def views() -> list[dict[str, str]]:
    """Return their ids and titles, and of views the ids of the workspaces that show them."""
    whole = [{"id": WINDOW, "title": _("The whole window")}]
    every = [{"id": one.id, "title": _(one.title)} for one in WORKSPACES.values()]
    return (
        whole
        + every
        + [
            {
                "id": name,
                "title": _(kind.heading),
                "workspaces": ", ".join(_shown_in(name, kind.place)),
            }
            for name, kind in VIEWS.items()
        ]
    )


def _shown_in(name: str, place: str) -> list[str]:
    return [one.id for one in WORKSPACES.values() if name in one.columns or place in one.places]
