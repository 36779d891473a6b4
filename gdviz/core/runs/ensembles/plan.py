"""What an ensemble is: a run, and in what its members differ from it."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.parameters import Checked, InputError, parameter, parameters
from gdviz.core.runs.ensembles.starts import Starts
from gdviz.core.types import Array, RunConfig
from gdviz.i18n import N_, _


@dataclass(frozen=True)
class Plan(Checked):
    """One run repeated from many starts, or with many seeds, or both.

    Attributes:
        config: the run.
        members: how many there are; a grid may have fewer.
        starts: how their starts are drawn; None if all start where the run does.
        seeds: whether member k has the run's seed and k more, so that it sees other samples.

    Raises:
        InputError: a number is out of its range, or the members would all be the same run.
    """

    config: RunConfig
    members: int = parameter(
        200,
        label=N_("Members"),
        help=N_("How many runs there are."),
        minimum=10,
        maximum=100_000,
        logarithmic=True,
    )
    starts: Starts | None = None
    seeds: bool = False

    def __post_init__(self) -> None:
        """Check that there is an ensemble."""
        super().__post_init__()
        algorithm = self.config.algorithm
        if not isinstance(algorithm, GradientDescent):
            raise InputError(_("A search starts nowhere, and draws nothing: it is always the same"))
        assert isinstance(algorithm.rule, WrittenRule)
        if self.starts is None and not self.seeds:
            raise InputError(_("Draw starts, or seeds, or all members are the same run"))
        draws = algorithm.draws and self.config.problem.n_samples > 1
        if self.starts is None and not draws:
            text = _("With {algorithm} on this problem all seeds are the same run: draw starts")
            raise InputError(text.format(algorithm=_(algorithm.title)))
        if self.seeds:
            parameters(RunConfig)["seed"].check(self.config.seed + self.members - 1)

    @cached_property
    def begun(self) -> Array:
        """Where each member starts, (members, dim).

        Raises:
            InputError: such starts cannot be drawn.
        """
        if self.starts is None:
            return np.tile(np.array(self.config.start), (self.members, 1))
        return self.starts.draw(self.config, self.members)

    def __len__(self) -> int:
        """Return how many members there are indeed."""
        return len(self.begun)

    def seed(self, number: int) -> int:
        """Return the seed of a member, from 0."""
        return self.config.seed + number if self.seeds else self.config.seed

    def member(self, number: int) -> RunConfig:
        """Return a member, from 0, as a run of its own."""
        start = tuple(self.begun[number].tolist())
        return replace(self.config, start=start, seed=self.seed(number))
