"""The runs, against the course's listings and PyTorch's formulas written out in plain Python."""

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, PROBLEMS, Outcome, configure, record, run
from gdviz.core.problems.expression import parse
from tests.core.steps import ending, same, taken

SAMPLES = ((1.0, 2.0), (2.0, 4.0), (3.0, 6.0))


def with_samples(n):
    """The course's problem with other data, of n samples that lie on no line."""
    x = np.linspace(-2.0, 3.0, n)
    return replace(PROBLEMS["linear"], data={"x": x, "y": 2 * x + np.sin(7 * x)})


def plane():
    """A problem with two weights, y = w₁·x + w₂."""
    return replace(
        with_samples(10),
        model="w₁·x + w₂",
        domain=((0.0, 4.0), (-2.0, 2.0)),
        start=(1.0, 1.0),
    )


def loss_of(w, samples):
    return sum((x * w - y) ** 2 for x, y in samples) / len(samples)


def gradient_of(w, samples):
    return sum(2 * x * (x * w - y) for x, y in samples) / len(samples)


def listing(samples_of_steps, learning_rate):
    """The course's loop: the weight after each update, and the loss before it."""
    w = 1.0
    for samples in samples_of_steps:
        loss = loss_of(w, samples)
        w = w - learning_rate * gradient_of(w, samples)
        yield w, loss


def test_listing_1_every_row():
    trace = record(configure(learning_rate=0.01, epochs=100))
    rows = list(listing([SAMPLES] * 100, 0.01))
    assert len(trace) == 100
    assert trace.w[0, 0] == 1.0
    assert trace.w[1:, 0] == pytest.approx([w for w, _ in rows], rel=1e-12)
    assert trace.loss == pytest.approx([loss for _, loss in rows], rel=1e-9)


def test_listing_1_as_the_course_prints_it():
    config = configure(learning_rate=0.01, epochs=100)
    trace = record(config)
    assert trace.w[1, 0] == pytest.approx(1.0933333333333333, rel=1e-12)
    assert trace.w[-1, 0] == pytest.approx(1.9999444396553017, rel=1e-12)
    assert trace.loss[-1] == pytest.approx(1.752432687141379e-08, rel=1e-9)
    assert config.problem.predict(trace.w[0], np.array([4.0])) == 4.0
    assert config.problem.predict(trace.w[-1], np.array([4.0])) == pytest.approx(7.999777758621207)


@pytest.mark.parametrize("seed", range(3))
def test_listing_2_is_listing_1_with_one_sample_drawn_a_step(seed):
    trace = record(
        configure(
            algorithm="sgd", order="with-replacement", steps_per_epoch=1, epochs=100, seed=seed
        )
    )
    drawn = [int(trace.rows(number)[0]) for number in range(100)]
    rows = list(listing([[SAMPLES[i]] for i in drawn], 0.01))
    assert len(trace) == 100
    assert list(trace.epoch) == list(range(100))
    assert set(drawn) == {0, 1, 2}
    # 100 fair draws miss these bounds once in a million times.
    assert all(10 < drawn.count(sample) < 60 for sample in range(3))
    assert trace.w[1:, 0] == pytest.approx([w for w, _ in rows], rel=1e-12)
    assert trace.loss == pytest.approx([loss for _, loss in rows], rel=1e-9)


@pytest.mark.parametrize("nesterov", [False, True])
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("algorithm", ["gradient-descent", "sgd", "mini-batch"])
def test_momentum_is_pytorchs(algorithm, beta, nesterov):
    """torch.optim.SGD: buf ← βbuf + g; g + β·buf with Nesterov, else buf; w ← w − lr·that."""
    config = configure(
        algorithm=algorithm, learning_rate=0.02, momentum=beta, nesterov=nesterov, epochs=40
    )
    trace = record(config)
    w, buffer = 1.0, None
    for number in range(len(trace)):
        rows = trace.rows(number)
        chosen = range(3) if rows is None else rows
        g = gradient_of(w, [SAMPLES[i] for i in chosen])
        if beta:
            buffer = g if buffer is None else beta * buffer + g
            g = g + beta * buffer if nesterov else buffer
        w = w - 0.02 * g
        assert trace.w[number + 1, 0] == pytest.approx(w, rel=1e-12, abs=1e-12)


def test_exhaustive_search_probes_the_whole_grid():
    trace = record(configure(algorithm="exhaustive", points=9))
    grid = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]
    assert [trace.step(i).w[0] for i in range(len(trace))] == pytest.approx(grid)
    assert trace.loss == pytest.approx([loss_of(w, SAMPLES) for w in grid], abs=1e-12)
    assert np.isnan(trace.gradient).all()
    steps = [trace.step(i) for i in range(len(trace))]
    assert all(step.w + step.delta == after.w for step, after in pairwise(steps))
    assert trace.w[-1] == 2.0
    assert trace.outcome is Outcome.FINISHED


