"""What is chosen for a run: each hyper-parameter under its owner, and what is changed on the way.

Settings -> RunConfig, which the run follows      Settings.config(), Settings.of(config)
Settings -> a dict of what JSON knows             to_dict(), from_dict()
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from gdviz.core.algorithms.rules.own import own_parameter
from gdviz.core.catalogue import (
    ALGORITHMS,
    PARAMETERS,
    PROBLEMS,
    RULES,
    applicable,
    brought,
    configure,
    rule_named,
)
from gdviz.core.lazy import Lazy
from gdviz.core.parameters import InputError, Parameter, Value, parameters
from gdviz.core.problems.plainly import from_plain, to_plain
from gdviz.core.problems.variants import vary
from gdviz.core.registry import look_up
from gdviz.core.runs.trace import can_continue
from gdviz.core.store import UNUSABLE, Part
from gdviz.core.types import START, Problem, RunConfig
from gdviz.i18n import _

Values = Mapping[Parameter, Value]


@dataclass(frozen=True)
class Settings:
    """A problem, an algorithm, a rule, a start, and the hyper-parameters' values.

    A value belongs to one owner's parameter, Adam's ε and not AdaGrad's. So it waits, unchanged,
    while another rule is chosen.

    Attributes:
        problem: the problem, its own hyper-parameters at their defaults.
        algorithm: the algorithm's id.
        rule: the rule's id, of one's own its equations, for algorithms that follow one.
        start: where the weights start.
        values: the hyper-parameters that are not at their owners' defaults.
    """

    problem: Problem
    algorithm: str
    rule: str
    start: tuple[float, ...]
    values: Values = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, config: RunConfig, under: "Settings | None" = None) -> "Settings":
        """Return the settings of a run; of those without effect on it, the ones `under` it."""
        algorithm, rule = config.algorithm, config.algorithm.rule
        owners = [config, config.problem, algorithm, *([] if rule is None else [rule])]
        values = {
            described: getattr(owner, name)
            for owner in owners
            for name, described in parameters(owner).items()
        }
        own = {name: one.default for name, one in parameters(config.problem).items()}
        rule_id = rule.id if rule is not None else under.rule if under is not None else "plain"
        made = cls(vary(config.problem, own), algorithm.id, rule_id, config.start)
        return made.with_values({**(under.values if under is not None else {}), **values})

    def with_values(self, values: Values) -> "Settings":
        """Return the settings with those values too."""
        laid = {**self.values, **values}
        kept = {one: value for one, value in laid.items() if value != one.default}
        made = replace(self, values=MappingProxyType(kept))
        own = {name: made.value(one) for name, one in parameters(self.problem).items()}
        problem = vary(self.problem, own)
        if len(problem.weights) != len(made.start):  # it has as many as a hyper-parameter says
            made = replace(made, start=tuple(problem.start))
        return made

    def value(self, described: Parameter) -> Value:
        """Return a hyper-parameter's value."""
        return self.values.get(described, described.default)

    @property
    def effective(self) -> dict[str, Parameter]:
        """The hyper-parameters that have an effect, by name."""
        found = applicable(self.problem, self.algorithm, self.rule)
        return {name: described for name, described in found.items() if described is not START}

    @property
    def named(self) -> dict[str, Value]:
        """The run's hyper-parameters by name, as `configure` and the command line take them."""
        owned = {**parameters(RunConfig), **self.effective}
        return {name: self.value(described) for name, described in owned.items()}

    def config(self) -> RunConfig:
        """Return the run, the same one each time.

        Raises:
            InputError: the settings do not go together.
        """
        return self._config

    @cached_property
    def _config(self) -> RunConfig:
        return configure(self.problem, self.algorithm, self.rule, self.start, **self.named)

    def on(self, problem: Problem) -> "Settings":
        """Return the settings with that problem, at its start.

        It brings along what makes its point, and what the last one brought goes with it
        unless it has been changed.
        """
        nearest = (min(max(w, START.minimum), START.maximum) for w in problem.start)
        moved = replace(self, problem=problem, start=tuple(nearest))
        return moved._bringing(self, anew=True)

    def under(self, rule: str) -> "Settings":
        """Return the settings with that rule, and what makes its point; what was set stays."""
        return replace(self, rule=rule)._bringing(self, anew=False)

    def _bringing(self, before: "Settings", *, anew: bool) -> "Settings":
        """Return them with what their problem and rule bring, and without what others did.

        Args:
            before: the settings with the others.
            anew: whether what has been set since makes way too.
        """
        owners = {**PARAMETERS, **before.effective}
        was, comes = brought(before.problem, before.rule), brought(self.problem, self.rule)
        stands = {
            name
            for name in {**was, **comes}
            if before.value(owners[name]) == was.get(name, owners[name].default)
        }
        left = {owners[name]: owners[name].default for name in stands}
        coming = {owners[name]: comes[name] for name in comes if anew or name in stands}
        return self.with_values({**left, **coming})

    def to_dict(self) -> dict[str, Any]:
        """Return them as a dict."""
        values = {name_of(described): value for described, value in self.values.items()}
        return {
            "problem": to_plain(self.problem),
            "algorithm": self.algorithm,
            "rule": self.rule,
            "start": list(self.start),
            "values": dict(sorted(values.items())),
        }

    @classmethod
    def from_dict(cls, given: Any, problem: Problem | None = None) -> "Settings":
        """Return the settings that `to_dict` made this of, on that problem if it is given.

        Raises:
            InputError: they cannot be made, or do not go together.
        """
        try:
            ids = str(given["algorithm"]), str(given["rule"])
            start = tuple(map(float, given["start"]))
            named, plain = dict(given["values"]), given["problem"]
        except (KeyError, TypeError, ValueError, OverflowError):
            raise InputError(_(UNUSABLE)) from None
        values: dict[Parameter, Value] = {}
        for name, value in named.items():
            described = _by_name(name)
            if not isinstance(value, str if described.options else (bool, int, float)):
                raise InputError(_(UNUSABLE))
            described.check(value)
            values[described] = described.type(value)
        look_up("algorithm", ids[0], ALGORITHMS)
        rule = rule_named(ids[1])
        if problem is None:
            problem = from_plain(plain, PROBLEMS)
        made = replace(cls(problem, ids[0], rule.id, start).with_values(values), start=start)
        made.config()
        return made


