"""Rules that give each weight a rate of its own, by the gradients it has seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from gdviz.core.algorithms.rules.fields import eps, memory_of_squares, momentum
from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.parameters import Value, parameter
from gdviz.i18n import N_

ORDER = 20


@dataclass(frozen=True)
class AdaGrad(WrittenRule):
    """A rate that shrinks with the gradients so far: torch.optim.Adagrad."""

    id = "adagrad"
    title = N_("AdaGrad")
    source = "Duchi et al. 2011"
    reach = 0.1
    eps: float = eps(1e-10)
    state = ("s ← 0",)
    text = ("s ← s + g²", "w ← w − α·g/(√s + ε)")


@dataclass(frozen=True)
class RMSProp(WrittenRule):
    """The gradient in units of its own recent size: torch.optim.RMSprop, not centred."""

    id = "rmsprop"
    title = N_("RMSProp")
    source = "Tieleman & Hinton 2012, lecture 6.5"
    reach = 0.01
    alpha: float = memory_of_squares(0.99, "ρ")
    momentum: float = momentum()
    eps: float = eps(1e-8)
    state = ("s ← 0", "v ← 0")

    def chosen(self) -> tuple[str, ...]:
        """Return the equations, with a speed where there is momentum."""
        mean = "s ← ρ·s + (1 − ρ)·g²"
        if not self.momentum:
            return mean, "w ← w − α·g/(√s + ε)"
        return mean, "v ← β·v + g/(√s + ε)", "w ← w − α·v"


@dataclass(frozen=True)
class Adadelta(WrittenRule):
    """Steps in units of the steps before, so that α = 1 will do: torch.optim.Adadelta."""

    id = "adadelta"
    title = N_("Adadelta")
    source = "Zeiler 2012"
    defaults: ClassVar[Mapping[str, Value]] = {"learning_rate": 1.0, "epochs": 2000}
    rho: float = memory_of_squares(0.9, "ρ")
    eps: float = eps(1e-6)
    state = ("s ← 0", "u ← 0")
    text = (
        "s ← ρ·s + (1 − ρ)·g²",
        "d ← g·√(u + ε)/√(s + ε)",
        "u ← ρ·u + (1 − ρ)·d²",
        "w ← w − α·d",
    )


@dataclass(frozen=True)
class Rprop(WrittenRule):
    """Steps d that grow while the gradient keeps its sign: torch.optim.Rprop.

    α is only what d begins with, so another α in mid-run leaves the steps as they are.
    a is 1 where the sign stays, b where it turns; there the weight waits for a step.
    """

    id = "rprop"
    title = N_("Rprop")
    source = "Riedmiller & Braun 1993"
    eta_minus: float = parameter(
        0.5,
        label=N_("Factor, sign changed"),
        symbol="η₁",
        help=N_("What the step d is multiplied by when the gradient has changed its sign."),
        minimum=0.01,
        maximum=1.0,
        below=True,
    )
    eta_plus: float = parameter(
        1.2,
        label=N_("Factor, sign kept"),
        symbol="η₂",
        help=N_("What the step d is multiplied by when the gradient has kept its sign."),
        minimum=1.01,
        maximum=10.0,
    )
    step_min: float = parameter(
        1e-6,
        label=N_("Smallest step"),
        symbol="γ₁",
        help=N_("The step d does not become smaller than that."),
        minimum=1e-16,
        logarithmic=True,
    )
    step_max: float = parameter(
        50.0,
        label=N_("Largest step"),
        symbol="γ₂",
        help=N_("The step d does not become larger than that."),
        minimum=1.0,
        maximum=1e6,
        logarithmic=True,
    )
    state = ("d ← α", "p ← 0")
    text = (
        "a ← max(sign(g·p), 0)",
        "b ← max(−sign(g·p), 0)",
        "η ← a·η₂ + b·η₁ + (1 − a − b)",
        "d ← min(max(η·d, γ₁), γ₂)",
        "p ← (1 − b)·g",
        "w ← w − d·sign(p)",
    )


RULES = (AdaGrad, RMSProp, Adadelta, Rprop)
