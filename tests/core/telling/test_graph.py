"""The computational graph of a sample: its values, its gradients, and its nodes one at a time."""

import re

import numpy as np
import pytest

from gdviz.core import PROBLEMS
from gdviz.core.formula import evaluate
from gdviz.core.formula.writers.python import python_function
from gdviz.core.problems.mean_loss import LeastSquares, MeanLoss
from gdviz.core.telling.calculus.graph import Flow, Graph, of_sample
from gdviz.core.telling.calculus.moments import moments, said, seen
from gdviz.core.types import Array
from tests.core.telling.calculus_problems import EVERY, MODELS, own
from tests.core.telling.test_derivation import drawn, every_problem, plain


def gradient(graph: Graph, flow: Flow, problem: MeanLoss) -> list[float]:
    """The graph's gradient, by weight."""
    by_name = {plain(graph.vertices[at].title): flow.gradients[at] for at in graph.weights}
    return [by_name[name] for name in problem.names]


def given(name: str) -> MeanLoss:
    problem = PROBLEMS[name]
    assert isinstance(problem, MeanLoss)
    return problem


def slides(w: float = 1.0, row: int = 1) -> tuple[Graph, Flow]:
    """The course's own: y = w·x at w = 1, of the sample x = 2, y = 4."""
    graph = Graph.of(given("linear"))
    return graph, graph.flow(of_sample(given("linear"), np.array([w]), row))


