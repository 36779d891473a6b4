"""A kernel: the loop over the steps of one problem under one rule, written out as Python.

Only what changes from step to step is in the loop: parts of hyper-parameters and
constants are computed before it, parts of columns (the number of the step, what a
batch's samples are like) in one go by numpy. The loop makes the weights and the state
alone; losses and gradients follow from the weights in one go too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from gdviz.core.algorithms.rules.written import Program
from gdviz.core.formula import Formula, derivative, numpy_function
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.runs.kernels.loop import Loop, Step, write_loop

COUNT = "t"
"""What a rule's equations call the number of the step since its state began."""


@dataclass(frozen=True)
class Kernel:
    """The steps of a cost under a rule.

    Attributes:
        cost: the loss on a step's samples, of the weights, constants and columns; None if it
            is measured.
        weights: the weights' names in it.
        columns: the names in it that stand for another number in each step.
        program: the rule's equations.
        scheduled: whether the learning rate is another one in each step.
    """

    cost: Formula | None
    weights: tuple[str, ...]
    columns: tuple[str, ...]
    program: Program
    scheduled: bool

    @cached_property
    def slopes(self) -> tuple[Formula, ...]:
        """The gradient of the loss."""
        assert self.cost is not None
        return tuple(derivative(self.cost, name) for name in self.weights)

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The names in the cost that are neither weights nor columns."""
        assert self.cost is not None
        known = {*self.weights, *self.columns}
        names = dict.fromkeys(name for f in (self.cost, *self.slopes) for name in f.names)
        return tuple(name for name in names if name not in known)

    @cached_property
    def evaluate(self) -> Callable[..., tuple[Any, ...]]:
        """The loss and its gradient, of arrays: the weights, the columns, the constants."""
        assert self.cost is not None
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

    @property
    def rows(self) -> int:
        """How many numbers of each step the loop writes.

        They are the weights, what is added to them, the state and, if it is measured, the
        loss and its gradient.
        """
        dim = len(self.weights)
        return 2 * dim + len(self.slots) + (1 + dim if self.cost is None else 0)

    @cached_property
    def loop(self) -> Loop:
        """The loop over its steps."""
        every = range(len(self.weights))
        return write_loop(
            Step(
                added=[self._changed("w", axis) for axis in every],
                states=[self._changed(slot, max(axis, 0)) for slot, axis in self.slots],
                weights=[_weight(axis) for axis in every],
                carried=[_state(slot, axis) for slot, axis in self.slots],
                measured=[] if self.cost else [_gradient(axis) for axis in every],
                columns={*self.columns, COUNT, *([RATE] if self.scheduled else [])},
            )
        )

    def _changed(self, name: str, axis: int) -> Formula:
        """Return what "w" or a slot becomes, for one of the weights."""
        tree, program = Tree(), self.program

        def named(name: str) -> int:
            return tree.add(Node("name", (), name))

        of_weight = {"w": named(_weight(axis)), COUNT: named(COUNT)}
        if self.cost is None:
            of_weight["g"] = named(_gradient(axis))
        else:
            weights = {name: named(_weight(axis)) for axis, name in enumerate(self.weights)}
            of_weight["g"] = tree.graft(self.slopes[axis], weights)
        slots = {slot: named(_state(slot, of)) for slot, of in self.slots if of in (axis, -1)}
        others = {*program.arguments} - {*of_weight} - {*slots}
        settings = {symbol: named(setting(symbol)) for symbol in others}
        return tree.formula(tree.graft(program.changes[name], of_weight | slots | settings))


@lru_cache(maxsize=64)
def kernel(
    cost: Formula | None,
    weights: tuple[str, ...],
    columns: tuple[str, ...],
    program: Program,
    scheduled: bool,
) -> Kernel:
    """Return the kernel, made once."""
    return Kernel(cost, weights, columns, program, scheduled)


def setting(symbol: str) -> str:
    """Return what a hyper-parameter is called in a loop."""
    return f"setting {symbol}"


RATE = setting("α")
"""The learning rate's name in a loop."""


def _state(slot: str, axis: int) -> str:
    return f"state {slot} {axis}"


def _weight(axis: int) -> str:
    return f"weight {axis}"


def _gradient(axis: int) -> str:
    return f"gradient {axis}"
