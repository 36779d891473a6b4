"""What there is to say of a sweep, in words."""

from gdviz.core.numbers import format_number
from gdviz.core.runs.sweep import Region, Sweep, limits, swept
from gdviz.i18n import N_, _

REGIONS = {
    Region.DIVERGED: N_("diverges"),
    Region.RISEN: N_("cost rises"),
    Region.SLOW: N_("slow"),
    Region.GOOD: N_("good"),
}
"""What the regions are called; the fair one, between slow and good, has no name."""

NO_BREAK = "\N{NO-BREAK SPACE}"
"""What is within a formula, which no line ends in."""


def named(sweep: Sweep, row: int, column: int) -> str:
    """Return which run of a sweep it is, in its symbols."""
    text = f"α = {format_number(sweep.learning_rates[column])}"
    if sweep.momenta:
        text += f", β = {format_number(sweep.momenta[row])}"
    return text.replace(" ", NO_BREAK)


def summarise(sweep: Sweep) -> list[str]:
    """Return the best run, the lowest rate that diverged and the limit, a sentence each."""
    found = []
    if sweep.best is not None:
        text = _("The best is {run}, with the cost {cost}.")
        cost = format_number(sweep.cost[sweep.best])
        found.append(text.format(run=named(sweep, *sweep.best), cost=cost))
    diverged = sweep.learning_rates[sweep.diverged.any(axis=0)]
    if len(diverged):
        text = _("Within these epochs the lowest rate that diverged is {rate}.")
        found.append(text.format(rate=format_number(diverged[0])))
    else:
        found.append(_("Within these epochs none diverged."))
    limit = _limit(sweep)
    return [*found, limit] if limit else found


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
    known = formula if sweep.momenta else f"{formula} = {format_number(limit)}"
    return text.format(limit=known.replace(" ", NO_BREAK))
