"""A number worked out by hand, on the course's samples (1, 2), (2, 4), (3, 6): all by hand here."""

from itertools import islice

import numpy as np
import pytest

from gdviz.core import RunConfig, configure
from gdviz.core.numbers import typed_number
from gdviz.core.telling.checking import Question, check, say
from tests.core.steps import taken

GRADIENT, NEXT = -28 / 3, 1 + 0.01 * 28 / 3
"""At w = 1: (2·1·(1 − 2) + 2·2·(2 − 4) + 2·3·(3 − 6)) / 3, and a step with α = 0.01."""

SIGN, HALF, DOUBLE = "The sign", "A factor of 2 is missing", "a factor of 2 too many"
SUM, MEAN, ONE = "the sum over the samples", "the mean over the samples", "what one sample adds"
ANOTHER, ALL, LATER = "another sample's", "with all the samples", "at the next weight"
UPHILL, ALPHA, CHANGE, STILL = "up the slope", "α is forgotten", "change alone", "before the step"
FORGETFUL, OTHER_WEIGHT = "the steps before is forgotten", "by another weight"


def question(asked: str, number: int = 0, axis: int = 0, **settings: object) -> Question:
    config = configure(**settings)  # type: ignore[arg-type]
    return of_run(config, asked, number, axis)


def of_run(config: RunConfig, asked: str, number: int = 0, axis: int = 0) -> Question:
    steps = list(islice(taken(config), number + 1))
    before = steps[number - 1] if number else None
    return Question(config, steps[number], before, asked, axis)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "typed", "says"),
    [
        ("gradient", "-28/3", "Right."),
        ("gradient", "−9,33", "Right to 3 digits."),
        ("gradient", "-9.3", "Right to 2 digits."),
        ("next", "1.0933", "Right to 5 digits."),
        ("next", "1.1", "Right to 2 digits."),
        ("next", "82/75", "Right."),
    ],
)
def test_what_is_right_or_rounded_is_right(asked: str, typed: str, says: str) -> None:
    checked = check(question(asked), typed)
    assert checked.right
    assert checked.lines == ()
    assert say(checked) == says


@pytest.mark.parametrize(
    ("asked", "typed"), [("gradient", "-9"), ("gradient", "-9.4"), ("next", "1.094")]
)
def test_what_is_rounded_wrongly_or_to_one_digit_is_not(asked: str, typed: str) -> None:
    assert not check(question(asked), typed).right


def test_one_digit_that_agrees_is_too_few_to_tell() -> None:
    assert "too few digits" in say(check(question("gradient"), "-9"))
    assert "too few digits" not in say(check(question("gradient"), "-8"))


def test_a_rounding_that_is_the_weight_before_tells_nothing() -> None:
    """With α = 0.001 the next weight is 1.00933, and so is 1.0 to two digits."""
    asked = question("next", learning_rate=0.001)
    assert "too few digits" in say(check(asked, "1.0"))
    assert check(asked, "1.01").right


@pytest.mark.parametrize(
    ("asked", "number", "says", "lines"),
    [
        ("gradient", -GRADIENT, SIGN, ("parts",)),
        ("gradient", GRADIENT / 2, HALF, ("parts",)),
        ("gradient", GRADIENT * 2, DOUBLE, ("parts",)),
        ("gradient", -28.0, SUM, ("gradient",)),
        ("gradient", -18.0, ONE, ("gradient",)),
        ("gradient", -28 / 3 * (2 - NEXT), LATER, ("parts",)),
        ("next", 1 + 0.01 * GRADIENT, UPHILL, ("update",)),
        ("next", 1 - GRADIENT, ALPHA, ("update",)),
        ("next", -0.01 * GRADIENT, CHANGE, ("update",)),
        ("next", 0.01 * GRADIENT, CHANGE, ("update",)),
        ("next", 1 - 0.01 * GRADIENT / 2, HALF, ("parts",)),
        ("next", 1 - 0.01 * GRADIENT * 2, DOUBLE, ("parts",)),
        ("next", 1.28, SUM, ("gradient",)),
        ("next", 1.08, ONE, ("gradient",)),
    ],
)
def test_each_slip_is_named_with_its_line(
    asked: str, number: float, says: str, lines: tuple[str, ...]
) -> None:
    for digits in (4, None):
        checked = check(question(asked), typed_number(number, digits))
        assert not checked.right
        assert says in say(checked)
        assert checked.lines == lines


