"""Descent along the gradient: of all samples, of one, of a mini-batch."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.algorithms.sampling import IN_ORDER, ORDERS, SHUFFLED, WITH_REPLACEMENT, Sampling
from gdviz.core.algorithms.schedules import BY_ID, CONSTANT, OPTIONS, PRESENT, Schedule
from gdviz.core.formula import html
from gdviz.core.parameters import Checked, choice, parameter, values_of
from gdviz.core.types import MEAN, Number, Problem, Rows, Rule, RunConfig, Step
from gdviz.i18n import N_

ORDER = 20


@dataclass(frozen=True)
class GradientDescent(Checked):
    """w ← w − α·∂J/∂w, with the gradient over all samples."""

    learning_rate: float = parameter(
        0.01,
        label=N_("Learning rate"),
        symbol="α",
        help=N_("How far a step goes along the gradient."),
        minimum=1e-6,
        maximum=10,
        logarithmic=True,
    )
    schedule: str = choice(
        CONSTANT,
        OPTIONS,
        label=N_("Schedule"),
        help=N_("How the learning rate goes on from the one that is set."),
    )
    rule: Rule = field(default=Plain())

    id: ClassVar[str] = "gradient-descent"
    title: ClassVar[str] = N_("Gradient descent")
    searches: ClassVar[bool] = False
    sampled: ClassVar[bool] = False

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the rows of its state: the rule's."""
        return self.rule.slots

    @property
    def draws(self) -> bool:
        """Whether the seed matters: not where all samples are used."""
        return False

    def batch(self, n_samples: int) -> int | None:
        """Return how many samples a step uses; None for all."""
        return None

    def epoch_steps(self, n_samples: int) -> int:
        """Return how many steps make an epoch."""
        return 1

    def epoch(self, n_samples: int, number: Number) -> Number:
        """Return the pass over the data, from 0, that step `number` belongs to."""
        return number // self.epoch_steps(n_samples)

    def evaluations(self, n_samples: int, number: Number) -> Number:
        """Return how often a sample has been evaluated once step `number` is taken."""
        return (number + 1) * n_samples

    def total_steps(self, problem: Problem, epochs: int) -> int:
        """Return how many steps a whole run takes."""
        return epochs * self.epoch_steps(problem.n_samples)

    def rows(self, n_samples: int, seed: int, number: int) -> Rows | None:
        """Return the samples of step `number`, a pure function of its arguments."""
        return None

    @property
    def schedule_followed(self) -> Schedule:
        """How the learning rate goes on."""
        return BY_ID[self.schedule]

    def rate(self, number: int, total: int) -> float:
        """Return the learning rate of step `number` of so many."""
        schedule = self.schedule_followed
        return float(schedule.rates(self.learning_rate, number, total))

    @property
    def formula(self) -> str:
        """The update, and before it the learning rate of a step where it is not the same in all."""
        schedule = self.schedule_followed
        if not schedule.varies:
            return self.rule.formula
        name = PRESENT.replace("_t", "<sub>t</sub>")
        return f"{name} = {html(schedule.formula, product='·')}<br>{self.rule.typeset({'α': name})}"

    def stability_limit(self, problem: Problem) -> float | None:
        """Return the learning rate past which it diverges on `problem`, if one is known.

        With samples drawn, it is the rate past which the steepest batch alone does. None is
        known where the rate falls: a run that grows at first may come back.
        """
        curvature = None if self.schedule_followed.varies else self._curvature(problem)
        return None if curvature is None else self.rule.stability_limit(curvature)

    def _curvature(self, problem: Problem) -> float | None:
        """Return the curvature of the steepest batch that a step may see, if it is known."""
        return problem.curvature(self.batch(problem.n_samples))

    def steps(self, config: RunConfig, after: Step | None = None) -> Iterator[Step]:
        """Yield the run's steps, those that follow `after` if it is given.

        A state that another rule left behind starts anew; one of its own goes on as it
        is, also where the learning rate or a setting is another now.
        """
        problem, n_samples = config.problem, config.problem.n_samples
        first, w = 0, np.array(config.start)
        state = self.rule.first_state(w.shape, self.learning_rate)
        if after is not None:
            first, w = after.number + 1, after.w + after.delta
            state = after.state if after.slots == self.slots else state
        for number in range(first, config.total_steps):
            rows = self.rows(n_samples, config.seed, number)
            loss = float(problem.loss(w, rows))
            gradient = problem.gradient(w, rows)
            rate = self.rate(number, config.total_steps)
            delta, state = self.rule.update(w, gradient, state, rate)
            epoch, work = self.epoch(n_samples, number), self.evaluations(n_samples, number)
            yield Step(number, epoch, w, loss, gradient, rows, delta, self.slots, state, work)
            w = w + delta


