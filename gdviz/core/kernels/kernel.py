"""A kernel: the loop over the steps of one problem under one rule, written out as Python.

Only what changes from step to step is in the loop: parts of hyper-parameters and
constants are computed before it, parts of columns (the number of the step, what a
batch's samples are like) in one go by numpy. The loop makes the weights and the state
alone; losses and gradients follow from the weights in one go too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from gdviz.core.algorithms.rules.written import Program
from gdviz.core.formula import Formula, derivative, evaluate, numpy_function
from gdviz.core.formula.parts import part
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.formula.writers.python import PYTHON

COUNT = "t"
"""What a rule's equations call the number of the step since its state began."""


@dataclass(frozen=True)
class Kernel:
    """The steps of a cost under a rule.

    Attributes:
        cost: the loss on a step's samples, of the weights, constants and columns.
        weights: the weights' names in it.
        columns: the names in it that stand for another number in each step.
        program: the rule's equations.
    """

    cost: Formula
    weights: tuple[str, ...]
    columns: tuple[str, ...]
    program: Program

    @cached_property
    def slopes(self) -> tuple[Formula, ...]:
        """The gradient of the loss."""
        return tuple(derivative(self.cost, name) for name in self.weights)

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The names in the cost that are neither weights nor columns."""
        known = {*self.weights, *self.columns}
        names = dict.fromkeys(name for f in (self.cost, *self.slopes) for name in f.names)
        return tuple(name for name in names if name not in known)

    @cached_property
    def evaluate(self) -> Callable[..., tuple[Any, ...]]:
        """The loss and its gradient, of arrays: the weights, the columns, the constants."""
        names = (*self.weights, *self.columns, *self.arguments)
        return numpy_function([self.cost, *self.slopes], names)

    @cached_property
    def slots(self) -> tuple[tuple[str, int], ...]:
        """The state that the loop carries: each slot, and for which weight; -1 for all of them."""
        every = range(len(self.weights))
        return tuple(
            (slot, axis)
            for slot in self.program.first
            if slot != COUNT
            for axis in ([-1] if slot in self.program.shared else every)
        )

    @cached_property
    def loop(self) -> "Loop":
        """The loop over its steps."""
        return _loop(self)


@dataclass(frozen=True)
class Loop:
    """A loop, and what it wants to have computed before it.

    Attributes:
        fixed: parts that are the same in every step, by their names.
        varying: parts of what is another number in each step, by their names.
        alike: what the loop takes that is the same in every step, by name.
        columns: what it takes that is another number in each step, by name.
        function: (count, weights and state, alike, columns, memoryviews) -> (steps taken,
            weights and state). It writes the weights, the changes and the state of each
            step into the memoryviews, and stops where Python's floats raise.
    """

    fixed: dict[str, Formula]
    varying: dict[str, Formula]
    alike: tuple[str, ...]
    columns: tuple[str, ...]
    function: Callable[..., tuple[int, tuple[float, ...]]]

    def prepared(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values by name, and those of the fixed parts that are made of them."""
        return {**values, **_evaluated(self.fixed, values)}

    def taken(
        self, known: Mapping[str, Any], columns: Mapping[str, Any]
    ) -> tuple[list[float], list[list[float]]]:
        """Return what the loop takes: what is the same in every step, and the columns.

        Args:
            known: what `prepared` returned.
            columns: what is another number in each step, by name.
        """
        varying = {**columns, **_evaluated(self.varying, {**known, **columns})}
        alike = [float(known[name]) for name in self.alike]
        return alike, [varying[name].tolist() for name in self.columns]


