"""Adam and its kin: the mean gradient in units of its own recent size."""

from dataclasses import dataclass
from typing import ClassVar

from gdviz.core.algorithms.rules.fields import eps, memory_of_g, memory_of_squares
from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.parameters import parameter
from gdviz.i18n import N_

ORDER = 30


@dataclass(frozen=True)
class Adam(WrittenRule):
    """Both means corrected for having begun with 0: torch.optim.Adam."""

    id = "adam"
    title = N_("Adam")
    source = "Kingma & Ba 2015"
    reach = 0.02
    beta1: float = memory_of_g(0.9, "β₁")
    beta2: float = memory_of_squares(0.999, "β₂")
    eps: float = eps(1e-8)
    state: ClassVar[tuple[str, ...]] = ("m ← 0", "v ← 0")
    text: ClassVar[tuple[str, ...]] = (
        "m ← β₁·m + (1 − β₁)·g",
        "v ← β₂·v + (1 − β₂)·g²",
        "m̂ ← m/(1 − β₁ᵗ)",
        "v̂ ← v/(1 − β₂ᵗ)",
        "w ← w − α·m̂/(√v̂ + ε)",
    )


_M, _V, _M_HAT, _V_HAT, _W = Adam.text


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam, with a weight that shrinks besides: torch.optim.AdamW."""

    id = "adamw"
    title = N_("AdamW")
    source = "Loshchilov & Hutter 2019"
    weight_decay: float = parameter(
        0.01,
        label=N_("Weight decay"),
        symbol="λ",
        help=N_("How much the weight shrinks towards 0 in each step, in units of α."),
    )
    text = ("w ← w − α·λ·w", *Adam.text)


@dataclass(frozen=True)
class NAdam(Adam):
    """Adam that looks ahead as Nesterov does, μ growing with time: torch.optim.NAdam."""

    id = "nadam"
    title = N_("NAdam")
    source = "Dozat 2016"
    momentum_decay: float = parameter(
        0.004,
        label=N_("Growth of μ"),
        symbol="ψ",
        help=N_("How fast the share μ of the mean grows from about β₁/2 to β₁."),
    )
    state = ("m ← 0", "v ← 0", "p ← 1")
    text = (
        _M,
        _V,
        "μ ← β₁·(1 − 0.5·0.96^(t·ψ))",
        "μ₁ ← β₁·(1 − 0.5·0.96^((t + 1)·ψ))",
        "p ← p·μ",
        "ĝ ← g/(1 − p)",
        "m̂ ← m/(1 − p·μ₁)",
        _V_HAT,
        "d ← (1 − μ)·ĝ + μ₁·m̂",
        "w ← w − α·d/(√v̂ + ε)",
    )


@dataclass(frozen=True)
class Adamax(Adam):
    """Adam with the largest gradient, slowly forgotten, in place of v̂: torch.optim.Adamax."""

    id = "adamax"
    title = N_("Adamax")
    source = "Kingma & Ba 2015, section 7"
    reach = 0.05
    beta2: float = parameter(
        0.999,
        label=N_("Memory of |g|"),
        symbol="β₂",
        help=N_("How slowly the largest |g| so far is forgotten."),
        maximum=1.0,
        below=True,
    )
    state = ("m ← 0", "u ← 0")
    text = (_M, "u ← max(β₂·u, abs(g) + ε)", _M_HAT, "w ← w − α·m̂/u")


RULES = (Adam, AdamW, NAdam, Adamax)
