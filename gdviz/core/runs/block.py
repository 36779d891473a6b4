"""Many steps of one run, as columns, and how a step is read out of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.core.types import Array, RunConfig, Step

COLUMNS = ("w", "loss", "gradient", "delta", "state")
"""What is kept of each step. What follows from its number is not."""


@dataclass(frozen=True, eq=False)
class Block:
    """Steps one after the other.

    Attributes:
        first: the number of the first one.
        w: the weight before each, (n, dim).
        loss: the loss on each one's samples, before it, (n,).
        gradient: its gradient, (n, dim); NaN for a probe.
        delta: what each adds to the weight, (n, dim).
        state: the algorithm's state after each, (n, slots, dim).
    """

    first: int
    w: Array
    loss: Array
    gradient: Array
    delta: Array
    state: Array

    def __len__(self) -> int:
        """Return how many steps it has."""
        return len(self.loss)

    @property
    def columns(self) -> dict[str, Array]:
        """The columns by name."""
        return {name: getattr(self, name) for name in COLUMNS}

    @property
    def end(self) -> Array:
        """The weight after its last step, (dim,)."""
        return np.asarray(self.w[-1] + self.delta[-1])

    def cut(self, count: int) -> "Block":
        """Return its first `count` steps."""
        return Block(self.first, **{name: c[:count] for name, c in self.columns.items()})

    def pieces(self, length: int) -> Iterator["Block"]:
        """Yield its steps in blocks of at most so many."""
        for first in range(0, len(self), length):
            piece = {name: c[first : first + length] for name, c in self.columns.items()}
            yield Block(self.first + first, **piece)

    def steps(self, config: RunConfig) -> Iterator[Step]:
        """Yield its steps, taken with `config`."""
        for row in range(len(self)):
            yield read_step(config, self.first + row, self.columns, row)


def read_step(config: RunConfig, number: int, columns: Mapping[str, Array], row: int) -> Step:
    """Return step `number`, taken with `config`, out of a row of columns."""
    algorithm, n_samples = config.algorithm, config.problem.n_samples
    values: dict[str, Any] = {name: columns[name][row] for name in COLUMNS}
    values["loss"] = float(values["loss"])
    return Step(
        number=number,
        epoch=int(algorithm.epoch(n_samples, number)),
        rows=algorithm.rows(n_samples, config.seed, number),
        slots=algorithm.slots,
        evaluations=int(algorithm.evaluations(n_samples, number)),
        **values,
    )


def grouped(steps: Iterable[Step], length: int) -> Iterator[Block]:
    """Yield the steps in blocks; each ends before a multiple of `length`, or at a break."""
    held: list[Step] = []
    try:
        for step in steps:
            held.append(step)
            if (step.number + 1) % length == 0:
                yield _block(held)
                held = []
    except Exception:
        if held:
            yield _block(held)
        raise
    if held:
        yield _block(held)


def _block(steps: list[Step]) -> Block:
    columns = {name: np.array([getattr(step, name) for step in steps]) for name in COLUMNS}
    return Block(steps[0].number, **columns)
