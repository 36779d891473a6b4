"""The sweep, against each of its runs alone and against the closed form of a parabola."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, PROBLEMS, RULES, Outcome, configure, record
from gdviz.core.parameters import parameters
from gdviz.core.problems.data import Samples
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.core.runs.kernels import measures, sources
from gdviz.core.runs.sweep import MOMENTA, Region, has_momentum, limits, rates, sweep
from gdviz.core.telling.explain import explain, explain_ending
from tests.core.surfaces import surface
from tests.crossing import crossed

CURVATURE = 2 * (1 + 4 + 9) / 3
RATES = np.array([1e-6, 1e-3, 0.01, 0.05, 0.2, 0.5, 10.0])
CHAOTIC = {"sine", "wavy"}
"""There the last rate leads so far out that each step magnifies the last bit a hundredfold."""

SETTINGS = [
    *({"rule": rule} for rule in RULES),
    {"momentum": 0.9},
    {"momentum": 0.9, "nesterov": True},
    {"rule": "rmsprop", "momentum": 0.5},
]
SAMPLING = [
    {"algorithm": "gradient-descent", "epochs": 12},
    {"algorithm": "sgd", "steps_per_epoch": 4, "epochs": 3, "seed": 2},
    {"algorithm": "mini-batch", "batch_size": 3, "steps_per_epoch": 4, "epochs": 3},
    {"algorithm": "mini-batch", "order": "with-replacement", "steps_per_epoch": 4, "epochs": 3},
]
WITH_MOMENTUM = [rule for rule in RULES if "momentum" in parameters(RULES[rule])]


def name(settings):
    if isinstance(settings, str):
        return settings
    return " ".join(f"{key}={value}" for key, value in settings.items())


def last(config, learning_rates, momenta=()):
    *_others, finished = sweep(config, np.asarray(learning_rates, float), momenta)
    return finished


def assert_it_is_each_run_alone(swept):
    for row, column in np.ndindex(swept.diverged.shape):
        trace = record(swept.run(row, column))
        assert swept.diverged[row, column] == (trace.outcome is Outcome.DIVERGED)
        assert swept.taken[row, column] == len(trace)
        assert swept.evaluations[row, column] == (trace.evaluations[-1] if len(trace) else 0)
        np.testing.assert_allclose(swept.w[row, column], trace.w[-1], rtol=1e-9, atol=1e-12)
        ending = swept.ending(row, column)
        assert ending.outcome is trace.outcome
        assert ending.config == trace.config


@pytest.mark.parametrize(("problem", "settings"), crossed(PROBLEMS, SETTINGS), ids=name)
def test_a_sweep_is_each_of_its_runs_alone(problem, settings):
    learning_rates = RATES[:-1] if problem in CHAOTIC else RATES
    single = PROBLEMS[problem].n_samples == 1  # which is the same run however it is drawn
    for sampling in SAMPLING[:1] if single and problem != "parabola" else SAMPLING:
        swept = last(configure(problem, **settings, **sampling), learning_rates)
        assert swept.w.shape == (1, len(learning_rates), swept.config.dim)
        assert_it_is_each_run_alone(swept)


@pytest.mark.parametrize("settings", SETTINGS, ids=name)
@pytest.mark.parametrize("text", ["ln(w) + 1/w^2", "w1^2 + 3w2^2 - 2cos(w1 w2)"])
def test_a_function_that_was_typed_is_swept_too(text, settings):
    config = replace(configure(**settings, epochs=12), problem=parse(text), start=())
    assert_it_is_each_run_alone(last(config, RATES))


@pytest.mark.parametrize("model", ["linear", "affine"])
def test_one_s_own_data_are_swept_too(model):
    samples = Samples("x", "y", 1990 + np.arange(30.0), np.arange(30.0) ** 2)
    config = configure(algorithm="mini-batch", batch_size=7, epochs=3)
    for standardised in (False, True):
        problem = regression(samples, model, standardised=standardised)
        assert_it_is_each_run_alone(last(replace(config, problem=problem, start=()), RATES))


def test_every_algorithm_and_rule_is_swept():
    descents = {key for key, algorithm in ALGORITHMS.items() if not algorithm.searches}
    assert {sampling["algorithm"] for sampling in SAMPLING} == descents
    assert {settings.get("rule", "plain") for settings in SETTINGS} == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_there_is_momentum_where_the_rule_has_it(rule):
    assert has_momentum(configure(rule=rule)) == (rule in WITH_MOMENTUM)


@pytest.mark.parametrize("rule", WITH_MOMENTUM)
def test_a_map_is_each_of_its_runs_alone(rule):
    config = configure("line", "mini-batch", rule, epochs=5)
    swept = last(config, RATES, (0.0, 0.5, 0.9))
    assert swept.w.shape == (3, len(RATES), 2)
    assert [swept.run(row, 0).algorithm.rule.momentum for row in range(3)] == [0.0, 0.5, 0.9]
    assert [swept.run(0, column).algorithm.learning_rate for column in range(7)] == list(RATES)
    assert_it_is_each_run_alone(swept)


def test_a_search_has_no_momentum():
    assert not has_momentum(configure(algorithm="exhaustive"))


@pytest.mark.parametrize(
    ("learning_rate", "outcome"), [(0.1, "converged"), (1e-4, "finished"), (0.3, "diverged")]
)
def test_an_ending_reads_as_that_of_the_run(learning_rate, outcome):
    swept = last(configure(), [learning_rate])
    trace = record(configure(learning_rate=learning_rate))
    assert trace.outcome.value == outcome
    assert explain_ending(swept.ending(0, 0)) == explain(trace)


def test_where_no_run_can_start_all_have_diverged():
    blown_up = replace(PROBLEMS["linear"], data={"x": np.array([1e150]), "y": np.array([1.0])})
    swept = last(replace(configure(), problem=blown_up, start=(1e6,)), RATES)
    assert swept.diverged.all()
    assert (swept.w == 1e6).all()
    assert (swept.regions == Region.DIVERGED).all()
    assert swept.best is None


def test_many_samples_are_seen_in_parts(monkeypatch):
    monkeypatch.setattr(sources, "FEW", 0)
    config = configure("sine", "mini-batch", batch_size=20, epochs=5)
    whole = list(sweep(config, RATES, (0.0, 0.9)))
    monkeypatch.setattr(measures, "_PIECE", 60)
    monkeypatch.setattr(measures, "_CELLS", 60)
    parts = list(sweep(config, RATES, (0.0, 0.9)))
    # Of each row's 7 runs 3 at a time, twice before the last, in each of 10 steps.
    assert len(parts) == len(whole) + 2 * 2 * 10
    np.testing.assert_allclose(parts[-1].w, whole[-1].w, rtol=1e-12)


def test_it_says_how_far_it_has_come():
    config = configure(rule="adagrad", learning_rate=0.01, epochs=50)
    moments = list(sweep(config, RATES))
    # A step has been taken once it is known that the weight after it is within the bound.
    assert [moment.steps for moment in moments] == [0, 3, 11, 27, 49, 50]
    assert moments[3].share == 27 / 50
    for moment in moments:
        alone = record(replace(config, epochs=max(1, moment.steps))).w[moment.steps]
        assert moment.w[0, list(RATES).index(0.01)] == pytest.approx(alone)


def test_the_regions_are_those_of_the_closed_form():
    """Each step multiplies the distance to 2 by 1 − αλ, so the cost by its square."""
    epochs = 100
    swept = last(configure(epochs=epochs), rates(24))
    with np.errstate(over="ignore"):
        left = (1 - swept.learning_rates * CURVATURE) ** (2 * epochs)
    stayed = ~swept.diverged[0]
    assert swept.left[0, stayed] == pytest.approx(left[stayed], rel=1e-6, abs=1e-15)
    expected = np.select(
        [left > 1e12, left > 1, left > 0.5, left > 0.01],
        [Region.DIVERGED, Region.RISEN, Region.SLOW, Region.FAIR],
        Region.GOOD,
    )
    assert set(expected) == set(Region)
    assert list(swept.regions[0]) == list(expected)


def test_the_regions_begin_and_end_where_they_say():
    """J = 10w, one step of 10α from 100: what is left of the drop is 1 − α/10."""
    config = configure(parse("10*w", (0.0, 100.0)), start=(100.0,), epochs=1)
    swept = last(config, [1e-6, 4.99, 5.0, 9.89, 9.9, 10.0])
    slow, fair, good = Region.SLOW, Region.FAIR, Region.GOOD
    assert list(swept.regions[0]) == [slow, slow, fair, fair, good, good]


def test_to_and_fro_for_ever_has_not_risen():
    swept = last(configure("parabola"), [0.5, 1.0, 1.0001])
    assert list(swept.regions[0]) == [Region.GOOD, Region.FAIR, Region.RISEN]


def test_a_rate_is_slow_only_where_a_larger_one_does_better():
    swept = last(configure("parabola", epochs=1), [1e-4, 2e-4])
    assert list(swept.regions[0]) == [Region.SLOW, Region.FAIR]


def test_a_run_is_at_rest_where_a_ten_thousandth_of_the_first_gradient_is_left():
    # A first gradient of (10⁴, 0), and steps to where it is 1.002, 1 and 0.
    terrace = surface(
        lambda a, b: np.select([np.abs(a) < 0.1, np.abs(a) < 1], [0.0, 60.0], 100.0) + 0 * b,
        lambda a, b: (2 * a, 2 * b),
        (5000.0, 0.0),
        ((-100.0, 100.0), (-100.0, 100.0)),
    )
    swept = last(configure(terrace, epochs=1), [0.4999499, 0.49995, 0.5])
    assert swept.w[0, :, 0] == pytest.approx([0.501, 0.5, 0])
    assert list(swept.regions[0]) == [Region.SLOW, Region.FAIR, Region.GOOD]


def test_the_best_has_not_diverged_however_low_its_cost():
    config = configure(parse("-1e5*w", (0.0, 1.0)), start=(0.0,))
    swept = last(config, [1e-6, 1e-5, 10.0])
    assert list(swept.diverged[0]) == [False, False, True]
    assert swept.cost[0].argmin() == 2
    assert swept.best == (0, 1)


def test_the_best_rate_is_the_one_nearest_to_1_over_the_curvature():
    swept = last(configure(epochs=5), rates(24))
    nearest = np.abs(1 - swept.learning_rates * CURVATURE).argmin()
    assert swept.best == (0, nearest)


def test_of_rates_as_good_as_each_other_the_middle_one_is_the_best():
    swept = last(configure(epochs=5, start=(2.0,)), rates(1))
    assert (swept.regions == Region.GOOD).all()
    assert swept.best == (0, 3)


def test_momentum_makes_the_map_s_best_rate_faster_than_plain():
    config = configure("stretched-bowl", epochs=60)
    swept = last(config, rates(12), MOMENTA)
    row, column = swept.best
    assert MOMENTA[row] > 0
    assert swept.cost[row, column] < swept.cost[0].min()
    assert record(swept.run(row, column)).w[-1] == pytest.approx(swept.w[row, column])


def test_a_run_at_rest_in_another_minimum_is_not_slow():
    # From 5.5 the gradient leads to 4.566, where ln(1 + w^(2 + sin w)) is three quarters of that.
    swept = last(configure("wavy", epochs=1000), [1e-6, 0.5])
    assert swept.w[0] == pytest.approx(np.array([[5.5], [4.566119481243434]]), abs=0.01)
    assert swept.left[0] == pytest.approx([1, 0.75], abs=0.01)
    assert list(swept.regions[0]) == [Region.SLOW, Region.FAIR]


@pytest.mark.parametrize("nesterov", [False, True])
def test_the_limit_of_each_row(nesterov):
    found = limits(configure(nesterov=nesterov), (0.0, 0.5, 0.9))
    expected = [
        2 * (1 + beta) / (CURVATURE * (1 + 2 * beta * nesterov)) for beta in (0.0, 0.5, 0.9)
    ]
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("rule", RULES)
def test_a_limit_has_a_formula_and_a_formula_a_limit(rule):
    made = RULES[rule]()
    assert bool(made.limit_formula) == (made.stability_limit(1.0) is not None)


@pytest.mark.parametrize("settings", [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}])
def test_the_limit_s_formula_is_its_number(settings):
    rule = configure(**settings).algorithm.rule
    formula = rule.limit_formula.replace("·(", "(").replace("2β", "2*β").replace("(1", "*(1")
    assert eval(formula, {"λ": 7, "β": rule.momentum}) == pytest.approx(rule.stability_limit(7.0))


def test_the_rates_are_round_and_span_the_control():
    found = rates(24)
    assert (found[0], found[-1]) == (1e-6, 10)
    assert {0.001, 0.01, 0.1, 1.0} < set(found)
    assert all(rate == float(f"{rate:.3g}") for rate in found)
    assert np.diff(np.log10(found)) == pytest.approx(1 / 24, abs=0.005)
