"""What a run gives by name, each against closed forms, and nothing else can be called."""

from time import monotonic

import numpy as np
import pytest

from gdviz.core import InputError
from gdviz.core.telling.lessons.quantities import Quantities, RunQuantities

X = np.array([1.0, 2.0, 3.0])
CURVATURE = 28 / 3
FACTOR = 1 - 0.05 * CURVATURE


def given(others=None, **settings):
    found = RunQuantities({"problem": "linear", "learning_rate": 0.05, "epochs": 30, **settings})
    return Quantities(found, {n: RunQuantities(one) for n, one in (others or {}).items()})


def weight(step):
    """Return where gradient descent from 1 to 2 is after so many steps."""
    return 2 - FACTOR**step


def cost(w):
    return np.mean((w * X - 2 * X) ** 2)


LOSSES = [cost(weight(step)) for step in range(31)]

ONE_WEIGHT = {
    "w[7]": weight(7),
    "w[-1]": weight(30),
    "w1[7]": None,  # there is one weight only: it has no number
    "cost[3]": LOSSES[3],
    "loss[3]": LOSSES[3],
    "gradient[3]": CURVATURE * (weight(3) - 2),
    "gradient_w[3]": CURVATURE * (weight(3) - 2),
    "evaluations[-1]": 90,
    "epoch[-1]": 29,
    "steps": 30,
    "tries": 30,
    "samples": 3,
    "limit": 2 / CURVATURE,
    "curvature": CURVATURE,
    "minimum": 2,
    "lowest": 0,
    "start": 1,
    "start1": 1,
    "learning_rate": 0.05,
    "epochs": 30,
    "cost_at(1.8)": cost(1.8),
    "gradient_at(1)": -CURVATURE,
    "predict(4, 1.5)": 6,
    "first(w > 1.9)": np.ceil(np.log(0.1) / np.log(FACTOR)),
    "w[first(w > 1.9)] > 1.9": 1,
    "abs(gradient[0])": CURVATURE,
    "max(w[1:])": weight(30),
    "min(w)": 1,
    "mean(w[:2])": (1 + weight(1)) / 2,
    "sum(w[:2])": 1 + weight(1),
    "round(10 * w[1])": 15,
    "sqrt(cost[0])": np.sqrt(14 / 3),
    "log(cost[0])": np.log(14 / 3),
    "exp(start)": np.e,
    "all(w[1:] > w[:-1])": 1,
    "any(w > 2)": 0,
    "smooth(loss, 0.5)[1]": (0.5 * LOSSES[0] + LOSSES[1]) / 1.5,
    "(cost[1] - cost[0]) / cost[0]": FACTOR**2 - 1,
    "-w[0] + 2 * 3 ** 2": 17,
    "not diverges and converges or False": 1,
    "varied(start=3).w[1]": 2 + FACTOR,
    "varied(start=[3], epochs=1).steps": 1,
    "varied(reduction='sum').cost[0]": 14,
    "varied(start=0).cost_at(0)": cost(0),
    "page2.w[1]": 2 + FACTOR,
    "kept1.varied(epochs=2).steps": 2,
}


@pytest.mark.parametrize("text", ONE_WEIGHT)
def test_a_run_with_one_weight(text):
    other = {"problem": "linear", "learning_rate": 0.05, "start": (3.0,)}
    quantities = given({"page2": other, "kept1": other})
    if ONE_WEIGHT[text] is None:
        with pytest.raises(InputError, match="w1"):
            quantities.evaluate(text)
    else:
        assert quantities.evaluate(text) == pytest.approx(ONE_WEIGHT[text], rel=1e-12, abs=1e-12)


def test_a_run_with_two_weights():
    quantities = given(problem="line", epochs=1)
    x, y = np.arange(4.0), np.array([1.2, 2.8, 4.8, 7.2])
    slopes = [np.mean(2 * x * -y), np.mean(2 * -y)]
    for name, slope in zip("wb", slopes, strict=True):
        assert quantities.evaluate(f"gradient_{name}[0]") == pytest.approx(slope)
        assert quantities.evaluate(f"{name}[1]") == pytest.approx(-0.05 * slope)
    assert quantities.evaluate("cost_at(2, 1)") == pytest.approx(np.mean((2 * x + 1 - y) ** 2))
    assert quantities.evaluate("predict(5, 2, 1)") == pytest.approx(11)
    assert given(problem="saddle").evaluate("w2[0]") == given(problem="saddle").evaluate("start2")


