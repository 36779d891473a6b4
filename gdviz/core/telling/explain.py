"""How a run ended, in words and with its numbers."""

import numpy as np

from gdviz.core.numbers import format_number, format_vector, shortened
from gdviz.core.parameters import values_of
from gdviz.core.problems.analysis import curvatures, hessian
from gdviz.core.runs.outcome import Ending, Verdict
from gdviz.core.runs.trace import Trace
from gdviz.core.types import Array, Problem, RunConfig
from gdviz.i18n import _, sentences

_NEAR = 0.05
"""Within this share of the domain a weight is at a minimum rather than elsewhere."""

_LEVEL = 1e-6
"""Below this share of the largest a curvature or a part of a gradient is 0."""

_MOST_ASKED = 100
"""So many samples are asked whether they push to a side."""


def explain(trace: Trace) -> str:
    """Return how the run of `trace` ended, in words; nothing while it has not."""
    return "" if trace.ending is None else explain_ending(trace.ending)


def explain_length(trace: Trace) -> str:
    """Say that a run has more steps than are kept, if it has."""
    if trace.total == trace.config.total_steps:
        return ""
    text = _("Of its {total} steps, memory holds the first {most}: there the run stops.")
    return text.format(total=f"{trace.config.total_steps:,}", most=f"{trace.most:,}")


def explain_ending(ending: Ending) -> str:
    """Return how a run ended, in words."""
    say = _searched if ending.config.algorithm.searches else _ENDINGS[ending.verdict]
    with np.errstate(all="ignore"):
        return sentences(*say(ending))


def _searched(ending: Ending) -> list[str]:
    text = _(
        "Search finished: the best of {steps} weights tried is {weights}, with the cost {cost}."
        " It took {evaluations} evaluations of samples."
    )
    found = text.format(steps=ending.steps, evaluations=ending.evaluations, **_where(ending))
    return [found, _lower(ending)]


def _finished(ending: Ending) -> list[str]:
    text = _(
        "Finished at {weights}: the cost is {cost}, from {first} at the start,"
        " and the gradient there is {gradient}."
    )
    higher = _("The cost is higher than at the start.") if ending.cost > ending.first_cost else ""
    found = text.format(first=format_number(ending.first_cost), **_where(ending))
    return [found, higher, _limit(ending.config), _lower(ending)]


def _diverging(ending: Ending) -> list[str]:
    text = _(
        "Diverging: after {steps} steps it is at {weights}, where the cost is {cost}, from {first}"
        " at the start."
    )
    first = format_number(ending.first_cost)
    found = text.format(steps=f"{ending.steps:,}", first=first, **_where(ending))
    return [found, _limit(ending.config), _("Choose α below the limit.")]


def _converged(ending: Ending) -> list[str]:
    text = _(
        "Converged to {weights}: the cost is {cost}, and the gradient, {gradient},"
        " has all but vanished."
    )
    lower = _lower(ending)
    return [text.format(**_where(ending)), _minimum(ending, local=bool(lower)), lower]


def _minimum(ending: Ending, *, local: bool) -> str:
    """Say that the cost is curved upwards in every direction, if it is."""
    found = curvatures(ending.config.problem, ending.w)
    if found[0] <= _LEVEL * found[-1]:
        return ""
    text = (
        _("It is a local minimum: the cost curves upwards, by {curvature}.")
        if local
        else _("It is a minimum: the cost curves upwards, by {curvature}.")
    )
    return text.format(curvature=format_vector(found.tolist()))


def _saddle(ending: Ending) -> list[str]:
    problem = ending.config.problem
    found, directions = np.linalg.eigh(hessian(problem, ending.w))
    text = (
        _(
            "Stopped at a saddle point, {weights}: the gradient is {gradient} and the curvature"
            " {curvature}; to one side the cost still falls."
        )
        if len(found) == 1
        else _(
            "Stopped at a saddle point, {weights}: the gradient is {gradient} and the curvatures"
            " are {curvature}; to one side the cost still falls."
        )
    )
    stopped = text.format(curvature=format_vector(found.tolist()), **_where(ending))
    gradient, down = problem.gradient(ending.w), directions[:, 0]
    pushed = abs(gradient @ down) > _LEVEL * np.abs(gradient).max()
    return [stopped, _way_past(pushed=pushed, shaken=_is_shaken(problem, ending.w, down))]


