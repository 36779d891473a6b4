"""How what is shown glides from one step to the next, at the speeds at which one watches."""

from enum import Enum
from math import floor
from typing import NamedTuple

import numpy as np

from gdviz.core.runs.trace import Trace
from gdviz.core.types import Array

FASTEST_GLIDE = 30.0
"""In steps per second: what is faster jumps, as there would be hardly a picture in between."""

FASTEST_EXPLAINED = 2.0
"""In steps per second: up to here there is time to see what a step is put together from."""

GLIDE_S, EXPLAINED_S = 0.3, 0.9
"""How long a step takes that is taken by itself; longer where it is explained."""

_PARTS_GROWN, _SUM_GROWN = 0.3, 0.45
"""The fractions of a step at which its parts, and then their sum, are there."""


class Motion(Enum):
    """How a step is shown on its way."""

    JUMPS = "jumps"
    GLIDES = "glides"
    EXPLAINS = "explains"


class Stage(NamedTuple):
    """What is seen of a step on its way, each from 0 to 1.

    Attributes:
        parts: how much of its parts.
        total: how much of the step itself; all of it before it begins.
        share: how much of it the ball has gone.
    """

    parts: float = 0.0
    total: float = 1.0
    share: float = 0.0


def motion_at(pace: float, *, has_parts: bool) -> Motion:
    """Return how a step is shown.

    Args:
        pace: in steps per second.
        has_parts: whether the step is put together from parts.
    """
    if pace > FASTEST_GLIDE:
        return Motion.JUMPS
    return Motion.EXPLAINS if has_parts and pace <= FASTEST_EXPLAINED else Motion.GLIDES


def pace_of_one(*, has_parts: bool) -> float:
    """Return how fast a step is that is taken by itself, in steps per second."""
    return 1 / (EXPLAINED_S if has_parts else GLIDE_S)


def stage(motion: Motion, fraction: float) -> Stage:
    """Return what is seen of a step that has come so far, from 0 to 1."""
    if motion is Motion.JUMPS or not fraction:
        return Stage()
    if motion is Motion.GLIDES:  # half as much easing: it slows down at a step, and does not stop
        return Stage(share=(fraction + _eased(fraction)) / 2)
    return Stage(
        parts=_eased(fraction / _PARTS_GROWN),
        total=_eased((fraction - _PARTS_GROWN) / (_SUM_GROWN - _PARTS_GROWN)),
        share=_eased((fraction - _SUM_GROWN) / (1 - _SUM_GROWN)),
    )


def weight_at(trace: Trace, position: float) -> Array:
    """Return the weight of a run after so many steps, (dim,): between two, on the line there."""
    step = min(floor(position), len(trace))
    here: Array = trace.w[step]
    if step in (position, len(trace)):
        return here
    return np.asarray(here + (position - step) * (trace.w[step + 1] - here))


def _eased(share: float) -> float:
    """Return the share of a way that begins and ends slowly."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)