@every_problem
def test_its_value_and_gradients_are_those_of_the_loss(problem: MeanLoss) -> None:
    """Against central differences of the loss, which floats compute as Python does."""
    graph, w = Graph.of(problem), drawn(problem)
    loss = python_function([problem.loss_formula], (*problem.names, *problem.data))
    for row in range(3):
        sample = of_sample(problem, w, row)
        flow = graph.flow(sample)

        def at(name: str, step: float, sample: dict[str, float] = sample) -> float:
            moved = {**sample, name: sample[name] + step}
            return float(loss(*[moved[one] for one in (*problem.names, *problem.data)])[0])

        assert flow.values[-1] == pytest.approx(at(problem.names[0], 0.0), rel=1e-12)
        differences = [(at(name, 1e-6) - at(name, -1e-6)) / 2e-6 for name in problem.names]
        assert gradient(graph, flow, problem) == pytest.approx(differences, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize(
    "name",
    ["linear", "line", "quadratic-fit", "sine", "two-layer", "net", "a·exp(−b·x) + c",
     "a·x/(b^2 + x)", "w·x·sin(w·x + φ)"],
)  # fmt: skip
def test_its_gradients_are_those_of_autograd(name: str) -> None:
    torch = pytest.importorskip("torch")
    problem, w = EVERY[name], drawn(EVERY[name])
    graph = Graph.of(problem)
    models = {
        "linear": lambda w, x: w[0] * x,
        "line": lambda w, x: w[0] * x + w[1],
        "quadratic-fit": lambda w, x: w[0] * x**2 + w[1] * x + w[2],
        "sine": lambda w, x: torch.sin(w[0] * x),
        "two-layer": lambda w, x: w[0] * w[1] * x,
        "a·exp(−b·x) + c": lambda w, x: w[0] * torch.exp(-w[1] * x) + w[2],
        "a·x/(b^2 + x)": lambda w, x: w[0] * x / (w[1] ** 2 + x),
        "w·x·sin(w·x + φ)": lambda w, x: w[0] * x * torch.sin(w[0] * x + w[1]),
        "net": lambda w, x: (w[6:9] * torch.tanh(w[:3] * x + w[3:6])).sum() + w[9],
    }
    for row in range(3):
        leaf = torch.tensor(w, dtype=torch.float64, requires_grad=True)
        x, y = problem.data["x"][row], problem.data["y"][row]
        loss = (models[name](leaf, x) - y) ** 2
        loss.backward()
        flow = graph.flow(of_sample(problem, w, row))
        assert flow.values[-1] == pytest.approx(loss.item(), rel=1e-12)
        assert gradient(graph, flow, problem) == pytest.approx(leaf.grad.tolist(), rel=1e-12)


@every_problem
def test_the_mean_of_its_gradients_is_the_gradient_of_the_cost(problem: MeanLoss) -> None:
    graph, w = Graph.of(problem), drawn(problem)
    rows = np.arange(min(problem.n_samples, 40))
    of_each = [gradient(graph, graph.flow(of_sample(problem, w, row)), problem) for row in rows]
    together: Array = np.sum(of_each, axis=0)
    if problem.reduction == "mean":
        together = together / len(rows)
    np.testing.assert_allclose(problem.gradient(w, rows), together, rtol=1e-9, atol=1e-12)


def test_it_is_the_graph_of_the_slides() -> None:
    graph, flow = slides()
    assert [(plain(one.sign), one.title) for one in graph.vertices] == [
        ("w", "w"), ("x", "x"), ("×", "ŷ"), ("y", "y"), ("−", "e"), ("( )2", "L")
    ]  # fmt: skip
    assert flow.values == (1, 2, 2, 4, -2, 4)
    assert flow.gradients[0] == -8
    assert [(one.source, one.target) for one in graph.edges] == [
        (0, 2), (1, 2), (2, 4), (3, 4), (4, 5)
    ]  # fmt: skip
    np.testing.assert_equal(flow.passed, (-8, np.nan, -4, np.nan, -4))
    assert flow.local == (2, 1, 1, -1, -4)


@every_problem
def test_what_is_called_y_hat_is_what_the_model_says(problem: MeanLoss) -> None:
    w, row = drawn(problem), 2
    graph = Graph.of(problem)
    titles = [plain(one.title) for one in graph.vertices]
    assert len({*titles}) == len(titles)
    if isinstance(problem, LeastSquares):
        values = dict(zip(titles, graph.flow(of_sample(problem, w, row)).values, strict=True))
        known = {**dict(zip(problem.names, w.tolist(), strict=True)), "x": problem.x[row]}
        (predicted,) = evaluate([problem.model_formula], known)
        assert values["ŷ"] == pytest.approx(predicted, rel=1e-12)
        assert values["e"] == pytest.approx(predicted - problem.y[row], rel=1e-12, abs=1e-15)
        assert values["L"] == pytest.approx(values["e"] ** 2, rel=1e-12)


def test_its_nodes_come_one_at_a_time() -> None:
    graph, _flow = slides()
    assert [(graph.vertices[one.vertex].title, one.back) for one in moments(graph)] == [
        ("ŷ", False), ("e", False), ("L", False), ("L", True), ("e", True), ("ŷ", True)
    ]  # fmt: skip
    names = [one.title for one in graph.vertices]

    def titles(found: frozenset[int]) -> set[str]:
        return {names[at] for at in found}

    assert [titles(seen(graph, count).values) for count in range(4)] == [
        {"w", "x", "y"}, {"w", "x", "y", "ŷ"}, {"w", "x", "y", "ŷ", "e"}, {*names}
    ]  # fmt: skip
    assert [titles(seen(graph, count).gradients) for count in range(3, 7)] == [
        set(), {"L", "e"}, {"L", "e", "ŷ"}, {"L", "e", "ŷ", "w"}
    ]  # fmt: skip


def test_each_moment_is_said_with_its_numbers() -> None:
    graph, flow = slides()
    assert [plain(line) for one in moments(graph) for line in said(graph, flow, one)] == [
        "ŷ = w·x = 1 × 2 = 2",
        "e = ŷ − y = 2 − 4 = −2",
        "L = e2 = (−2)2 = 4",
        "{∂L/∂e} = 2·e = −4",
        "{∂L/∂ŷ} = {∂L/∂e} · {∂e/∂ŷ} = {∂L/∂e} · 1 = (−4) × 1 = −4",
        "{∂L/∂w} = {∂L/∂ŷ} · {∂ŷ/∂w} = {∂L/∂ŷ} · x = (−4) × 2 = −8",
    ]


def test_what_goes_two_ways_is_added_up_once_both_have_come_back() -> None:
    """ŷ = w·x·sin(w·x): the product goes into the sine and into what it is multiplied with."""
    problem = own("w·x·sin(w·x)")
    graph = Graph.of(problem)
    flow = graph.flow(of_sample(problem, np.array([0.8]), 1))
    lines = [[plain(one) for one in said(graph, flow, moment)] for moment in moments(graph)]
    shared = next(at for at, one in enumerate(graph.vertices) if plain(one.title) == "u1")
    first, second = (edge for edge, one in enumerate(graph.edges) if one.source == shared)
    assert flow.passed[first] + flow.passed[second] == pytest.approx(flow.gradients[shared])
    (product, sine) = lines[-3], lines[-2]
    assert product[0].startswith("to {∂L/∂u1}: {∂L/∂ŷ}")
    assert not any(line.startswith("{∂L/∂u1} =") for line in product)
    assert sine[-1].startswith("{∂L/∂u1} = ")
    before = len(moments(graph)) - 2
    assert shared not in seen(graph, before).gradients
    assert shared in seen(graph, before + 1).gradients


def test_numbers_are_nodes_and_exponents_are_not() -> None:
    graph = Graph.of(own("2·w·x^2 + π/2"))
    signs = [re.sub("<[^>]*>", "", one.sign) for one in graph.vertices]
    assert {"2", "π/2", "( )2"} <= {*signs}
    assert signs.count("2") == 1


def test_what_has_no_name_is_called_as_no_weight_is() -> None:
    graph = Graph.of(own("u·x + v·x^2"))
    titles = [plain(one.title) for one in graph.vertices if one.kind == "operation"]
    assert len({*titles}) == len(titles)
    assert not any(title.startswith(("u", "v")) for title in titles)


@pytest.mark.parametrize("model", MODELS)
def test_at_the_end_all_is_seen(model: str) -> None:
    graph = Graph.of(EVERY[model])
    whole = seen(graph, len(moments(graph)))
    assert whole.values == {*range(len(graph.vertices))}
    assert whole.gradients == {at for at, one in enumerate(graph.vertices) if one.varies}
