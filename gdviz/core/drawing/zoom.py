"""What of a plot is seen: all of it, or by hand less.

Ranges are arrays (2, 2): for x and for y, where it begins and where it ends.
"""

from collections.abc import Sequence

import numpy as np

from gdviz.core.types import Array

_LEAST = 1e-6
"""The smallest share of what there is to be seen."""

_TOLD_APART = 1e4
"""A range has so many floats at least: with fewer, lines would be stairs."""


def zoomed(seen: Array, whole: Array, at: Sequence[float], times: float) -> Array:
    """Return what is seen once all is so many times as large, with `at`, (2,), where it was.

    Both axes by the same factor, as long as neither shows all there is.
    """
    size, most = _sizes(seen), _sizes(whole)
    least = np.maximum(_LEAST * most, _TOLD_APART * np.spacing(np.abs(whole).max(axis=1)))
    factor = max(1 / times, min(1.0, float((least / size).max())))
    return _placed(np.asarray(at), (at - seen[:, 0]) / size, np.minimum(factor * size, most), whole)


def moved(seen: Array, whole: Array, by: Array) -> Array:
    """Return what is seen once that is moved by so much, (2,), as far as there is anything."""
    return _placed(seen[:, 0] + by, np.zeros(2), _sizes(seen), whole)


def in_proportion(seen: Array, before: Array, whole: Array) -> Array:
    """Return what is seen about the same middle, as large a share of the whole as `before`."""
    size = _sizes(seen) * _sizes(whole) / _sizes(before)
    return _placed(seen.mean(axis=1), np.full(2, 0.5), size, whole)


def magnification(seen: Array, whole: Array) -> float:
    """Return how many times as large as if all were seen it is, in the larger direction."""
    return float((_sizes(whole) / _sizes(seen)).max())


def lasting(wanted: Array, before: Array) -> Array:
    """Return the range before, (2,), where what is wanted fills half of it or more, else that."""
    inside = before[0] <= wanted[0] and wanted[1] <= before[1]
    filled = wanted[1] - wanted[0] >= (before[1] - before[0]) / 2
    return before if inside and filled else wanted


def _placed(at: Array, share: Array, size: Array, whole: Array) -> Array:
    """Return ranges of that size that have `at` at that share of them, within the whole."""
    low = np.clip(at - share * size, whole[:, 0], np.maximum(whole[:, 1] - size, whole[:, 0]))
    return np.column_stack([low, np.minimum(low + size, whole[:, 1])])


def _sizes(ranges: Array) -> Array:
    return np.asarray(np.maximum(ranges[:, 1] - ranges[:, 0], np.finfo(float).tiny))
