"""Every rule at its own best rate, held against each of the runs alone."""

from math import inf

import numpy as np
import pytest

from gdviz.core import configure
from gdviz.core.catalogue import RULES
from gdviz.core.runs.best_rates import Best, BestRates, best_rates
from gdviz.core.runs.settings import Settings
from gdviz.core.runs.sweep import rates
from gdviz.core.runs.trace import record

LINEAR = Settings.of(configure(epochs=20))


def cost_at_end(settings: Settings, rate: float) -> float:
    """Return what the run alone ends with at that rate; infinite if it diverges."""
    described = settings.effective["learning_rate"]
    trace = record(settings.with_values({described: rate}).config())
    return inf if trace.diverges else float(trace.ending.cost)


@pytest.mark.parametrize("rule", ["plain", "adam", "rprop"])
def test_no_other_rate_ends_lower(rule: str) -> None:
    *_before, end = best_rates(LINEAR, [rule])
    (best,) = end.found
    assert best.settings.rule == rule
    lowest = min(cost_at_end(best.settings, float(rate)) for rate in rates(24))
    assert best.cost == pytest.approx(lowest, rel=1e-9, abs=1e-15)
    own = best.settings.value(best.settings.effective["learning_rate"])
    assert cost_at_end(best.settings, float(own)) == pytest.approx(best.cost, rel=1e-9, abs=1e-15)


def test_all_rules_are_swept_and_it_tells_how_far_it_has_come() -> None:
    moments = list(best_rates(LINEAR))
    shares = [now.share for now in moments]
    assert shares == sorted(shares)
    assert shares[-1] == 1 not in shares[:-1]
    assert [best.settings.rule for best in moments[-1].found] == list(RULES)
    assert {best.settings.config().epochs for best in moments[-1].found} == {20}


def test_those_that_end_lowest_are_kept_in_the_order_of_the_rules() -> None:
    runs = [LINEAR.under(rule) for rule in ("plain", "adam", "rprop", "adagrad")]
    found = tuple(map(Best, runs, (3.0, inf, 1.0, 2.0)))
    kept, others = BestRates(1, "adagrad", found).lowest(2)
    assert ([run.rule for run in kept], [run.rule for run in others]) == (
        ["rprop", "adagrad"],
        ["plain", "adam"],
    )
    kept, others = BestRates(1, "adagrad", found).lowest(4)
    assert [run.rule for run in others] == ["adam"]
    assert np.isfinite([cost_at_end(run, 0.01) for run in kept]).all()


def test_a_rule_of_ones_own_is_among_them_where_it_is_followed() -> None:
    typed = Settings.of(configure(rule="v <- 0.9 v + g; w <- w - a v", epochs=20))
    *_before, end = best_rates(typed)
    assert [best.settings.rule for best in end.found] == [*RULES, typed.rule]
    built_in = Settings.of(configure(momentum=0.9, epochs=20))
    *_before, alike = best_rates(built_in, ["plain"])
    rate = typed.effective["learning_rate"]
    assert end.found[-1].cost == pytest.approx(alike.found[0].cost, rel=1e-9, abs=1e-15)
    assert end.found[-1].settings.value(rate) == alike.found[0].settings.value(rate)
