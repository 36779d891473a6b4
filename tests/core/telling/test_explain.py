"""What is said of how a run ended, on the course's problem."""

import numpy as np
import pytest

from gdviz.core import Trace, configure, record
from gdviz.core.problems.data import Samples
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.core.runs.outcome import Outcome
from gdviz.core.telling.explain import Ending, explain, explain_ending
from tests.core.surfaces import surface


def said(**settings):
    return explain(record(configure(**settings)))


def test_nothing_is_said_of_a_run_that_has_not_ended():
    assert explain(Trace(configure())) == ""


def test_divergence_names_the_step_the_rates_and_what_to_do():
    trace = record(configure(learning_rate=0.3))
    text = explain(trace)
    assert f"Diverged at step {len(trace)}:" in text
    assert "from 4.667 at the start" in text
    assert "α = 0.3 is above the limit 2/λ = 0.2143 (λ = 9.333)" in text  # 2 / 9.333
    assert "Choose α below the limit." in text


@pytest.mark.parametrize(
    ("settings", "limit"),
    [
        ({"momentum": 0.9}, "0.4071"),  # 2·1.9 / 9.333
        ({"algorithm": "sgd"}, "0.1111"),  # 2 / (2·3²)
        ({"algorithm": "mini-batch"}, "0.1111"),  # the same: two of three leave one over
    ],
)
def test_the_limit_is_that_of_the_algorithm_and_the_rule(settings, limit):
    text = said(learning_rate=1.0, epochs=1000, **settings)
    assert "Diverged" in text
    assert "α = 1 is above " in text
    assert f" = {limit}" in text


def test_an_unlucky_divergence_below_the_limit_blames_no_limit():
    config = configure(learning_rate=0.1)
    text = explain_ending(Ending(config, Outcome.DIVERGED, np.array([9.0]), 7, 21))
    assert "limit" not in text
    assert "Choose a smaller learning rate than 0.1." in text


def test_a_run_cut_short_of_diverging_is_not_praised():
    text = said(learning_rate=0.3, epochs=3)
    # w ← w − 0.3·(28/3)·(w − 2): each step goes 1.8 times as far to the other side.
    assert text.startswith("Diverging: after 3 steps it is at w = 7.832")
    assert "above the limit 2/λ = 0.2143" in text


def test_a_run_that_is_on_its_way_says_how_far_it_came():
    text = said(learning_rate=0.001, epochs=40)
    # w = 2 − (1 − αλ)⁴⁰, J = (w − 2)²·λ/2, dJ/dw = (w − 2)·λ
    off = (1 - 0.001 * 28 / 3) ** 40
    assert f"w = {2 - off:.4g}" in text
    assert f"cost is {off**2 * 14 / 3:.4g}, from 4.667" in text
    assert f"the gradient there is −{off * 28 / 3:.4g}." in text
    assert "limit" not in text
    assert "higher" not in text


def test_convergence_names_the_weight_and_its_cost():
    text = said(learning_rate=0.1, epochs=50)
    assert text.startswith("Converged to w = 2: the cost is 0,")
    assert "lower" not in text


def test_to_and_fro_for_ever_is_at_the_limit_and_no_higher():
    # w ← w − 1·2w = −w, and the limit is 2/λ = 1.
    text = said(problem="parabola", learning_rate=1.0)
    assert "α = 1 is the limit 2/λ itself (λ = 2)" in text
    assert "higher" not in text


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("0*w + 1", False),
        ("w^2", True),
        # A curvature of less than a millionth of the largest is none.
        ("0.9e-6*w1^2 + w2^2", False),
        ("1.1e-6*w1^2 + w2^2", True),
    ],
)
def test_what_is_level_in_a_direction_is_not_called_a_minimum(text, called):
    config = configure(parse(text))
    text = explain_ending(Ending(config, Outcome.CONVERGED, np.zeros(config.dim), 1, 1))
    assert ("It is a minimum: the cost curves upwards, by" in text) == called


def test_one_curvature_is_said_as_one():
    # J = w³ at 0: flat, and lower to one side.
    text = said(problem=parse("w^3"), start=(0.0,))
    assert "Stopped at a saddle point, w = 0: the gradient is 0 and the curvature 0; to one" in text


@pytest.mark.parametrize(
    ("w", "advice"),
    [
        ((0.0, 0.0), "momentum stays as well"),
        ((1e-5, 0.0), "momentum stays as well"),
        # A push of less than a millionth of the gradient is none.
        ((1e-5, 0.9e-11), "momentum stays as well"),
        ((1e-5, 1.1e-11), "Momentum can get past it."),
    ],
)
def test_at_a_saddle_momentum_is_advice_where_the_gradient_pushes_to_the_side(w, advice):
    assert advice in explain_ending(Ending(configure("saddle"), Outcome.SADDLE, np.array(w), 1, 1))


