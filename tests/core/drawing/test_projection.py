"""How a box is seen: against rotations done one after the other, and what must stay in place."""

from math import cos, radians, sin

import numpy as np
import pytest

from gdviz.core.drawing.projection import Camera, Projection, fit

SIDES = np.array([1.0, 0.6, 0.4])
SIZE, MARGINS = (700.0, 420.0), (50.0, 10.0, 40.0)


def turned_and_tilted(point, camera):
    """Right and up of a point: the box is turned clockwise, then tilted towards the viewer."""
    x, y, z = point
    a, e = radians(camera.azimuth), radians(camera.elevation)
    across = cos(a) * x + sin(a) * y
    away = -sin(a) * x + cos(a) * y
    return across, sin(e) * away + cos(e) * z


@pytest.mark.parametrize("azimuth", [0, 35, 90, 131, 200, 333])
@pytest.mark.parametrize("elevation", [10, 43, 90])
def test_a_point_is_seen_where_two_rotations_lead(azimuth, elevation):
    camera = Camera(azimuth, elevation, zoom=1.5, shift=(0.1, -0.2))
    projection = Projection(camera, 200.0, (300.0, 150.0))
    points = np.array([[0.5, -0.3, 0.2], [-0.1, 0.4, -0.2], [0.0, 0.0, 0.0]])
    for point, (right, down) in zip(points, projection.pixels(points), strict=True):
        across, up = turned_and_tilted(point, camera)
        assert right == pytest.approx(300 + 200 * (1.5 * across + 0.1))
        assert down == pytest.approx(150 - 200 * (1.5 * up - 0.2))
    np.testing.assert_allclose(camera.axes @ camera.axes.T, np.eye(3), atol=1e-12)


def test_from_straight_above_it_is_a_map():
    projection = Projection(Camera(0, 90), 100.0, (0.0, 0.0))
    np.testing.assert_allclose(projection.pixels(np.array([[0.3, 0.2, 9.0]])), [[30, -20]])


def test_a_pixel_is_a_ray_through_all_that_is_seen_there():
    projection = fit(Camera(77, 30, 2.0, (0.3, 0.1)), SIDES, SIZE, MARGINS)
    point, ahead = projection.ray((123.0, 321.0))
    for along in (-1.0, 0.0, 2.5):
        np.testing.assert_allclose(projection.pixels(point + along * ahead), (123, 321))


@pytest.mark.parametrize("elevation", [10, 43, 90])
def test_the_box_fits_however_it_is_turned_round(elevation):
    corners = np.stack(np.meshgrid(*[(-s / 2, s / 2) for s in SIDES]), axis=-1).reshape(-1, 3)
    seen = np.concatenate(
        [
            fit(Camera(azimuth, elevation), SIDES, SIZE, MARGINS).pixels(corners)
            for azimuth in range(360)
        ]
    )
    beside, over, under = MARGINS
    low, high = seen.min(axis=0), seen.max(axis=0)
    room = np.array([SIZE[0] - beside, SIZE[1] - under])
    assert (low >= np.array([beside, over]) - 1e-9).all()
    assert (high <= room + 1e-9).all()
    # It is as large as can be: at two sides it comes as near as it may, up to a degree of turn.
    assert min(*(low - (beside, over)), *(room - high)) == pytest.approx(0, abs=0.1)


def test_what_is_under_the_pointer_stays_there_while_zooming():
    camera = Camera(zoom=2.0, shift=(0.2, -0.1))
    about = np.array([0.31, 0.12])
    nearer = camera.zoomed(1.3, about)
    assert nearer.zoom == pytest.approx(2.6)
    on_box = (about - camera.shift) / camera.zoom
    np.testing.assert_allclose(on_box * nearer.zoom + nearer.shift, about)


def test_zoomed_out_it_is_whole_and_in_the_middle_again():
    away = Camera(zoom=3.0, shift=(1.5, -2.0)).zoomed(0.01, np.array([0.4, 0.4]))
    assert (away.zoom, away.shift) == (1.0, (0.0, 0.0))


def test_one_turns_round_and_round_but_not_over():
    camera = Camera(350, 80).turned(20, 30)
    assert (camera.azimuth, camera.elevation) == (10, 90)
    assert camera.turned(0, -500).elevation == 10
