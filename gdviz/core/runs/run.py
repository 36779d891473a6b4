"""Runs an algorithm on a problem, block by block."""

from collections.abc import Generator, Iterator

import numpy as np

from gdviz.core.runs import kernels
from gdviz.core.runs.block import Block, grouped, read_step
from gdviz.core.runs.bound import Bound
from gdviz.core.runs.outcome import Outcome, judge
from gdviz.core.types import RunConfig, Step

Changes = tuple[tuple[int, RunConfig], ...]
"""What is run from which step on: the first from step 0."""

_MOST = 64
"""How many steps a block has at most."""

_CELLS = 2**12
"""How many samples a block evaluates at most, for it must not keep anyone waiting."""


def run(
    config: RunConfig, after: Step | None = None, most: int | None = None
) -> Generator[Block, None, Outcome]:
    """Yield the steps of a run in blocks, those that follow `after` if it is given.

    A step is yielded once it is known where it leads, so every step yielded,
    and the weight after it, is within the bound: the last good state of a run
    that diverges is the weight after its last step. Where a block ends depends on
    the numbers of its steps alone, so that a run is the same whoever asks for it.
    Taken up in the middle of a block that is in closed form, it may be another in its
    last digits: it is taken up where one ends, or where its settings change.

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


def run_through(
    changes: Changes, after: Step | None = None, most: int | None = None
) -> Generator[Block, None, Outcome]:
    """Yield the steps of a run whose settings change on the way, as `run` does.

    Args:
        changes: what is run from which step on.
        after: the step that the first one follows.
        most: after so many steps it ends; without, after all.
    """
    ends = [first for first, _config in changes[1:]]
    for (_first, config), end in zip(changes, [*ends, None], strict=True):
        if end is None:
            break
        if after is not None and after.number + 1 >= end:
            continue
        for block in run(config, after, end):
            yield block
            last = len(block) - 1
            after = read_step(config, block.first + last, block.columns, last)
        if after is None or after.number + 1 < end:  # it has not come so far
            break
    return (yield from run(config, after, most))


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
    holds = bound.holds(block.end, ahead)
    if holds and bound.holds_everywhere(block.w, block.loss):
        return len(block)
    each = np.append(bound.holds(block.w, block.loss), holds)
    return max(0, int(each.argmin()) - 1)
