"""Curves of more points than a screen can tell apart."""

import numpy as np
import numpy.typing as npt

from gdviz.core.types import Array
from gdviz.ui.plots.plot import Plot

_LEAST_POSITIVE = 1e-300


def logarithm(values: Array) -> Array:
    """Return the logarithms to base 10, NaN where there is none."""
    with np.errstate(all="ignore"):
        return np.log10(np.where(values > _LEAST_POSITIVE, values, np.nan))


def drawn(plot: Plot, x: Array, y: Array, most: int) -> tuple[Array, Array]:
    """Return what draws a curve, x rising, in a plot: about `most` points of those in sight."""
    if plot.zoomed:
        seen = in_sight(plot, x)
        x, y = x[seen], y[seen]
    picked = thinned(y, most)
    return x[picked], y[picked]


def in_sight(plot: Plot, x: Array) -> slice:
    """Return which of some rising x are in sight, with one more to either side."""
    first, last = np.searchsorted(x, plot.viewRange()[0])
    return slice(max(0, int(first) - 1), int(last) + 1)


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
