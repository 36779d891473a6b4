"""Regressions: the mean squared error of a model on data; the model is a formula."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations_with_replacement
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.formula import (
    Formula,
    Names,
    derivative,
    evaluate,
    html,
    numpy_function,
    read,
    text,
)
from gdviz.core.formula.algebra import Algebra
from gdviz.core.formula.separation import Product, separate
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.parameters import Checked, Value, choice
from gdviz.core.problems.cost_function import CostFunction
from gdviz.core.problems.mean_loss import REDUCTIONS, LeastSquares, pieces
from gdviz.core.problems.separated import Separated
from gdviz.core.types import MEAN, Array, Column, Rows
from gdviz.i18n import N_

Points = tuple[tuple[float, ...], ...]

_NAMES = Names("w", "w1", "w2", "b", "x")
_REFINEMENTS = 4

_REST = "rest"
"""What the optimum leaves of y is called in a formula; no weight is called so."""

PIECE = 1 << 16
"""How many samples are fitted at once: what fits into the cache, and is cancelled at once."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Regression(LeastSquares, Checked):
    """The squared error of a model on data: mean over i of (model(xᵢ) − yᵢ)², or their sum.

    A model that separates, Σ cₖ(w)·φₖ(x), is linear in its coefficients c. So its cost
    is J = (c − c*)ᵀ A (c − c*) + J(c*) with A = mean of φ(xᵢ)φ(xᵢ)ᵀ, where c* is the
    optimum. Centred on it, the cost loses no digits near it.

    Attributes:
        model: the prediction, of the weights and of x, as one would type it.
        data: the inputs x and the targets y, (n_samples,) each, by name.
        probe: the x whose prediction is shown before and after training.
        from_optimum: the minima, best first, from c*, where the coefficients are not the
            weights themselves.
        known_minima: the minima, best first, where nothing gives them.
        saddles: the saddle points of the domain.
        defaults: the hyper-parameters of a run, by name, where the general ones do not make
            its point.
        original: the regression whose samples were changed to these; None where none were.
    """

    id: str
    title: str
    model: str
    data: Mapping[str, Array]
    domain: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    probe: float = 4.0
    from_optimum: Callable[..., Points] | None = None
    known_minima: Points = ()
    saddles: Points = ()
    defaults: Mapping[str, Value] = field(default_factory=dict, repr=False)
    original: "Regression | None" = field(default=None, repr=False)
    reduction: str = choice(
        MEAN,
        REDUCTIONS,
        label=N_("Losses"),
        help=N_("How the losses of a step's samples become one."),
    )

    @cached_property
    def model_formula(self) -> Formula:
        """The prediction."""
        return _model(self.model)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What a sample with the error e adds to the gradient, by weight, as HTML."""
        return tuple(html(_part(slope), product="·") for slope in self._model_slopes)

    @cached_property
    def _model_slopes(self) -> tuple[Formula, ...]:
        return tuple(derivative(self.model_formula, name) for name in self.names)

    @cached_property
    def _products(self) -> tuple[Product, ...] | None:
        return _separated(self.model_formula)

    @cached_property
    def moments(self) -> "Moments | None":
        """Those of the model's features; None if it does not separate."""
        if self._products is None:
            return None
        features = _features([product.feature for product in self._products], self.x)
        return Moments.of(features, self.y)

    @cached_property
    def separated(self) -> Separated | None:
        """The squared error as moments, of x and of what the optimum leaves of y, r.

        The error is Σ (cₖ − c*ₖ)·φₖ(x) − r. Written so, it loses no digits near c*.
        """
        if self._products is None or self.moments is None:
            return None
        tree, optimum = Tree(), self.moments.optimum.tolist()
        error = tree.add(Node("negative", (tree.add(Node("name", (), _REST)),)))
        for k, (coefficient, feature) in enumerate(self._products):
            at = tree.add(Node("name", (), _optimum(k)))
            off = tree.add(Node("-", (tree.graft(coefficient), at)))
            term = tree.add(Node("*", (off, tree.graft(feature))))
            error = tree.add(Node("+", (term, error)))
        squared = tree.formula(tree.add(Node("*", (error, error))))
        data = {"x": self.x, _REST: self.moments.rest}
        products = separate(squared, data)
        constants = {_optimum(k): value for k, value in enumerate(optimum)}
        return None if products is None else Separated(products, data, constants)

    @cached_property
    def cost_function(self) -> CostFunction | None:
        """The cost as a formula of the weights; None if the model does not separate."""
        if self._products is None or self.moments is None:
            return None
        coefficients = tuple(product.coefficient for product in self._products)
        return CostFunction(
            _quadratic(coefficients),
            self.names,
            self.moments.by_name(self.n_samples // self._divisor(self.n_samples)),
        )

    @cached_property
    def is_linear(self) -> bool:
        """Whether the coefficients are the weights themselves, so that c* is the minimum."""
        products = self._products or ()
        return [text(product.coefficient) for product in products] == [*self.names]

    @property
    def minima(self) -> Points:
        """The known minima, best first."""
        if self._products is None or self.moments is None:
            return self.known_minima
        optimum = tuple(self.moments.optimum.tolist())
        if self.is_linear:
            return (optimum,)
        return self.from_optimum(*optimum) if self.from_optimum else self.known_minima

    @cached_property
    def _predict(self) -> Callable[..., tuple[Any, ...]]:
        return numpy_function([self.model_formula], (*self.names, "x"))

    def predict(self, w: Array, x: Array) -> Array:
        """Return the predictions at the inputs x (n,), (..., n) for weights (..., dim)."""
        (predicted,) = self._predict(*np.moveaxis(w, -1, 0)[..., np.newaxis], x)
        return np.broadcast_to(predicted, (*w.shape[:-1], len(x)))

    def columns(self, w: Array, rows: Rows) -> tuple[Column, ...]:
        """Return the samples `rows` and their errors at w (dim,)."""
        given = super().columns(w, rows)
        errors = self.predict(w, self.x[rows]) - self.y[rows]
        return (*given, Column("e", html(self.error_formula, product="·"), errors))

    def curvature(self, batch_size: int | None = None) -> float | None:
        """Return the largest curvature of the loss over any batch of that size.

        Exact for one weight and for all samples; an upper bound for a batch with
        several weights (the largest eigenvalue is at most the trace). None where it is
        not the same at every weight.
        """
        whole = None if self.cost_function is None else self.cost_function.curvature
        if whole is None or batch_size is None or batch_size >= self.n_samples:
            return whole
        return float(2 * self._squares[-batch_size:].sum() / self._divisor(batch_size))

    @cached_property
    def _squares(self) -> Array:
        """The squared length of each sample's slope, smallest first, where no weight is in it."""
        squares = np.empty(self.n_samples)
        for some in pieces(self.n_samples, PIECE):
            squares[some] = (_features(self._model_slopes, self.x[some]) ** 2).sum(axis=1)
        squares.sort()
        return squares


class Moments(NamedTuple):
    """What a least-squares problem's cost depends on: (c − c*)ᵀ A (c − c*) + J(c*).

    Attributes:
        second: A, the mean of φφᵀ over the samples, (k, k).
        optimum: c*, the coefficients with the least mean square, (k,).
        least: J(c*), that mean square.
        rest: y less what c* predicts, (n_samples,).
    """

    second: Array
    optimum: Array
    least: float
    rest: Array

    @classmethod
    def of(cls, features: Array, y: Array) -> "Moments":
        """Return those of features (n, k) and targets (n,).

        The normal equations square the features' range, so each feature is scaled to 1,
        and what the solution leaves of y is fitted again (iterative refinement): inputs
        far from 0, such as years, do not cost the optimum its digits.
        """
        second = features.T @ features / len(y)
        scale = np.sqrt(np.diag(second))
        scale[scale == 0] = 1.0
        inverse = np.linalg.pinv(second / np.outer(scale, scale)) / np.outer(scale, scale)
        optimum, rest = np.zeros(len(second)), y.copy()
        for _again in range(_REFINEMENTS):
            heed()
            optimum = optimum + inverse @ (features.T @ rest / len(y))
            for some in pieces(len(y), PIECE):
                rest[some] = y[some] - _combined(features[some], optimum)
        return cls(second, optimum, float(np.mean(rest**2)), rest)

    def by_name(self, times: int) -> dict[str, float]:
        """Return them by their names in a formula of so many times the mean."""
        pairs = combinations_with_replacement(range(len(self.optimum)), 2)
        return {
            **{_optimum(k): float(value) for k, value in enumerate(self.optimum)},
            **{f"moment {j} {k}": times * float(self.second[j, k]) for j, k in pairs},
            "least": times * self.least,
        }


def _optimum(number: int) -> str:
    """Return what a number of the optimum is called in a formula."""
    return f"optimum {number}"


@lru_cache  # other data make another regression of the same model
def _model(model: str) -> Formula:
    """Return the prediction as a formula."""
    return read(model, _NAMES)


@lru_cache
def _separated(model: Formula) -> tuple[Product, ...] | None:
    """Return a model's features and their coefficients; None if it does not separate."""
    return separate(model, "x")


@lru_cache  # other data are other moments of the same names
def _quadratic(coefficients: tuple[Formula, ...]) -> Formula:
    """Return (c − c*)ᵀ A (c − c*) + J(c*) as a formula of c and of the moments by name."""
    tree = Tree()
    algebra = Algebra(tree)

    def named(name: str) -> int:
        return tree.add(Node("name", (), name))

    off = [
        algebra.apply("-", tree.graft(coefficient), named(_optimum(k)))
        for k, coefficient in enumerate(coefficients)
    ]
    total = named("least")
    for j, k in combinations_with_replacement(range(len(off)), 2):
        square = algebra.product(algebra.product(named(f"moment {j} {k}"), off[j]), off[k])
        total = algebra.sum(total, algebra.product(algebra.number(1 if j == k else 2), square))
    return tree.formula(total)


def _features(formulas: Sequence[Formula], x: Array) -> Array:
    """Return the values at the inputs x (n,) of formulas of x alone, (n, k)."""
    features = np.empty((len(x), len(formulas)))
    for some in pieces(len(x), PIECE):
        for column, values in enumerate(evaluate(formulas, {"x": x[some]})):
            features[some, column] = values
    return features


def _combined(features: Array, coefficients: Array) -> Array:
    """Return the sum of the features (n, k), each times its coefficient, (n,)."""
    parts = zip(features.T, coefficients, strict=True)
    return sum((feature * coefficient for feature, coefficient in parts), np.zeros(len(features)))


def _part(slope: Formula) -> Formula:
    """Return 2·slope·e."""
    algebra = Algebra(Tree(slope.nodes))
    doubled = algebra.product(algebra.number(2), len(slope.nodes) - 1)
    error = algebra.tree.add(Node("name", (), "e"))
    return algebra.tree.formula(algebra.apply("*", doubled, error))