def _named() -> dict[str, Parameter]:
    """Return every hyper-parameter by its owner's name and its own."""
    kinds = {type(problem).__name__.lower(): type(problem) for problem in PROBLEMS.values()}
    found: dict[str, Parameter] = {}
    for owner, cls in {"run": RunConfig, **ALGORITHMS, **RULES, **kinds}.items():
        for name, described in parameters(cls).items():
            if described not in found.values():  # one that is inherited is its first owner's
                found[f"{owner}.{name}"] = described
    return found


_OWNED: Mapping[str, Parameter] = Lazy(_named)
NAMES: Mapping[Parameter, str] = Lazy(lambda: {one: name for name, one in _OWNED.items()})
_OF_OWN_RULE = "own."


def name_of(described: Parameter) -> str:
    """Return what a hyper-parameter is called in a dict: its owner's name and its own."""
    return NAMES.get(described) or _OF_OWN_RULE + described.symbol


def _by_name(name: str) -> Parameter:
    """Return the hyper-parameter that is called so.

    Raises:
        InputError: there is none.
    """
    if name.startswith(_OF_OWN_RULE):
        return own_parameter(name.removeprefix(_OF_OWN_RULE))
    return look_up("setting", name, _OWNED)


class Change(NamedTuple):
    """Other settings from a step on."""

    step: int
    settings: Settings


@dataclass(frozen=True)
class Chosen(Part):
    """A run: its first settings, and those that it went on with, each from a step on.

    Attributes:
        first: what it starts with.
        changes: what it goes on with, in order.
    """

    first: Settings
    changes: tuple[Change, ...] = ()

    key: ClassVar[str] = "run"

    @property
    def settings(self) -> Settings:
        """The settings of now: the last ones."""
        return self.changes[-1].settings if self.changes else self.first

    def configs(self) -> tuple[tuple[int, RunConfig], ...]:
        """Return what is run from which step on, as a trace has it."""
        later = ((step, settings.config()) for step, settings in self.changes)
        return ((0, self.first.config()), *later)

    def changed(self, step: int, settings: Settings) -> "Chosen":
        """Return the run that goes on with those settings from a step on."""
        earlier = tuple(change for change in self.changes if change.step < step)
        return Chosen(self.first, (*earlier, Change(step, settings)))

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict."""
        changes = [{"step": step, **settings.to_dict()} for step, settings in self.changes]
        return {**self.first.to_dict(), **({"changes": changes} if changes else {})}

    @classmethod
    def from_dict(cls, values: Any) -> "Chosen":
        """Return the run that `to_dict` made this of.

        Raises:
            InputError: it cannot be made, or cannot go on so.
        """
        made = cls(Settings.from_dict(values))
        for given in values.get("changes", []):
            settings = Settings.from_dict(given, made.first.problem)
            step = given.get("step")
            before, after = made.settings.config(), settings.config()
            last = made.changes[-1].step if made.changes else 0
            within = isinstance(step, int) and last < step < after.total_steps
            if not (within and can_continue(before, after)):
                raise InputError(_(UNUSABLE))
            made = made.changed(step, settings)
        return made
