"""Smoothing, against the algebra of pandas' `ewm(alpha=1-β, adjust=True).mean()`."""

import numpy as np
import pytest

from gdviz.core.runs.smoothing import SMOOTHING, Smoother, smooth

BETAS = [0.0, 0.3, 0.6, 0.9, 0.99, 0.999]


def curve(n):
    """A loss that falls, with noise."""
    return np.exp(-np.arange(n) / 50) * 20 + np.random.default_rng(1).random(n)


def weighted(values, beta):
    """yₜ = Σ (1−α)ⁱ xₜ₋ᵢ / Σ (1−α)ⁱ, over i from 0 to t, with 1−α = β."""
    means = []
    for t in range(len(values)):
        weights = [beta**i for i in range(t + 1)]
        means.append(sum(w * values[t - i] for i, w in enumerate(weights)) / sum(weights))
    return means


@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("n", [0, 1, 2, 63, 64, 65, 300])
def test_it_is_pandas_adjusted_mean(n, beta):
    assert smooth(curve(n), beta) == pytest.approx(weighted(curve(n), beta), rel=1e-9)


@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("pieces", [[1] * 200, [0, 3, 64, 65, 0, 68], [199, 1]])
def test_in_pieces_it_is_the_same(pieces, beta):
    smoother, values, at, got = Smoother(beta), curve(200), 0, []
    for size in pieces:
        got.extend(smoother.extend(values[at : at + size]))
        at += size
    assert got == pytest.approx(smooth(values, beta), rel=1e-12)


@pytest.mark.parametrize("beta", BETAS)
def test_points_that_are_not_finite_pass_through_and_change_nothing(beta):
    values = curve(200)
    holes = {0: np.nan, 5: np.inf, 6: -np.inf, 63: np.nan, 64: np.nan, 199: np.inf}
    with_holes = values.copy()
    with_holes[list(holes)] = list(holes.values())
    smoothed = smooth(with_holes, beta)
    finite = np.isfinite(with_holes)
    assert np.array_equal(smoothed[~finite], with_holes[~finite], equal_nan=True)
    assert smoothed[finite] == pytest.approx(weighted(values[finite], beta), rel=1e-9)


def test_points_that_are_never_finite_stay_as_they_are():
    assert np.isnan(smooth(np.full(3, np.nan), 0.9)).all()


def test_the_points_given_are_not_changed():
    values = curve(10)
    smooth(values, 0.9)
    assert np.array_equal(values, curve(10))


def test_the_range_that_is_offered_can_be_computed():
    flat = np.full(5000, 3.0)
    for beta in (SMOOTHING.minimum, SMOOTHING.default, SMOOTHING.maximum):
        assert smooth(flat, beta) == pytest.approx(flat, rel=1e-9)
