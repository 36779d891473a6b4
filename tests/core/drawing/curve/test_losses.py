"""How far the losses of a run go, asked for as it is played."""

import numpy as np
import pytest

from gdviz.core import configure, record
from gdviz.core.drawing.curve.losses import Extent, Losses, logarithm


@pytest.mark.parametrize("logarithmic", [False, True])
def test_the_extent_is_that_of_all_however_it_is_asked_for(logarithmic: bool) -> None:
    trace = record(configure("line", "sgd", epochs=10_000))
    losses = Losses(trace, logarithmic=logarithmic)
    losses.grow()
    heights = logarithm(trace.loss) if logarithmic else trace.loss
    draw = np.random.default_rng(0)
    asked = [(0, last) for last in np.cumsum(draw.integers(0, 9000, 8)).tolist()]
    asked += [(300, 40_000), (0, 31_000), (0, 31_001), (5, 20), (0, 100), (0, 40_000), (0, 0)]
    for first, last in asked:
        end = min(last, len(trace))
        assert losses.extent(first, end) == Extent.of(0.0, heights[first:end])
