"""The relief: what lies on it, and what it hides, against marching along lines of sight."""

from itertools import pairwise

import numpy as np
import pytest

from gdviz.core.drawing.contours import Landscape
from gdviz.core.drawing.projection import Camera, fit
from gdviz.core.drawing.relief import Relief, Seen

POINTS = 101
LOW, HIGH = np.array([-2.0, -1.0]), np.array([2.0, 3.0])


def two_hills(w):
    """Heights, from 0 to 1, of weights (..., 2): two round hills, one behind the other along w₁."""
    x, y = w[..., 0], w[..., 1] - 1.0
    return np.exp(-6 * ((x - 0.8) ** 2 + y**2)) + 0.6 * np.exp(-6 * ((x + 0.8) ** 2 + y**2))


def landscape(height, low=LOW, high=HIGH):
    x, y = (np.linspace(*ends, POINTS) for ends in zip(low, high, strict=True))
    heights = height(np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1))
    return Landscape(x, y, heights, 1.0, ())


def seen(made, azimuth, elevation):
    return Seen(made, fit(Camera(azimuth, elevation), made.sides, (900, 600), (60, 10, 40)))


HILLS = Relief.of(landscape(two_hills), 1)
SIDES = np.array([1.0, 1.0, HILLS.sides[2]])


def in_box(w):
    shares = (w - LOW) / (HIGH - LOW)
    return (np.concatenate([shares, two_hills(w)[..., np.newaxis]], axis=-1) - 0.5) * SIDES


def clearance(w, camera):
    """How far the line of sight from a weight, (2,), stays above the hills, from their own formula.

    Negative where it goes through one: then the weight is hidden.
    """
    ahead = camera.axes[2]
    along = np.linspace(0.02, 2.0, 2000)[:, np.newaxis]
    points = (in_box(w) + along * ahead) / SIDES + 0.5
    over = ((points[:, :2] >= 0) & (points[:, :2] <= 1)).all(axis=1)
    grounds = two_hills(LOW + points[:, :2] * (HIGH - LOW))
    return float(np.min((points[:, 2] - grounds)[over], initial=1.0))


@pytest.mark.parametrize("azimuth", [0, 45, 90, 163, 270, 301])
@pytest.mark.parametrize("elevation", [10, 20, 43])
def test_what_is_behind_a_hill_is_hidden(azimuth, elevation):
    view = seen(HILLS, azimuth, elevation)
    draw = np.random.default_rng(azimuth + elevation)
    w = LOW + (HIGH - LOW) * draw.uniform(0.02, 0.98, (300, 2))
    found = view.places(w)[1]
    clear = np.array([clearance(at, view.projection.camera) for at in w])
    plain = np.abs(clear + 0.012) > 0.012  # nearer to the rim of a hill either is right
    assert plain.mean() > 0.6
    np.testing.assert_array_equal(found[plain], (clear > -0.012)[plain])
    if elevation == 10:
        assert not found.all()


def test_one_hill_hides_the_other_from_its_side_only():
    behind = np.array([[-0.8, 1.0], [0.0, 1.0]])  # the lower hill's top, and the dip between
    for azimuth, expected in ((90, [False, False]), (270, [True, False]), (0, [True, True])):
        np.testing.assert_array_equal(seen(HILLS, azimuth, 12).places(behind)[1], expected)


def test_from_straight_above_nothing_is_hidden():
    w = LOW + (HIGH - LOW) * np.random.default_rng(0).uniform(size=(200, 2))
    assert seen(HILLS, 35, 90).places(w)[1].all()


def test_weights_stand_on_the_surface_or_nowhere():
    on_nodes = np.array([[-2.0, -1.0], [0.8, 1.0], [2.0, 3.0]])
    np.testing.assert_allclose(HILLS.lift(on_nodes), in_box(on_nodes), atol=1e-12)
    assert np.isnan(HILLS.lift(np.array([[-2.1, 0.0], [0.0, 3.1], [np.nan, 0.0]]))).all()
    pit = landscape(lambda w: np.where(w[..., 0] > 1, np.nan, 0.5))
    holed = Relief.of(pit, 1)
    assert np.isnan(holed.lift(np.array([[1.5, 0.0]]))).all()
    assert not seen(holed, 0, 43).places(np.array([[1.5, 0.0]]))[1].any()


def test_a_path_lies_on_the_surface_and_ends_at_the_edge():
    path = np.array([[-1.5, 0.0], [1.5, 1.5], [1e9, 2e9], [0.0, -50.0], [0.5, 2.0]])
    pieces = HILLS.pieces(path)
    shares = pieces / SIDES + 0.5
    w = LOW + shares[..., :2] * (HIGH - LOW)
    assert ((shares >= -1e-9) & (shares <= 1 + 1e-9)).all()
    np.testing.assert_allclose(pieces[0, 0], in_box(path[0]), atol=5e-3)
    np.testing.assert_allclose(shares[..., 2], two_hills(w), atol=5e-3)
    breaks = sum((one[1] != other[0]).any() for one, other in pairwise(pieces))
    assert breaks == 1  # where it was outside
    first = w[: len(w) // 4].reshape(-1, 2) - path[0]
    np.testing.assert_allclose(first[:, 1], first[:, 0] / 2, atol=1e-6)  # straight on the map
    assert len(HILLS.pieces(path[:1])) == len(HILLS.pieces(np.array([[3.0, 0], [9, 9]]))) == 0


def test_a_pixel_leads_back_to_the_weights_seen_there():
    view = seen(HILLS, 35, 43)
    w = LOW + (HIGH - LOW) * np.random.default_rng(4).uniform(0.05, 0.95, (60, 2))
    places, visible = view.places(w)
    clear = np.array([clearance(at, view.projection.camera) for at in w]) > 0.02
    assert (clear & visible).sum() > 20
    for at, pixel in zip(w[clear], places[clear], strict=True):
        found = view.under(tuple(pixel))
        np.testing.assert_allclose(found, at, atol=0.02)
    assert view.under((2.0, 2.0)) is None


def test_sides_are_in_proportion_unless_one_would_be_a_line():
    near = Relief.of(landscape(two_hills, (0, 0), (4, 3)), 5)
    np.testing.assert_allclose(near.sides[:2], [1, 0.75])
    far = Relief.of(landscape(two_hills, (0, 0), (9, 1)), 5)
    np.testing.assert_allclose(far.sides[:2], [1, 1])
