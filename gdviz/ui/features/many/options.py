"""How many runs there are, and in what they differ."""

from dataclasses import dataclass, replace
from typing import ClassVar

from gdviz.core import RunConfig
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.parameters import InputError, Option, Parameter, parameters
from gdviz.core.runs.ensembles import STARTS, NetStarts, Normal, Plan, Starts, Uniform
from gdviz.core.store import UNUSABLE, Part
from gdviz.i18n import N_, _

MEMBERS = parameters(Plan)["members"]
SPREAD = parameters(Normal)["spread"]
SEEDS = Parameter(
    N_("Own seeds"),
    "",
    N_("Each run has a seed of its own, and so sees other samples."),
    default=False,
)

SAME = "same"
"""All members start where the run does, and differ in their seeds."""

_SAME = Option(N_("all at the start"), N_("The runs differ in the samples that they see."))

_SHORT = {
    "uniform": N_("anywhere"),
    "grid": N_("on a grid"),
    "normal": N_("near the start"),
    "net": N_("as for a net"),
}
"""The ways to draw starts, as short as the list has room for."""

ABOUT = (Normal.id, SAME)
"""The ways in which the start that is set counts."""


@dataclass(frozen=True)
class ManyOptions(Part):
    """How many runs there are, and in what they differ.

    Attributes:
        members: how many there are.
        starts: how their starts are drawn, of `STARTS`, or `SAME`; empty for the usual way.
        spread: how far from the start they are, where they are drawn about it.
        seeds: whether each has a seed of its own.
        study: what else is asked of them, by its name; one that does not suit the run
            waits until one does.

    Raises:
        InputError: a number is out of its range, or starts cannot be drawn so.
    """

    members: int = MEMBERS.default
    starts: str = ""
    spread: float = SPREAD.default
    seeds: bool = False
    study: str = ""
    key: ClassVar[str] = "many"

    def __post_init__(self) -> None:
        """Check the numbers and the way to draw starts."""
        MEMBERS.check(self.members)
        SPREAD.check(self.spread)
        if self.starts not in ("", SAME, *STARTS):
            raise InputError(_(UNUSABLE))

    def way(self, config: RunConfig) -> str:
        """Return how starts of that run are drawn: as was chosen, if that can be."""
        known = ways(config).options
        usual = NetStarts.id if NetStarts.id in known else Uniform.id
        return self.starts if self.starts in known else usual

    def plan(self, config: RunConfig) -> Plan:
        """Return what is run; the start has a place in it only where it counts.

        Raises:
            InputError: there is no ensemble of that run.
        """
        way = self.way(config)
        seeds = draws(config) and (self.seeds or way == SAME)
        if way not in ABOUT:
            config = replace(config, start=config.problem.start)
        return Plan(config, self.members, self._starts(way), seeds)

    def showing(self, plan: Plan) -> "ManyOptions":
        """Return the options that make these runs, the study as it is."""
        starts = SAME if plan.starts is None else plan.starts.id
        spread = plan.starts.spread if isinstance(plan.starts, Normal) else self.spread
        return replace(self, members=plan.members, starts=starts, spread=spread, seeds=plan.seeds)

    def _starts(self, way: str) -> Starts | None:
        if way == SAME:
            return None
        return Normal(self.spread) if way == Normal.id else STARTS[way]()


def draws(config: RunConfig) -> bool:
    """Tell whether a run with another seed is another run."""
    return config.algorithm.draws and config.problem.n_samples > 1


def ways(config: RunConfig) -> Parameter:
    """Return in which ways starts of that run can be drawn."""
    known = {name: kind() for name, kind in STARTS.items()}
    options = {
        name: Option(_SHORT[name], way.title) for name, way in known.items() if way.suits(config)
    }
    if draws(config) and isinstance(config.algorithm, GradientDescent):
        options[SAME] = _SAME
    text = N_("How the starts of the runs are drawn.")
    return Parameter(N_("Starts"), "", text, Uniform.id, options=options)
