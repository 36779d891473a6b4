"""Schedules: how the learning rate goes on from the one that is set, step by step.

A new one is an entry in `SCHEDULES`, and nothing else is edited.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from gdviz.core.formula import Formula, Names, evaluate, read
from gdviz.core.parameters import Option
from gdviz.i18n import N_

Array = npt.NDArray[np.float64]

PRESENT = "α_t"
"""What the learning rate of a step is called; "_" begins a subscript."""


@dataclass(frozen=True)
class Schedule:
    """The learning rate of each step.

    Attributes:
        id: its name on the command line and in lessons.
        title: its name in words (English; translated where it is shown).
        help: what it does, in a few words (English; translated where it is shown).
        text: the rate, of α, the one that is set and that the first step has, t, the
            number of the step from 1, and T, how many steps the run has.
    """

    id: str
    title: str
    help: str
    text: str

    @cached_property
    def formula(self) -> Formula:
        """The rate, read."""
        return read(self.text, Names("α", "t", "T"))

    @property
    def varies(self) -> bool:
        """Whether the rate is another one from step to step."""
        return self.text != "α"

    def rates(self, learning_rate: float | Array, numbers: Any, total: int) -> Array:
        """Return the learning rates of some steps, of the shape that these make together.

        Args:
            learning_rate: the one that is set, or many.
            numbers: the steps' numbers, from 0.
            total: how many steps the run has.
        """
        known = {"α": learning_rate, **moment(numbers, total)}
        (rates,) = evaluate([self.formula], known)
        return np.asarray(rates)


def moment(numbers: Any, total: int) -> dict[str, Any]:
    """Return what t and T are at some steps, by their names."""
    return {"t": np.asarray(numbers, np.float64) + 1, "T": np.float64(total)}


CONSTANT = "constant"

SCHEDULES = (
    Schedule(CONSTANT, N_("Constant"), N_("α in every step"), "α"),
    Schedule(
        "step",
        N_("In steps"),
        N_("half as large after each quarter of the run"),
        "α·0.5^floor(4·(t − 1)/T)",
    ),
    Schedule(
        "exponential",
        N_("Exponential"),
        N_("by the same factor in each step, to a hundredth of α"),
        "α·0.01^((t − 1)/T)",
    ),
    Schedule("one-over-t", N_("1/t"), N_("α, then a half of it, a third, a fourth"), "α/t"),
    Schedule(
        "cosine",
        N_("Cosine"),
        N_("along half a cosine, down to 0"),
        "α·(1 + cos(π·(t − 1)/T))/2",
    ),
)

BY_ID = {schedule.id: schedule for schedule in SCHEDULES}

OPTIONS = {schedule.id: Option(schedule.title, schedule.help) for schedule in SCHEDULES}
"""What there is to choose from."""
