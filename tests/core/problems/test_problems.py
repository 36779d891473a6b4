import re
import tracemalloc

import numpy as np
import pytest

from gdviz.core import PROBLEMS, Outcome, configure, record
from gdviz.core.problems.analysis import critical_point, curvatures, hessian, is_saddle
from gdviz.core.problems.built_in.surfaces import Surface
from gdviz.core.problems.regression import Regression

# Where the cost is flat along a line through its minimum: a valley, and a fourth power.
FLAT_MINIMA = {"two-layer", "flower"}


@pytest.fixture(params=PROBLEMS.values(), ids=PROBLEMS.keys())
def problem(request):
    return request.param


@pytest.fixture(params=[name for name in PROBLEMS if PROBLEMS[name].minima])
def known(request):
    """A problem whose critical points are known, as a net's are not."""
    return PROBLEMS[request.param]


def test_only_a_net_has_minima_that_nobody_knows():
    assert [name for name, problem in PROBLEMS.items() if not problem.minima] == ["net"]


def dim(problem):
    return len(problem.weights)


def points(problem, count):
    """Weights all over the domain, its corners and the known critical points included."""
    low, high = np.array(problem.domain).T
    known = [low, high, problem.start, *problem.minima, *problem.saddles]
    inside = np.random.default_rng(3).uniform(low, high, (count, dim(problem)))
    return np.concatenate([np.array(known), inside])


def row_sets(problem):
    """All rows, one, several, and rows drawn twice."""
    n_samples = problem.n_samples
    drawn = np.random.default_rng(4).integers(n_samples, size=5)
    return [None, np.array([n_samples - 1]), np.arange(min(3, n_samples)), np.append(drawn, drawn)]


def central_difference(function, w, widths):
    """The gradient by central differences of the fourth order."""
    found = []
    for axis, width in enumerate(widths):
        step = np.zeros(len(w))
        step[axis] = 1e-5 * width
        near = function(w + step) - function(w - step)
        far = function(w + 2 * step) - function(w - 2 * step)
        found.append((8 * near - far) / (12 * step[axis]))
    return np.array(found)


def test_it_describes_itself(problem):
    assert problem.title
    assert problem.formula.startswith("J(")
    assert len(problem.domain) == len(problem.start) == dim(problem)
    for point in (problem.start, *problem.minima, *problem.saddles):
        for value, (low, high) in zip(point, problem.domain, strict=True):
            assert low <= value <= high


def test_the_gradient_is_the_central_difference(problem):
    widths = [high - low for low, high in problem.domain]
    for rows in row_sets(problem):
        for w in points(problem, 40):
            exact = problem.gradient(w, rows)
            numeric = central_difference(lambda at, r=rows: problem.loss(at, r), w, widths)
            assert exact.shape == (dim(problem),)
            np.testing.assert_allclose(exact, numeric, rtol=1e-6, atol=1e-6)


def test_cost_and_gradient_are_the_means_over_the_samples(problem):
    samples = [np.array([row]) for row in range(problem.n_samples)]
    for w in points(problem, 1):
        mean_loss = np.mean([problem.loss(w, row) for row in samples])
        mean_gradient = np.mean([problem.gradient(w, row) for row in samples], axis=0)
        assert problem.loss(w) == pytest.approx(mean_loss, rel=1e-12, abs=1e-12)
        assert problem.gradient(w) == pytest.approx(mean_gradient, rel=1e-11, abs=1e-11)


def test_the_loss_on_rows_is_the_mean_over_them(problem):
    w = points(problem, 1)[-1]
    for rows in row_sets(problem)[1:]:
        each = np.mean([problem.loss(w, np.array([row])) for row in rows])
        assert problem.loss(w, rows) == pytest.approx(each, rel=1e-12)


def test_cost_loss_and_gradient_are_vectorised(problem):
    low, high = np.array(problem.domain).T
    grid = np.random.default_rng(5).uniform(low, high, (3, 4, dim(problem)))
    grid[0, 0] = (*problem.minima, problem.start)[0]
    for rows in row_sets(problem):
        losses = [[float(problem.loss(w, rows)) for w in row] for row in grid]
        slopes = [[problem.gradient(w, rows) for w in row] for row in grid]
        assert problem.loss(grid, rows) == pytest.approx(np.array(losses), rel=1e-12, abs=1e-15)
        assert problem.gradient(grid, rows) == pytest.approx(np.array(slopes), rel=1e-12, abs=1e-13)
    assert problem.cost(grid) == pytest.approx(problem.loss(grid), rel=1e-15)
    assert problem.cost(grid[0, 0]).shape == ()


