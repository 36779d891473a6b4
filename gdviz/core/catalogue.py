"""Everything there is to choose from, and the way from a user's choice to a run."""

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from gdviz.core.algorithms.rules.own import is_own, own_rule
from gdviz.core.lazy import Lazy
from gdviz.core.parameters import Parameter, Value, parameters
from gdviz.core.problems.variants import vary
from gdviz.core.registry import Registry, look_up
from gdviz.core.types import START, Algorithm, Problem, Rule, RunConfig

PROBLEMS: Mapping[str, Problem] = Registry("gdviz.core.problems", "PROBLEMS", "regressions")
ALGORITHMS: Mapping[str, type[Algorithm]] = Registry(
    "gdviz.core.algorithms", "ALGORITHMS", "descent"
)
RULES: Mapping[str, type[Rule]] = Registry("gdviz.core.algorithms.rules", "RULES", "plain")

CHOICES: dict[str, Mapping[str, Any]] = {
    "problem": PROBLEMS,
    "algorithm": ALGORITHMS,
    "rule": RULES,
}


def _all_parameters() -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    problems = map(type, PROBLEMS.values())
    for cls in (*ALGORITHMS.values(), *RULES.values(), RunConfig, *problems):
        for name, described in parameters(cls).items():
            found.setdefault(name, described)
    return found


PARAMETERS: Mapping[str, Parameter] = Lazy(_all_parameters)
"""Every hyper-parameter by name; what one has no use for, it ignores.

Those of one name have one type and range. Their default, symbol and help are each owner's
own: here they are the first one's, and `applicable` has those of a choice.
"""


FORMER: dict[str, tuple[str, Mapping[Any, Value]]] = {
    "replacement": ("order", {False: "shuffled", True: "with-replacement"}),
}
"""What settings were once called: their present name, and what their values have become."""


def renamed(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings as they are called now."""
    named: dict[str, Any] = {}
    for name, value in settings.items():
        now, values = FORMER.get(name, (name, {}))
        if isinstance(value, bool) and value in values:
            named[now] = values[value]
        else:
            named[name] = value
    return named


def lay_over(settings: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings with others laid over them; another problem has its own start."""
    laid = {**settings, **others}
    if laid.get("problem") != settings.get("problem") and "start" not in others:
        laid.pop("start", None)
    return laid


def rule_named(name: str) -> type[Rule]:
    """Return a registered rule by its id, or one's own by its equations.

    Raises:
        InputError: there is none.
    """
    return own_rule(name) if is_own(name) else look_up("rule", name, RULES)


def follows_rule(algorithm: Any) -> bool:
    """Tell whether the algorithm uses an update rule."""
    return any(field.name == "rule" for field in fields(algorithm))


@lru_cache(maxsize=256)  # there are more of them than are registered: those that are typed
def _reads_rate(rule: type[Rule]) -> bool:
    """Tell whether the steps of a rule go by the learning rate, so that a schedule matters."""
    return "α" in rule().equations.inputs


def applicable(problem: str | Problem, algorithm: str, rule: str) -> dict[str, Parameter]:
    """Return the hyper-parameters that have an effect on that problem, algorithm and rule."""
    chosen = look_up("algorithm", algorithm, ALGORITHMS)
    found = parameters(type(_problem(problem))) | parameters(chosen)
    if follows_rule(chosen):
        made = rule_named(rule)
        found |= parameters(made) | parameters(RunConfig) | {"start": START}
        if not _reads_rate(made):
            del found["schedule"]
    return found


def _problem(problem: str | Problem) -> Problem:
    return look_up("problem", problem, PROBLEMS) if isinstance(problem, str) else problem


def brought(problem: Problem, rule: str) -> dict[str, Value]:
    """Return the hyper-parameters, by name, that make the problem's point under that rule.

    The others' own defaults do.
    """
    chosen = rule_named(rule)
    found = {**problem.defaults, **chosen.defaults}
    if chosen.reach:
        rate = parameters(ALGORITHMS["gradient-descent"])["learning_rate"]
        found["learning_rate"] = rate.round(
            chosen.reach * max(high - low for low, high in problem.domain)
        )
    return found


def configure(
    problem: str | Problem = "linear",
    algorithm: str = "gradient-descent",
    rule: str = "plain",
    start: tuple[float, ...] = (),
    **settings: Value,
) -> RunConfig:
    """Return the run that the settings describe; those that do not apply have no effect.

    What is not given is as the problem and the rule bring it, or at its owner's default.
    The problem is a registered one's id, or any problem, such as one's own function; the rule
    a registered one's id, or the equations of one's own.

    Raises:
        InputError: a name is unknown or a value out of its range.
    """
    problem = _problem(problem)
    settings = {**brought(problem, rule), **renamed(settings)}
    chosen_rule = rule_named(rule)
    known = Lazy(lambda: {**PARAMETERS, **parameters(type(problem)), **parameters(chosen_rule)})
    for name, value in settings.items():
        look_up("setting", name, known).check(value)
    if not _reads_rate(chosen_rule):
        settings.pop("schedule", None)
    chosen = look_up("algorithm", algorithm, ALGORITHMS)

    def own(cls: type) -> dict[str, Any]:
        return {
            name: described.type(settings[name])
            for name, described in parameters(cls).items()
            if name in settings
        }

    made: dict[str, Any] = own(chosen)
    if follows_rule(chosen):
        made["rule"] = chosen_rule(**own(chosen_rule))
    return RunConfig(vary(problem, settings), chosen(**made), start, **own(RunConfig))