def test_the_weight_itself_is_no_step() -> None:
    assert STILL in say(check(question("next"), "1.000"))


def test_where_losses_are_added_the_mean_is_the_slip() -> None:
    asked = question("gradient", reduction="sum")
    assert check(asked, "-28").right
    assert MEAN in say(check(asked, "-9.333"))


def test_a_sample_alone_has_its_own_gradient() -> None:
    """In order, the slides' first three gradients are −2, −7.84 and −16.2288."""
    asked = question("gradient", 1, algorithm="sgd", order="in-order")
    assert check(asked, "-7.84").right
    w = 1.02
    assert ANOTHER in say(check(asked, typed_number(2 * 3 * (3 * w - 6), 6)))
    assert "sees sample 2" in say(check(asked, typed_number(2 * (w - 2), 6)))
    assert ALL in say(check(asked, typed_number(28 / 3 * (w - 2), 6)))


def test_the_speed_that_is_forgotten_is_named() -> None:
    """v₁ = g₀, v₂ = 0.9 g₀ + g₁: without what is kept, the second step is α·g₁ alone."""
    asked = question("next", 1, momentum=0.9)
    gradient = 28 / 3 * (NEXT - 2)
    assert check(asked, typed_number(NEXT - 0.01 * (0.9 * GRADIENT + gradient), 6)).right
    assert FORGETFUL in say(check(asked, typed_number(NEXT - 0.01 * gradient, 6)))


def test_of_two_weights_each_has_its_own() -> None:
    """w x + b on the points of a line: the gradients by w and by b, from the samples."""
    config = configure("line")
    problem = config.problem
    x, y = problem.x, problem.y  # type: ignore[attr-defined]
    error = config.start[0] * x + config.start[1] - y
    by_w, by_b = float(np.mean(2 * error * x)), float(np.mean(2 * error))
    assert check(of_run(config, "gradient", axis=0), typed_number(by_w, 6)).right
    assert check(of_run(config, "gradient", axis=1), typed_number(by_b, 6)).right
    said = say(check(of_run(config, "gradient", axis=1), typed_number(by_w, 6)))
    assert OTHER_WEIGHT in said


def test_slips_that_come_to_the_same_are_all_named() -> None:
    """Twice is both: with two samples the sum is twice the mean."""
    asked = question("gradient", algorithm="mini-batch", batch_size=2, order="in-order")
    said = say(check(asked, "-20"))  # samples 1 and 2: −2 and −8
    assert check(asked, "-5").right
    assert "One of these" not in said
    said = say(check(asked, "-10"))
    assert DOUBLE in said
    assert SUM in said


def test_a_slip_that_changes_nothing_is_none() -> None:
    """With α = 1, to forget it is right."""
    assert check(question("next", learning_rate=1.0), "10.33").right


def test_what_no_slip_makes_is_told_how_far_it_is_and_not_what_is_right() -> None:
    assert "25 % off" in say(check(question("gradient"), "-7"))
    assert "far off" in say(check(question("gradient"), "77"))


@pytest.mark.parametrize("problem", ["parabola", "bowl", "himmelblau", "two-layer", "finite-sum"])
@pytest.mark.parametrize("rule", ["plain", "adam", "rprop"])
def test_every_descent_can_be_asked_about(problem: str, rule: str) -> None:
    for asked in ("gradient", "next"):
        for number in (0, 1):
            one = question(asked, number, problem=problem, rule=rule)
            assert check(one, repr(one.truth)).right
            assert say(check(one, repr(one.truth + 1234.5)))
