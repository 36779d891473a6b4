"""The probes of a search are drawn where they are, all over what was searched."""

import numpy as np
import pytest

from gdviz.core import Trace, configure, record
from gdviz.core.drawing.probes import SearchTrail


def searched(problem: str, algorithm: str = "exhaustive", **settings: int) -> Trace:
    return record(configure(problem, algorithm, **settings))


def gaps(trace: Trace, drawn: np.ndarray, count: int) -> float:
    """The furthest that any probe is from one that is drawn, as a share of the domain."""
    low, high = np.array(trace.config.problem.domain).T
    share = (trace.w[:count] - low) / (high - low)
    pieces = np.array_split(share, count // 100 + 1)  # all at once they are hundreds of megabytes
    return max(
        float(np.abs(piece[:, np.newaxis] - share[drawn]).max(axis=2).min(axis=1).max())
        for piece in pieces
    )


@pytest.mark.parametrize("points", [3, 41, 999, 8193, 10_000])
def test_every_probe_of_one_weight_is_drawn_or_a_thousandth_of_the_domain_from_one_that_is(points):
    trace, trail = searched("sine", points=points), SearchTrail()
    drawn = trail.probes(trace, points)
    assert gaps(trace, drawn, points) <= 1e-3 * (1 + 1e-9)
    assert len(drawn) <= 1050
    if points <= 999:
        assert len(drawn) == points


def test_of_two_weights_too():
    trace, trail = searched("bowl", points=80), SearchTrail()
    assert len(trail.probes(searched("bowl", points=50), 2500)) == 2500
    for count in (150, 3_000, 6_400):
        drawn = trail.probes(trace, count)
        assert drawn.max() < count
        assert gaps(trace, drawn, count) <= 1 / 50 * (1 + 1e-9)
    assert len(drawn) <= 50**2 + 50


def test_a_search_that_closes_in_is_seen_to():
    trace = searched("double-well", "divide-and-conquer", points=50, levels=6)
    drawn = SearchTrail().probes(trace, len(trace))
    assert set(range(len(trace) - 50, len(trace))) <= set(drawn.tolist())


@pytest.mark.parametrize(
    ("problem", "settings"), [("double-well", {"points": 5}), ("bowl", {"points": 4})]
)
def test_what_is_drawn_is_the_same_however_one_came_there(problem, settings):
    trace = searched(problem, "divide-and-conquer", levels=6, **settings)
    going, total = SearchTrail(), len(trace)
    for count in (1, 2, 7, total // 2, 3, total, total - 1, 0):
        anew = SearchTrail()
        assert going.probes(trace, count).tolist() == anew.probes(trace, count).tolist()
        assert going.boxes(trace, count).tolist() == anew.boxes(trace, count).tolist()


def test_the_boxes_before_are_those_of_the_grids_before():
    trace = searched("bowl", "divide-and-conquer", points=4, levels=3)
    of_level = [trace.state[16 * level, 1:].tolist() for level in range(3)]
    for count, before in ((16, 0), (17, 1), (32, 1), (48, 2)):
        assert SearchTrail().boxes(trace, count).tolist() == of_level[:before]


def test_another_trace_begins_anew():
    trail = SearchTrail()
    trail.probes(searched("sine", points=10_000), 10_000)
    assert len(trail.probes(searched("bowl", points=9), 81)) == 81
