"""Kept runs: what they are called, where each is at one moment, what each has cost."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import ceil, floor, inf, isnan
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.numbers import format_number
from gdviz.core.parameters import Parameter, parameters, values_of
from gdviz.core.problems.variants import family
from gdviz.core.runs.outcome import Verdict
from gdviz.core.runs.trace import Trace
from gdviz.core.types import START, Array, RunConfig
from gdviz.i18n import N_, _, listed

MOST_KEPT = 8

ACROSS = {"steps": N_("steps"), "epochs": N_("epochs"), "evaluations": N_("evaluations")}
"""What runs are compared by."""

_PHRASES = {
    "momentum": N_("momentum {value}"),
    "nesterov": N_("Nesterov"),
    "batch_size": N_("batch size {value}"),
    "steps_per_epoch": N_("{value} steps per epoch"),
    "points": N_("{value} points"),
    "levels": N_("{value} levels"),
    "epochs": N_("{value} epochs"),
    "seed": N_("seed {value}"),
    "reduction": N_("{value} of losses"),
}
"""How a setting is said within a name; those not named here by symbol or label."""

_ALGORITHMS = {
    "gradient-descent": N_("gradient descent"),
    "sgd": N_("stochastic"),
    "mini-batch": N_("mini-batch"),
}
"""What an algorithm is called within a name; those not named here by their titles."""

_ORDER = ("rule", "learning_rate", "momentum", "start", "", "algorithm", "problem")
"""In which settings are said; those not named here come in the place of the empty one."""

_OFF_AT_ZERO = ("momentum", "steps_per_epoch")

_CELLS = 400
"""Across the domain; while the weight stays in one cell, its path has one point."""


def called(
    current: RunConfig, kept: Sequence[RunConfig], given: Sequence[str]
) -> tuple[str, list[str]]:
    """Return what a run and kept ones are called beside each other.

    Args:
        current: the run.
        kept: the kept ones.
        given: what the user calls each of these; empty for what differs.
    """
    now, *others = names([current, *kept])
    found: list[str] = []
    for name, other in zip(given, others, strict=True):
        found.append(name or _told_apart(other, found))
    return now, found


def _told_apart(name: str, taken: Sequence[str]) -> str:
    """Return the name, numbered if another has it."""
    number, told = 1, name
    while told in taken:
        number += 1
        told = f"{name} ({number})"
    return told


class _Setting(NamedTuple):
    """A setting of one run: what it is compared by, and how it is said."""

    value: Any
    text: str


def names(configs: Sequence[RunConfig]) -> list[str]:
    """Return for each run a name made of what differs between them.

    What is off, like a momentum of 0, is not said. Where nothing is left to say of
    a run, all have their learning rates said too.
    """
    settings = [_settings(config) for config in configs]
    values = {
        key: [own[key].value if key in own else None for own in settings]
        for key in {key for own in settings for key in own}
    }
    said = {key for key, found in values.items() if any(value != found[0] for value in found)}
    if not all(_said(own, said) for own in settings):
        said.add("learning_rate")
    return [_said(own, said) or own["algorithm"].text for own in settings]


def _said(settings: dict[str, _Setting], keys: set[str]) -> str:
    """Return how those of a run's settings are said."""
    return listed(settings[key].text for key in settings if key in keys and settings[key].text)


def _settings(config: RunConfig) -> dict[str, _Setting]:
    """Return what a run depends on, in the order in which it is said.

    A setting at its owner's default compares as None, like one that is not there:
    two rules, each with its own default of the same setting, do not differ by it.
    """
    algorithm, rule = config.algorithm, config.algorithm.rule
    found: dict[str, _Setting] = {}
    sources: list[Any] = [config.problem, algorithm]
    if rule is not None:
        by_momentum = isinstance(rule, Plain) and rule.momentum > 0  # which is what it is called by
        found["rule"] = _Setting(rule.id, "" if by_momentum else _(rule.title))
        start = None if config.start == config.problem.start else config.start
        found["start"] = _Setting(start, f"{START.symbol} = {_start(config)}")
        sources += [rule, config]
    for source in sources:
        for key, described in parameters(type(source)).items():
            value = getattr(source, key)
            compared = None if value == described.default else value
            found[key] = _Setting(compared, _say(key, described, value))
    if not values_of(rule).get("momentum"):
        found.pop("nesterov", None)
    if not algorithm.draws:
        found.pop("seed", None)  # nothing is drawn
    title = _(_ALGORITHMS.get(algorithm.id, algorithm.title))
    found["algorithm"] = _Setting(algorithm.id, title)
    found["problem"] = _Setting(family(config.problem), _(config.problem.title))
    return {key: found[key] for key in sorted(found, key=_place)}


def _place(key: str) -> int:
    """Return where in a name a setting is said: numbers first, long words last."""
    return _ORDER.index(key) if key in _ORDER else _ORDER.index("")


def _say(key: str, described: Parameter, value: Any) -> str:
    if not value and (described.type is bool or key in _OFF_AT_ZERO):
        return ""
    said = _in_words(described, value)
    if key in _PHRASES:
        return _(_PHRASES[key]).format(value=said)
    if described.options:
        return said
    if described.symbol:
        return f"{described.symbol} = {said}"
    return _(described.label) if described.type is bool else f"{_(described.label)} {said}"


def _in_words(described: Parameter, value: Any) -> str:
    if described.options:
        label = _(described.options[value].label)
        return label[0].lower() + label[1:]
    return f"{value:,}" if described.type is int else format_number(value, 6)


def _start(config: RunConfig) -> str:
    numbers = ", ".join(format_number(value, 6) for value in config.start)
    return numbers if config.dim == 1 else f"({numbers})"