def ended(problem, *w):
    return explain_ending(Ending(configure(problem), Outcome.FINISHED, np.array(w), 1, 1))


def two_minima(second, elsewhere):
    """A cost of 0 at 0, `second` at 1, 1e-6 at −1 and otherwise the same."""
    return surface(
        lambda w: np.select([w == 0, w == 1, w == -1], [0.0, second, 1e-6], elsewhere),
        lambda w: (np.ones_like(w),),
        (2.0,),
        ((-2.0, 2.0),),
        ((0.0,), (1.0,)),
    )


@pytest.mark.parametrize(
    ("second", "elsewhere", "w", "told"),
    [
        # Less than a twentieth of the domain, 0.2, from the lowest.
        (0.0, 0.5, 0.19, False),
        (0.0, 0.5, 0.2, True),
        # By the other minimum, as low but for a millionth: of 1, or of the drop from the start.
        (1e-6, 0.5, 1.1, False),
        (1.01e-6, 0.5, 1.1, True),
        (1e-3, 1000.0, 1.1, False),
        (1.01e-3, 1000.0, 1.1, True),
        # Elsewhere, and as low but for a millionth.
        (0.5, 0.5, -1.0, False),
    ],
)
def test_a_lower_cost_is_told_where_it_is_lower_by_a_millionth_and_elsewhere(
    second, elsewhere, w, told
):
    text = ended(two_minima(second, elsewhere), w)
    assert ("A lower cost is known: 0, at w = 0." in text) == told


def test_a_minimum_is_elsewhere_where_one_weight_is():
    assert "A lower cost is known" in ended("bowl", 0.0, 2.0)


def test_two_weights_have_three_digits_each():
    # The slopes of the bowl are twice the weights.
    assert "the gradient there is (2.47, −4.69)." in ended("bowl", 1.2345, -2.3456)


def test_a_search_names_the_best_and_the_work():
    text = said(algorithm="exhaustive", points=21)
    assert "the best of 21 weights tried is w = 2," in text
    assert "63 evaluations" in text
    assert "lower" not in text


@pytest.mark.parametrize(
    ("text", "start"), [("1/w", 0.0), ("sqrt(w)", 0.0), ("ln(w)", -1.0), ("w^4", 1e5)]
)
def test_where_no_step_can_be_taken_the_start_is_to_blame_and_not_the_rate(text, start):
    told = said(problem=parse(text), start=(start,))
    assert told.startswith(f"No step can be taken from w = {start:.0f}:".replace("-", "−"))
    assert "another start" in told
    assert "learning rate" not in told


@pytest.mark.parametrize(("start", "which"), [(2.0, "a local minimum"), (-2.0, "a minimum")])
def test_a_minimum_is_called_local_where_a_lower_one_is_known(start, which):
    # J = w⁴ − 3w² + w has a minimum of −1.07 at 1.131 and one of −3.514 at −1.301.
    told = said(problem="double-well", start=(start,), epochs=500)
    assert f"It is {which}: the cost curves upwards" in told
    assert ("A lower cost is known" in told) == ("local" in which)


@pytest.mark.parametrize(
    ("problem", "start", "helps"),
    [
        ("saddle", (1.5, 0.0), False),  # it has no samples
        ("two-layer", (1.0, -1.0), False),  # every sample's gradient keeps w₁ = −w₂
        ("finite-sum", (1.5, 0.0), True),  # twenty samples, each with its own push along w₂
    ],
)
def test_stochastic_steps_are_advice_only_where_samples_push_to_the_side(problem, start, helps):
    settings = {"problem": problem, "start": start, "learning_rate": 0.05, "epochs": 400}
    told = said(**settings)
    assert "Stopped at a saddle point" in told
    assert ("stochastic steps" in told) == helps
    sampled = record(configure(**settings, algorithm="sgd"))
    assert (sampled.outcome is not Outcome.SADDLE) == helps


def test_hyphens_are_no_minus_signs():
    assert "-" not in said(learning_rate=0.3, start=(-5.0,))
    assert "−" in said(learning_rate=0.001, start=(-5.0,))


def test_a_rate_that_goes_too_far_at_once_is_to_blame_and_not_the_start():
    x = np.arange(40.0, 140.0, 4.0)
    problem = regression(Samples("x", "y", x, x % 7), "a x^2 + b x + c")
    told = said(problem=problem, start=problem.start)
    assert told.startswith("The very first step goes too far. α = 0.01 is above the limit 2/λ = ")
    assert told.endswith("Choose α below the limit.")
