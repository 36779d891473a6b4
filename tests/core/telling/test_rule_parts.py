"""What a step is put together from adds up to it, whatever the rule and the problem."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import PROBLEMS, RULES, InputError, configure, record
from gdviz.core.telling.rule_parts import has_parts, names_of_parts, step_parts
from tests.crossing import crossed

SWITCHED = [
    *((rule, {}) for rule in RULES),
    ("plain", {"momentum": 0.9}),
    ("plain", {"momentum": 0.9, "nesterov": True}),
    ("rmsprop", {"momentum": 0.9}),
]


def parts_of(trace, number):
    before = trace.step(number - 1) if number else None
    return step_parts(trace.config_at(number), trace.step(number), before)


@pytest.mark.parametrize(("problem", "rule", "switches"), crossed(PROBLEMS, SWITCHED), ids=str)
def test_the_parts_add_up_to_the_step(problem, rule, switches):
    algorithm = "mini-batch" if PROBLEMS[problem].n_samples > 3 else "gd"
    try:
        config = configure(problem, algorithm, rule=rule, epochs=6, **switches)
    except InputError:
        config = configure(problem, rule=rule, epochs=6, **switches)
    trace = record(replace(config, epochs=6))
    for number in range(min(len(trace), 6)):
        made = parts_of(trace, number)
        if rule == "rprop":  # it looks at signs, and a sign is no part of anything
            assert made.parts == ()
            continue
        sizes = sum(np.abs(part.delta) for part in made.parts)
        off = np.abs(sum(part.delta for part in made.parts) - trace.step(number).delta)
        assert (off <= 1e-12 * sizes).all()


def test_what_is_left_of_the_speed_and_the_gradient_are_the_parts_of_a_step_with_momentum():
    trace = record(configure("linear", momentum=0.9, learning_rate=0.01, epochs=3))
    speed, gradient = parts_of(trace, 2).parts
    # v ← 0.9·v + g, w ← w − 0.01·v, by hand.
    g = trace.gradient[:, 0]
    v = 0.9 * g[0] + g[1]
    assert (speed.name, gradient.name) == ("v", "g")
    assert speed.delta == pytest.approx(-0.01 * 0.9 * v)
    assert gradient.delta == pytest.approx(-0.01 * g[2])


@pytest.mark.parametrize(
    ("rule", "area", "divided"),
    [
        ("adagrad", lambda g: np.cumsum(g**2, axis=0)[-1], lambda g: g[-1]),
        # The mean of squares with memory 0.999, corrected for having begun with 0.
        (
            "adam",
            lambda g: np.average(g**2, axis=0, weights=0.999 ** np.arange(len(g))[::-1]),
            lambda g: np.average(g, axis=0, weights=0.9 ** np.arange(len(g))[::-1]),
        ),
    ],
)
def test_the_side_of_the_square_is_what_the_gradient_is_divided_by(rule, area, divided):
    trace = record(configure("himmelblau", rule=rule, learning_rate=0.1, epochs=8))
    square = parts_of(trace, 5).square
    g = trace.gradient[:6]
    np.testing.assert_allclose(square.side**2, area(g))
    np.testing.assert_allclose(square.divided, divided(g), rtol=1e-6)
    np.testing.assert_allclose(-0.1 * square.divided / square.side, trace.step(5).delta, rtol=1e-6)


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({}, {"g"}),
        ({"momentum": 0.5}, {"v", "g"}),
        ({"rule": "adagrad"}, {"s", "g"}),
        ({"rule": "rmsprop", "momentum": 0.5}, {"s", "v", "g"}),
        ({"rule": "adamw"}, {"m", "g", "v̂"}),
        ({"rule": "rprop"}, set()),
        ({"algorithm": "exhaustive"}, set()),
    ],
)
def test_what_lights_up_has_the_names_of_the_equations(settings, names):
    algorithm = configure("linear", **settings).algorithm
    assert names_of_parts(algorithm) == names
    assert has_parts(algorithm) is (len(names) > 1)
