"""The central types: what is minimised, how the weight moves, one step, one run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from gdviz.core.parameters import Checked, InputError, Value, parameter
from gdviz.i18n import N_, _

if TYPE_CHECKING:
    from gdviz.core.formula import Equations

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
"""The indices of the samples that a step uses."""

MEAN, SUM = "mean", "sum"

Number = TypeVar("Number", int, npt.NDArray[np.int64])
"""A step's number, or many."""


class Problem(Protocol):
    """What is minimised: a cost over weights, with its data if it has any."""

    @property
    def id(self) -> str:
        """Its name on the command line and in lessons."""

    @property
    def title(self) -> str:
        """Its name in words (English; translated where it is shown)."""

    @property
    def formula(self) -> str:
        """The cost, as HTML."""

    @property
    def weights(self) -> tuple[str, ...]:
        """The weights' names, one each."""

    @property
    def n_samples(self) -> int:
        """How many samples the cost is the mean of; 1 without data."""

    @property
    def domain(self) -> tuple[tuple[float, float], ...]:
        """What is drawn and searched, a (low, high) for each weight."""

    @property
    def start(self) -> tuple[float, ...]:
        """Where a run starts unless told otherwise."""

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The known minima's weights, best first."""

    @property
    def saddles(self) -> tuple[tuple[float, ...], ...]:
        """The known saddle points' weights."""

    @property
    def reduction(self) -> str:
        """How the losses of samples become one: `MEAN` or `SUM`."""

    @property
    def defaults(self) -> Mapping[str, Value]:
        """The hyper-parameters of a run, by name, where the general ones do not make its point."""

    def cost(self, w: Array) -> Array:
        """Return the mean loss over all samples, (...) for weights (..., dim)."""

    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the mean loss over the samples `rows` (all without), (...) for w (..., dim)."""

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return d loss / d w over those samples, (..., dim) for weights (..., dim)."""

    def curvature(self, batch_size: int | None = None) -> float | None:
        """Return the largest curvature of the loss over any batch of that size.

        It is the largest eigenvalue of the loss's Hessian, over all samples
        without a batch size; None where it is not the same at every weight.
        """


class Column(NamedTuple):
    """A quantity that each sample has.

    Attributes:
        symbol: its name.
        formula: how it is calculated, as HTML; empty for what is given.
        values: one for each sample, (n,).
    """

    symbol: str
    formula: str
    values: Array


class Rule(Protocol):
    """How a gradient becomes a step: a frozen dataclass of hyper-parameters, pure.

    Attributes:
        id: its name on the command line and in lessons.
        title: its name in words (English; translated where it is shown).
        source: where it is from.
        reach: the learning rate that makes its point, in widths of the domain, where a step is
            about as long as α, however steep it is; 0 where the problem's own rate does.
        defaults: the hyper-parameters of a run, by name, that make it on every problem.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    source: ClassVar[str]
    reach: ClassVar[float]
    defaults: ClassVar[Mapping[str, Value]]

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the rows of its state."""

    @property
    def equations(self) -> "Equations":
        """The update line by line, of w, g, α, the slots and hyper-parameters by their symbols."""

    @property
    def shared(self) -> frozenset[str]:
        """The names that are assigned the same for every weight."""

    @property
    def formula(self) -> str:
        """The update, as HTML."""

    def typeset(self, names: Mapping[str, str]) -> str:
        """Return the update as HTML, with some names as they are given there."""

    def first_state(self, shape: tuple[int, ...], learning_rate: float | Array) -> Array:
        """Return the state that a run of weights of that shape (..., dim) begins with.

        It is (slots, ..., dim); the learning rate is one for all, or (..., 1).
        """

    def update(
        self, w: Array, gradient: Array, state: Array, learning_rate: float | Array
    ) -> tuple[Array, Array]:
        """Return delta w and the new state, each weight by itself.

        They are (..., dim) and (slots, ..., dim), as the gradient and the state given;
        the learning rate is one for all, or (..., 1).
        """

    def stability_limit(self, curvature: float) -> float | None:
        """Return the learning rate past which a quadratic of that curvature diverges.

        None where no such rate is known.
        """

    @property
    def limit_formula(self) -> str:
        """That rate as a formula of the curvature λ; empty where none is known."""