@dataclass(frozen=True)
class Sampled(GradientDescent):
    """Descent on some of the samples at a time."""

    sampled: ClassVar[bool] = True

    order: str = choice(
        SHUFFLED,
        ORDERS,
        label=N_("Order"),
        help=N_("In which order the samples are used."),
    )
    steps_per_epoch: int = parameter(
        0,
        label=N_("Steps per epoch"),
        help=N_("How many steps count as an epoch; 0 means as many as one pass takes."),
        maximum=1_000_000,
    )

    def epoch_steps(self, n_samples: int) -> int:
        """Return how many steps make an epoch."""
        return self.steps_per_epoch or self._pass_steps(n_samples)

    @property
    def draws(self) -> bool:
        """Whether the seed matters."""
        return self.order != IN_ORDER

    def evaluations(self, n_samples: int, number: Number) -> Number:
        """Return how often a sample has been evaluated once step `number` is taken."""
        size = self._size(n_samples)
        if self.order == WITH_REPLACEMENT:
            return (number + 1) * size
        steps = self._pass_steps(n_samples)
        return (number + 1) // steps * n_samples + (number + 1) % steps * size

    def stability_limit(self, problem: Problem) -> float | None:
        """Return the learning rate past which it can diverge on `problem`, if one is known.

        With momentum none is: steps on different samples add up past each one's limit.
        """
        return None if values_of(self.rule).get("momentum") else super().stability_limit(problem)

    def _curvature(self, problem: Problem) -> float | None:
        size, n_samples = self._size(problem.n_samples), problem.n_samples
        if problem.reduction == MEAN:
            least = n_samples % size or size  # the last batch of a pass may be a shorter one
            return problem.curvature(1 if self.order == WITH_REPLACEMENT else least)
        if self.order != WITH_REPLACEMENT:
            return problem.curvature(size)
        one = problem.curvature(1)
        return None if one is None else one * size  # all of a batch may be the same sample

    def _size(self, n_samples: int) -> int:
        return self.batch(n_samples) or n_samples

    def _pass_steps(self, n_samples: int) -> int:
        return -(-n_samples // self._size(n_samples))

    def rows(self, n_samples: int, seed: int, number: int) -> Rows | None:
        """Return the samples of step `number`, a pure function of its arguments."""
        return self.sampling(n_samples, seed).rows(number)

    def sampling(self, n_samples: int, seed: int) -> Sampling:
        """Return how the samples of all its steps are taken."""
        return Sampling(self.order, n_samples, self._size(n_samples), seed)


@dataclass(frozen=True)
class Stochastic(Sampled):
    """w ← w − α·∂loss/∂w, with the gradient of one sample."""

    id: ClassVar[str] = "sgd"
    title: ClassVar[str] = N_("Stochastic gradient descent")

    def batch(self, n_samples: int) -> int | None:
        """Return how many samples a step uses."""
        return 1


@dataclass(frozen=True)
class MiniBatch(Sampled):
    """w ← w − α·∂loss/∂w, with the gradient of a few samples."""

    batch_size: int = parameter(
        2,
        label=N_("Batch size"),
        help=N_("How many samples a step uses."),
        minimum=1,
        maximum=10_000_000,
        logarithmic=True,
    )

    id: ClassVar[str] = "mini-batch"
    title: ClassVar[str] = N_("Mini-batch gradient descent")

    def batch(self, n_samples: int) -> int | None:
        """Return how many samples a step uses."""
        return min(self.batch_size, n_samples)


ALGORITHMS = (GradientDescent, Stochastic, MiniBatch)
