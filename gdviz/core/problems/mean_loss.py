"""Costs that are the mean of a loss over samples, the loss a formula."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.formula import Formula, derivative, html, numpy_function
from gdviz.core.formula.algebra import Algebra
from gdviz.core.formula.names import BELOW
from gdviz.core.formula.separation import separate
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.parameters import Option, Value
from gdviz.core.problems.cost_function import CostFunction, left_side
from gdviz.core.problems.separated import Separated
from gdviz.core.types import MEAN, SUM, Array, Column, Rows
from gdviz.i18n import N_

REDUCTIONS = {
    MEAN: Option(N_("Mean"), N_("the cost does not grow with the number of samples")),
    SUM: Option(
        N_("Sum"),
        N_("as PyTorch's reduction='sum': a rate does what n times that rate does with the mean"),
    ),
}
"""How the losses of several samples become one, to choose from."""

_CELLS = 2**16
"""For how many weights times samples the loss is in memory at once, at most."""

_SHARES = {2: "½", 3: "⅓", 4: "¼"}


class MeanLoss:
    """A cost that is the mean of a loss over samples, or its sum; a frozen dataclass.

    J(w) = mean over i of loss(w, sampleᵢ). If the loss separates, Σ cₖ(w)·φₖ(sample), the
    cost is a formula of the weights and of the means of φₖ: it takes the same time for
    three samples as for ten million. Otherwise, and for some of the samples, the loss is
    calculated for each, a part of the samples at a time, so that any number of weights
    and samples takes the same memory.

    Attributes:
        data: what is given of the samples, (n_samples,) each, by its name in the loss.
        reduction: "mean" or "sum".
    """

    data: Mapping[str, Array]
    reduction: str = MEAN
    defaults: Mapping[str, Value] = MappingProxyType({})
    share: ClassVar[str] = ""
    """1/n as it is written, if not with the number of samples."""

    @property
    def loss_formula(self) -> Formula:
        """The loss on a sample."""
        raise NotImplementedError

    @cached_property
    def n_samples(self) -> int:
        """How many samples there are."""
        return len(next(iter(self.data.values())))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The weights' names as they are typed."""
        return tuple(name for name in self.loss_formula.names if name not in self.data)

    @cached_property
    def weights(self) -> tuple[str, ...]:
        """The weights' names as they are shown."""
        return tuple(name.translate(BELOW) for name in self.names)

    @cached_property
    def separated(self) -> Separated | None:
        """The loss as moments and what they are multiplied with; None if it does not separate."""
        products = separate(self.loss_formula, self.data)
        return None if products is None else Separated(products, self.data, {})

    @cached_property
    def cost_function(self) -> CostFunction | None:
        """The cost as a formula of the weights; None if the loss does not separate."""
        if self.separated is None:
            return None
        everything = np.arange(self.n_samples), np.zeros(1, np.int64)
        moments = self.separated.over(*everything, mean=self.reduction == MEAN)
        known = {name: float(value[0]) for name, value in moments.items()}
        return CostFunction(
            self.separated.formula, self.names, {**self.separated.constants, **known}
        )

    def written_out(self, count: int) -> Formula:
        """Return the loss on `count` samples as a formula, in which each has names of its own.

        They are those of the data and its number: see `sample_name`.
        """
        tree = Tree()
        total: int | None = None
        for number in range(count):
            own = {
                name: tree.add(Node("name", (), sample_name(name, number))) for name in self.data
            }
            term = tree.graft(self.loss_formula, own)
            total = term if total is None else tree.add(Node("+", (total, term)))
        assert total is not None
        divisor = self._divisor(count)
        if divisor > 1:
            number = tree.add(Node("number", (), Fraction(divisor)))
            total = tree.add(Node("/", (total, number)))
        return tree.formula(total)

    @cached_property
    def formula(self) -> str:
        """The cost, as HTML."""
        share = self.share or _SHARES.get(self.n_samples, f"1/{self.n_samples}")
        over = f"{share} Σ" if self.reduction == MEAN else "Σ"
        loss = html(self.loss_formula, {name: f"{name}<sub>i</sub>" for name in self.data}, "·")
        inner = f"[{loss}]" if self.loss_formula.nodes[-1].operation in ("+", "-") else loss
        return f"{left_side(self.weights)} = {over} {inner}"

    @cached_property
    def slopes(self) -> tuple[Formula, ...]:
        """The derivative of the loss on a sample by each weight."""
        return tuple(derivative(self.loss_formula, name) for name in self.names)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What a sample adds to the gradient, by weight, as HTML."""
        return tuple(html(slope, product="·") for slope in self.slopes)

    @cached_property
    def _loss(self) -> Callable[..., tuple[Any, ...]]:
        return numpy_function([self.loss_formula], (*self.names, *self.data))

    @cached_property
    def _gradient(self) -> Callable[..., tuple[Any, ...]]:
        return numpy_function(self.slopes, (*self.names, *self.data))

    def cost(self, w: Array) -> Array:
        """Return the mean loss over all samples, (...) for weights (..., dim)."""
        return self.loss(w)

    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the mean loss over the samples `rows` (all without), (...) for w (..., dim)."""
        if rows is None and self.cost_function is not None:
            return self.cost_function.cost(w)
        return self._reduced(self._loss, w, rows, 1)[..., 0]

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return d loss / d w over those samples, (..., dim) for weights (..., dim)."""
        if rows is None and self.cost_function is not None:
            return self.cost_function.gradient(w)
        return self._reduced(self._gradient, w, rows, w.shape[-1])

    def measure(self, w: Sequence[float], data: Sequence[Array]) -> list[float]:
        """Return the loss, and its derivative by each weight, on samples.

        Args:
            w: the weights.
            data: what is given of the samples, (samples,) each, in the order of `data`.
        """
        count = len(data[0])
        totals = np.zeros(1 + len(w))
        for some in pieces(count, _CELLS):
            values = self._measure(*w, *[given[some] for given in data])
            totals += [_total(one, min(some.stop, count) - some.start) for one in values]
        return list(totals / self._divisor(count))

    @cached_property
    def _measure(self) -> Callable[..., tuple[Any, ...]]:
        return numpy_function([self.loss_formula, *self.slopes], (*self.names, *self.data))

    def _reduced(
        self, function: Callable[..., tuple[Any, ...]], w: Array, rows: Rows | None, count: int
    ) -> Array:
        """Return what a function gives of each sample, reduced to one, (..., count)."""
        n_samples = self.n_samples if rows is None else len(rows)
        if w.ndim == 1 and n_samples <= _CELLS:
            data = [values if rows is None else values[rows] for values in self.data.values()]
            totals = [_total(values, n_samples) for values in function(*w, *data)]
            return np.array(totals) / self._divisor(n_samples)
        flat = w.reshape(-1, w.shape[-1])
        sums = np.zeros((count, len(flat)))
        for samples in pieces(n_samples, _CELLS):
            of = samples if rows is None else rows[samples]
            data = [values[of] for values in self.data.values()]
            length = len(data[0])
            for some in pieces(len(flat), max(1, _CELLS // length)):
                results = function(*flat[some].T[..., np.newaxis], *data)
                for row, values in zip(sums, results, strict=True):
                    row[some] += _total(values, length)
        return (sums.T / self._divisor(n_samples)).reshape(*w.shape[:-1], count)

    def _divisor(self, n_samples: int) -> int:
        """Return by what the sum over so many samples is divided."""
        return n_samples if self.reduction == MEAN else 1

    def columns(self, w: Array, rows: Rows) -> tuple[Column, ...]:
        """Return what is given of the samples `rows`, then what follows from that at w (dim,)."""
        return tuple(Column(name, "", values[rows]) for name, values in self.data.items())

    def curvature(self, batch_size: int | None = None) -> float | None:
        """Return the largest curvature over any batch, None where it is not the same everywhere."""
        return None


class LeastSquares(MeanLoss):
    """The squared error of a model on data: (model(xᵢ) − yᵢ)², averaged or added.

    Attributes:
        data: the inputs x and the targets y, (n_samples,) each, by name.
    """

    @property
    def model_formula(self) -> Formula:
        """The prediction, of the weights and of x."""
        raise NotImplementedError

    @property
    def x(self) -> Array:
        """The inputs, (n_samples,)."""
        return self.data["x"]

    @property
    def y(self) -> Array:
        """The targets, (n_samples,)."""
        return self.data["y"]

    @cached_property
    def error_formula(self) -> Formula:
        """The prediction less the target."""
        tree = Tree(self.model_formula.nodes)
        target = tree.add(Node("name", (), "y"))
        return tree.formula(tree.add(Node("-", (len(tree.nodes) - 2, target))))

    @cached_property
    def loss_formula(self) -> Formula:
        """The squared error of a sample."""
        algebra = Algebra(Tree(self.error_formula.nodes))
        error = len(self.error_formula.nodes) - 1
        return algebra.tree.formula(algebra.apply("^", error, algebra.number(2)))


def sample_name(name: str, number: int) -> str:
    """Return what is called `name` of the sample `number`, from 0."""
    return f"{name} {number}"


def _total(values: Any, length: int) -> Any:
    """Return the sum over the last axis of values that may be the same for all its items."""
    if np.shape(values)[-1:] == (length,):
        return np.add.reduce(values, -1)
    return (values[..., 0] if np.ndim(values) else values) * length


def pieces(length: int, size: int) -> Iterator[slice]:
    """Yield slices of at most `size` that cover `length` items, as long as they are wanted."""
    for first in range(0, length, size):
        heed()
        yield slice(first, first + size)
