"""What is said of a step where there is one weight: on the parabola w², whose slope is 2w."""

from dataclasses import replace

import pytest

from gdviz.core import PROBLEMS, configure, record
from gdviz.core.problems.expression import parse
from gdviz.core.telling.narration import narrate


def said(position=0, problem="parabola", **settings):
    return narrate(record(configure(problem, **{"epochs": 3, **settings})), position)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (-0.1, "The gradient is negative: the loss falls as w grows, so w moves right."),
        (0.0, "The gradient is 0: nothing says which way to go."),
        (0.1, "The gradient is positive: the loss grows with w, so w moves left."),
    ],
)
def test_the_sign_of_the_gradient_says_which_way(start, words):
    assert words in said(start=(start,))


def test_a_speed_against_the_gradient_is_said():
    # w ← w − 0.5·v: from −1 to 0.8 with v = −3.6, then with v = 0.9·(−3.6) + 1.6 on to 1.62.
    settings = {"start": (-1.0,), "learning_rate": 0.9, "momentum": 0.9}
    assert "moves right" in said(0, **settings)
    assert "would turn w back, but its speed carries it on" in said(1, **settings)


def test_a_speed_without_a_gradient_is_said():
    # w ← w − 0.5·v: from −1 to 0 with v = −2, where the slope is 0, then with v = −1.8 on to 0.9.
    text = said(1, start=(-1.0,), learning_rate=0.5, momentum=0.9)
    assert text == ("The gradient is 0, but the speed carries w on. The cost rises from 0 to 0.81.")


@pytest.mark.parametrize(
    ("problem", "start", "learning_rate", "words"),
    [
        ("parabola", -0.5, 0.1, "64 % of the loss is left."),
        ("parabola", -2.5, 0.5, "0 % of the loss is left."),
        ("parabola", -2.5, 1.0, "The cost hardly changes."),
        # w ← −2w, so the cost is four times as high.
        ("parabola", -0.12345, 1.5, "The step goes too far: the cost rises from 0.0152 to 0.061."),
        ("parabola", 0.0, 0.1, "The cost hardly changes."),
        # From 1.016 to 1.012, which is all of it but for 0.004.
        (parse("w"), 1.016, 0.004, "The cost hardly changes."),
        (parse("w"), 0.5, 1.0, "The cost falls from 0.5 to −0.5."),
        (parse("w"), -0.5, 1.0, "The cost falls from −0.5 to −1.5."),
        (parse("w"), -0.5, 1e-6, "The cost hardly changes."),
        (parse("w"), 0.0, 1.0, "The cost falls from 0 to −1."),
    ],
)
def test_a_step_says_what_it_leaves_of_the_cost(problem, start, learning_rate, words):
    assert said(problem=problem, start=(start,), learning_rate=learning_rate).endswith(words)


@pytest.mark.parametrize(("batch_size", "named"), [(1, True), (4, True), (5, False), (10, False)])
def test_up_to_four_samples_are_named_and_more_are_counted(batch_size, named):
    text = said(problem="many-samples", algorithm="mini-batch", batch_size=batch_size, epochs=1)
    assert text.startswith(("This step sees sample ", "This step sees samples ")) == named
    assert text.startswith(f"This step sees {batch_size} samples.") != named


def test_samples_are_numbered_from_1():
    trace = record(configure("linear", "mini-batch", epochs=1))
    first, second = sorted(trace.rows(0) + 1)
    assert narrate(trace, 0).startswith(f"This step sees samples {first}, {second} only.")


def test_a_probe_names_the_best_so_far_with_four_digits():
    # The grid is 0, 1/7, 2/7, …
    problem = parse("(w - 0.1)^2", (0.0, 1.0))
    text = said(3, problem=problem, algorithm="exhaustive", points=8)
    assert text == "Probe 4 of 8. The best weight so far is 0.1429; still searching 0 to 1."


@pytest.mark.parametrize("settings", [{}, {"algorithm": "exhaustive", "points": 3}])
def test_past_the_last_step_there_is_nothing_to_say(settings):
    assert said(2, **settings)
    assert said(3, **settings) == ""


def test_losses_that_are_added_are_said_to_be() -> None:
    added = replace(PROBLEMS["linear"], reduction="sum")
    sentence = "The losses are added, not averaged: the gradient is {} times their mean's."
    assert sentence.format(3) in said(problem=added)
    assert sentence.format(2) in said(problem=added, algorithm="mini-batch", batch_size=2)
    assert "added" not in said(problem=added, algorithm="sgd")
    assert "added" not in said(problem="linear")


def test_near_a_minimum_the_speed_is_what_moves_the_weight():
    """With momentum the step is not too long there: what is left of the speed makes it."""
    settings = {"problem": "linear", "momentum": 0.9, "epochs": 40}
    assert "almost 0" not in said(4, **settings)  # a quarter of the first gradient
    text = said(5, **settings)  # −0.2 of −9.3, where the speed makes 99 % of the step
    assert text.startswith("The gradient is almost 0 here, but the speed carries w on.")
    assert text.endswith("The cost rises from 0.00249 to 0.19.")
    assert "too far" not in text


def test_without_a_speed_a_small_gradient_is_all_that_moves_the_weight():
    assert "speed" not in said(60, problem="linear", learning_rate=0.01, epochs=70)
