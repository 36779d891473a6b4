"""A problem with other hyper-parameters: the same object whenever the same is asked for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

from gdviz.core.parameters import Value, parameters, values_of
from gdviz.core.types import Problem

P = TypeVar("P", bound=Problem)


class Family:
    """A problem with each of the values that its hyper-parameters have been given."""

    def __init__(self) -> None:
        """Make a family of which nobody is known."""
        self.members: WeakValueDictionary[tuple[Value, ...], Any] = WeakValueDictionary()


_FAMILIES: WeakKeyDictionary[Any, Family] = WeakKeyDictionary()


def family(problem: Problem) -> Family:
    """Return what stands for the problem, whatever its hyper-parameters are; itself alone."""
    if problem not in _FAMILIES:
        _FAMILIES[problem] = Family()
        _FAMILIES[problem].members[_key(problem)] = problem
    return _FAMILIES[problem]


def vary(problem: P, settings: Mapping[str, Any]) -> P:
    """Return the problem with those of the settings that are hyper-parameters of its own.

    Problems are told apart by what they are, not by what is in them, and one on much data
    takes time to make. So what is asked for again is what was returned before, as long as
    anybody has it.

    Raises:
        InputError: a value is out of its range.
    """
    described = parameters(type(problem))
    wanted = {name: one.type(settings[name]) for name, one in described.items() if name in settings}
    key = tuple({**values_of(problem), **wanted}.values())
    if key == _key(problem):
        return problem
    kin = family(problem)
    made: P | None = kin.members.get(key)
    if made is None:
        plain: Any = problem  # a dataclass, as every problem is
        made = replace(plain, **wanted)
        kin.members[key], _FAMILIES[made] = made, kin
    return made


def _key(problem: Problem) -> tuple[Value, ...]:
    return tuple(values_of(problem).values())
