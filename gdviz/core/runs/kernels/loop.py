"""A loop over steps as a function of floats, written out from formulas."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from gdviz.core.formula import Formula, evaluate
from gdviz.core.formula.parts import part
from gdviz.core.formula.writers.python import PYTHON
from gdviz.core.types import Array


class Step(NamedTuple):
    """A step as formulas, and what the names in them are; all others are always the same.

    Attributes:
        added: what is added to each weight.
        states: what each number of the state becomes.
        weights: the weights' names.
        carried: the names of the state's numbers.
        measured: the names of the gradient's numbers, if they are measured; else none.
        columns: the names of what is another number in each step.
    """

    added: Sequence[Formula]
    states: Sequence[Formula]
    weights: Sequence[str]
    carried: Sequence[str]
    measured: Sequence[str]
    columns: Set[str]


@dataclass(frozen=True)
class Hoisted:
    """A step, and what need not be in the loop over steps.

    Attributes:
        fixed: parts that are the same in every step, by their names.
        varying: parts of what is another number in each step, by their names.
        alike: what the loop takes that is the same in every step, by name.
        columns: what it takes that is another number in each step, by name.
        formulas: what is left of what is added to each weight, and of what each number of
            the state becomes.
    """

    fixed: dict[str, Formula]
    varying: dict[str, Formula]
    alike: tuple[str, ...]
    columns: tuple[str, ...]
    formulas: tuple[Formula, ...]

    def prepared(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values by name, and those of the fixed parts that are made of them."""
        return {**values, **_evaluated(self.fixed, values)}

    def changing(self, known: Mapping[str, Any], columns: Mapping[str, Any]) -> list[Array]:
        """Return what is another number in each step, in the order of `columns`.

        Args:
            known: what `prepared` returned.
            columns: what is another number in each step, by name.
        """
        varying = {**columns, **_evaluated(self.varying, {**known, **columns})}
        return [varying[name] for name in self.columns]


@dataclass(frozen=True)
class Loop:
    """A loop, and what it wants to have computed before it.

    Attributes:
        hoisted: its step.
        function: (first step, steps, weights and state, alike, columns, memoryviews, measure)
            -> (steps taken, weights and state). It writes of each step the weights, what is
            added to them, the state and, if they are measured, the loss and its gradient
            into the memoryviews, and stops where Python's floats raise.
    """

    hoisted: Hoisted
    function: Callable[..., tuple[int, tuple[float, ...]]]

    @property
    def columns(self) -> tuple[str, ...]:
        """What it takes that is another number in each step, by name."""
        return self.hoisted.columns

    def taken(
        self, known: Mapping[str, Any], columns: Mapping[str, Any]
    ) -> tuple[list[float], list[list[float]]]:
        """Return what the loop takes: what is the same in every step, and the columns.

        Args:
            known: what `prepared` returned.
            columns: what is another number in each step, by name.
        """
        alike = [float(known[name]) for name in self.hoisted.alike]
        return alike, [column.tolist() for column in self.hoisted.changing(known, columns)]


def _evaluated(formulas: Mapping[str, Formula], values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(zip(formulas, evaluate(formulas.values(), values), strict=True))


def hoist(step: Step, arrays: Set[str] = frozenset()) -> Hoisted:
    """Take out of a step what need not be in the loop.

    Args:
        step: the step.
        arrays: the names that stand for arrays, which are not combined with columns.
    """
    inside = (*step.added, *step.states)
    moving = {*step.weights, *step.carried, *step.measured}
    inside, fixed = part(inside, _names(inside) - moving - step.columns, "fixed ")
    large = {name for name, formula in fixed.items() if arrays & {*formula.names}} | arrays
    inside, varying = part(inside, _names(inside) - moving - large, "varying ")
    used = sorted(_names(inside) - moving)
    columns = tuple(name for name in used if name in step.columns or name in varying)
    alike = tuple(name for name in used if name not in columns)
    return Hoisted(fixed, varying, alike, columns, inside)


def write_loop(step: Step) -> Loop:
    """Take out of a step what need not be in the loop, and write the rest."""
    hoisted = hoist(step)
    return Loop(hoisted, _compiled(hoisted, step))


def _names(formulas: Sequence[Formula]) -> set[str]:
    return {name for formula in formulas for name in formula.names}


def _compiled(hoisted: Hoisted, step: Step) -> Callable[..., tuple[int, tuple[float, ...]]]:
    """Return the loop as a function."""
    identifiers: dict[str, str] = {}

    def called(letter: str, names: Sequence[str]) -> list[str]:
        """Return what the names are called in the source."""
        made = [f"{letter}{index}" for index in range(len(names))]
        identifiers.update(zip(names, made, strict=True))
        return made

    weights, states = called("w", step.weights), called("s", step.carried)
    slopes, fixed = called("g", step.measured), called("a", hoisted.alike)
    varying = called("c", hoisted.columns)
    added = [f"d{index}" for index in range(len(weights))]
    new = [f"n{index}" for index in range(len(states))]
    written = [*weights, *added, *new, *(["loss", *slopes] if slopes else [])]
    views = [f"o{index}" for index in range(len(written))]
    source = PYTHON.write(hoisted.formulas, identifiers)
    steps = f"for done, {_listed(varying)}in zip(range(first, count), *columns):"
    lines = [
        "def loop(first, count, moving, alike, columns, views, measure):",
        f"    {_listed([*weights, *states])}= moving",
        f"    {_listed(fixed)}= alike" if fixed else "",
        f"    {_listed(views)}= views",
        "    done = first",
        "    try:",
        f"        {steps if varying else 'for done in range(first, count):'}",
    ]
    inner = [
        f"loss, {_listed(slopes)}= measure(done, {_listed(weights)})" if slopes else "",
        *source.lines,
        *[f"{name} = {value}" for name, value in zip([*added, *new], source.results, strict=True)],
        *[f"{view}[done] = {name}" for view, name in zip(views, written, strict=True)],
        *[f"{weight} += {change}" for weight, change in zip(weights, added, strict=True)],
        *[f"{state} = {value}" for state, value in zip(states, new, strict=True)],
    ]
    lines += [f"            {line}" for line in inner]
    lines += [
        "        else:",
        "            done = count",
        "    except (ArithmeticError, ValueError):",
        "        pass",
        f"    return done, ({_listed([*weights, *states])})",
    ]
    namespace = dict(PYTHON.namespace)
    exec(compile("\n".join(lines), "<kernel>", "exec"), namespace)  # of checked nodes alone
    made: Callable[..., tuple[int, tuple[float, ...]]] = namespace["loop"]
    return made


def _listed(names: Sequence[str]) -> str:
    return "".join(f"{name}, " for name in names)
