"""Which optimiser of PyTorch has exactly a run's rule."""

from collections.abc import Callable, Mapping
from typing import Any

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.parameters import parameters
from gdviz.core.types import RunConfig

_Arguments = Mapping[str, Callable[[Any], Any]]


def _pair(first: str, second: str) -> Callable[[Any], Any]:
    return lambda rule: (getattr(rule, first), getattr(rule, second))


def _one(name: str) -> Callable[[Any], Any]:
    return lambda rule: getattr(rule, name)


_BETAS = {"betas": _pair("beta1", "beta2"), "eps": _one("eps")}

_OPTIMISERS: Mapping[str, tuple[str, _Arguments]] = {
    "plain": (
        "SGD",
        {
            "momentum": _one("momentum"),
            "nesterov": lambda rule: bool(rule.momentum and rule.nesterov),
        },
    ),
    "asgd": ("ASGD", {name: _one(name) for name in ("lambd", "alpha", "t0")}),
    "adagrad": ("Adagrad", {"eps": _one("eps")}),
    "rmsprop": ("RMSprop", {name: _one(name) for name in ("alpha", "eps", "momentum")}),
    "adadelta": ("Adadelta", {name: _one(name) for name in ("rho", "eps")}),
    "rprop": (
        "Rprop",
        {"etas": _pair("eta_minus", "eta_plus"), "step_sizes": _pair("step_min", "step_max")},
    ),
    "adam": ("Adam", _BETAS),
    "adamw": ("AdamW", {**_BETAS, "weight_decay": _one("weight_decay")}),
    "nadam": ("NAdam", {**_BETAS, "momentum_decay": _one("momentum_decay")}),
    "adamax": ("Adamax", _BETAS),
}
"""A rule's id -> the optimiser, and what it is given beside the rate. Their defaults are ours."""


def optimiser(config: RunConfig) -> str | None:
    """Return how the run's optimiser is made, with {} for its learning rate.

    None where PyTorch has none that is exactly this rule: one's own, and ASGD under a schedule,
    where it takes up a learning rate a step later.
    """
    algorithm = config.algorithm
    assert isinstance(algorithm, GradientDescent)
    rule = algorithm.rule
    found = _OPTIMISERS.get(rule.id)
    if found is None or (rule.id == "asgd" and algorithm.schedule_followed.varies):
        return None
    name, arguments = found
    usual = type(rule)(**{name: one.default for name, one in parameters(rule).items()})
    given = [
        f"{argument}={value(rule)!r}"
        for argument, value in arguments.items()
        if value(rule) != value(usual)
    ]
    return f"{name}({', '.join(['model.parameters()', 'lr={}', *given])})"
