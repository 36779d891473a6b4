"""Rules that go along the gradient, as large as it is."""

from dataclasses import dataclass

from gdviz.core.algorithms.rules.fields import momentum
from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.parameters import parameter
from gdviz.i18n import N_

ORDER = 10


@dataclass(frozen=True)
class Plain(WrittenRule):
    """Gradient descent's own rule, with momentum if it is not 0: torch.optim.SGD.

    Its limit is where the step's own recursion in (w, v) gets an eigenvalue of −1.
    """

    id = "plain"
    title = N_("Plain")
    source = "Sutskever et al. 2013, rearranged"
    momentum: float = momentum()
    nesterov: bool = parameter(
        False, label=N_("Nesterov"), help=N_("Look ahead along the speed v.")
    )
    state = ("v ← 0",)

    def chosen(self) -> tuple[str, ...]:
        """Return the equations without momentum, with it, or with a look ahead."""
        if not self.momentum:
            return ("w ← w − α·g",)
        return "v ← β·v + g", f"w ← w − α·{'(g + β·v)' if self.nesterov else 'v'}"

    def limit(self) -> str:
        """Return the rate past which a quadratic of curvature λ diverges."""
        if not self.momentum:
            return "2/λ"
        return "2·(1 + β)/" + ("(λ·(1 + 2β))" if self.nesterov else "λ")


@dataclass(frozen=True)
class ASGD(WrittenRule):
    """Shrinking steps, and the mean a of the weights since step t₀: torch.optim.ASGD.

    η follows from α and t alone: a new α acts at once, and as on a run of that age.
    """

    id = "asgd"
    title = N_("ASGD")
    source = "Polyak & Juditsky 1992"
    lambd: float = parameter(
        1e-4,
        label=N_("Decay"),
        symbol="λ",
        help=N_("How fast the steps shrink, and the weight with them."),
    )
    alpha: float = parameter(
        0.75,
        label=N_("Power of the decay"),
        symbol="κ",
        help=N_("The power with which the steps shrink over time."),
        maximum=1.0,
        below=True,
    )
    t0: int = parameter(
        1_000_000,
        label=N_("Mean from step"),
        symbol="t₀",
        help=N_(
            "a is the mean of the weights after that step; until then it is the weight itself."
        ),
        maximum=1_000_000_000,
    )
    state = ("a ← 0",)
    text = (
        "η ← α/(1 + λ·α·(t − 1))^κ",
        "w ← w − λ·η·w",
        "w ← w − η·g",
        "μ ← 1/max(1, t − 1 − t₀)",
        "a ← (1 − μ)·a + μ·w",
    )


RULES = (Plain, ASGD)
