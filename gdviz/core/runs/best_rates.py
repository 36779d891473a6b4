"""Every update rule at the learning rate that suits it best: what compares rules fairly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from gdviz.core.algorithms.rules.own import is_own
from gdviz.core.catalogue import RULES
from gdviz.core.runs.settings import Settings
from gdviz.core.runs.sweep import rates, sweep

_PER_DECADE = 24
"""Rates: as many as the sweep that is drawn has, so that both find the same."""


class Best(NamedTuple):
    """What one rule comes to at its best.

    Attributes:
        settings: the run, at the rate whose cost at the end is the lowest; in the midst of
            those as low, and as it was where it diverges at all rates.
        cost: that cost; infinite where it diverges at all of them.
    """

    settings: Settings
    cost: float


@dataclass(frozen=True)
class BestRates:
    """How far the sweeps of all rules have come.

    Attributes:
        share: how much is done, from 0 to 1.
        rule: the id of the rule that is being swept.
        found: what is known, in the order of the rules.
    """

    share: float
    rule: str
    found: tuple[Best, ...]

    def lowest(self, most: int) -> tuple[list[Settings], list[Settings]]:
        """Return at most so many runs, those that end lowest, and the others.

        Both stay in the order of the rules; one that diverges at all rates is among the others.
        """
        order = sorted(range(len(self.found)), key=lambda place: self.found[place].cost)
        kept = {place for place in order[:most] if self.found[place].cost < inf}
        runs = [best.settings for best in self.found]
        return (
            [run for place, run in enumerate(runs) if place in kept],
            [run for place, run in enumerate(runs) if place not in kept],
        )


def best_rates(settings: Settings, rules: Sequence[str] = ()) -> Iterator[BestRates]:
    """Yield how far the sweeps have come, of that run under every rule; at last, all of it.

    Args:
        settings: the run; its own rule and learning rate do not matter. Another rule brings
            what makes its point, as it does in the controls.
        rules: their ids; without, all there are, and one's own if it follows that.
    """
    own = [settings.rule] if is_own(settings.rule) else []
    rules, found = rules or (*RULES, *own), tuple[Best, ...]()
    for number, rule in enumerate(rules):
        under = settings.under(rule)
        for now in sweep(under.config(), rates(_PER_DECADE)):
            yield BestRates((number + 0.999 * now.share) / len(rules), rule, found)
        best, rate = now.best, under.effective["learning_rate"]
        if best is None:
            found = (*found, Best(under, inf))
        else:
            at_best = under.with_values({rate: float(now.learning_rates[best[1]])})
            found = (*found, Best(at_best, float(now.cost[best])))
    yield BestRates(1, rules[-1], found)
