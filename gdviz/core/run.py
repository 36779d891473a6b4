"""Runs an algorithm on a problem, step by step, and says how it ended."""

from collections.abc import Generator, Iterator
from enum import Enum

import numpy as np

from gdviz.core import kernels
from gdviz.core.analysis import critical_point, is_saddle
from gdviz.core.block import Block, grouped
from gdviz.core.bound import Bound
from gdviz.core.types import Array, RunConfig, Step

_MOST = 64
"""How many steps a block has at most."""

_CELLS = 2**12
"""How many samples a block evaluates at most, for it must not keep anyone waiting."""


class Outcome(Enum):
    """How a run ended."""

    FINISHED = "finished"
    CONVERGED = "converged"
    DIVERGED = "diverged"
    SADDLE = "saddle"


VANISHED = 1e-4
"""Below this share of the start's gradient (of 1, if that is smaller) a gradient vanishes."""


def run(
    config: RunConfig, after: Step | None = None, most: int | None = None
) -> Generator[Block, None, Outcome]:
    """Yield the steps of a run in blocks, those that follow `after` if it is given.

    A step is yielded once it is known where it leads, so every step yielded,
    and the weight after it, is within the bound: the last good state of a run
    that diverges is the weight after its last step. Where a block ends depends on
    the numbers of its steps alone, so that a run is the same whoever asks for it.

    Args:
        config: what is run.
        after: the step that the first one follows.
        most: after so many steps it ends; without, after all.

    Returns:
        the outcome, as the generator's return value.
    """
    with np.errstate(all="ignore"):
        bound = Bound.of(config)
        blocks = _blocks(config, after)
    w = np.array(config.start) if after is None else after.w + after.delta
    while True:
        with np.errstate(all="ignore"):
            block = next(blocks, None)
        if block is None:
            break
        try:
            with np.errstate(all="ignore"):
                sound = _sound(config, bound, block)
        except Exception:  # it breaks off, and where the last step leads is not known
            yield block.cut(len(block) - 1)
            raise
        room = len(block) + 1 if most is None else max(0, most - block.first)
        kept = block.cut(min(sound, room))
        if len(kept):
            yield kept
            w = kept.end
        if sound < min(len(block), room):
            return Outcome.DIVERGED
        if room <= len(block):
            break
    with np.errstate(all="ignore"):
        return judge(config, w)


def _blocks(config: RunConfig, after: Step | None) -> Iterator[Block]:
    made = kernels.blocks(config, after)
    if made is not None:
        return made
    samples = config.problem.n_samples * config.dim
    return grouped(config.algorithm.steps(config, after), max(1, min(_MOST, _CELLS // samples)))


def _sound(config: RunConfig, bound: Bound, block: Block) -> int:
    """Return how many of a block's steps come before one that is past the bound."""
    algorithm, problem, end = config.algorithm, config.problem, block.first + len(block)
    if algorithm.searches:  # a probe may well be where the cost is not defined
        return len(block)
    last = end == config.total_steps
    rows = None if last else algorithm.rows(problem.n_samples, config.seed, end)
    ahead = problem.cost(block.end) if last else problem.loss(block.end, rows)
    holds = np.append(bound.holds(block.w, block.loss), bound.holds(block.end, ahead))
    return len(block) if holds.all() else max(0, int(holds.argmin()) - 1)


def judge(config: RunConfig, w: Array) -> Outcome:
    """Return how a run that came to its end at `w` (dim,) without diverging has ended.

    It has come to rest where its gradient has vanished near a critical point.
    """
    problem = config.problem
    if config.algorithm.searches:
        return Outcome.FINISHED
    first = np.abs(problem.gradient(np.array(config.start))).max()
    if not np.abs(problem.gradient(w)).max() <= VANISHED * max(1.0, first):
        return Outcome.FINISHED
    point = critical_point(problem, w)
    if point is None:
        return Outcome.FINISHED
    return Outcome.SADDLE if is_saddle(problem, point) else Outcome.CONVERGED
