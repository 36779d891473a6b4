"""What can be taken hold of in the plots of data and losses, and how far it goes."""

from collections.abc import Callable
from functools import partial
from math import floor, log10

import numpy as np

from gdviz.core.numbers import format_number
from gdviz.core.runs.comparison import per_step
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.plots.plot import Plot, nice_step

_STRIDE = 0.01
"""The share of what is seen by which an arrow key moves a sample."""


def _grain(low: float, high: float) -> int:
    """Return the power of ten of what can be told apart in a range."""
    return floor(log10((high - low) / 200))


def rounded(value: float, ends: tuple[float, float]) -> float:
    """Return the value, kept within a range and to what can be told apart there."""
    low, high = ends
    return round(float(min(max(value, low), high)), -_grain(low, high)) + 0.0


def range_of(values: Array) -> tuple[float, float]:
    """Return the range of the values, and 0 if that is near, with a little room."""
    low, high = float(values.min()), float(values.max())
    near = high - low
    low = 0.0 if 0 < low <= near else low
    high = 0.0 if -near <= high < 0 else high
    room = 0.06 * (high - low) or nice_step(abs(high) or 1.0, 1)
    return low - room, high + room


def sample_handles(
    samples: Array,
    plot: Plot,
    move: Callable[[int, float, float], None],
    drop: Callable[[], object],
) -> list[Handle]:
    """Return one for each of the samples, (n, 2).

    Args:
        samples: where they are.
        plot: where they are drawn.
        move: moves one, by its number.
        drop: lets it go.
    """
    fine = np.array([10.0 ** _grain(low, high) for low, high in plot.viewRange()])
    stride = np.maximum(fine, _STRIDE * np.diff(plot.viewRange(), axis=1)[:, 0])
    return [
        Handle(at, stride, fine, partial(move, number), drop, partial(_say, number, at))
        for number, at in enumerate(samples)
    ]


def _say(number: int, at: Array) -> str:
    x, y = map(format_number, at.tolist())
    return _("sample {number}: x {x}, y {y}").format(number=number + 1, x=x, y=y)


def marker_handle(
    frame: Frame,
    across: str,
    height: float,
    go: Callable[[int], object],
    say: Callable[[], str],
) -> Handle:
    """Return that of the marker of the step that is shown.

    Args:
        frame: what is shown.
        across: against what the loss is drawn: see `comparison.ACROSS`.
        height: where up the plot the marker's loss is.
        go: goes to a step.
        say: says where one is.
    """
    trace = frame.trace
    width = per_step(trace, across)
    one = np.array([width, 0.0])

    def move(x: float, _y: float) -> None:
        go(min(max(0, round(x / width)), len(trace)))

    return Handle(np.array([frame.position * width, height]), one, one, move, say=say)