BEHAVIOUR = {
    # A step leaves 1 − α·28/3 of the distance; the limit is 3/14.
    0.0005: "crawls",
    0.05: "converges",
    0.2: "bounces",
    0.22: "diverges",  # its epochs cut it short
    0.3: "diverges",
}


@pytest.mark.parametrize("rate", BEHAVIOUR)
def test_one_of_four_words_says_what_a_run_does(rate):
    quantities = given(learning_rate=rate)
    said = [name for name in set(BEHAVIOUR.values()) if quantities.evaluate(name)]
    assert said == [BEHAVIOUR[rate]]


def test_a_run_converges_or_ends_at_a_saddle():
    assert given(epochs=100).evaluate("converged") == 1
    assert given(epochs=1).evaluate("converged") == 0
    at_saddle = given(problem="saddle", start=(1.0, 0.0), epochs=1000)
    assert at_saddle.evaluate("at_saddle") == 1
    assert at_saddle.evaluate("converged") == 0


NOT_TO_BE_CALLED = [
    "__import__('os')", "open('x')", "eval('1')", "w.__class__", "w.sum()", "w.tolist", "(1).real",
    "(lambda: 1)()", "[n for n in w][0]", "{'a': 1}['a']", "(w, w)[0]", "f'{w}'", "'text'", "b'1'",
    "1j", "w := 1", "print(1)", "abs.__call__(1)", "cost_at.__self__", "page1._trace", "np.abs(1)",
    "page1.config", "page1.value('w')", "page1.__init__", "cost_at(*w)", "varied(**{'seed': 1})",
    "abs(w, w)[0]", "max(w, out=w)", "sum(w, 0, w)", "any(w, axis=0)", "exp(w, w)[0]",
]  # fmt: skip

NO_NUMBER = [
    "", " ", "\0", "w", "w[1:3]", "page1", "nowhere", "w[99]", "w[1 / 0]", "w[first(w > 9)]", "w[",
    "not w", "0 < w[0] < 3", "predict(1)", "cost_at()", "varied(sed=1)", "varied(seed=1)", "max()",
    "varied(epochs=10 ** 9).steps", "varied(problem='none').steps", "1 if w[0] else 2", "w[0] @ w",
    "-" * 5000 + "1", "(" * 5000 + "1" + ")" * 5000, "1" * 5000, "[" * 500, "w[0]" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", [*NOT_TO_BE_CALLED, *NO_NUMBER])
def test_anything_else_is_an_error_that_can_be_read(text):
    page = {"problem": "linear"}
    with pytest.raises(InputError) as caught:
        given({"page1": page}).evaluate(text)
    assert 10 < len(str(caught.value)) < 400


def test_no_expression_writes_into_a_run():
    quantities = given()
    before = quantities.evaluate("sum(w) + sum(loss)")
    for text in ("abs(w, w)[0]", "exp(loss, out=loss)[0]", "max(w, 0, w)"):
        with pytest.raises(InputError):
            quantities.evaluate(text)
    assert quantities.evaluate("sum(w) + sum(loss)") == before


@pytest.mark.parametrize("text", ["10 ** 10 ** 10", "9 ** 9 ** 9 ** 9", "exp(9 ** 9)", "1e400"])
def test_what_is_too_large_is_infinite_at_once(text):
    begun = monotonic()
    assert given().evaluate(text) == np.inf
    assert monotonic() - begun < 5


def test_what_a_run_has_not_is_said():
    own = given(rule="w <- w + a g")
    assert own.evaluate("w[1]") == pytest.approx(1 - 0.05 * CURVATURE)
    with pytest.raises(InputError, match="'limit'"):
        own.evaluate("limit")
