"""Which samples each step sees.

They are drawn a block of steps at a time, for a generator takes longer to seed than
to draw thousands of numbers. Where a block ends depends on the length of a batch and
of a pass alone, never on who asks, so each step's samples follow from seed and number.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

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
        drawn, starts, length = [], [], 0
        while first < end:
            number, skipped = divmod(first, self.block_steps)
            count = min(end - first, self.block_steps - skipped)
            passes, steps = self.shape[1], -(-self.shape[1] // self.batch_size)
            which, step = np.divmod(np.arange(skipped, skipped + count + 1), steps)
            places = which * passes + step * self.batch_size
            drawn.append(self.block(number).passes.reshape(-1)[places[0] : places[-1]])
            starts.append(places[:-1] - places[0] + length)
            length += len(drawn[-1])
            first += count
        return np.concatenate(drawn), np.concatenate(starts)


@lru_cache(maxsize=2)
def _drawn(sampling: Sampling, number: int) -> Block:
    passes = _draw(sampling, number)
    passes.flags.writeable = False
    return Block(passes, sampling.batch_size)


def _draw(sampling: Sampling, number: int) -> Rows:
    passes, n_samples = sampling.shape[0], sampling.n_samples
    if sampling.order == IN_ORDER:
        return np.broadcast_to(np.arange(n_samples), sampling.shape)
    generator = np.random.default_rng((sampling.seed, number))
    if sampling.order == WITH_REPLACEMENT:
        return generator.integers(n_samples, size=sampling.shape)
    drawn = np.arange(passes * n_samples).reshape(sampling.shape)
    drawn %= n_samples
    return generator.permuted(drawn, axis=1, out=drawn)
