"""Hyper-parameters that several rules have."""

from typing import Any

from gdviz.core.parameters import parameter
from gdviz.i18n import N_


def momentum() -> Any:
    """Return the field β."""
    return parameter(
        0.0,
        label=N_("Momentum"),
        symbol="β",
        help=N_("How much of the last step's speed v is kept."),
        maximum=1.0,
        below=True,
    )


def memory_of_g(default: float, symbol: str) -> Any:
    """Return how long the mean of gradients remembers."""
    return parameter(
        default,
        label=N_("Memory of g"),
        symbol=symbol,
        help=N_("How much of the mean of g so far is kept."),
        maximum=1.0,
        below=True,
    )


def memory_of_squares(default: float, symbol: str) -> Any:
    """Return how long the mean of squared gradients remembers."""
    return parameter(
        default,
        label=N_("Memory of g²"),
        symbol=symbol,
        help=N_("How much of the mean of g² so far is kept."),
        maximum=1.0,
        below=True,
    )


def eps(default: float) -> Any:
    """Return the field ε; it is never 0, so that a gradient of 0 makes a step of 0."""
    return parameter(
        default,
        label=N_("Smallest divisor"),
        symbol="ε",
        help=N_("Added to the divisor, so that small gradients do not make large steps."),
        minimum=1e-16,
        logarithmic=True,
    )
