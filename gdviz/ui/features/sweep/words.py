"""What there is to say of a sweep."""

from html import escape

from gdviz.core.numbers import format_number
from gdviz.core.runs.outcome import DIVERGENT
from gdviz.core.runs.sweep import Sweep, limits, swept
from gdviz.core.telling.explain import explain_ending
from gdviz.i18n import _

_NO_BREAK = "\N{NO-BREAK SPACE}"


def _named(sweep: Sweep, row: int, column: int) -> str:
    """Return which run of a sweep it is, in its symbols."""
    named = f"α = {format_number(sweep.learning_rates[column])}"
    if sweep.momenta:
        named += f", β = {format_number(sweep.momenta[row])}"
    return named.replace(" ", _NO_BREAK)


def describe(sweep: Sweep, cell: tuple[int, int]) -> str:
    """Return how a run of the sweep ends, in words, as HTML."""
    return f"<b>{_named(sweep, *cell)}</b>&ensp;{escape(_told(sweep, cell))}"


def plain_description(sweep: Sweep, cell: tuple[int, int]) -> str:
    """Return how a run of the sweep ends, in words that are spoken."""
    return f"{_named(sweep, *cell)}. {_told(sweep, cell)}"


def _told(sweep: Sweep, cell: tuple[int, int]) -> str:
    if sweep.share == 1:
        return explain_ending(sweep.ending(*cell))
    return _("The cost is {cost} so far.").format(cost=format_number(sweep.cost[cell]))


def is_divergent(sweep: Sweep, cell: tuple[int, int]) -> bool:
    """Tell whether a run of the sweep has diverged, or is on its way there."""
    if sweep.share == 1:
        return sweep.ending(*cell).verdict in DIVERGENT
    return bool(sweep.diverged[cell])


def summarise(sweep: Sweep) -> list[str]:
    """Return the best run, the lowest rate that diverged, the limit and what one can do."""
    found = []
    if sweep.best is not None:
        text = _("The best is {run}, with the cost {cost}.")
        cost = format_number(sweep.cost[sweep.best])
        found.append(text.format(run=_named(sweep, *sweep.best), cost=cost))
    diverged = sweep.learning_rates[sweep.diverged.any(axis=0)]
    if len(diverged):
        text = _("Within these epochs the lowest rate that diverged is {rate}.")
        found.append(text.format(rate=format_number(diverged[0])))
    else:
        found.append(_("Within these epochs none diverged."))
    found.append(_limit(sweep))
    return [*found, _("Point at a run to read how it ends, and click to run it.")]


def _limit(sweep: Sweep) -> str:
    """Return the theory's limit in words, where there is one."""
    config = sweep.config
    limit = limits(config, sweep.momenta)[-1]
    if limit is None:
        return ""
    text = (
        _("In theory the steepest samples alone diverge past {limit}.")
        if config.algorithm.sampled
        else _("In theory it diverges past {limit}.")
    )
    formula = swept(sweep.run(len(sweep.w) - 1, 0)).rule.limit_formula
    named = formula if sweep.momenta else f"{formula} = {format_number(limit)}"
    return text.format(limit=named.replace(" ", _NO_BREAK))
