"""What the step about to be taken does, in words and with its numbers."""

from collections.abc import Sequence

import numpy as np

from gdviz.core.numbers import format_number, format_share, format_vector
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.runs.trace import Trace
from gdviz.core.telling.rule_parts import Part, step_parts
from gdviz.core.types import MEAN, Problem, Step
from gdviz.i18n import _, listed, sentences

_MOST_NAMED = 4
"""With more samples than that in a step, they are counted rather than named."""


_ALMOST_0 = 0.1
"""Of the first gradient, and of what is left of the speed: a smaller gradient is almost 0."""


def narrate(trace: Trace, position: int) -> str:
    """Return what step `position` does, in words; nothing where there is none."""
    if position >= len(trace):
        return ""
    step = trace.step(position)
    if trace.config.algorithm.searches:
        return _narrate_probe(trace, step)
    weights = trace.config.problem.weights
    made = _parts(trace, step)
    carried = _is_carried(trace, step, made)
    direction = _narrate_rule(step, speed=_has_speed(step, made))
    if not direction and len(weights) == 1:
        direction = _narrate_direction(step, carried=carried)
    elif not direction:
        direction = _narrate_vector(weights, step, carried=carried)
    said = _narrate_samples(step), _narrate_sum(trace.config.problem, step), direction
    return sentences(*said, _narrate_cost(trace, step, carried=carried))


def _narrate_probe(trace: Trace, step: Step) -> str:
    best, low, high = step.state
    text = _(
        "Probe {number} of {total}. The best weight so far is {best}; still searching"
        " {low} to {high}."
    )
    ends = {"best": best, "low": low, "high": high}
    said = {name: format_vector(values.tolist()) for name, values in ends.items()}
    return text.format(number=step.number + 1, total=trace.config.total_steps, **said)


def _narrate_samples(step: Step) -> str:
    if step.rows is None:
        return ""
    if len(step.rows) > _MOST_NAMED:
        return _("This step sees {count} samples.").format(count=len(step.rows))
    named = listed(str(row + 1) for row in sorted(step.rows.tolist()))
    text = (
        _("This step sees sample {rows} only.")
        if len(step.rows) == 1
        else _("This step sees samples {rows} only.")
    )
    return text.format(rows=named)


def _narrate_sum(problem: Problem, step: Step) -> str:
    """Say that the losses are added, which is not what they are elsewhere."""
    count = problem.n_samples if step.rows is None else len(step.rows)
    if count == 1 or not isinstance(problem, MeanLoss) or problem.reduction == MEAN:
        return ""
    text = _("The losses are added, not averaged: the gradient is {count} times their mean's.")
    return text.format(count=count)


def _parts(trace: Trace, step: Step) -> tuple[Part, ...]:
    before = trace.step(step.number - 1) if step.number else None
    return step_parts(trace.config_at(step.number), step, before).parts


def _has_speed(step: Step, parts: Sequence[Part]) -> bool:
    """Tell whether what the rule has kept moves the weight too; where that is not known, it may."""
    if not parts:
        return bool({*step.slots} - {"t"})
    return any(part.name not in ("g", "w") for part in parts)


def _is_carried(trace: Trace, step: Step, parts: Sequence[Part]) -> bool:
    """Tell whether the gradient is almost 0, and the step what is left of a speed."""
    if np.hypot.reduce(step.gradient) > _ALMOST_0 * np.hypot.reduce(trace.gradient[0]):
        return False
    lengths = {part.name: float(np.hypot.reduce(part.delta)) for part in parts}
    of_gradient, _of_weight = lengths.pop("g", 0.0), lengths.pop("w", 0.0)
    return of_gradient < _ALMOST_0 * sum(lengths.values())


def _narrate_rule(step: Step, *, speed: bool) -> str:
    """Say what the rule does that neither gradient nor speed explains; nothing elsewhere."""
    slope, moved = step.gradient.any(), step.delta.any()
    if slope and not moved:
        return _("The rule leaves the weight where it is.")
    if not moved or speed or step.gradient @ step.delta < 0:
        return ""
    if slope:
        return _("The rule leads up the slope here, against the gradient's advice.")
    return _("The gradient is 0, but the rule moves the weight all the same.")


def _narrate_direction(step: Step, *, carried: bool) -> str:
    gradient, delta = float(step.gradient[0]), float(step.delta[0])
    if gradient * delta > 0:
        return _("The gradient would turn w back, but its speed carries it on.")
    if gradient and carried:
        return _("The gradient is almost 0 here, but the speed carries w on.")
    if gradient < 0:
        return _("The gradient is negative: the loss falls as w grows, so w moves right.")
    if gradient > 0:
        return _("The gradient is positive: the loss grows with w, so w moves left.")
    if delta:
        return _("The gradient is 0, but the speed carries w on.")
    return _("The gradient is 0: nothing says which way to go.")


def _narrate_vector(weights: tuple[str, ...], step: Step, *, carried: bool) -> str:
    """Say which way the weights move, and which of them stays where it is."""
    if not step.gradient.any() and not step.delta.any():
        return _("The gradient is 0: nothing says which way to go.")
    if step.gradient @ step.delta > 0:
        return _("The gradient would turn the weights back, but their speed carries them on.")
    text = _("The gradient is {gradient}; the weights move by {delta}.")
    if not step.gradient.any():
        text = _("The gradient is 0, but the speed carries the weights on by {delta}.")
    elif carried:
        text = _("The gradient is almost 0 here, but the speed carries the weights on by {delta}.")
    moved = text.format(
        gradient=format_vector(step.gradient.tolist()), delta=format_vector(step.delta.tolist())
    )
    still = [
        _("{weight} does not move: its gradient is 0.").format(weight=name)
        for name, slope, change in zip(weights, step.gradient, step.delta, strict=True)
        if slope == change == 0
    ]
    return sentences(moved, *still)


def _narrate_cost(trace: Trace, step: Step, *, carried: bool) -> str:
    """Say how much of the loss the step leaves, or that the cost rises."""
    if step.rows is not None:
        return ""
    with np.errstate(all="ignore"):
        after = float(trace.config.problem.cost(step.w + step.delta))
    before, now = format_number(step.loss, 3), format_number(after, 3)
    if after > step.loss:
        climbs = carried or step.gradient @ step.delta >= 0  # its speed has it climb
        text = (
            _("The cost rises from {before} to {after}.")
            if climbs
            else _("The step goes too far: the cost rises from {before} to {after}.")
        )
        return text.format(before=before, after=now)
    share = format_number(after / step.loss, 2) if step.loss > 0 and after >= 0 else ""
    if share == "1" or before == now:
        return _("The cost hardly changes.")
    if share:
        return _("{share} of the loss is left.").format(share=format_share(after / step.loss))
    return _("The cost falls from {before} to {after}.").format(before=before, after=now)