def per_step(trace: Trace, across: str) -> float:
    """Return how many steps, epochs or evaluations a step of the run is, in the mean.

    A probe of a search is an epoch of its own.
    """
    config = trace.config
    if across == "evaluations":
        if len(trace):
            return trace.evaluations_after(len(trace)) / len(trace)
        rows = trace.rows(0)
        return float(config.problem.n_samples if rows is None else len(rows))
    if across == "epochs" and not config.algorithm.searches:
        return config.epochs / config.total_steps
    return 1.0


def along(trace: Trace, across: str, steps: npt.NDArray[np.int64]) -> Array:
    """Return where each of the steps, (n,), stands, to be drawn against."""
    if across == "evaluations":
        algorithm, n_samples = trace.config.algorithm, trace.config.problem.n_samples
        return algorithm.evaluations(n_samples, steps).astype(np.float64)
    return np.asarray(steps * per_step(trace, across), np.float64)


def steps_from(trace: Trace, across: str, places: Array, count: int) -> npt.NDArray[np.int64]:
    """Return which of the first `count` steps is the first that stands at each place or past it.

    `count` where there is none.
    """
    if across != "evaluations":
        steps = np.ceil(places / per_step(trace, across))
        return np.asarray(np.clip(steps, 0, count), np.int64)
    below, found = np.full(len(places), -1), np.full(len(places), count)
    while (found - below > 1).any():
        middle = (below + found) // 2
        reached = (middle >= 0) & (along(trace, across, middle) >= places)
        below, found = np.where(reached, below, middle), np.where(reached, middle, found)
    return found


def step_at(trace: Trace, across: str, x: float) -> int:
    """Return which step stands nearest to `x`; -1 if there is none."""
    if not len(trace):
        return -1
    guess = round(x / per_step(trace, across))
    near = np.unique(np.clip(np.arange(guess - 2, guess + 3), 0, len(trace) - 1))
    return int(near[np.abs(along(trace, across, near) - x).argmin()])


def reached(trace: Trace, across: str, moment: int) -> float:
    """Return how many steps, epochs or evaluations a run has behind it after `moment` steps.

    Past what is computed of it, and past its end, it is taken to go on as before.
    """
    if across != "evaluations":
        return moment * per_step(trace, across)
    known = min(moment, len(trace))
    return trace.evaluations_after(known) + (moment - known) * per_step(trace, across)


def position_at(trace: Trace, across: str, amount: float) -> int:
    """Return how many steps a run has taken by `amount` steps, epochs or evaluations.

    A step counts once it is done. As far as the trace goes: who lags behind in
    computing catches up, who has ended stays at the end.
    """
    slack = 1e-9 * max(1.0, amount)  # sums of shares of an epoch are not exact
    if across == "evaluations":
        return bisect_right(range(1, len(trace) + 1), amount + slack, key=trace.evaluations_after)
    return min(len(trace), floor(amount / per_step(trace, across) + slack))


def race_length(leader: Trace, others: Iterable[Trace], across: str) -> int:
    """Return after how many of the leader's steps all the runs have ended."""

    def end(trace: Trace) -> float:
        ended = trace.outcome is not None
        return reached(trace, across, len(trace) if ended else trace.total)

    amount = max(end(trace) for trace in (leader, *others))
    return ceil(amount / per_step(leader, across) * (1 - 1e-12) - 1e-9)


class Standing(NamedTuple):
    """What a run has come to.

    Attributes:
        cost: at its weight; in a search that is under way, at the best weight so far.
        steps: how many it has taken.
        evaluations: how often it has evaluated a sample.
        verdict: what is said of its end; None while it has not ended.
    """

    cost: float
    steps: int
    evaluations: int
    verdict: Verdict | None


def places(costs: Sequence[float | None]) -> list[int]:
    """Return the place of each in a race, 1 for the least cost; 0 for None, which is in none.

    Equal costs have the same place. A cost that is no number is the greatest.
    """
    counted = [inf if cost is None or isnan(cost) else cost for cost in costs]
    racing = [cost for cost, given in zip(counted, costs, strict=True) if given is not None]
    return [
        0 if given is None else 1 + sum(other < cost for other in racing)
        for cost, given in zip(counted, costs, strict=True)
    ]


def standing(trace: Trace, position: int) -> Standing:
    """Return what a run has come to after `position` steps."""
    ending = trace.ending if position == len(trace) else None
    w = trace.w[position]
    if trace.config.algorithm.searches and ending is None:
        w = trace.state[position - 1, 0] if position else np.full(len(w), np.nan)
    with np.errstate(all="ignore"):
        cost = float(trace.config.problem.cost(w))
    evaluations = trace.evaluations_after(position)
    return Standing(cost, position, evaluations, None if ending is None else ending.verdict)


def path_positions(
    w: Array, domain: Sequence[tuple[float, float]], most: int = 600, *, times: float = 1.0
) -> npt.NDArray[np.int64]:
    """Return which of the weights (n, dim) draw their path, at most about `most` of them.

    Each that is in another cell of the domain than the one before. If those are too
    many, the beginning stays and the rest is thinned, by an odd stride, so that a
    path that goes to and fro stays as wide as it is. `times` is how many times as large as
    the whole domain on a screen it is drawn.
    """
    low, high = np.array(domain).T
    cells = np.floor((w - low) * (times * _CELLS / (high - low)))
    moved = np.flatnonzero((np.diff(cells, axis=0) != 0).any(axis=1)) + 1
    picked = np.concatenate([[0], moved]).astype(np.int64)
    if len(picked) > most:
        first = most // 2
        stride = 2 * ceil((len(picked) - first) / (most - first) / 2) + 1
        picked = np.concatenate([picked[:first], picked[first::stride]])
    return picked
