"""Every hyper-parameter keeps to the range that it states."""

import math
from dataclasses import replace
from functools import partial

import pytest

from gdviz.core import (
    ALGORITHMS,
    PARAMETERS,
    PROBLEMS,
    RULES,
    InputError,
    RunConfig,
    configure,
    record,
)
from gdviz.core.catalogue import applicable, brought
from gdviz.core.parameters import parameters, values_of
from gdviz.core.problems.expression import parse
from gdviz.core.runs.smoothing import SMOOTHING
from gdviz.core.types import START

DESCRIBED = {**PARAMETERS, "start": START, "smoothing": SMOOTHING}
NUMBERS = {name: described for name, described in DESCRIBED.items() if not described.options}


def outside(described):
    """Values just outside the range, and such as are no numbers of it, or no options."""
    if described.options:
        yield from ("", "none of them", 0, True, math.nan)
        return
    small = 1 if described.type is int else 1e-9 * max(1.0, abs(described.minimum))
    yield from (described.minimum - small, -math.inf, math.inf, math.nan)
    large = 1 if described.type is int else 1e-9 * max(1.0, abs(described.maximum))
    yield described.maximum if described.below else described.maximum + large
    if described.type is int:
        yield described.minimum + 0.5


OUTSIDE = [(name, value) for name, described in DESCRIBED.items() for value in outside(described)]
MAKERS = [
    *(cls for cls in (*ALGORITHMS.values(), *RULES.values())),
    *(partial(replace, problem) for problem in PROBLEMS.values()),
]
OWNERS = [(make, name) for make in MAKERS for name in parameters(type(make()))]


@pytest.mark.parametrize(("name", "value"), OUTSIDE)
def test_a_value_out_of_its_range_is_refused_with_the_range(name, value):
    described = DESCRIBED[name]
    with pytest.raises(InputError) as caught:
        described.check(value)
    text = str(caught.value)
    ends = (f"{described.minimum:.12g}", f"{described.maximum:.12g}")
    assert all(part in text for part in (described.label, *(described.options or ends), str(value)))


@pytest.mark.parametrize("name", NUMBERS)
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


@pytest.mark.parametrize(("make", "name"), OWNERS)
def test_so_does_whoever_has_it(make, name):
    for value in outside(parameters(type(make()))[name]):
        with pytest.raises(InputError):
            make(**{name: value})


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
    """A value of the range, or an option, that is not the default."""
    if described.options:
        return next(name for name in described.options if name != described.default)
    if described.type is float:
        return (described.minimum + described.default) / 2 or described.maximum / 2
    return described.minimum + (described.default == described.minimum)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("problem", ["linear", "parabola"])
def test_what_is_applicable_changes_the_run_and_nothing_else_does(problem, algorithm, rule):
    before = configure(problem, algorithm, rule)
    useful = applicable(problem, algorithm, rule)
    for name in PARAMETERS.keys() - parameters(RunConfig).keys():
        changed = configure(problem, algorithm, rule, **{name: another(PARAMETERS[name])})
        assert (changed != before) == (name in useful), name


def test_a_search_has_no_use_for_what_descent_starts_from():
    descent = {"start", "epochs", "seed", "learning_rate"}
    assert descent <= applicable("linear", "sgd", "plain").keys()
    assert not descent & applicable("linear", "exhaustive", "plain").keys()


def test_a_setting_has_the_type_of_its_default():
    algorithm = configure(algorithm="sgd", nesterov=1, steps_per_epoch=3.0).algorithm
    assert algorithm.rule.nesterov is True
    assert isinstance(algorithm.steps_per_epoch, int)


@pytest.mark.parametrize("name", PARAMETERS)
def test_those_of_one_name_have_one_range(name):
    """On the command line, in a lesson and in a file a name stands alone."""
    owned = [parameters(type(make()))[name] for make, own in OWNERS if own == name]
    ranges = {
        (one.type, one.minimum, one.maximum, one.below, one.logarithmic, *one.options)
        for one in owned
    }
    assert len(ranges) <= 1


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_has_its_own_default(algorithm, rule):
    config = configure(algorithm=algorithm, rule=rule)
    useful = applicable("linear", algorithm, rule)
    for owner in (config.problem, config.algorithm, getattr(config.algorithm, "rule", None)):
        for name, value in values_of(owner).items():
            if name == "schedule" and rule == "rprop":
                continue  # its steps do not go by the rate
            assert brought(config.problem, rule).get(name, useful[name].default) == value


def test_what_is_inherited_is_the_same_and_what_is_alike_is_not():
    eps = {rule: parameters(RULES[rule])["eps"] for rule in ("adagrad", "rmsprop", "adam")}
    assert len(set(eps.values())) == 3
    rates = {parameters(ALGORITHMS[name])["learning_rate"] for name in ("gradient-descent", "sgd")}
    assert len(rates) == 1


STEPS = [
    # The name, the value, and the values above and below it.
    ("learning_rate", 0.01, 0.02, 0.005), ("learning_rate", 0.02, 0.05, 0.01),
    ("learning_rate", 0.012, 0.02, 0.01), ("learning_rate", 1e-6, 2e-6, 1e-6),
    ("learning_rate", 10.0, 10.0, 5.0), ("learning_rate", 7.0, 10.0, 5.0),
    ("eps", 1e-16, 2e-16, 1e-16), ("eps", 1.0, 1.0, 0.5),
    ("epochs", 1, 2, 1), ("epochs", 99, 100, 98), ("epochs", 100, 110, 99),
    ("epochs", 999_999, 1_000_000, 989_999), ("epochs", 1_000_000, 1_000_000, 990_000),
    ("seed", 1000, 1001, 999), ("seed", 0, 1, 0),
    ("momentum", 0.9, 0.95, 0.85), ("momentum", 0.95, 0.95, 0.9), ("momentum", 0.02, 0.07, 0.0),
    ("smoothing", 0.6, 0.65, 0.55), ("smoothing", 0.96, 0.999, 0.91),
    ("start", 1.3200000000000003, 1.8200000000000003, 0.8200000000000003),
    ("start", -1e6, -999_999.5, -1e6), ("start", 0.1, 0.6, -0.4),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "above", "below"), STEPS)
def test_it_is_stepped_as_one_counts(name, value, above, below):
    described = DESCRIBED[name]
    assert described.step(value, up=True) == above
    assert described.step(value, up=False) == below
    assert type(described.step(value, up=True)) is described.type


@pytest.mark.parametrize("name", [n for n, d in NUMBERS.items() if d.type is not bool])
@pytest.mark.parametrize("up", [True, False])
def test_stepping_comes_to_the_end_of_the_range_and_stays_in_it(name, up):
    described = DESCRIBED[name]
    value = described.type(described.maximum - described.below / 100 if up else described.minimum)
    for _step in range(12):
        value = described.step(value, up=not up)
        described.check(value)
    for _step in range(100):
        value = described.step(value, up=up)
        described.check(value)
    assert described.step(value, up=up) == value


@pytest.mark.parametrize("name", NUMBERS)
def test_the_range_is_said(name):
    described = DESCRIBED[name]
    assert described.span.startswith("From ")
    assert ("below" in described.span) == described.below


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        (0.1, 0.1),
        (0.2, 0.2),
        (0.5, 0.5),
        (1.0, 1.0),
        (0.3, 0.2),
        (0.4, 0.5),
        (0.9, 1.0),
        (0.06, 0.05),
    ],
)
def test_a_rate_is_rounded_to_the_nearest_that_is_nice(value: float, nearest: float) -> None:
    assert parameters(configure().algorithm)["learning_rate"].round(value) == nearest
