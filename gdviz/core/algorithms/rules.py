"""Update rules: how a gradient becomes a step, with PyTorch's formulas and names."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from gdviz.core.parameters import Checked, parameter
from gdviz.core.types import Array, Equation, Rule
from gdviz.i18n import N_

ORDER = 10


def _eps(default: float) -> Any:
    """Return the field ε; it is never 0, so that a gradient of 0 makes a step of 0."""
    return parameter(
        default,
        label=N_("Smallest divisor"),
        symbol="ε",
        help=N_("Added to the divisor, so that small gradients do not make large steps."),
        minimum=1e-16,
        logarithmic=True,
    )


@dataclass(frozen=True)
class Plain(Checked):
    """Gradient descent's own rule, with momentum if it is not 0.

    v ← βv + g; w ← w − αv, and with Nesterov's look ahead w ← w − α(g + βv):
    torch.optim.SGD with no dampening (Sutskever et al. 2013, rearranged).
    """

    momentum: float = parameter(
        0.0,
        label=N_("Momentum"),
        symbol="β",
        help=N_("How much of the last step's speed v is kept: v ← βv + g, then w ← w − αv."),
        maximum=1.0,
        below=True,
    )
    nesterov: bool = parameter(
        False,
        label=N_("Nesterov"),
        help=N_("Look ahead along the speed: w ← w − α(g + βv)."),
    )

    id: ClassVar[str] = "plain"
    title: ClassVar[str] = N_("Plain")
    slots: ClassVar[tuple[str, ...]] = ("v",)

    @property
    def formula(self) -> str:
        """The update, as HTML."""
        if not self.momentum:
            return "w ← w − α·g"
        return "v ← βv + g, &nbsp; w ← w − α" + ("(g + βv)" if self.nesterov else "·v")

    def update(
        self, gradient: Array, state: Array, learning_rate: float | Array
    ) -> tuple[Array, Array]:
        """Return delta w, (..., dim), and the new state, (1, ..., dim)."""
        if not self.momentum:
            return -learning_rate * gradient, gradient[np.newaxis]
        speed = self.momentum * state[0] + gradient
        direction = gradient + self.momentum * speed if self.nesterov else speed
        return -learning_rate * direction, speed[np.newaxis]

    def equations(self, gradient: Array, w: Array, state: Array) -> tuple[Equation, ...]:
        """Return the update line by line, down to the weight w and state that it leads to."""
        if not self.momentum:
            return (Equation("w", "w − α·g", w),)
        speed = Equation("v", "β·v + g", state[0])
        if not self.nesterov:
            return speed, Equation("w", "w − α·v", w)
        ahead = Equation("d", "g + β·v", gradient + self.momentum * state[0])
        return speed, ahead, Equation("w", "w − α·d", w)

    def stability_limit(self, curvature: float) -> float | None:
        """Return the learning rate past which a quadratic of that curvature diverges.

        2(1+β)/λ, and 2(1+β)/(λ(1+2β)) with Nesterov: where the step's own
        recursion in (w, v) gets an eigenvalue of −1.
        """
        if curvature <= 0:
            return None
        beta = self.momentum
        return 2 * (1 + beta) / (curvature * (1 + 2 * beta * self.nesterov))

    @property
    def limit_formula(self) -> str:
        """The stability limit as a formula of the curvature λ."""
        if not self.momentum:
            return "2/λ"
        return "2(1 + β)/" + ("(λ(1 + 2β))" if self.nesterov else "λ")


@dataclass(frozen=True)
class AdaGrad(Checked):
    """A rate for each weight, which shrinks with the gradients it has seen.

    s ← s + g²; w ← w − αg/(√s + ε): torch.optim.Adagrad (Duchi et al. 2011).
    """

    eps: float = _eps(1e-10)

    id: ClassVar[str] = "adagrad"
    title: ClassVar[str] = N_("AdaGrad")
    slots: ClassVar[tuple[str, ...]] = ("s",)
    limit_formula: ClassVar[str] = ""

    @property
    def formula(self) -> str:
        """The update, as HTML."""
        return "s ← s + g², &nbsp; w ← w − α·g / (√s + ε)"

    def update(
        self, gradient: Array, state: Array, learning_rate: float | Array
    ) -> tuple[Array, Array]:
        """Return delta w, (..., dim), and the new state, (1, ..., dim)."""
        squares = state[0] + gradient**2
        delta = -learning_rate * gradient / (np.sqrt(squares) + self.eps)
        return delta, squares[np.newaxis]

    def equations(self, gradient: Array, w: Array, state: Array) -> tuple[Equation, ...]:
        """Return the update line by line, down to the weight w and state that it leads to."""
        return Equation("s", "s + g²", state[0]), Equation("w", "w − α·g / (√s + ε)", w)

    def stability_limit(self, curvature: float) -> float | None:
        """Return None: the rate shrinks until it is stable."""
        return None


@dataclass(frozen=True)
class RMSProp(Checked):
    """The gradient in units of its own recent size, with momentum if it is not 0.

    s ← ρs + (1 − ρ)g²; v ← βv + g/(√s + ε); w ← w − αv: torch.optim.RMSprop, not
    centred (Tieleman & Hinton 2012, lecture 6.5).
    """

    alpha: float = parameter(
        0.99,
        label=N_("Memory of g²"),
        symbol="ρ",
        help=N_("How much of the mean of g² so far is kept: s ← ρs + (1 − ρ)g²."),
        maximum=1.0,
        below=True,
    )
    momentum: float = parameter(
        0.0,
        label=N_("Momentum"),
        symbol="β",
        help=N_("How much of the last step's speed v is kept: v ← βv + g/(√s + ε), w ← w − αv."),
        maximum=1.0,
        below=True,
    )
    eps: float = _eps(1e-8)

    id: ClassVar[str] = "rmsprop"
    title: ClassVar[str] = N_("RMSProp")
    slots: ClassVar[tuple[str, ...]] = ("s", "v")
    limit_formula: ClassVar[str] = ""

    @property
    def formula(self) -> str:
        """The update, as HTML."""
        mean = "s ← ρs + (1 − ρ)g², &nbsp; "
        if not self.momentum:
            return mean + "w ← w − α·g / (√s + ε)"
        return mean + "v ← βv + g / (√s + ε), &nbsp; w ← w − α·v"

    def update(
        self, gradient: Array, state: Array, learning_rate: float | Array
    ) -> tuple[Array, Array]:
        """Return delta w, (..., dim), and the new state, (2, ..., dim)."""
        squares = self.alpha * state[0] + (1 - self.alpha) * gradient**2
        speed = self.momentum * state[1] + gradient / (np.sqrt(squares) + self.eps)
        return -learning_rate * speed, np.array([squares, speed])

    def equations(self, gradient: Array, w: Array, state: Array) -> tuple[Equation, ...]:
        """Return the update line by line, down to the weight w and state that it leads to."""
        mean = Equation("s", "ρ·s + (1 − ρ)·g²", state[0])
        if not self.momentum:
            return mean, Equation("w", "w − α·g / (√s + ε)", w)
        speed = Equation("v", "β·v + g / (√s + ε)", state[1])
        return mean, speed, Equation("w", "w − α·v", w)

    def stability_limit(self, curvature: float) -> float | None:
        """Return None: what a step is worth depends on the gradients before it."""
        return None


@dataclass(frozen=True)
class Adam(Checked):
    """The mean gradient in units of its own recent size, both means bias-corrected.

    m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; t ← t + 1;
    w ← w − α·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ):
    torch.optim.Adam (Kingma & Ba 2015).
    """

    beta1: float = parameter(
        0.9,
        label=N_("Memory of g"),
        symbol="β₁",
        help=N_("How much of the mean of g so far is kept: m ← β₁m + (1 − β₁)g."),
        maximum=1.0,
        below=True,
    )
    beta2: float = parameter(
        0.999,
        label=N_("Memory of g²"),
        symbol="β₂",
        help=N_("How much of the mean of g² so far is kept: v ← β₂v + (1 − β₂)g²."),
        maximum=1.0,
        below=True,
    )
    eps: float = _eps(1e-8)

    id: ClassVar[str] = "adam"
    title: ClassVar[str] = N_("Adam")
    slots: ClassVar[tuple[str, ...]] = ("m", "v", "t")
    limit_formula: ClassVar[str] = ""

    @property
    def formula(self) -> str:
        """The update, as HTML."""
        return (
            "m ← β<sub>1</sub>m + (1 − β<sub>1</sub>)g, &nbsp; "
            "v ← β<sub>2</sub>v + (1 − β<sub>2</sub>)g², &nbsp; "
            "w ← w − α·m / (1 − β<sub>1</sub><sup>t</sup>)"
            " / (√(v / (1 − β<sub>2</sub><sup>t</sup>)) + ε)"
        )

    def update(
        self, gradient: Array, state: Array, learning_rate: float | Array
    ) -> tuple[Array, Array]:
        """Return delta w, (..., dim), and the new state, (3, ..., dim)."""
        mean = self.beta1 * state[0] + (1 - self.beta1) * gradient
        squares = self.beta2 * state[1] + (1 - self.beta2) * gradient**2
        count = state[2] + 1
        size = np.sqrt(squares / (1 - self.beta2**count)) + self.eps
        delta = -learning_rate * mean / (1 - self.beta1**count) / size
        return delta, np.array([mean, squares, count])

    def equations(self, gradient: Array, w: Array, state: Array) -> tuple[Equation, ...]:
        """Return the update line by line, down to the weight w and state that it leads to."""
        mean, squares, count = state
        steps = count[0]
        return (
            Equation("m", "β₁·m + (1 − β₁)·g", mean),
            Equation("v", "β₂·v + (1 − β₂)·g²", squares),
            Equation("t", "t + 1", steps),
            Equation("m̂", "m / (1 − β₁ᵗ)", mean / (1 - self.beta1**steps)),
            Equation("v̂", "v / (1 − β₂ᵗ)", squares / (1 - self.beta2**steps)),
            Equation("w", "w − α·m̂ / (√v̂ + ε)", w),
        )

    def stability_limit(self, curvature: float) -> float | None:
        """Return None: what a step is worth depends on the gradients before it."""
        return None


RULES: tuple[type[Rule], ...] = (Plain, AdaGrad, RMSProp, Adam)
