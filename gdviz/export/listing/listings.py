"""The course's listings, as it prints them, and the runs that they are."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from gdviz import resources
from gdviz.core import RunConfig, configure
from gdviz.export.listing.following import Listing
from gdviz.i18n import N_


class _Printed(NamedTuple):
    """A listing of the course.

    Attributes:
        title: what it is called.
        settings: those of its run.
        file: the name of its text; empty where it is written anew.
        note: what is to be known of it.
    """

    title: str
    settings: dict[str, Any]
    file: str = ""
    note: str = ""


_SGD = {"problem": "linear", "algorithm": "sgd", "epochs": 100}
_PRINTED = (
    _Printed(N_("Listing 1"), {"problem": "linear", "epochs": 100}, "listing-1"),
    _Printed(N_("Listing 2, in order"), {**_SGD, "order": "in-order"}, "in-order"),
    _Printed(
        N_("Listing 2"),
        {**_SGD, "order": "with-replacement", "steps_per_epoch": 1},
        note=N_(
            "In the course's printed text the inner loop never reaches the third sample: a draw of"
            " it makes an empty step. Here all three are drawn."
        ),
    ),
)


@lru_cache
def _text(name: str) -> Listing:
    return Listing((resources.path("listings") / f"{name}.py").read_text("utf-8"))


@lru_cache
def _runs() -> tuple[tuple[_Printed, RunConfig], ...]:
    return tuple((one, configure(**one.settings)) for one in _PRINTED)


def printed(config: RunConfig) -> tuple[str, str, Listing | None]:
    """Return which listing of the course a run is, whichever its seed.

    Returns:
        Its title and what is to be known of it, in English, both empty if it is none; and its
        text, None where the course's is not to be had.
    """
    for one, run in _runs():
        if replace(config, seed=run.seed) == run:
            return one.title, one.note, _text(one.file) if one.file else None
    return "", "", None
