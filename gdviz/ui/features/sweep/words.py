"""What there is to say of a run of a sweep."""

from html import escape

from gdviz.core.numbers import format_number
from gdviz.core.runs.outcome import DIVERGENT
from gdviz.core.runs.sweep import Sweep
from gdviz.core.telling.explain import explain_ending
from gdviz.core.telling.sweeps import named
from gdviz.i18n import _


def describe(sweep: Sweep, cell: tuple[int, int]) -> str:
    """Return how a run of the sweep ends, in words, as HTML."""
    return f"<b>{named(sweep, *cell)}</b>&ensp;{escape(_told(sweep, cell))}"


def plain_description(sweep: Sweep, cell: tuple[int, int]) -> str:
    """Return how a run of the sweep ends, in words that are spoken."""
    return f"{named(sweep, *cell)}. {_told(sweep, cell)}"


def _told(sweep: Sweep, cell: tuple[int, int]) -> str:
    if sweep.share == 1:
        return explain_ending(sweep.ending(*cell))
    return _("The cost is {cost} so far.").format(cost=format_number(sweep.cost[cell]))


def is_divergent(sweep: Sweep, cell: tuple[int, int]) -> bool:
    """Tell whether a run of the sweep has diverged, or is on its way there."""
    if sweep.share == 1:
        return sweep.ending(*cell).verdict in DIVERGENT
    return bool(sweep.diverged[cell])
