"""What some problems can do and others cannot, asked for by isinstance."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from gdviz.core.problems.cost_function import CostFunction
from gdviz.core.types import Array, Column, Rows


@runtime_checkable
class HasCostFunction(Protocol):
    """A problem whose cost can be a formula of the weights.

    Attributes:
        cost_function: the formula; None if it cannot.
    """

    cost_function: CostFunction | None


@runtime_checkable
class HasSamples(Protocol):
    """A problem whose gradient is the mean, or the sum, of what each sample adds to it.

    Attributes:
        reduction: "mean" or "sum".
        parts: what a sample adds to it, by weight, as HTML.
    """

    reduction: str
    parts: tuple[str, ...]

    def columns(self, w: Array, rows: Rows) -> tuple[Column, ...]:
        """Return what is given of the samples `rows`, then what follows from that at w."""


@runtime_checkable
class HasData(Protocol):
    """A problem with data, an x and a y each, and a model that predicts y.

    Attributes:
        x: the inputs, (n_samples,).
        y: the targets, (n_samples,).
        probe: the x whose prediction is shown before and after training.
    """

    x: Array
    y: Array
    probe: float

    def predict(self, w: Array, x: Array) -> Array:
        """Return the model's predictions, (n,), at the inputs x (n,)."""


@runtime_checkable
class HasUnits(Protocol):
    """A problem with so many weights that what is alike in them is computed at once, as arrays.

    Attributes:
        data: what is given of the samples, (n_samples,) each, by its name.
    """

    data: Mapping[str, Array]

    def lanes_at_once(self, n_samples: int) -> int:
        """Return for how many weights at once `totals` is quickest on so many samples."""

    def room(self, n_samples: int) -> Array:
        """Return what `totals` of so many can write values in between into."""

    def totals(self, w: Array, data: Sequence[Array], room: Array | None = None) -> Array:
        """Return the loss and its gradient, summed over samples, (1 + dim, lanes).

        Args:
            w: the weights, (dim, lanes).
            data: what is given of the samples, (samples,) or (lanes, samples) each.
            room: what `room` has returned.
        """


@runtime_checkable
class DrawsStarts(Protocol):
    """A problem that says how weights to begin with are drawn."""

    def draw(self, generator: "np.random.Generator", count: int) -> Array:
        """Return such weights, (count, dim), the first of them whatever the count."""


@runtime_checkable
class HasSymmetry(Protocol):
    """A problem whose cost does not change when its weights do in some way."""

    def canonical(self, w: Array) -> Array:
        """Return weights (..., dim) of the same cost, which are the same for all such."""


@runtime_checkable
class HasSettings(Protocol):
    """A problem that is not registered, and is made from settings of its own."""

    @property
    def settings(self) -> dict[str, Any]:
        """What makes it again, by the names of the command line's options."""
