"""What is seen in a picture, in words, for who cannot see it."""

import numpy as np

from gdviz.core.numbers import format_number, shortened
from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.trace import Trace
from gdviz.core.types import Array, Problem
from gdviz.i18n import N_, _, p_

_LEVEL = 1e-9
"""A slope no steeper than that is told as none."""

_ASIDE = 0.4
"""A direction leads along an axis if that part of it is so long, of 1."""

_WAYS = {
    (1, 0): N_("falling to the right"),
    (-1, 0): N_("falling to the left"),
    (0, 1): N_("falling to the top"),
    (0, -1): N_("falling to the bottom"),
    (1, 1): N_("falling to the top right"),
    (1, -1): N_("falling to the bottom right"),
    (-1, 1): N_("falling to the top left"),
    (-1, -1): N_("falling to the bottom left"),
}
"""To which side the cost falls, by how that leads along the axes."""


def summarise_weights(trace: Trace, position: int) -> str:
    """Return where a run is after `position` steps, or the best that a search has found."""
    config = trace.config_at(position)
    if config.algorithm.searches:
        return summarise_search(trace, position)
    return summarise_cost(config.problem, trace.w[position])


def summarise_cost(problem: Problem, w: Array) -> str:
    """Return where the weights (dim,) are, their cost, and to which side it falls."""
    with np.errstate(all="ignore"):
        gradient = np.asarray(problem.gradient(w))
    return _joined(summarise_place(problem, w), _cost(problem, w), _slope(gradient))


def summarise_place(problem: Problem, w: Array) -> str:
    """Return where the weights (dim,) are, and nothing that is to be guessed or found."""
    names = problem.weights if len(problem.weights) > 1 else (_("weight"),)
    numbers = zip(names, w.tolist(), strict=True)
    return _joined(*shortened([f"{name} {format_number(value)}" for name, value in numbers]))


def summarise_search(trace: Trace, position: int) -> str:
    """Return how far a search has come, and the best that it has found."""
    probes = _("probe {number} of {total}").format(number=f"{position:,}", total=f"{trace.total:,}")
    if not position or not len(trace):
        return probes
    best, problem = trace.state[min(position, len(trace)) - 1, 0], trace.config_at(0).problem
    found = _joined(summarise_place(problem, best), _cost(problem, best))
    return _joined(probes, _("the best so far: {found}").format(found=found))


def summarise_losses(losses: Array, position: int, total: int) -> str:
    """Return how the losses (n,) so far went.

    Args:
        losses: of the steps so far, the one about to be taken included; smoothed, if it is.
        position: how many steps have been taken.
        total: how many there will be.
    """
    text = p_("a run's", "step {number} of {total}")
    step = text.format(number=f"{position:,}", total=f"{total:,}")
    known = losses[np.isfinite(losses)]
    if not len(known):
        return step
    first, last, least = float(known[0]), float(known[-1]), float(known.min())
    words = [step, _("loss {loss}").format(loss=format_number(last))]
    if len(known) > 1:
        words.append(_("from {loss} at the start").format(loss=format_number(first)))
        if least < last:
            words.append(_("the least was {loss}").format(loss=format_number(least)))
        words.append(_trend(float(known[-2]), last))
    return _joined(*words)


def summarise_data(problem: HasData, w: Array) -> str:
    """Return how many samples there are, and how far the model with weights (dim,) is off."""
    with np.errstate(all="ignore"):
        errors = np.abs(problem.predict(w, problem.x) - problem.y)
        (predicted,) = problem.predict(w, np.array([problem.probe])).tolist()
    count = len(errors)
    samples = _("{count} samples").format(count=f"{count:,}") if count > 1 else _("1 sample")
    text = _("the model says {number} at x = {x}")
    said = text.format(number=format_number(predicted), x=format_number(problem.probe))
    if not np.isfinite(errors).all():
        return _joined(samples, said)
    worst = int(errors.argmax())
    text = _("the largest error is {error}, of sample {number}")
    largest = text.format(error=format_number(float(errors[worst])), number=f"{worst + 1:,}")
    return _joined(samples, said, largest)


def _cost(problem: Problem, w: Array) -> str:
    with np.errstate(all="ignore"):
        return _("cost {cost}").format(cost=format_number(float(problem.cost(w))))


def _slope(gradient: Array) -> str:
    """Return to which side of a curve, or of a map, the cost falls."""
    steep = float(np.hypot.reduce(gradient))
    if not np.isfinite(steep) or len(gradient) > 2:
        return ""
    if steep <= _LEVEL:
        return _("level")
    right, *ups = (-gradient / steep).tolist()
    up = ups[0] if ups else 0.0
    return _(_WAYS[_side(right), _side(up)])


def _side(part: float) -> int:
    """Return whether a direction leads forth along an axis, back, or neither."""
    return 0 if abs(part) < _ASIDE else 1 if part > 0 else -1


def _trend(before: float, now: float) -> str:
    if now == before:
        return _("level")
    return _("falling") if now < before else _("rising")


def _joined(*words: str) -> str:
    """Return the words as a list that is spoken."""
    first, *others = [word for word in words if word]
    for word in others:
        first = _("{text}, {more}").format(text=first, more=word)
    return first
