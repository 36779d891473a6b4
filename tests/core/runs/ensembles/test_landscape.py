"""Critical points counted, against closed forms and against the multinomial coefficients."""

from dataclasses import astuple
from math import factorial

import numpy as np
import pytest

from gdviz.core import PROBLEMS
from gdviz.core.problems.variants import vary
from gdviz.core.runs.ensembles.landscape import landscapes

LEFT, RIGHT, BETWEEN = np.sort(np.polyval([1, 0, -3, 1, 0], np.roots([4, 0, -6, 1])).real)
"""The costs of one well's critical points: the lowest is left."""


@pytest.mark.parametrize("dim", range(1, 7))
def test_levels_are_the_ways_to_choose_a_critical_point_for_each_weight(dim):
    problem = vary(PROBLEMS["wells"], {"wells": dim})
    expected = []
    for between in range(dim + 1):
        for right in range(dim - between + 1):
            left = dim - between - right
            ways = factorial(dim) / factorial(left) / factorial(right) / factorial(between)
            expected.append((between, left * LEFT + right * RIGHT + between * BETWEEN, ways))
    *_before, made = landscapes(problem)
    assert len(made.levels) == len(expected)
    for level, one in zip(made.levels, sorted(expected), strict=True):
        assert astuple(level) == pytest.approx(one, abs=1e-8)


def test_counts_are_those_of_the_closed_form():
    told = [*landscapes(PROBLEMS["wells"])]
    assert [one.share for one in told] == pytest.approx([k / 6 for k in range(1, 7)])
    for weights, count in enumerate(told[-1].counts, 1):
        assert astuple(count) == (weights, 3**weights, 2**weights)
        assert count.share == pytest.approx((2 / 3) ** weights)
    assert all(one.counts == told[-1].counts[:k] for k, one in enumerate(told, 1))