def _way_past(*, pushed: bool, shaken: bool) -> str:
    """Say what gets past a saddle point.

    Args:
        pushed: whether the gradient pushes to the side to which the cost falls.
        shaken: whether single samples do.
    """
    if pushed and shaken:
        return _("Momentum or stochastic steps can get past it.")
    if pushed:
        return _("Momentum can get past it.")
    if shaken:
        return _(
            "The gradient has no part to that side, so momentum stays as well:"
            " another start, or stochastic steps, can get past it."
        )
    return _(
        "The gradient has no part to that side, so momentum stays as well:"
        " another start can get past it."
    )


def _is_shaken(problem: Problem, w: Array, direction: Array) -> bool:
    """Tell whether single samples push along a direction, whatever their mean does."""
    if problem.n_samples == 1:
        return False
    rows = range(min(problem.n_samples, _MOST_ASKED))
    pushes = np.array([problem.gradient(w, np.array([row])) for row in rows])
    return bool(np.abs(pushes @ direction).max() > _LEVEL * np.abs(pushes).max())


def _diverged(ending: Ending) -> list[str]:
    config = ending.config
    limit = _limit(config)
    if not ending.steps and limit and np.isfinite(ending.first_cost):
        return [_("The very first step goes too far."), limit, _("Choose α below the limit.")]
    if not ending.steps:
        text = _(
            "No step can be taken from {weights}: the cost or its gradient has no value there,"
            " or is too large. Choose another start."
        )
        return [text.format(weights=_weights(config.problem, ending.w))]
    text = _(
        "Diverged at step {step}: by then it had run off to {weights}, where the cost is {cost},"
        " from {first} at the start."
    )
    first = format_number(ending.first_cost)
    found = text.format(step=ending.steps, first=first, **_where(ending))
    if limit:
        return [found, limit, _("Choose α below the limit.")]
    advice = _("Choose a smaller learning rate than {rate}.")
    return [found, advice.format(rate=format_number(_rate(config)))]


_ENDINGS = {
    Verdict.FINISHED: _finished,
    Verdict.CONVERGED: _converged,
    Verdict.SADDLE: _saddle,
    Verdict.DIVERGING: _diverging,
    Verdict.DIVERGED: _diverged,
}


def _limit(config: RunConfig) -> str:
    """Say that the learning rate is not below the problem's limit, if so."""
    limit, rule = config.algorithm.stability_limit(config.problem), config.algorithm.rule
    at_one = None if rule is None else rule.stability_limit(1.0)
    if limit is None or rule is None or at_one is None or _rate(config) < limit:
        return ""
    if _rate(config) == limit:
        text = _(
            "α = {rate} is the limit {formula} itself (λ = {curvature}): the steps never shrink."
        )
    elif config.algorithm.sampled:
        text = _(
            "α = {rate} is above {formula} = {limit}, the limit of the steepest samples"
            " (λ = {curvature}), which can make the steps grow."
        )
    else:
        text = _(
            "α = {rate} is above the limit {formula} = {limit} (λ = {curvature}),"
            " so the steps grow and grow."
        )
    return text.format(
        rate=format_number(_rate(config)),
        limit=format_number(limit),
        formula=rule.limit_formula,
        curvature=format_number(at_one / limit),
    )


def _lower(ending: Ending) -> str:
    """Say where the cost is known to be lower, if that is elsewhere."""
    problem = ending.config.problem
    if not problem.minima:
        return ""
    minima = np.array(problem.minima)
    costs = problem.cost(minima)
    least = float(costs[0])
    tolerance = 1e-6 * max(1.0, abs(ending.first_cost - least))
    lowest = minima[costs - least <= tolerance]
    there = (np.abs(ending.w - lowest) < _reach(problem)).all(axis=1)
    if ending.cost - least <= tolerance or there.any():
        return ""
    text = _("A lower cost is known: {cost}, at {weights}.")
    return text.format(cost=format_number(least), weights=_weights(problem, minima[0]))


def _reach(problem: Problem) -> Array:
    """Return how near a weight must be to count as there, (dim,)."""
    return _NEAR * np.array([high - low for low, high in problem.domain])


def _where(ending: Ending) -> dict[str, str]:
    problem = ending.config.problem
    return {
        "weights": _weights(problem, ending.w),
        "cost": format_number(ending.cost),
        "gradient": format_vector(problem.gradient(ending.w).tolist()),
    }


def _weights(problem: Problem, w: Array) -> str:
    pairs = zip(problem.weights, w, strict=True)
    return ", ".join(shortened([f"{name} = {format_number(value)}" for name, value in pairs]))


def _rate(config: RunConfig) -> float:
    """The learning rate; every algorithm that is not a search has one."""
    return float(values_of(config.algorithm)["learning_rate"])