def test_minima_are_minima(known):
    for minimum in np.array(known.minima):
        values = curvatures(known, minimum)
        assert np.abs(known.gradient(minimum)).max() <= 1e-14 * max(100, values[-1])
        assert values[0] > (-1e-6 if known.id in FLAT_MINIMA else 0.01)
        assert not is_saddle(known, minimum)


def test_minima_come_best_first_and_the_first_is_the_least(known):
    costs = known.cost(np.array(known.minima))
    assert (np.diff(costs) >= -1e-12).all()
    axes = [np.linspace(*ends, {1: 401, 2: 401, 3: 61}[dim(known)]) for ends in known.domain]
    grid = np.stack(np.meshgrid(*axes), axis=-1)
    assert known.cost(grid).min() >= costs[0] - 1e-12


def test_saddles_are_saddles(problem):
    for saddle in np.array(problem.saddles):
        values = curvatures(problem, saddle)
        assert np.abs(problem.gradient(saddle)).max() <= 1e-14 * max(100, values[-1])
        assert is_saddle(problem, saddle)
        assert values[0] < -0.1 or (dim(problem) == 1 and abs(values[0]) < 1e-6)


def test_every_minimum_and_saddle_that_is_not_flat_is_known(known):
    problem = known
    low, high = np.array(problem.domain).T
    known = np.array([*problem.minima, *problem.saddles])
    axes = [np.linspace(*ends, {1: 60, 2: 9, 3: 5}[dim(problem)]) for ends in problem.domain]
    reached = []
    for w in np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, dim(problem)):
        found = newton(problem, w)
        if found is None or (found < low).any() or (found > high).any():
            continue
        values = curvatures(problem, found)
        if values[-1] < -1e-3 or np.abs(values).min() < 1e-3:
            continue
        assert np.abs(known - found).max(axis=1).min() < 1e-4, found
        reached.append(found)
    assert reached or all(np.abs(curvatures(problem, w)).min() < 1e-3 for w in known)


def newton(problem, w):
    """The critical point that Newton's method finds from w, if it finds one."""
    width = max(high - low for low, high in problem.domain)
    for _step in range(25):
        step = np.linalg.lstsq(hessian(problem, w), problem.gradient(w))[0]
        if np.abs(step).max() > width:
            return None
        w = w - step
        if np.abs(step).max() < 1e-8 * width:
            return w
    return None


def test_the_curvature_is_given_where_it_is_the_same_everywhere(problem):
    hessians = np.array([hessian(problem, w) for w in points(problem, 5)[-5:]])
    differ = np.ptp(hessians, axis=0).max() > 1e-3
    given = problem.curvature()
    assert (given is None) == differ
    if given is not None:
        assert given == pytest.approx(np.linalg.eigvalsh(hessians[0])[-1], rel=1e-6)


def test_a_batch_of_all_samples_is_as_curved_as_the_cost(problem):
    assert problem.curvature(problem.n_samples) == problem.curvature()


def test_no_batch_is_more_curved_than_is_said(problem):
    if problem.curvature() is None:
        assert problem.curvature(1) is None
        return
    zero, axes = np.zeros(dim(problem)), np.eye(dim(problem))
    rng = np.random.default_rng(6)
    for size in sorted({1, min(3, problem.n_samples), problem.n_samples}):
        batches = [rng.permutation(problem.n_samples)[:size] for _ in range(100)]
        found = []
        for rows in batches:
            base = problem.gradient(zero, rows)
            columns = [problem.gradient(axis, rows) - base for axis in axes]
            found.append(np.linalg.eigvalsh(np.array(columns))[-1])
        assert max(found) <= problem.curvature(size) * (1 + 1e-9)
        if size == 1 and problem.n_samples < 50:
            assert max(found) == pytest.approx(problem.curvature(1))


SURFACES = [problem for problem in PROBLEMS.values() if isinstance(problem, Surface)]


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.id)
def test_the_function_is_its_text(surface):
    named = {"sin": np.sin, "ln": np.log, "abs": np.abs}
    typed = compile(surface.text.replace("^", "**"), surface.id, "eval")
    names = ["w"] if dim(surface) == 1 else ["w1", "w2"]
    for w in points(surface, 20):
        value = eval(typed, named | dict(zip(names, w, strict=True)))
        assert surface.loss(w) == pytest.approx(value, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.id)
def test_the_formula_is_typeset(surface):
    shown = re.sub(r"</?su[bp]>", "", surface.formula)
    assert shown.startswith("J(w) = ")
    assert not re.search(r"[*^<>-]|abs|\w[12][^12]*\(w[12]\)", shown)
    assert surface.formula.count("<sup>") == surface.text.count("^")


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.id)
def test_no_surface_diverges_at_its_defaults(surface):
    trace = record(configure(surface.id))
    assert trace.outcome is not Outcome.DIVERGED
    assert surface.cost(trace.w[-1]) < surface.cost(trace.w[0])


