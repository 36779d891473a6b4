"""A run as the command that prints it: `gdviz train …`."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from typing import Any

from gdviz.core.catalogue import PARAMETERS, RULES, configure
from gdviz.core.problems.abilities import HasSettings
from gdviz.core.problems.regression import Regression
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.types import Problem
from gdviz.export.options import option_of
from gdviz.export.session import write_code


def as_command(chosen: Chosen) -> str:
    """Return the command that prints a run, for a shell of this system.

    Settings that were changed on the way and samples that were moved have no options: a run that
    has such is named by its code.

    Raises:
        SessionError: it would take a code that is too long.
    """
    options = ["train", *(_options(chosen.first) if _has_options(chosen) else [_code(chosen)])]
    return (subprocess.list2cmdline if os.name == "nt" else shlex.join)(["gdviz", *options])


def _code(chosen: Chosen) -> str:
    return write_code({Chosen.key: chosen.to_dict()})


def _has_options(chosen: Chosen) -> bool:
    problem = chosen.first.problem
    moved = isinstance(problem, Regression) and problem.original is not None
    return not (chosen.changes or moved)


def _options(settings: Settings) -> list[str]:
    """Return what differs from what the problem, the algorithm and the rule bring."""
    usual, given = configure(), settings.config()
    options = list(_of_problem(settings.problem, usual.problem))
    if given.algorithm.id != usual.algorithm.id:
        options += ["--algorithm", given.algorithm.id]
    rule = given.algorithm.rule
    if rule is not None and rule.id != "plain":
        options += ["--rule" if rule.id in RULES else "--rule-text", rule.id]
    followed = "plain" if rule is None else rule.id
    brought = Settings.of(configure(settings.problem, given.algorithm.id, followed))
    if settings.start != brought.start:
        options += ["--start", ",".join(map(_written, settings.start))]
    for name, value in settings.named.items():
        if value != brought.named.get(name):
            options += _option(name, value)
    return options


def _of_problem(problem: Problem, usual: Problem) -> Iterator[str]:
    """Yield the options that choose the problem."""
    if not isinstance(problem, HasSettings):
        if problem.id != usual.id:
            yield from ("--problem", problem.id)
        return
    for name, value in problem.settings.items():
        if value is not None:
            yield from _option(name, value)


def _option(name: str, value: Any) -> list[str]:
    if name not in PARAMETERS and isinstance(value, float):  # of one's own rule
        return ["--rule-value", f"{name}={_written(value)}"]
    if isinstance(value, bool):
        return [option_of(name) if value else option_of(f"no-{name}")]
    if isinstance(value, list):
        return [option_of(name), ",".join(map(_written, value))]
    return [option_of(name), _written(value)]


def _written(value: Any) -> str:
    """Return a value as an option has it: a number with all its digits, and no more."""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
