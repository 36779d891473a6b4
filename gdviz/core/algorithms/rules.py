"""Update rules: how a gradient becomes a step, with PyTorch's formulas and names."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gdviz.core.parameters import Checked, parameter
from gdviz.core.types import Array, Rule
from gdviz.i18n import N_

ORDER = 10


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

    def update(self, gradient: Array, state: Array, learning_rate: float) -> tuple[Array, Array]:
        """Return delta w, (dim,), and the new state, (1, dim)."""
        if not self.momentum:
            return -learning_rate * gradient, gradient[np.newaxis]
        speed = self.momentum * state[0] + gradient
        direction = gradient + self.momentum * speed if self.nesterov else speed
        return -learning_rate * direction, speed[np.newaxis]

    def stability_limit(self, curvature: float) -> float | None:
        """Return the learning rate past which a quadratic of that curvature diverges.

        2(1+β)/λ, and 2(1+β)/(λ(1+2β)) with Nesterov: where the step's own
        recursion in (w, v) gets an eigenvalue of −1.
        """
        if curvature <= 0:
            return None
        beta = self.momentum
        return 2 * (1 + beta) / (curvature * (1 + 2 * beta * self.nesterov))


RULES: tuple[type[Rule], ...] = (Plain,)
