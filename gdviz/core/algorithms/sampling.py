"""Which samples each step sees.

They are drawn a block of steps at a time, for a generator takes longer to seed than
to draw thousands of numbers. Where a block ends depends on the length of a batch and
of a pass alone, never on who asks, so each step's samples follow from seed and number.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.parameters import Option
from gdviz.core.types import Rows
from gdviz.i18n import N_

SHUFFLED, WITH_REPLACEMENT, IN_ORDER = "shuffled", "with-replacement", "in-order"

ORDERS = {
    SHUFFLED: Option(N_("Shuffled"), N_("each pass over the data in a new order")),
    WITH_REPLACEMENT: Option(N_("With replacement"), N_("each step draws afresh")),
    IN_ORDER: Option(N_("In order"), N_("as the data stand, pass after pass")),
}
"""What there is to choose from."""

_DRAWN = 2**14
"""How many samples a block has, unless a single pass or batch has more."""


class Block(NamedTuple):
    """The samples of consecutive steps: pass after pass, each a row that batches are cut from.

    Attributes:
        passes: the samples, (passes, length).
        batch_size: how many a step takes; the last one of a pass takes what is left.
    """

    passes: Rows
    batch_size: int

    @property
    def full(self) -> Rows:
        """The batches of full size, (passes, steps, batch_size)."""
        count, length = self.passes.shape
        steps = length // self.batch_size
        return self.passes[:, : steps * self.batch_size].reshape(count, steps, self.batch_size)

    @property
    def last(self) -> Rows:
        """The shorter batch at the end of each pass, (passes, rest); the rest may be 0."""
        length = self.passes.shape[1]
        return self.passes[:, length - length % self.batch_size :]


class Sampling(NamedTuple):
    """How a run takes its samples.

    Attributes:
        order: a key of `ORDERS`.
        n_samples: how many samples there are.
        batch_size: how many of them a step uses, at most all.
        seed: the same seed draws the same samples again.
    """

    order: str
    n_samples: int
    batch_size: int
    seed: int

    @property
    def shape(self) -> tuple[int, int]:
        """How many passes a block has, and how long they are.

        With replacement there are none, and a block is a single row.
        """
        if self.order == WITH_REPLACEMENT:
            return 1, max(1, _DRAWN // self.batch_size) * self.batch_size
        return max(1, _DRAWN // self.n_samples), self.n_samples

    @property
    def alike(self) -> bool:
        """Whether every batch is as large as the others: none is what is left of a pass."""
        return self.shape[1] % self.batch_size == 0

    @property
    def block_steps(self) -> int:
        """How many steps a block has: those from `number * block_steps` on."""
        passes, length = self.shape
        return passes * -(-length // self.batch_size)

    def block(self, number: int) -> Block:
        """Return that block, a pure function of the settings; it is not to be written to."""
        return _drawn(self, number)

    def rows(self, number: int) -> Rows:
        """Return the samples of step `number`."""
        passes, length = self.shape
        which, step = divmod(number, -(-length // self.batch_size))
        block, row = divmod(which, passes)
        first = step * self.batch_size
        return _drawn(self, block).passes[row, first : first + self.batch_size]

    def batches(self, first: int, end: int) -> tuple[Rows, Rows]:
        """Return the samples of steps `first` to before `end`, and where each step's begin."""
        return _cut(self, first, end, lambda number: self.block(number).passes.reshape(-1))


class Draws:
    """What many runs draw that differ in their seeds alone, a block of steps at a time."""

    def __init__(self, sampling: Sampling, seeds: Sequence[int], total_steps: int) -> None:
        """Draw nothing yet.

        Args:
            sampling: how each takes its samples, but for the seed.
            seeds: the seed of each.
            total_steps: how many steps there are; what comes after these is not drawn.
        """
        self._sampling, self._total = sampling, total_steps
        self._each = [sampling._replace(seed=seed) for seed in seeds]
        self._number, self._block = -1, np.empty((0, 0), np.int64)

    def batches(self, first: int, end: int) -> tuple[Rows, Rows]:
        """Return the samples of steps `first` to before `end`, and where each step's begin.

        They are (seeds, samples) and (steps,).
        """
        return _cut(self._sampling, first, end, self._drawn)

    def _drawn(self, number: int) -> Rows:
        """Return the block of that number of each seed, as far as it is needed, as rows."""
        if number != self._number:
            sampling, steps = self._sampling, self._total - number * self._sampling.block_steps
            passes, length = sampling.shape
            kind = np.min_scalar_type(sampling.n_samples)  # of many seeds it takes some memory
            if sampling.order == WITH_REPLACEMENT:
                length = min(length, steps * sampling.batch_size)
            else:
                passes = min(passes, -(-steps // -(-length // sampling.batch_size)))
            self._block = np.empty((len(self._each), passes * length), kind)
            for row, one in zip(self._block, self._each, strict=True):
                heed()
                row[:] = _draw(one, number, (passes, length)).reshape(-1)
            self._number = number
        return self._block


def _cut(
    sampling: Sampling, first: int, end: int, block: Callable[[int], Rows]
) -> tuple[Rows, Rows]:
    """Return the samples of steps `first` to before `end`, and where each step's begin.

    Args:
        sampling: how they are taken.
        first: the first step.
        end: the step after the last.
        block: the samples of the block of a number, one after the other, (..., samples).
    """
    drawn, starts, length = [], [], 0
    while first < end:
        number, skipped = divmod(first, sampling.block_steps)
        count = min(end - first, sampling.block_steps - skipped)
        passes, steps = sampling.shape[1], -(-sampling.shape[1] // sampling.batch_size)
        which, step = np.divmod(np.arange(skipped, skipped + count + 1), steps)
        places = which * passes + step * sampling.batch_size
        drawn.append(block(number)[..., places[0] : places[-1]])
        starts.append(places[:-1] - places[0] + length)
        length += drawn[-1].shape[-1]
        first += count
    return np.concatenate(drawn, axis=-1), np.concatenate(starts)


@lru_cache(maxsize=2)
def _drawn(sampling: Sampling, number: int) -> Block:
    passes = _draw(sampling, number, sampling.shape)
    passes.flags.writeable = False
    return Block(passes, sampling.batch_size)


def _draw(sampling: Sampling, number: int, shape: tuple[int, int]) -> Rows:
    """Return a block, or how it begins: as many of its passes, or as much of its one row."""
    n_samples = sampling.n_samples
    if sampling.order == IN_ORDER:
        return np.broadcast_to(np.arange(n_samples), shape)
    generator = np.random.default_rng((sampling.seed, number))
    if sampling.order == WITH_REPLACEMENT:
        return generator.integers(n_samples, size=shape)
    drawn = np.arange(shape[0] * n_samples).reshape(shape)
    drawn %= n_samples
    return generator.permuted(drawn, axis=1, out=drawn)
