"""Every hyper-parameter keeps to the range that it states."""

import math
from dataclasses import replace

import pytest

from gdviz.core import ALGORITHMS, PARAMETERS, RULES, InputError, RunConfig, configure, record
from gdviz.core.catalogue import applicable
from gdviz.core.parameters import parameters
from gdviz.core.problems.expression import parse
from gdviz.core.smoothing import SMOOTHING
from gdviz.core.types import START

DESCRIBED = {**PARAMETERS, "start": START, "smoothing": SMOOTHING}


def outside(described):
    """Values just outside the range, and such as are no numbers of it."""
    small = 1 if described.type is int else 1e-9 * max(1.0, abs(described.minimum))
    yield from (described.minimum - small, -math.inf, math.inf, math.nan)
    large = 1 if described.type is int else 1e-9 * max(1.0, abs(described.maximum))
    yield described.maximum if described.below else described.maximum + large
    if described.type is int:
        yield described.minimum + 0.5


OUTSIDE = [(name, value) for name, described in DESCRIBED.items() for value in outside(described)]
OWNERS = [
    (cls, name) for cls in (*ALGORITHMS.values(), *RULES.values()) for name in parameters(cls)
]


@pytest.mark.parametrize(("name", "value"), OUTSIDE)
def test_a_value_out_of_its_range_is_refused_with_the_range(name, value):
    described = DESCRIBED[name]
    with pytest.raises(InputError) as caught:
        described.check(value)
    text = str(caught.value)
    assert described.label in text
    assert f"{described.minimum:.12g}" in text
    assert f"{described.maximum:.12g}" in text
    assert str(value) in text


@pytest.mark.parametrize("name", DESCRIBED)
def test_the_ends_of_the_range_are_allowed(name):
    described = DESCRIBED[name]
    described.check(described.minimum)
    described.check(described.default)
    described.check(math.nextafter(described.maximum, 0) if described.below else described.maximum)


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, v in OUTSIDE if n in PARAMETERS])
def test_configure_refuses_it_even_where_it_has_no_effect(name, value):
    for algorithm in ALGORITHMS:
        with pytest.raises(InputError):
            configure(algorithm=algorithm, **{name: value})


@pytest.mark.parametrize(("cls", "name"), OWNERS)
def test_so_does_whoever_has_it(cls, name):
    for value in outside(parameters(cls)[name]):
        with pytest.raises(InputError):
            cls(**{name: value})


@pytest.mark.parametrize("name", parameters(RunConfig))
def test_so_does_a_run(name):
    for value in outside(PARAMETERS[name]):
        with pytest.raises(InputError):
            replace(configure(), **{name: value})


@pytest.mark.parametrize("value", list(outside(START)))
def test_so_does_the_start(value):
    with pytest.raises(InputError):
        configure(start=(value,))


def test_a_start_must_have_as_many_numbers_as_there_are_weights():
    with pytest.raises(InputError, match=r"1 weight.* 2 start"):
        configure(start=(1.0, 2.0))


@pytest.mark.parametrize("kind", ["problem", "algorithm", "rule"])
def test_an_unknown_name_lists_the_known_ones(kind):
    known = {"problem": "linear", "algorithm": "mini-batch", "rule": "plain"}[kind]
    with pytest.raises(InputError, match=f"unknown {kind} 'x'.*{known}"):
        configure(**{kind: "x"})


def test_any_problem_can_be_run_not_only_a_registered_one():
    problem = parse("(w - 1)^2", (0.0, 4.0))
    config = configure(problem=problem, learning_rate=0.25, epochs=3)
    assert config.problem is problem
    # Each step halves what is left of the way from the start to 1.
    assert record(config).w[-1, 0] == pytest.approx(1 + (problem.start[0] - 1) / 8)


def test_an_unknown_setting_lists_the_known_ones():
    with pytest.raises(InputError, match=r"unknown setting 'speed'.*learning_rate"):
        configure(speed=1.0)


def another(described):
    """A value of the range that is not the default."""
    if described.type is float:
        return (described.minimum + described.default) / 2 or described.maximum / 2
    return described.minimum + (described.default == described.minimum)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_is_applicable_changes_the_algorithm_and_nothing_else_does(algorithm, rule):
    before = configure(algorithm=algorithm, rule=rule).algorithm
    useful = applicable(algorithm, rule)
    for name in PARAMETERS.keys() - parameters(RunConfig).keys():
        settings = {name: another(PARAMETERS[name])}
        changed = configure(algorithm=algorithm, rule=rule, **settings).algorithm
        assert (changed != before) == (name in useful), name


def test_a_search_has_no_use_for_what_descent_starts_from():
    descent = {"start", "epochs", "seed", "learning_rate"}
    assert descent <= applicable("sgd", "plain").keys()
    assert not descent & applicable("exhaustive", "plain").keys()


def test_a_setting_has_the_type_of_its_default():
    algorithm = configure(algorithm="sgd", nesterov=1, steps_per_epoch=3.0).algorithm
    assert algorithm.rule.nesterov is True
    assert isinstance(algorithm.steps_per_epoch, int)