def test_exhaustive_search_squares_with_two_weights():
    problem = plane()
    trace = record(replace(configure(algorithm="exhaustive", points=7), problem=problem, start=()))
    grid = list(product(np.linspace(0, 4, 7), np.linspace(-2, 2, 7)))
    costs = [np.mean((a * problem.x + b - problem.y) ** 2) for a, b in grid]
    assert len(trace) == 49
    assert trace.loss == pytest.approx(costs)
    assert trace.w[-1] == pytest.approx(grid[int(np.argmin(costs))])


@pytest.mark.parametrize(
    ("algorithm", "settings"), [("exhaustive", {}), ("divide-and-conquer", {"levels": 1})]
)
def test_of_two_weights_as_good_as_each_other_a_search_keeps_the_first(algorithm, settings):
    # The grid is −2, −1, 0, 1, 2, and the cost 0 at −1 and at 1.
    problem = parse("(w^2 - 1)^2", (-2.0, 2.0))
    trace = record(configure(problem, algorithm, points=5, **settings))
    assert list(trace.state[:, 0, 0]) == [-2, -1, -1, -1, -1]
    assert trace.w[-1] == -1


def test_divide_and_conquer_keeps_a_cell_on_either_side_of_the_best():
    # On 0, 1, 2, 3, 4 the best is 2, and again on every finer grid.
    trace = record(configure(algorithm="divide-and-conquer", points=5, levels=4))
    hands = [(0, 4), (1, 3), (1.5, 2.5), (1.75, 2.25)]
    assert [tuple(hand) for hand in trace.state[::5, 1:, 0]] == hands


def test_the_cells_in_hand_end_at_the_edge_of_the_domain():
    trace = record(configure(parse("w", (0.0, 4.0)), "divide-and-conquer", points=5, levels=3))
    assert [tuple(hand) for hand in trace.state[::5, 1:, 0]] == [(0, 4), (0, 1), (0, 0.25)]


@pytest.mark.parametrize("points", [3, 4, 5, 9])
def test_divide_and_conquer_narrows_down_on_the_optimum(points):
    trace = record(configure(algorithm="divide-and-conquer", points=points, levels=8))
    best, low, high = np.moveaxis(trace.state[:, :, 0], 1, 0)
    assert len(trace) == 8 * points
    assert ((low <= best) & (best <= high)).all()
    assert ((low <= 2) & (high >= 2)).all()
    # A level keeps at most the two cells around the best point.
    widths = (high - low)[::points]
    assert (widths[1:] <= widths[:-1] * 2 / (points - 1) + 1e-12).all()
    assert trace.w[-1, 0] == pytest.approx(2, abs=widths[-1] / (points - 1))
    assert trace.state[-1, 0, 0] == trace.step(int(np.argmin(trace.loss))).w[0]


def test_steps_per_epoch_says_what_counts_as_an_epoch():
    trace = record(configure(algorithm="sgd", steps_per_epoch=7, epochs=3))
    assert list(trace.epoch) == [0] * 7 + [1] * 7 + [2] * 7


@pytest.mark.parametrize(
    ("settings", "work"),
    [
        ({"algorithm": "gradient-descent"}, 10),
        ({"algorithm": "sgd"}, 1),
        ({"algorithm": "mini-batch", "batch_size": 5}, 5),
        ({"algorithm": "mini-batch", "batch_size": 4, "order": "with-replacement"}, 4),
        ({"algorithm": "exhaustive"}, 10),
        ({"algorithm": "divide-and-conquer"}, 10),
    ],
)
def test_each_sample_that_a_step_looks_at_is_counted(settings, work):
    trace = record(replace(configure(epochs=3, **settings), problem=with_samples(10)))
    assert list(trace.evaluations) == [work * (i + 1) for i in range(len(trace))]


def test_a_last_batch_that_is_smaller_is_counted_as_it_is():
    config = configure(algorithm="mini-batch", batch_size=4, epochs=2)
    trace = record(replace(config, problem=with_samples(10)))
    assert list(trace.evaluations) == [4, 8, 10, 14, 18, 20]


@pytest.mark.parametrize("settings", [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}])
@pytest.mark.parametrize("problem", [with_samples(5), plane()], ids=["one", "two"])
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_run_continued_from_any_step_is_the_run_uninterrupted(algorithm, problem, settings):
    config = configure(algorithm=algorithm, epochs=4, points=3, levels=3, seed=3, **settings)
    config = replace(config, problem=problem, start=())

    def whole(after=None):
        return list(taken(config, after)), ending(run(config, after))

    steps, outcome = whole()
    assert len(steps) == config.total_steps
    for step in steps:
        rest, its_outcome = whole(after=step)
        assert its_outcome is outcome
        assert len(rest) == len(steps) - step.number - 1
        assert all(map(same, rest, steps[step.number + 1 :]))
