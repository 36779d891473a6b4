"""Double wells: how many critical points there are and where, against an independent search."""

from math import comb

import numpy as np
import pytest

from gdviz.core import PROBLEMS, configure
from gdviz.core.problems.analysis import critical_points, indices
from gdviz.core.problems.variants import vary

DIMS = range(1, 7)


def wells(dim):
    return vary(PROBLEMS["wells"], {"wells": dim})


@pytest.mark.parametrize("dim", DIMS)
def test_there_are_so_many_of_each_index(dim):
    points = wells(dim).critical_points
    assert points.w.shape == (3**dim, dim)
    counts = np.bincount(points.index, minlength=dim + 1).tolist()
    assert counts == [comb(dim, index) * 2 ** (dim - index) for index in range(dim + 1)]
    assert counts[0] / len(points.w) == pytest.approx((2 / 3) ** dim)
    assert len(wells(dim).minima) == 2**dim
    assert (np.diff(points.cost) > -1e-8).all()


@pytest.mark.parametrize("dim", DIMS)
def test_each_is_what_it_is_said_to_be(dim):
    problem = wells(dim)
    points = problem.critical_points
    assert np.abs(problem.gradient(points.w)).max() < 1e-13
    assert (indices(problem, points.w) == points.index).all()
    np.testing.assert_allclose(points.cost, problem.cost(points.w), rtol=1e-12)
    assert problem.cost(points.w).min() == pytest.approx(dim * -3.5139054053)


def test_they_are_the_roots_of_the_derivative():
    roots = np.sort(np.roots([4, 0, -6, 1]).real)
    np.testing.assert_allclose(np.sort(wells(1).critical_points.w[:, 0]), roots, atol=1e-14)
    each = np.unique(wells(3).critical_points.w.round(9))
    np.testing.assert_allclose(each, roots, atol=1e-8)


@pytest.mark.parametrize("dim", [1, 2, 3])
def test_a_search_from_everywhere_finds_these_and_no_others(dim):
    problem = wells(dim)
    axes = [np.linspace(*ends, 61) for ends in problem.domain]
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, dim)
    slopes = np.abs(problem.gradient(grid)).max(axis=-1)
    found = critical_points(problem, grid[slopes < 1])
    found = np.unique(found[~np.isnan(found[:, 0])].round(6), axis=0)
    known = np.unique(problem.critical_points.w.round(6), axis=0)
    np.testing.assert_array_equal(found, known)


def test_a_run_has_as_many_weights_as_there_are_wells():
    assert configure("wells", wells=6).dim == 6
    assert configure("wells").start == (2.0, 1.0)
    assert wells(4).formula.count("w<sub>k</sub>") == 3
