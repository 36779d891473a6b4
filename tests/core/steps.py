"""What the tests say of steps."""

from collections.abc import Generator, Iterator

import numpy as np

from gdviz.core import Outcome, RunConfig, Step, run
from gdviz.core.runs.block import Block


def taken(config: RunConfig, after: Step | None = None) -> Iterator[Step]:
    """Yield the steps of a run one by one."""
    for block in run(config, after):
        yield from block.steps(config)


def ending(blocks: Generator[Block, None, Outcome]) -> Outcome:
    """Return how a run ends."""
    while True:
        try:
            next(blocks)
        except StopIteration as end:
            return Outcome(end.value)


def same(one: Step, other: Step) -> bool:
    """Tell whether two steps agree in every bit."""
    return all(
        np.array_equal(a, b, equal_nan=True) if isinstance(a, np.ndarray | float) else a == b
        for a, b in zip(one, other, strict=True)
    )
