"""Settings: to a run and back, to a dict and back, and what waits under another owner."""

import json

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, PROBLEMS, RULES, InputError, configure, record
from gdviz.core.parameters import parameters
from gdviz.core.problems.changed_data import with_data
from gdviz.core.problems.data import read_samples
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.core.runs.settings import NAMES, Chosen, Settings
from gdviz.core.types import RunConfig

EVERYTHING = [(algorithm, rule) for algorithm in ALGORITHMS for rule in RULES]
ADAM, ADAGRAD = (parameters(RULES[name])["eps"] for name in ("adam", "adagrad"))


@pytest.mark.parametrize(("algorithm", "rule"), EVERYTHING)
def test_a_run_is_made_of_its_settings_again(algorithm: str, rule: str) -> None:
    config = configure("line", algorithm, rule, (0.25, 1.0), learning_rate=0.03, seed=7)
    assert Settings.of(config).config() == config


@pytest.mark.parametrize("problem", PROBLEMS)
def test_what_is_not_said_is_what_is_not_said_elsewhere(problem: str) -> None:
    start = Settings.of(configure())
    assert start.on(PROBLEMS[problem]).config() == configure(problem)


def test_each_parameter_is_its_owners() -> None:
    adam = Settings.of(configure(rule="adam", eps=1e-6))
    adagrad = Settings.of(configure(rule="adagrad"), under=adam)
    assert adagrad.value(ADAGRAD) == ADAGRAD.default
    assert Settings.of(configure(rule="plain"), under=adagrad).value(ADAM) == 1e-6


def test_what_a_problem_brings_goes_with_it_unless_it_was_changed() -> None:
    course = Settings.of(configure())
    rosenbrock = course.on(PROBLEMS["rosenbrock"])
    assert rosenbrock.on(PROBLEMS["linear"]) == course
    rate = parameters(ALGORITHMS["gradient-descent"])["learning_rate"]
    changed = rosenbrock.with_values({rate: 0.001}).on(PROBLEMS["linear"])
    assert changed.value(rate) == 0.001


def test_every_parameter_has_a_name_of_its_own() -> None:
    owners = (*ALGORITHMS.values(), *RULES.values(), *map(type, PROBLEMS.values()), RunConfig)
    described = {one for owner in owners for one in parameters(owner).values()}
    assert {*NAMES} == described
    assert len({*NAMES.values()}) == len(described)
    assert NAMES[ADAM] == "adam.eps"


