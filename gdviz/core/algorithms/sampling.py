"""Which samples each step sees."""

from functools import lru_cache

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


def rows(order: str, n_samples: int, batch_size: int, seed: int, number: int) -> Rows:
    """Return the samples of step `number`, a pure function of its arguments."""
    if order == WITH_REPLACEMENT:
        return np.random.default_rng((seed, number)).integers(n_samples, size=batch_size)
    which, step = divmod(number, -(-n_samples // batch_size))
    first, last = step * batch_size, min((step + 1) * batch_size, n_samples)
    if order == IN_ORDER:
        return np.arange(first, last)
    return _shuffled(n_samples, seed, which)[first:last]


@lru_cache(maxsize=2)
def _shuffled(n_samples: int, seed: int, which: int) -> Rows:
    """The order of the samples in that pass over them."""
    return np.random.default_rng((seed, which)).permutation(n_samples)
