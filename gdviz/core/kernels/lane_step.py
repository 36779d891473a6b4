"""A step of many runs at once, as a function that allocates nothing, written out from formulas."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.formula.writers.in_place import write_in_place
from gdviz.core.kernels.kernel import Kernel
from gdviz.core.kernels.loop import Hoisted, hoist
from gdviz.core.types import Array

Advance = Callable[..., None]
"""(weights, state, gradient if that is measured, columns, new weights, new state, loss unless
that is measured): arrays of a number for each run, but for the columns, which have one for all."""


class LaneStep(NamedTuple):
    """A step, and what it wants to have computed before it.

    Attributes:
        hoisted: what need not be in it.
        buffers: how many arrays it writes values in between into.
        bind: (what is the same in every step, the buffers) -> the step.
    """

    hoisted: Hoisted
    buffers: int
    bind: Callable[..., Advance]

    def bound(self, known: Mapping[str, Any], lanes: int) -> Advance:
        """Return the step of so many runs.

        Args:
            known: the hyper-parameters and constants, and the fixed parts made of them.
            lanes: how many runs.
        """
        alike = [np.asarray(known[name]) for name in self.hoisted.alike]
        return self.bind(*alike, *np.empty((self.buffers, lanes)))


@lru_cache(maxsize=64)
def lane_step(kernel: Kernel, arrays: frozenset[str]) -> LaneStep:
    """Return the step of a kernel's runs, made once.

    Args:
        kernel: the problem and the rule.
        arrays: the names in it that are another number in each run.
    """
    step = kernel.step
    hoisted = hoist(step, arrays, [kernel.loss] if kernel.cost else [])
    identifiers: dict[str, str] = {}

    def called(letter: str, names: Sequence[str]) -> list[str]:
        made = [f"{letter}{index}" for index in range(len(names))]
        identifiers.update(zip(names, made, strict=True))
        return made

    alike = called("a", hoisted.alike)
    given = [
        *called("w", step.weights),
        *called("s", step.carried),
        *called("g", step.measured),
        *called("c", hoisted.columns),
    ]
    weights = [f"h{index}" for index in range(len(step.weights))]
    states = [f"n{index}" for index in range(len(step.carried))]
    targets = [*weights, *states, *(["loss"] if kernel.cost else [])]
    source = write_in_place(hoisted.formulas, identifiers, targets)
    lines = [
        f"def bind({', '.join([*alike, *source.buffers])}):",
        f"    def step({', '.join([*given, *targets])}):",
        *[f"        {line}" for line in source.lines],
        *[f"        add(w{axis}, {weight}, {weight})" for axis, weight in enumerate(weights)],
        "    return step",
    ]
    namespace = {**source.namespace, "add": np.add}
    exec(compile("\n".join(lines), "<lanes>", "exec"), namespace)  # of checked nodes alone
    return LaneStep(hoisted, len(source.buffers), namespace["bind"])


def views(rows: Array) -> list[tuple[Array, ...]]:
    """Return what a step takes of each row of (rows, names, lanes)."""
    return [tuple(row) for row in rows]


def numbers(column: Array, count: int) -> list[Array]:
    """Return each step's number of a column (count,), or of what is the same in all of them.

    They are arrays without dimensions, which numpy takes at once.
    """
    whole = np.broadcast_to(column, (count,))
    return [whole[step, ...] for step in range(count)]