@pytest.fixture
def own_problems(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("x,y\n1,2\n2,4.5\n3,5\n")
    own = regression(read_samples(path), standardised=True)
    line = PROBLEMS["linear"]
    return {
        "function": parse("w1^2 + 3*w2^2", (-2.0, 3.0)),
        "changed": with_data(line, line.x, line.y + np.array([0.0, 1.0, 0.0])),
        "data": own,
        "own model": regression(read_samples(path), "a x^2 + b sin(x)"),
        "changed data": with_data(own, own.x, own.y + np.array([0.5, 0.0, 0.0])),
    }


@pytest.mark.parametrize("kind", ["function", "changed", "data", "own model", "changed data"])
def test_a_problem_of_ones_own_is_made_again_from_what_json_knows(own_problems, kind) -> None:
    settings = Settings.of(configure()).on(own_problems[kind])
    plain = json.loads(json.dumps(settings.to_dict()))
    made = Settings.from_dict(plain)
    assert made.to_dict() == settings.to_dict()
    before, after = (record(one.config()) for one in (settings, made))
    np.testing.assert_array_equal(before.w, after.w)


def test_a_rule_brings_its_rate_and_takes_it_with_it_but_not_one_that_was_set() -> None:
    first = Settings.of(configure("booth"))
    adam = first.under("adam")
    assert adam.config() == configure("booth", rule="adam")
    assert adam.under("adadelta").config() == configure("booth", rule="adadelta")
    assert adam.under("adadelta").under("plain") == first
    (rate,) = (one for one in adam.values if one.symbol == "α")
    set_by_hand = first.with_values({rate: 0.03}).under("adam")
    assert set_by_hand.config() == configure("booth", rule="adam", learning_rate=0.03)
    assert set_by_hand.under("plain").config() == configure("booth", learning_rate=0.03)
    assert adam.on(PROBLEMS["rosenbrock"]).config() == configure("rosenbrock", rule="adam")
    assert adam.on(PROBLEMS["rosenbrock"]).under("plain").config() == configure("rosenbrock")


def test_a_run_changed_on_the_way_is_made_again_to_the_bit() -> None:
    first = Settings.of(configure(algorithm="mini-batch", rule="adam", epochs=30))
    then = Settings.of(configure(algorithm="mini-batch", rule="adam", epochs=40, learning_rate=0.1))
    last = Settings.of(
        configure(algorithm="mini-batch", rule="adam", epochs=40, learning_rate=0.1, beta1=0.5)
    )
    chosen = Chosen(first).changed(7, then).changed(19, last)
    plain = json.loads(json.dumps(chosen.to_dict()))
    assert Chosen.from_dict(plain) == chosen
    (_start, one), (_seven, two), (_nineteen, three) = chosen.configs()
    played = record(one).continued(7, two)
    whole = record(one, (7, two))
    np.testing.assert_array_equal(played.w, whole.w[:8])
    through = record(one, (7, two), (19, three))
    np.testing.assert_array_equal(through.w[:20], whole.w[:20])
    np.testing.assert_array_equal(through.state[:19], whole.state[:19])
    # The course's rule, by hand, from the state at step 19 on.
    m, v, _steps = through.state[18]
    w = through.w[19]
    for number in range(19, 23):
        g = through.gradient[number]
        m, v = 0.5 * m + 0.5 * g, 0.999 * v + 0.001 * g**2
        t = number + 1
        w = w - 0.1 / (1 - 0.5**t) * m / (np.sqrt(v) / np.sqrt(1 - 0.999**t) + 1e-8)
        np.testing.assert_allclose(through.w[number + 1], w, rtol=1e-12)


def test_a_change_takes_the_place_of_those_after_it() -> None:
    first = Settings.of(configure())
    one, two = (Settings.of(configure(learning_rate=rate)) for rate in (0.02, 0.03))
    chosen = Chosen(first).changed(5, one).changed(9, one).changed(5, two)
    assert [step for step, _settings in chosen.changes] == [5]
    assert chosen.settings == two


def test_a_run_that_diverges_before_a_change_ends_there() -> None:
    wild, calm = configure(learning_rate=5.0), configure(learning_rate=0.01)
    alone = record(wild)
    through = record(wild, (90, calm))
    assert through.outcome is alone.outcome
    np.testing.assert_array_equal(through.w, alone.w)


@pytest.mark.parametrize(
    "wrong",
    [
        {"problem": "none"},
        {"problem": 7},
        {"problem": {"function": "import os", "domain": [-1, 1]}},
        {"problem": {"data": "/dev/null/none", "model": "affine", "standardise": False}},
        {"problem": {"of": "linear", "x": [1, 2], "y": [1, 2]}},
        {"problem": {"of": "linear", "x": [10**400, 2, 3], "y": [1, 2, 3]}},
        {"problem": {"of": {"of": "linear", "x": [1, 2, 3], "y": [1, 2, 3]}, "x": [1], "y": [1]}},
        {"problem": {"function": "w", "domain": [-(10**400), 1]}},
        {"start": [10**400]},
        {"algorithm": "magic"},
        {"rule": "magic"},
        {"start": "here"},
        {"start": [1.0, 2.0]},
        {"values": {"adam.eps": -1}},
        {"values": {"adam.nothing": 1}},
        {"values": [1]},
        {"changes": [{"algorithm": "sgd", "step": 3}]},
        {"changes": [{"step": "soon"}]},
        {"changes": [{"step": 0}]},
        {"changes": [{"step": 100}]},
    ],
)
def test_what_cannot_be_is_refused(wrong) -> None:
    plain = Chosen(Settings.of(configure(epochs=100))).to_dict()
    if "changes" in wrong:
        wrong = {"changes": [plain | change for change in wrong["changes"]]}
    with pytest.raises(InputError):
        Chosen.from_dict(plain | wrong)
