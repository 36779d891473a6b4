"""A rule's step for many runs at once, as a function that allocates nothing."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.algorithms.rules.written import Program
from gdviz.core.formula.tree import Formula
from gdviz.core.formula.writers.in_place import write_in_place
from gdviz.core.runs.kernels.kernel import COUNT
from gdviz.core.runs.kernels.loop import Hoisted, Step, hoist
from gdviz.core.types import Array

Advance = Callable[..., None]
"""(weights, gradient, each slot, each column, new weights, each new slot): arrays (dim, lanes),
but for the columns, which have a number for all, or with schedules one for each lane."""


class LaneStep(NamedTuple):
    """A step, and what it wants to have computed before it.

    Attributes:
        hoisted: what need not be in it.
        slots: the slots that it carries on.
        buffers: how many arrays it writes values in between into.
        bind: (what is the same in every step, the buffers) -> the step.
    """

    hoisted: Hoisted
    slots: tuple[str, ...]
    buffers: int
    bind: Callable[..., Advance]

    def bound(self, known: Mapping[str, Any], shape: tuple[int, ...]) -> Advance:
        """Return the step of weights of that shape (dim, lanes).

        Args:
            known: the hyper-parameters, and the fixed parts made of them.
            shape: that of the weights.
        """
        alike = [np.asarray(known[name]) for name in self.hoisted.alike]
        return self.bind(*alike, *np.empty((self.buffers, *shape)))


def carried(program: Program) -> tuple[str, ...]:
    """Return the slots that lanes carry on: not what is counted, nor what nothing reads."""
    read = {name for slot, one in program.changes.items() for name in {*one.names} - {slot}}
    return tuple(slot for slot in program.first if slot != COUNT and slot in read)


@lru_cache(maxsize=64)
def lane_step(program: Program, arrays: frozenset[str], scheduled: bool) -> LaneStep:
    """Return the step of a rule, made once.

    Args:
        program: the rule's equations.
        arrays: the hyper-parameters that are another number in each run.
        scheduled: whether the learning rate is another one in each step too.
    """
    slots = carried(program)
    step = Step(
        added=[program.changes["w"]],
        states=[program.changes[slot] for slot in slots],
        weights=["w"],
        carried=slots,
        measured=["g"],
        columns={COUNT, *(["α"] if scheduled else [])},
    )
    hoisted = hoist(step, arrays)
    identifiers = {"w": "w", "g": "g"}

    def called(letter: str, names: Sequence[str]) -> list[str]:
        made = [f"{letter}{index}" for index in range(len(names))]
        identifiers.update(zip(names, made, strict=True))
        return made

    alike, old = called("a", hoisted.alike), called("s", slots)
    columns, new = called("c", hoisted.columns), [f"n{index}" for index in range(len(slots))]
    added, *states = hoisted.formulas
    added, last = _without_sign(added)
    source = write_in_place([added, *states], identifiers, ["h", *new])
    lines = [
        f"def bind({', '.join([*alike, *source.buffers])}):",
        f"    def step({', '.join(['w', 'g', *old, *columns, 'h', *new])}):",
        *[f"        {line}" for line in source.lines],
        f"        {last}(w, h, out=h)",
        "    return step",
    ]
    namespace = {**source.namespace, "add": np.add, "subtract": np.subtract}
    exec(compile("\n".join(lines), "<lanes>", "exec"), namespace)  # of checked nodes alone
    return LaneStep(hoisted, slots, len(source.buffers), namespace["bind"])


def _without_sign(added: Formula) -> tuple[Formula, str]:
    """Return what is added to the weight, or else subtracted from it, and which of the two."""
    root = added.nodes[-1]
    if root.operation != "negative":
        return added, "add"
    return Formula(added.nodes[:-1]), "subtract"


def numbers(columns: Sequence[Array], count: int) -> list[tuple[Array, ...]]:
    """Return each step's numbers of columns, (count,), (count, lanes) or the same for all.

    One that is for all lanes is an array without dimensions, which numpy takes at once.
    """
    whole = [np.broadcast_to(column, (count, *np.shape(column)[1:])) for column in columns]
    return [tuple([column[step, ...] for column in whole]) for step in range(count)]
