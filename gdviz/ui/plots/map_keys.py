"""The marks on a cost over two weights: how each looks, what it means, and where it is."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gdviz.core import RunConfig
from gdviz.core.algorithms.search import DivideAndConquer
from gdviz.core.problems.analysis import lowest_minima
from gdviz.core.types import Array
from gdviz.i18n import N_, Np_, _
from gdviz.playback import Frame
from gdviz.ui.plots.legend import ARROW, PATH, Key
from gdviz.ui.plots.marks import soft
from gdviz.ui.plots.path import STEP_DOT, THIN
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme

_MEANINGS = {
    "ball": N_("probe"),
    "step": N_("next step"),
    "downhill": N_("−gradient"),
    "start": N_("start"),
    "minimum": N_("minimum"),
    "local": N_("local minimum"),
    "saddle": Np_("legend", "saddle point"),
    "best": N_("best so far"),
    "box": N_("box still searched"),
}


SIZES = {"saddle": 11, "local": 11, "minimum": 13, "start": 10, "best": 19, "ball": 16}
"""Pixels of what is drawn over the weights; in a legend all is about as large."""

_PLAIN = {"start", "step"}
"""What explains itself: the square where the path begins, the arrow from the ball."""

LEGEND_ROOM = 560
"""In a card less wide the legend would take several rows of the picture's height."""

LABELLED = slice(1, None, 3)
"""Which lines of equal cost say it."""


def map_keys(theme: Theme) -> dict[str, Key]:
    """Return how each mark looks, and what it means."""
    dashed = Qt.PenStyle.DashLine
    looks: dict[str, tuple[str, float, QPen, QColor | None]] = {
        "ball": ("o", 11, pen(theme.card, 1.5), QColor(theme.weight)),
        "step": (ARROW, 8, pen(theme.weight, 2.4), None),
        "downhill": (ARROW, 7, pen(theme.gradient, 1.8, dashed), None),
        "start": ("s", 9, pen(theme.weight, 1.8), QColor(theme.card)),
        "minimum": ("t", 11, pen(theme.card), QColor(theme.minimum)),
        "local": ("t", 10, pen(theme.minimum, 1.8), QColor(theme.card)),
        "saddle": ("x", 11, pen(theme.card), QColor(theme.text)),
        "best": ("o", 12, pen(theme.minimum, 2), None),
        "box": ("s", 12, pen(theme.minimum, 1.6, dashed), soft(theme.minimum, 30)),
    }
    return {
        name: Key(_(_MEANINGS[name]), *look, plain=name in _PLAIN) for name, look in looks.items()
    }


def beside_keys(theme: Theme, *, ahead: bool, before: bool) -> list[tuple[Key, bool]]:
    """Return what a legend says of the paths beside the run's, and which of them are there."""
    open_dots = pen(theme.ahead, THIN), QColor(theme.card)
    dots = pen(theme.past, THIN), QColor(theme.past)
    return [
        (Key(_("played last"), PATH, STEP_DOT, *dots), before),
        (Key(_("to come"), PATH, STEP_DOT, *open_dots), ahead),
    ]


def heading(frame: Frame, w: Array) -> tuple[Array, Array]:
    """Return what is left of the step from w (dim,), where the ball is, and the gradient there."""
    trace, number, problem = frame.trace, frame.position, frame.config.problem
    if number == len(trace):
        return np.zeros(len(w)), problem.gradient(w)
    on_its_way = frame.stage.share > 0
    gradient = problem.gradient(w, trace.rows(number)) if on_its_way else trace.gradient[number]
    return trace.w[number + 1] - w, gradient


def known_points(config: RunConfig, *, minima: bool = True) -> dict[str, Array]:
    """Return where, (n, 2), what is known before a run is, by the names of its marks.

    Args:
        config: the run.
        minima: whether its minima are among it.
    """
    problem = config.problem
    all_minima, lowest = np.array(problem.minima).reshape(-1, 2), lowest_minima(problem)
    return {
        "saddle": np.array(problem.saddles).reshape(-1, 2),
        "local": all_minima[~lowest & minima],
        "minimum": all_minima[lowest & minima],
        "start": np.array([config.start]),
    }


def legend_of(config: RunConfig, points: Mapping[str, Array], theme: Theme) -> list[Key]:
    """Return what a legend says of a run: the marks that it has, and those of points in sight.

    Args:
        config: what is run.
        points: those of the known points that are in sight, by the names of their marks.
        theme: the colours.
    """
    searches = config.algorithm.searches
    shown = {"ball", "best"} if searches else {"step", "downhill"}
    if isinstance(config.algorithm, DivideAndConquer):
        shown.add("box")
    if not searches:
        shown |= {name for name, inside in points.items() if len(inside)}
    return [key for name, key in map_keys(theme).items() if name in shown]
