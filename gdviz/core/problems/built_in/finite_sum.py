"""A finite sum with a saddle: sampling itself is what gets past it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from gdviz.core.formula import Formula, Names, read
from gdviz.core.parameters import Value
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.types import Array
from gdviz.i18n import N_


@dataclass(frozen=True, eq=False, kw_only=True)
class FiniteSum(MeanLoss):
    """The mean of a loss that is a formula of the weights w1 and w2 and of a sample's a and b.

    Attributes:
        text: the loss as one would type it.
        data: a and b of each sample, (n_samples,) each, by name.
        minima: the minima of the domain, best first.
        saddles: the saddle points of the domain.
        defaults: the hyper-parameters of a run, by name, where the general ones do not make
            its point.
    """

    id: str
    title: str
    text: str
    data: Mapping[str, Array]
    domain: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    minima: tuple[tuple[float, ...], ...]
    saddles: tuple[tuple[float, ...], ...] = ()
    defaults: Mapping[str, Value] = field(default_factory=dict)

    @cached_property
    def loss_formula(self) -> Formula:
        """The loss on a sample."""
        return read(self.text, Names("w1", "w2", *self.data))


# Ten pairs and their opposites, in eighths: the means are 0 to the last bit.
_A = np.array([2.0, -7.0, 5.0, 10.0, -4.0, 8.0, 1.0, -9.0, 6.0, 3.0]) / 8
_B = np.array([7.0, 4.0, -9.0, 3.0, 11.0, 6.0, -8.0, 2.0, -5.0, 1.0]) / 8

PROBLEMS = (
    # Over all samples it is w1²/2 − w2²/2 + w2⁴/4 and a constant: a saddle at the origin
    # between minima at w2 = ±1. A few samples alone have a gradient there.
    FiniteSum(
        id="finite-sum",
        title=N_("Saddle, 20 samples"),
        text="(w1 − a)²/2 − (w2 − b)²/2 + w2⁴/4",
        data={"a": np.concatenate([_A, -_A]), "b": np.concatenate([_B, -_B])},
        domain=((-2.0, 2.0), (-2.0, 2.0)),
        start=(1.5, 0.0),
        minima=((0.0, 1.0), (0.0, -1.0)),
        saddles=((0.0, 0.0),),
        defaults={"learning_rate": 0.05},
    ),
)