def _evaluated(formulas: Mapping[str, Formula], values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(zip(formulas, evaluate(formulas.values(), values), strict=True))


@lru_cache(maxsize=64)
def kernel(
    cost: Formula, weights: tuple[str, ...], columns: tuple[str, ...], program: Program
) -> Kernel:
    """Return the kernel, made once."""
    return Kernel(cost, weights, columns, program)


def setting(symbol: str) -> str:
    """Return what a hyper-parameter is called in a loop."""
    return f"setting {symbol}"


def _state(slot: str, axis: int) -> str:
    return f"state {slot} {axis}"


def _weight(axis: int) -> str:
    return f"weight {axis}"


def _loop(made: Kernel) -> Loop:
    """Take out of the steps what need not be in the loop, and write the rest."""
    own = [_weight(axis) for axis in range(len(made.weights))]
    own += [_state(slot, axis) for slot, axis in made.slots]
    columns = {*made.columns, COUNT}
    inside, fixed = part(steps := _changes(made), _names(steps) - columns - {*own}, "fixed ")
    inside, varying = part(inside, _names(inside) - {*own}, "varying ")
    used = sorted(_names(inside) - {*own})
    changing = tuple(name for name in used if name in columns or name in varying)
    alike = tuple(name for name in used if name not in changing)
    function = _compiled(inside, own, alike, changing, len(made.weights))
    return Loop(fixed, varying, alike, changing, function)


def _names(formulas: Sequence[Formula]) -> set[str]:
    return {name for formula in formulas for name in formula.names}


def _changes(made: Kernel) -> tuple[Formula, ...]:
    """Return what a step adds to each weight, then what each slot becomes."""
    tree, program = Tree(), made.program

    def named(name: str) -> int:
        return tree.add(Node("name", (), name))

    weights = {name: named(_weight(axis)) for axis, name in enumerate(made.weights)}
    gradient = [tree.graft(slope, weights) for slope in made.slopes]

    def changed(name: str, axis: int) -> Formula:
        of_weight = {"w": named(_weight(axis)), "g": gradient[axis], COUNT: named(COUNT)}
        slots = {slot: named(_state(slot, of)) for slot, of in made.slots if of in (axis, -1)}
        others = {*program.arguments} - {*of_weight} - {*slots}
        settings = {symbol: named(setting(symbol)) for symbol in others}
        place = tree.graft(program.changes[name], {**of_weight, **slots, **settings})
        return tree.formula(place)

    added = [changed("w", axis) for axis in range(len(made.weights))]
    return (*added, *[changed(slot, max(axis, 0)) for slot, axis in made.slots])


def _compiled(
    formulas: Sequence[Formula],
    own: Sequence[str],
    alike: Sequence[str],
    columns: Sequence[str],
    dim: int,
) -> Callable[..., tuple[int, tuple[float, ...]]]:
    """Return the loop as a function."""
    moving = [f"x{i}" for i in range(len(own))]
    fixed = [f"a{i}" for i in range(len(alike))]
    varying = [f"c{i}" for i in range(len(columns))]
    views = [f"o{i}" for i in range(len(own) + dim)]
    identifiers = dict(zip((*own, *alike, *columns), (*moving, *fixed, *varying), strict=True))
    source = PYTHON.write(formulas, identifiers)
    after = [f"n{i}" for i in range(len(own))]
    each = f"for done, {', '.join(varying)} in zip(range(count), *columns):"
    inner = [
        *source.lines,
        *[f"{name} = {result}" for name, result in zip(after, source.results, strict=True)],
        *[f"{view}[done] = {name}" for view, name in zip(views, moving[:dim], strict=False)],
        *[f"{view}[done] = {name}" for view, name in zip(views[dim:], after, strict=True)],
        *[f"{name} += {change}" for name, change in zip(moving[:dim], after, strict=False)],
        *[f"{name} = {value}" for name, value in zip(moving[dim:], after[dim:], strict=True)],
    ]
    lines = [
        "def loop(count, moving, alike, columns, views):",
        f"    {''.join(f'{name}, ' for name in moving)} = moving",
        f"    {''.join(f'{name}, ' for name in fixed)} = alike" if fixed else "",
        f"    {''.join(f'{name}, ' for name in views)} = views",
        "    done = 0",
        "    try:",
        f"        {each if varying else 'for done in range(count):'}",
        *[f"            {line}" for line in inner],
        "        else:",
        "            done = count",
        "    except (ArithmeticError, ValueError):",
        "        pass",
        f"    return done, ({''.join(f'{name}, ' for name in moving)})",
    ]
    namespace = dict(PYTHON.namespace)
    exec(compile("\n".join(lines), "<kernel>", "exec"), namespace)  # of checked nodes alone
    made: Callable[..., tuple[int, tuple[float, ...]]] = namespace["loop"]
    return made
