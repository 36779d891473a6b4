"""A ramp of colours between two, in steps that look equal.

They are mixed in Oklab (Björn Ottosson 2020, bottosson.github.io/posts/oklab), where
equal distances look equal.
"""

import numpy as np
import numpy.typing as npt

from gdviz.core.types import Array

_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def ramp(first: str, last: str, shares: Array) -> npt.NDArray[np.uint8]:
    """Return the colours at these shares of the way from one to another, (n, 3).

    Args:
        first: a colour as "#rrggbb", at share 0.
        last: another, at share 1.
        shares: from 0 to 1, (n,).
    """
    low, high = _lab(first), _lab(last)
    return _rgb(low + shares[:, np.newaxis] * (high - low))


def _lab(colour: str) -> Array:
    coded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return np.asarray(_LAB @ np.cbrt(_LMS @ linear))


def _rgb(lab: Array) -> npt.NDArray[np.uint8]:
    linear = np.clip((lab @ np.linalg.inv(_LAB).T) ** 3 @ np.linalg.inv(_LMS).T, 0, 1)
    coded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(coded * 255).astype(np.uint8)
