"""A net with one hidden layer, on the points of a curve."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from gdviz.core.formula import Formula, Names, derivative, html, numpy_function, read
from gdviz.core.formula.algebra import Algebra
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.formula.writers.in_place import in_place_function
from gdviz.core.parameters import Checked, Value, parameter
from gdviz.core.problems.mean_loss import LeastSquares, pieces
from gdviz.core.types import Array, Column, Rows
from gdviz.i18n import N_

_CELLS = 2**15
"""How many units times samples are evaluated at once: what fits into the cache."""

_SEED = 6
"""With it three units learn the curve under every rule."""

_WRITTEN_OUT = 3
"""So many units are written out."""

_INNER, _OUTER, _OUTER_BIAS = 6.0, 3.0, 2.0
"""How far from 0 the weights a and b, c, and d are searched for."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Net(LeastSquares, Checked):
    """The squared error of ŷ = Σ cₖ·tanh(aₖ·x + bₖ) + d: the weights are a₁ … aₕ, b, c, then d.

    A unit is a formula, and so are its slopes. The net evaluates them for all units at
    once, as arrays, so that thirty-two take hardly more time than one.

    Attributes:
        data: the inputs x and the targets y, (n_samples,) each, by name.
        probe: the x whose prediction is shown before and after training.
        defaults: the hyper-parameters of a run, by name, where the general ones do not make
            its point.
        hidden: how many units the hidden layer has.
    """

    id: str
    title: str
    data: Mapping[str, Array]
    probe: float
    defaults: Mapping[str, Value] = field(default_factory=dict, repr=False)
    hidden: int = parameter(
        3,
        label=N_("Hidden units"),
        symbol="h",
        help=N_("How many units the hidden layer has. Each has three weights."),
        minimum=1,
        maximum=32,
    )
    minima = ()
    saddles = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The weights' names as they are typed."""
        numbers = range(1, self.hidden + 1)
        return (*[f"{letter}{number}" for letter in "abc" for number in numbers], "d")

    @cached_property
    def domain(self) -> tuple[tuple[float, float], ...]:
        """What is searched, a (low, high) for each weight."""
        reach = [_INNER] * 2 * self.hidden + [_OUTER] * self.hidden + [_OUTER_BIAS]
        return tuple((-far, far) for far in reach)

    @cached_property
    def start(self) -> tuple[float, ...]:
        """Weights as `draw` draws them, to two digits."""
        (drawn,) = self.draw(np.random.default_rng(_SEED), 1)
        return tuple(np.round(drawn, 2).tolist())

    def draw(self, generator: "np.random.Generator", count: int) -> Array:
        """Return weights to begin with, (count, dim), the first of them whatever the count.

        The inner ones are from N(0, 2²), the outer from N(0, 1/h), and the outer bias is 0.
        """
        drawn = generator.standard_normal((count, 3 * self.hidden + 1))
        inner, outer, bias = np.split(drawn, [2 * self.hidden, 3 * self.hidden], axis=1)
        return np.concatenate(
            [2 * inner, outer / np.sqrt(self.hidden), np.zeros_like(bias)], axis=1
        )

    def canonical(self, w: Array) -> Array:
        """Return weights (..., dim) that are the same function, and the same for all such.

        To change the signs of a unit's three weights changes nothing, nor does the order
        of the units.
        """
        units = np.stack(np.split(w[..., :-1], 3, axis=-1), axis=-1)
        units = units * np.where(units[..., :1] < 0, -1.0, 1.0)
        order = np.argsort(units[..., 0], axis=-1)[..., np.newaxis]
        units = np.moveaxis(np.take_along_axis(units, order, axis=-2), -1, -2)
        return np.concatenate([units.reshape(*w.shape[:-1], 3 * self.hidden), w[..., -1:]], axis=-1)

    @cached_property
    def model_formula(self) -> Formula:
        """The prediction."""
        algebra, total = Algebra(Tree()), None
        for number in range(1, self.hidden + 1):
            own = {
                letter: algebra.tree.add(Node("name", (), f"{letter}{number}")) for letter in "abc"
            }
            unit = algebra.tree.graft(_UNIT, own)
            total = unit if total is None else algebra.apply("+", total, unit)
        assert total is not None
        bias = algebra.tree.add(Node("name", (), "d"))
        return algebra.tree.formula(algebra.apply("+", total, bias))

    @cached_property
    def formula(self) -> str:
        """The cost, as HTML."""
        error = "(ŷ<sub>i</sub> − y<sub>i</sub>)<sup>2</sup>"
        return f"J(w) = 1/{self.n_samples} Σ {error},<br>ŷ = {_of_any_width()}"

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What a sample with the error e adds to the gradient, by weight, as HTML."""
        slopes = [derivative(self.model_formula, name) for name in self.names]
        return tuple("2·" + html(slope, product="·") + "·e" for slope in slopes)

    @property
    def separated(self) -> None:
        """The loss does not separate."""
        return

    @property
    def cost_function(self) -> None:
        """The cost has no formula of the weights alone."""
        return

    def predict(self, w: Array, x: Array) -> Array:
        """Return the predictions at the inputs x (n,), (..., n) for weights (..., dim)."""
        a, b, c = np.split(w[..., :-1, np.newaxis], 3, axis=-2)
        (units,) = _unit(a, b, c, x)
        return np.asarray(units.sum(axis=-2) + w[..., -1:])

    def columns(self, w: Array, rows: Rows) -> tuple[Column, ...]:
        """Return the samples `rows` and their errors at w (dim,)."""
        given = super().columns(w, rows)
        predicted = self.predict(w, self.x[rows])
        errors = predicted - self.y[rows]
        return (*given, Column("ŷ", self._prediction, predicted), Column("e", "ŷ − y", errors))

    @cached_property
    def _prediction(self) -> str:
        """The prediction, as HTML: with many units one stands for all."""
        if self.hidden <= _WRITTEN_OUT:
            return html(self.model_formula, product="·")
        return _of_any_width()

    def totals(self, w: Array, data: Sequence[Array], room: Array | None = None) -> Array:
        """Return the loss, and its derivative by each weight, summed over samples.

        It is (1 + dim, lanes), the same to the bit in whatever company a lane is.

        Args:
            w: the weights, (dim, lanes).
            data: x and y, (samples,) or (lanes, samples).
            room: what values in between are written into, if it is there already.
        """
        lanes = w.shape[1]
        if lanes == 1:  # numpy would add the samples in another order than for several
            return self.totals(np.repeat(w, 2, axis=1), data, room)[:, :1]
        x, y = (values.T if values.ndim > 1 else values[:, np.newaxis] for values in data)
        shape = (self.hidden, len(x), lanes)
        size = (_BUFFERS + 4) * self.hidden * len(x) * lanes
        room = (np.empty(size) if room is None else room[:size]).reshape(-1, *shape)
        *buffers, units, by_a, by_b, by_c = room
        a, b, c = w[:-1].reshape(3, self.hidden, 1, lanes)
        _unit_and_slopes(a, b, c, x, *buffers, units, by_a, by_b, by_c)
        totals = np.empty((1 + len(w), lanes))
        errors, squares = buffers[0][0], units[0]
        np.add.reduce(units, axis=0, out=errors)
        errors += w[-1]
        errors -= y
        np.add.reduce(np.multiply(errors, errors, out=squares), axis=0, out=totals[0])
        errors *= 2
        np.add.reduce(errors, axis=0, out=totals[-1])
        room[-3:] *= errors
        np.add.reduce(room[-3:], axis=2, out=totals[1:-1].reshape(3, self.hidden, lanes))
        return totals

    def lanes_at_once(self, n_samples: int) -> int:
        """Return for how many weights at once `totals` is quickest on so many samples."""
        return max(1, _CELLS // (self.hidden * n_samples))

    def room(self, n_samples: int) -> Array:
        """Return what `totals` of so many can write values in between into."""
        cells = self.hidden * n_samples * max(2, self.lanes_at_once(n_samples))
        return np.empty((_BUFFERS + 4) * cells)

    def measure(self, w: Sequence[float], data: Sequence[Array]) -> list[float]:
        """Return the loss, and its derivative by each weight, on samples, (samples,) each."""
        totals = self.totals(np.array(w)[:, np.newaxis], data)[:, 0]
        return list(totals / self._divisor(len(data[0])))

    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the mean loss over the samples `rows` (all without), (...) for w (..., dim)."""
        return self._measured(w, rows)[..., 0]

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return d loss / d w over those samples, (..., dim) for weights (..., dim)."""
        return self._measured(w, rows)[..., 1:]

    def _measured(self, w: Array, rows: Rows | None) -> Array:
        """Return the loss and its gradient, (..., 1 + dim) for weights (..., dim)."""
        data = [values if rows is None else values[rows] for values in self.data.values()]
        flat = np.asarray(w, np.float64).reshape(-1, len(self.names)).T
        found = np.empty((1 + len(flat), flat.shape[1]))
        for some in pieces(flat.shape[1], self.lanes_at_once(len(data[0]))):
            found[:, some] = self.totals(flat[:, some], data)
        return (found.T / self._divisor(len(data[0]))).reshape(*w.shape[:-1], len(found))


_UNIT = read("c·tanh(a·x + b)", Names("a", "b", "c", "x"))
_ARGUMENTS = ("a", "b", "c", "x")
_unit: Callable[..., tuple[Any, ...]] = numpy_function([_UNIT], _ARGUMENTS)
_unit_and_slopes, _BUFFERS = in_place_function(
    [_UNIT, *(derivative(_UNIT, name) for name in "abc")], _ARGUMENTS
)


def _of_any_width() -> str:
    """Return the prediction, as HTML, with one unit for all."""
    return f"Σ {html(_UNIT, {letter: f'{letter}<sub>k</sub>' for letter in 'abc'}, '·')} + d"


_X = np.linspace(-3.0, 3.0, 24)

PROBLEMS = (
    Net(
        id="net",
        title=N_("Net with a hidden layer, 24 samples"),
        data=MappingProxyType({"x": _X, "y": np.sin(2 * _X)}),
        probe=2.0,
        defaults={"learning_rate": 0.02, "momentum": 0.9, "epochs": 3000},
    ),
)