@pytest.mark.parametrize("w", [0.0, -0.0, 1e-300, -1e-300])
def test_the_wavy_valley_is_smooth_at_its_bottom(w):
    wavy = PROBLEMS["wavy"]
    assert wavy.loss(np.array([w])) == 0
    assert wavy.gradient(np.array([w])) == pytest.approx(0, abs=1e-290)


def test_a_line_is_fitted_as_by_hand():
    line = PROBLEMS["line"]
    assert line.minima[0] == pytest.approx(np.polyfit(line.x, line.y, 1), rel=1e-12)
    assert line.minima[0] == pytest.approx((2, 1), rel=1e-12)
    assert line.loss(np.array(line.minima[0])) == pytest.approx(0.2**2, rel=1e-12)


@pytest.mark.parametrize(
    "x",
    [np.arange(1990.0, 2031.0), 1.7e9 + np.arange(0.0, 86400.0, 60.0), np.arange(9) * 1e-9],
    ids=["years", "timestamps", "nanoseconds"],
)
def test_inputs_far_from_0_do_not_spoil_the_optimum(x):
    slope, intercept = 3 / np.ptp(x), 5.0
    fit = Regression(
        id="far",
        title="",
        model="w·x + b",
        data={"x": x, "y": slope * x + intercept},
        domain=((0.0, 1.0), (0.0, 1.0)),
        start=(0.0, 0.0),
    )
    found = np.array(fit.minima[0])
    assert found[0] == pytest.approx(slope, rel=1e-6)
    assert fit.predict(found, x) == pytest.approx(fit.y, rel=1e-9)


def test_a_parabola_is_fitted_as_by_hand():
    fit = PROBLEMS["quadratic-fit"]
    assert fit.weights == ("w₁", "w₂", "b")
    assert fit.minima[0] == pytest.approx(np.polyfit(fit.x, fit.y, 2), rel=1e-12)
    assert fit.minima[0] == pytest.approx((0.5, 1, -1), rel=1e-12)


def test_the_two_layers_are_one_weight_in_two():
    one, two = PROBLEMS["linear"], PROBLEMS["two-layer"]
    w = np.array([0.7, -1.9])
    product = w[:1] * w[1:]
    assert two.loss(w) == pytest.approx(one.loss(product))
    assert two.predict(w, two.x) == pytest.approx(one.predict(product, one.x))
    assert [w1 * w2 for w1, w2 in two.minima] == pytest.approx([2, 2])


def test_the_sine_is_fitted_in_bounded_memory():
    x = np.linspace(-3, 3, 200_000)
    fit = Regression(
        id="long",
        title="",
        model="sin(w·x)",
        data={"x": x, "y": np.sin(3 * x)},
        domain=((0.0, 8.0),),
        start=(1.0,),
    )
    weights = np.linspace(0, 8, 30)[:, np.newaxis]
    tracemalloc.start()
    costs = fit.cost(weights)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16e6 < x.nbytes * len(weights)
    for cost, w in zip(costs[::10], weights[::10], strict=True):
        assert cost == pytest.approx(np.mean((np.sin(w * x) - fit.y) ** 2))
        slope = np.mean(2 * (np.sin(w * x) - fit.y) * np.cos(w * x) * x)
        assert fit.gradient(w) == pytest.approx(slope)


def test_the_many_samples_are_a_line_with_noise_of_1():
    many = PROBLEMS["many-samples"]
    noise = many.y - 2 * many.x
    assert many.n_samples == 10_000
    assert abs(noise.mean()) < 4 / np.sqrt(many.n_samples)
    assert noise.std() == pytest.approx(1, abs=4 / np.sqrt(2 * many.n_samples))


def test_the_finite_sum_is_the_formula():
    problem = PROBLEMS["finite-sum"]
    w1, w2 = w = np.array([0.3, -1.2])
    a, b = problem.data.values()
    terms = (w1 - a) ** 2 / 2 - (w2 - b) ** 2 / 2 + w2**4 / 4
    assert problem.loss(w) == pytest.approx(terms.mean())
    assert len(terms) == 20
    assert a.mean() == b.mean() == 0
    assert all(problem.gradient(np.array([w1, 0.0])) == [w1, 0])


def test_a_critical_point_is_found_from_beside_it(problem):
    for point in np.array([*problem.minima, *problem.saddles]):
        off = 2e-3 * np.array([high - low for low, high in problem.domain])
        found = critical_point(problem, point + off)
        assert found is not None
        assert np.abs(problem.gradient(found)).max() < 1e-6
