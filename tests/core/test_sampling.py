"""Which samples each step sees."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS, configure, record
from gdviz.core.algorithms.sampling import ORDERS

SAMPLED = [
    (algorithm, batch_size, order)
    for algorithm, batch_size in (("sgd", 1), ("mini-batch", 3), ("mini-batch", 5))
    for order in ORDERS
]


@pytest.mark.parametrize(("algorithm", "batch_size", "order"), SAMPLED)
def test_the_samples_are_a_pure_function_of_seed_and_step(algorithm, batch_size, order):
    def rows(seed, numbers):
        settings = {"batch_size": batch_size} if algorithm == "mini-batch" else {}
        chosen = configure(algorithm=algorithm, order=order, **settings).algorithm
        return {number: tuple(chosen.rows(10, seed, number)) for number in numbers}

    forwards, backwards = rows(5, range(60)), rows(5, reversed(range(60)))
    assert forwards == backwards
    assert (forwards != rows(6, range(60))) == (order != "in-order")
    assert all(0 <= row < 10 for chosen in forwards.values() for row in chosen)


def passes(order, batch_size, n_samples=10, count=5):
    """The samples of so many passes, each in the order in which they are used."""
    algorithm = configure(algorithm="mini-batch", batch_size=batch_size, order=order).algorithm
    steps = -(-n_samples // min(batch_size, n_samples))
    return [
        np.concatenate([algorithm.rows(n_samples, 0, which * steps + i) for i in range(steps)])
        for which in range(count)
    ]


@pytest.mark.parametrize("batch_size", [1, 2, 3, 10, 99])
def test_a_shuffled_pass_visits_each_sample_once(batch_size):
    orders = passes("shuffled", batch_size)
    assert all(sorted(order) == list(range(10)) for order in orders)
    assert len({tuple(order) for order in orders}) == 5


@pytest.mark.parametrize("batch_size", [1, 2, 3, 10, 99])
def test_in_order_each_pass_is_the_data_as_they_stand(batch_size):
    assert all(list(order) == list(range(10)) for order in passes("in-order", batch_size))


def test_in_order_is_the_listing_of_the_courses_slides():
    gradients, ends = [], []
    w = 1.0
    for _epoch in range(100):
        for x, y in ((1.0, 2.0), (2.0, 4.0), (3.0, 6.0)):
            grad = 2 * x * (x * w - y)
            w = w - 0.01 * grad
            gradients.append(grad)
        ends.append(w)
    assert gradients[:3] == pytest.approx([-2, -7.84, -16.2288])
    assert ends[0] == pytest.approx(1.260688)
    trace = record(configure("linear", "sgd", order="in-order", learning_rate=0.01, start=(1.0,)))
    assert trace.gradient[:, 0] == pytest.approx(gradients)
    assert trace.w[3::3, 0] == pytest.approx(ends)
    assert list(trace.epoch[:4]) == [0, 0, 0, 1]


@pytest.mark.parametrize("batch_size", [1, 2, 3])
def test_a_rate_can_diverge_in_order_where_it_can_shuffled(batch_size):
    def limit(order):
        config = configure("linear", "mini-batch", batch_size=batch_size, order=order)
        return config.algorithm.stability_limit(PROBLEMS["linear"])

    # The steepest batch is that of the largest x; drawn afresh it may be the largest x alone.
    steepest = np.mean(np.array([9.0, 4.0, 1.0])[:batch_size])
    assert limit("shuffled") == limit("in-order") == pytest.approx(1 / steepest)
    assert limit("with-replacement") == pytest.approx(1 / 9)
