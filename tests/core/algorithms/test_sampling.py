"""Which samples each step sees."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.core import PROBLEMS, configure, record
from gdviz.core.algorithms.sampling import ORDERS, Sampling

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

    # The largest x is alone in a batch where two leave one over, or where they are drawn afresh.
    steepest = {1: 9.0, 2: 9.0, 3: (9.0 + 4.0 + 1.0) / 3}[batch_size]
    assert limit("shuffled") == limit("in-order") == pytest.approx(1 / steepest)
    assert limit("with-replacement") == pytest.approx(1 / 9)


@pytest.mark.parametrize("batch_size", [1, 2, 3])
def test_of_losses_that_are_added_the_same_sample_may_be_added_to_itself(batch_size):
    config = configure(
        "linear", "mini-batch", batch_size=batch_size, order="with-replacement", reduction="sum"
    )
    limit = config.algorithm.stability_limit(config.problem)
    steepest = np.full(batch_size, 2)
    for rate, grows in ((0.99 * limit, False), (1.01 * limit, True)):
        w = np.array([1.0])
        after = w - rate * config.problem.gradient(w, steepest)
        assert (abs(after[0] - 2) > abs(w[0] - 2)) == grows


BLOCKS = [(1, 1), (3, 1), (3, 2), (3, 3), (40, 7), (5000, 3000), (20_000, 7000)]


@pytest.mark.parametrize(("n_samples", "batch_size"), BLOCKS)
@pytest.mark.parametrize("order", ORDERS)
def test_a_step_looks_into_its_block(order, n_samples, batch_size):
    sampling = Sampling(order, n_samples, batch_size, seed=3)
    for which in (0, 1, 4):
        block = sampling.block(which)
        batches = [
            batch
            for full, last in zip(block.full, block.last, strict=True)
            for batch in (*full, *([last] if len(last) else []))
        ]
        assert len(batches) == sampling.block_steps
        numbers = range(len(batches))
        for number in {*numbers[:100], *numbers[-100:]}:
            samples = sampling.rows(which * sampling.block_steps + number)
            assert list(samples) == list(batches[number])


@given(
    order=st.sampled_from([*ORDERS]),
    n_samples=st.integers(1, 10_000_000),
    batch_size=st.integers(1, 10_000_000),
)
def test_a_block_is_many_steps_and_never_much_more_than_one_needs(order, n_samples, batch_size):
    batch_size = min(batch_size, n_samples)
    sampling = Sampling(order, n_samples, batch_size, seed=0)
    whole = batch_size if order == "with-replacement" else n_samples
    assert whole <= np.prod(sampling.shape) <= max(whole, 2**14)
    assert sampling.block_steps * batch_size >= min(2**13, np.prod(sampling.shape))


@pytest.mark.parametrize("order", ORDERS)
def test_a_generator_is_seeded_for_thousands_of_steps_at_once(order, monkeypatch):
    seeded = []
    make = np.random.default_rng
    monkeypatch.setattr(np.random, "default_rng", lambda seed: seeded.append(seed) or make(seed))
    sampling = Sampling(order, 3, 1, seed=77)
    for number in range(sampling.block_steps + 1):
        sampling.rows(number)
    assert seeded == ([] if order == "in-order" else [(77, 0), (77, 1)])
    assert sampling.block_steps > 10_000


def test_what_is_drawn_cannot_be_spoilt():
    for order in ORDERS:
        with pytest.raises(ValueError, match="read-only"):
            Sampling(order, 3, 1, seed=0).rows(0)[0] = 1


def test_the_size_of_a_batch_does_not_change_the_shuffled_passes():
    orders = [np.concatenate(passes("shuffled", size, count=50)) for size in (1, 4, 10)]
    assert all((order == orders[0]).all() for order in orders)


def test_each_order_of_three_samples_is_as_frequent_as_the_others():
    shuffled = Sampling("shuffled", 3, 1, seed=0).block(0).passes
    found, counts = np.unique(shuffled, axis=0, return_counts=True)
    assert [tuple(order) for order in found] == list(permutations(range(3)))
    expected = len(shuffled) / 6
    assert ((counts - expected) ** 2 / expected).sum() < 20.5  # χ², 5 degrees: 1 in 1,000


def test_with_replacement_each_sample_is_as_frequent_as_the_others():
    drawn = Sampling("with-replacement", 6, 4, seed=0).block(0).passes
    counts = np.bincount(drawn.ravel(), minlength=6)
    assert ((counts - drawn.size / 6) ** 2 / (drawn.size / 6)).sum() < 20.5
    repeated = Sampling("with-replacement", 6, 4, seed=0).block(0).full.reshape(-1, 4)
    assert any(len(set(batch)) < 4 for batch in repeated.tolist())
