"""How the starts of an ensemble are drawn: from one seed, the same on every machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from gdviz.core.parameters import Checked, InputError, parameter
from gdviz.core.problems.abilities import DrawsStarts
from gdviz.core.types import START, Array, Problem, RunConfig
from gdviz.i18n import N_, _

_STREAM = 2**40
"""What is drawn for starts is none of what is drawn for samples: no run has so many blocks."""


class Starts(Protocol):
    """How starts are drawn: a frozen dataclass of what it depends on.

    Attributes:
        id: its name on the command line.
        title: its name in words (English; translated where it is shown).
    """

    id: ClassVar[str]
    title: ClassVar[str]

    def suits(self, config: RunConfig) -> bool:
        """Tell whether starts of that run can be drawn so."""

    def draw(self, config: RunConfig, count: int) -> Array:
        """Return where `count` runs start, (count, dim), by the seed of `config`.

        Raises:
            InputError: it cannot be done.
        """


def middles(problem: Problem, count: int) -> tuple[Array, ...]:
    """Return the middles of so many equal parts of the domain, along each weight, (count,) each."""
    share = (np.arange(count) + 0.5) / count
    return tuple(low + (high - low) * share for low, high in problem.domain)


@dataclass(frozen=True)
class _Drawn(Checked):
    """Starts drawn one after the other: the first are the same however many there are."""

    def suits(self, config: RunConfig) -> bool:
        """Tell whether starts of that run can be drawn so."""
        return True

    def draw(self, config: RunConfig, count: int) -> Array:
        """Return where `count` runs start, (count, dim), by the seed of `config`."""
        drawn = self._draw(np.random.default_rng((config.seed, _STREAM)), config, count)
        return np.clip(drawn, START.minimum, START.maximum)

    # Named as text: numpy imports what draws only when somebody asks for it.
    def _draw(self, generator: "np.random.Generator", config: RunConfig, count: int) -> Array:
        raise NotImplementedError


@dataclass(frozen=True)
class Grid(Checked):
    """The middles of equal cells of the domain, the last weight's changing fastest.

    With several weights there are as many as the largest grid has that has no more than
    were asked for.
    """

    id: ClassVar[str] = "grid"
    title: ClassVar[str] = N_("A grid over the domain")

    def suits(self, config: RunConfig) -> bool:
        """Tell whether starts of that run can be drawn so: two weights at most."""
        return config.dim <= 2

    def draw(self, config: RunConfig, count: int) -> Array:
        """Return where runs start, (at most count, dim)."""
        side = round(count ** (1 / config.dim))
        side -= side**config.dim > count
        if side < 2:
            text = _("A grid over {dim} weights has {least} points at least")
            raise InputError(text.format(dim=config.dim, least=f"{2**config.dim:,}"))
        axes = middles(config.problem, side)
        return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, config.dim)


@dataclass(frozen=True)
class Uniform(_Drawn):
    """Anywhere in the domain, each place as likely as another."""

    id: ClassVar[str] = "uniform"
    title: ClassVar[str] = N_("Anywhere in the domain")

    def _draw(self, generator: "np.random.Generator", config: RunConfig, count: int) -> Array:
        low, high = np.array(config.problem.domain).T
        return np.asarray(low + (high - low) * generator.random((count, config.dim)))


@dataclass(frozen=True)
class Normal(_Drawn):
    """About the run's own start."""

    spread: float = parameter(
        0.5,
        label=N_("Spread"),
        symbol="σ",
        help=N_("How far from the start the starts are, as a standard deviation of each weight."),
        minimum=1e-9,
        maximum=1e6,
        logarithmic=True,
    )
    id: ClassVar[str] = "normal"
    title: ClassVar[str] = N_("Near the start")

    def _draw(self, generator: "np.random.Generator", config: RunConfig, count: int) -> Array:
        drawn = generator.standard_normal((count, config.dim))
        return np.asarray(np.array(config.start) + self.spread * drawn)


@dataclass(frozen=True)
class NetStarts(_Drawn):
    """As the problem says that its weights are to be drawn, if it says it."""

    id: ClassVar[str] = "net"
    title: ClassVar[str] = N_("As a net's weights are drawn")

    def suits(self, config: RunConfig) -> bool:
        """Tell whether the problem says how its weights are drawn."""
        return isinstance(config.problem, DrawsStarts)

    def _draw(self, generator: "np.random.Generator", config: RunConfig, count: int) -> Array:
        problem = config.problem
        if not isinstance(problem, DrawsStarts):
            text = _("{problem} does not say how its weights are drawn: choose other starts")
            raise InputError(text.format(problem=problem.id))
        return problem.draw(generator, count)


STARTS: Mapping[str, type[Starts]] = {one.id: one for one in (Uniform, Grid, Normal, NetStarts)}
"""All ways to draw starts, by their names."""
