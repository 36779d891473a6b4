"""A loss that separates: on any samples it is a formula of the weights and of their moments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdviz.core.formula import Formula, evaluate
from gdviz.core.formula.separation import Product
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.types import Array, Rows


@dataclass(frozen=True, eq=False)
class Separated:
    """The loss as Σ cₖ(w)·φₖ(sample), so on samples together as Σ cₖ(w)·momentₖ.

    Attributes:
        products: cₖ and φₖ, of the weights and constants and of the data.
        data: what is given of the samples, (n_samples,) each, by name.
        constants: what the other names in cₖ stand for.
    """

    products: Sequence[Product]
    data: Mapping[str, Array]
    constants: Mapping[str, float]

    @cached_property
    def moments(self) -> tuple[str, ...]:
        """The moments' names."""
        return tuple(f"moment {number}" for number in range(len(self.products)))

    @cached_property
    def formula(self) -> Formula:
        """The loss on samples together, of the weights, the constants and the moments."""
        tree = Tree()
        total: int | None = None
        for (coefficient, _feature), name in zip(self.products, self.moments, strict=True):
            moment = tree.add(Node("name", (), name))
            term = tree.add(Node("*", (tree.graft(coefficient), moment)))
            total = term if total is None else tree.add(Node("+", (total, term)))
        assert total is not None
        return tree.formula(total)

    def over(self, samples: Rows, starts: Rows, *, mean: bool) -> dict[str, Array]:
        """Return the moments of batches, (batches,) each, by name.

        Args:
            samples: those of all the batches, one batch after the other.
            starts: where in `samples` each batch begins.
            mean: whether they are means over the batch, or sums.
        """
        of = {name: values[samples] for name, values in self.data.items()}
        lengths = np.diff(starts, append=len(samples))
        found = evaluate([product.feature for product in self.products], of)
        return {
            name: self._reduced(values, starts, lengths, mean=mean)
            for name, values in zip(self.moments, found, strict=True)
        }

    def _reduced(self, values: Array, starts: Rows, lengths: Rows, *, mean: bool) -> Array:
        if not np.ndim(values):  # the same for each sample
            return values * (np.ones(len(starts)) if mean else lengths.astype(np.float64))
        sums = values if len(values) == len(starts) else np.add.reduceat(values, starts)
        return np.asarray(sums / lengths if mean else sums)
