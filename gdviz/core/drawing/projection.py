"""How a box in three dimensions is seen: turned, projected by parallel rays, fitted into a picture.

The box is about the origin; its first two axes lie in its floor, the third points up.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gdviz.core.types import Array

_ELEVATIONS = (10.0, 90.0)
"""Degrees: never from below, where there is nothing, nor past straight above."""

_ZOOMS = (1.0, 12.0)


@dataclass(frozen=True)
class Camera:
    """Where the box is looked at from.

    Attributes:
        azimuth: degrees that the viewer has gone round the box, anticlockwise from above; at 0
            the first axis points to the right, and the second away from the viewer.
        elevation: degrees above the floor; at 90 the box is seen as a map.
        zoom: how much larger it is than what fits.
        shift: how far what is seen is moved right and up, in the box's lengths at zoom 1.
    """

    azimuth: float = 35.0
    elevation: float = 45.0
    zoom: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def axes(self) -> Array:
        """The picture's right and up, and the way to the viewer, as rows (3, 3) in the box."""
        around, above = np.radians((self.azimuth, self.elevation))
        right = np.array([np.cos(around), np.sin(around), 0.0])
        ahead = np.array([np.sin(around), -np.cos(around), 0.0])
        upright = np.array([0.0, 0.0, 1.0])
        up = np.cos(above) * upright - np.sin(above) * ahead
        return np.stack([right, up, np.cos(above) * ahead + np.sin(above) * upright])

    def turned(self, around: float, above: float) -> "Camera":
        """Return it so many degrees further round and further up, as far as one can."""
        low, high = _ELEVATIONS
        elevation = min(max(self.elevation + above, low), high)
        return replace(self, azimuth=(self.azimuth + around) % 360, elevation=elevation)

    def zoomed(self, factor: float, about: Array) -> "Camera":
        """Return it zoomed, with what is at a place in the picture where it was, if it can be.

        Args:
            factor: how much larger.
            about: the place, (2,), right of the middle and above it, in the unit of `shift`.
        """
        low, high = _ZOOMS
        zoom = min(max(self.zoom * factor, low), high)
        shift = about - (about - np.array(self.shift)) * (zoom / self.zoom)
        most = zoom - 1  # so that the box does not get out of sight, and at 1 is in the middle
        right, up = np.clip(shift, -most, most).tolist()
        return replace(self, zoom=zoom, shift=(right, up))


@dataclass(frozen=True)
class Projection:
    """From the box to the pixels of a picture, and back.

    Attributes:
        camera: where the box is looked at from.
        scale: pixels of a length of 1 at zoom 1.
        middle: the pixel, right and down, (2,), of the box's middle where nothing is shifted.
    """

    camera: Camera
    scale: float
    middle: tuple[float, float]

    def pixels(self, points: Array) -> Array:
        """Return where points of the box, (..., 3), are in the picture: right, down, (..., 2)."""
        axes = self.scale * self.camera.zoom * self.camera.axes[:2] * ((1,), (-1,))
        origin = self.middle + self.scale * np.array(self.camera.shift) * (1, -1)
        pixels = points.reshape(-1, 3) @ axes.T + origin  # as one product: it is far faster
        return np.asarray(pixels.reshape(*points.shape[:-1], 2))

    def place(self, pixel: tuple[float, float]) -> Array:
        """Return where a pixel is in the picture, (2,), in the unit of the camera's shift."""
        return (np.array(pixel) - self.middle) * (1, -1) / self.scale

    def ray(self, pixel: tuple[float, float]) -> tuple[Array, Array]:
        """Return a point, (3,), that is seen at a pixel, and the way from there to the viewer."""
        seen = (self.place(pixel) - self.camera.shift) / self.camera.zoom
        return seen @ self.camera.axes[:2], self.camera.axes[2]


def fit(
    camera: Camera, sides: Array, size: tuple[float, float], margins: tuple[float, float, float]
) -> Projection:
    """Return the projection that has the box fill a picture, however it is turned round.

    Args:
        camera: where the box is looked at from.
        sides: the lengths of the box's sides, (3,).
        size: the picture's width and height in pixels.
        margins: pixels that stay free: at the left and at the right, above, and below.
    """
    reach, above = float(np.hypot(*sides[:2])) / 2, np.radians(camera.elevation)
    half = np.array([reach, reach * np.sin(above) + sides[2] / 2 * np.cos(above)])
    beside, over, under = margins
    room = np.maximum([size[0] / 2 - beside, (size[1] - over - under) / 2], 1.0)
    middle = size[0] / 2, (size[1] + over - under) / 2
    return Projection(camera, float((room / half).min()), middle)
