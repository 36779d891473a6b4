"""Curves of more points than a screen can tell apart."""

import numpy as np
import numpy.typing as npt

from gdviz.core.types import Array

_LEAST_POSITIVE = 1e-300


def logarithm(values: Array) -> Array:
    """Return the logarithms to base 10, NaN where there is none."""
    with np.errstate(all="ignore"):
        return np.log10(np.where(values > _LEAST_POSITIVE, values, np.nan))


def thinned(y: Array, most: int) -> npt.NDArray[np.int64]:
    """Return which points, at most about `most` of them, draw the same picture.

    Of each run of points the lowest and the highest; NaN is neither while there is another.
    """
    size = len(y) * 2 // most
    if size < 2:
        return np.arange(len(y))
    whole = len(y) // size * size
    blocks = y[:whole].reshape(-1, size)
    unknown = np.isnan(blocks)
    lowest = np.where(unknown, np.inf, blocks).argmin(1)
    highest = np.where(unknown, -np.inf, blocks).argmax(1)
    first = np.arange(0, whole, size)
    picked = np.sort(np.concatenate([first + lowest, first + highest]))
    return np.concatenate([picked, np.arange(whole, len(y))])