class Step(NamedTuple):
    """One update of the weight, or one probe of a search.

    Attributes:
        number: the step's number, from 0.
        epoch: the pass over the data that it belongs to, from 0.
        w: the weight before the step, (dim,).
        loss: the loss on the step's samples, before the step.
        gradient: its gradient, (dim,); NaN for a probe.
        rows: the step's samples; None means all of them.
        delta: what the step adds to the weight, (dim,).
        slots: the names of the rows of `state`.
        state: the algorithm's state after the step, (slots, dim).
        evaluations: how often a sample has been evaluated so far, this step included.
    """

    number: int
    epoch: int
    w: Array
    loss: float
    gradient: Array
    rows: Rows | None
    delta: Array
    slots: tuple[str, ...]
    state: Array
    evaluations: int


class Algorithm(Protocol):
    """How the weight moves: a frozen dataclass of hyper-parameters.

    Attributes:
        id: its name on the command line and in lessons.
        title: its name in words (English; translated where it is shown).
        searches: whether it probes the domain rather than follows the gradient.
        sampled: whether a step uses only some of the samples.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    searches: ClassVar[bool]
    sampled: ClassVar[bool]

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the rows of its state."""

    @property
    def rule(self) -> Rule | None:
        """How a gradient becomes a step; None where none is followed."""

    @property
    def draws(self) -> bool:
        """Whether the seed matters: whether samples are drawn."""

    def total_steps(self, problem: Problem, epochs: int) -> int:
        """Return how many steps a whole run takes."""

    def rows(self, n_samples: int, seed: int, number: int) -> Rows | None:
        """Return the samples of step `number`, a pure function of its arguments."""

    def epoch(self, n_samples: int, number: Number) -> Number:
        """Return the pass over the data, from 0, that step `number` belongs to."""

    def evaluations(self, n_samples: int, number: Number) -> Number:
        """Return how often a sample has been evaluated once step `number` is taken."""

    def stability_limit(self, problem: Problem) -> float | None:
        """Return the learning rate past which it diverges on `problem`, if one is known."""

    def steps(self, config: "RunConfig", after: Step | None = None) -> Iterator[Step]:
        """Yield the run's steps, those that follow `after` if it is given.

        Plainly, one after the other: what all that is faster is held against.
        """


@dataclass(frozen=True)
class RunConfig(Checked):
    """All that a run depends on.

    Raises:
        InputError: a value is out of its range, or `start` does not fit the problem.
    """

    problem: Problem
    algorithm: Algorithm
    start: tuple[float, ...] = ()
    epochs: int = parameter(
        100,
        label=N_("Epochs"),
        help=N_("How many passes over the data. One step a pass when all samples are used."),
        minimum=1,
        maximum=1_000_000,
        logarithmic=True,
    )
    seed: int = parameter(
        0,
        label=N_("Seed"),
        help=N_("The same seed draws the same samples again."),
        minimum=0,
        maximum=2**31 - 1,
    )
    dim: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Fill in the problem's own start and check every value."""
        super().__post_init__()
        object.__setattr__(self, "dim", len(self.problem.weights))
        object.__setattr__(self, "start", tuple(map(float, self.start or self.problem.start)))
        if len(self.start) != self.dim:
            raise InputError(
                _("This problem has {dim} weight(s), but {count} start value(s) are given").format(
                    dim=self.dim, count=len(self.start)
                )
            )
        for value in self.start:
            START.check(value)

    @property
    def total_steps(self) -> int:
        """How many steps the whole run takes."""
        return self.algorithm.total_steps(self.problem, self.epochs)


START = parameter(
    0.0,
    label=N_("Start weight"),
    symbol="w₀",
    help=N_("Where the weight starts."),
    minimum=-1e6,
    maximum=1e6,
).metadata["parameter"]
