"""How a program goes through its samples: all at once, in order, or as the run draws them."""

from dataclasses import dataclass
from typing import NamedTuple

from gdviz.core.algorithms.descent import Sampled
from gdviz.core.algorithms.sampling import IN_ORDER, WITH_REPLACEMENT
from gdviz.core.types import RunConfig
from gdviz.export.code.lines import Line, Role, all_for, block, lines
from gdviz.export.code.names import identifier


class Stored(NamedTuple):
    """How a style keeps samples.

    Attributes:
        data: what a column is called, with {} for its name.
        some: what some of them are called, likewise.
        arrays: whether a list of numbers picks some of them.
        listed: what makes a list of drawn numbers, where these are to be a list.
    """

    data: str
    some: str
    arrays: bool
    listed: str


@dataclass(frozen=True)
class Passes:
    """How an epoch goes through the samples.

    Attributes:
        defined: what draws them, defined beforehand.
        begun: what is done before the first epoch.
        head: the loop over an epoch's steps; empty where it is a step.
        take: what a step does first.
        given: the samples of a step, by name.
        one: whether these are one sample and no list.
    """

    defined: tuple[Line, ...]
    begun: tuple[Line, ...]
    head: str
    take: tuple[Line, ...]
    given: tuple[str, ...]
    one: bool


def passes(config: RunConfig, columns: tuple[str, ...], stored: Stored) -> Passes:
    """Return how the run goes through its samples.

    Args:
        config: the run.
        columns: what is given of a sample, by the names in the program.
        stored: how the style keeps them.
    """
    algorithm, n_samples = config.algorithm, config.problem.n_samples
    all_of_them = tuple(stored.data.format(name) for name in columns)
    if not isinstance(algorithm, Sampled):
        return Passes((), (), "", (), all_of_them, one=False)
    steps = algorithm.epoch_steps(n_samples)
    if not columns:  # there is only one sample, the function
        head = f"for step in range({steps}):" if steps > 1 else ""
        return Passes((), (), head, (), (), one=False)
    size = algorithm.batch(n_samples) or n_samples
    one = size == 1 and not stored.arrays
    some = tuple(name if one else identifier(stored.some.format(name)) for name in columns)
    if algorithm.order == IN_ORDER and steps == -(-n_samples // size):
        return _in_order(all_of_them, some, size, columns if one else ())
    which, numbers = ("i", "samples") if one else ("batch", "batches")
    picked = [_picked(name, which, stored, one) for name in all_of_them]
    take = lines(f"{', '.join(some)} = {', '.join(picked)}", role=Role.SAMPLES)
    head = f"for {which} in itertools.islice({numbers}, {steps}):" if steps > 1 else ""
    if not head:
        take = [*lines(f"{which} = next({numbers})", role=Role.SAMPLES), *take]
    return Passes(
        tuple(_drawn(config, algorithm, all_of_them[0], 0 if one else size, stored.listed)),
        tuple(lines(f"{numbers} = drawn()", role=Role.SAMPLES)),
        head,
        tuple(take),
        some,
        one,
    )


def _picked(name: str, which: str, stored: Stored, one: bool) -> str:
    if one or stored.arrays:
        return f"{name}[{which}]"
    return f"[{name}[i] for i in {which}]"


def _in_order(
    data: tuple[str, ...], some: tuple[str, ...], size: int, one: tuple[str, ...]
) -> Passes:
    if one:
        head = f"for {', '.join(one)} in zip({', '.join(data)}):"
        return Passes((), (), head, (), some, one=True)
    head = f"for first in range(0, len({data[0]}), {size}):"
    take = [
        Line(f"{batch} = {name}[first : first + {size}]", Role.SAMPLES)
        for batch, name in zip(some, data, strict=True)
    ]
    return Passes((), (), head, tuple(take), some, one=False)


def _drawn(config: RunConfig, algorithm: Sampled, data: str, size: int, listed: str) -> list[Line]:
    """Return what draws the samples of each step, as `Sampling` does; a size of 0 is one alone."""
    sampling = algorithm.sampling(config.problem.n_samples, config.seed)
    count, length = sampling.shape
    batch = f"order[first : first + {size}]"
    cut = block(f"for first in range(0, len({data}), {size}):", lines(f"yield {batch}"))
    if size < 2:
        cut = block("for i in order:", lines("yield [i]")) if size else lines("yield from order")
    if sampling.order == IN_ORDER:
        every = "range" if listed else "np.arange"
        order = lines(f"order = {every}(len({data}))")
        body = [*order, *block("while True:", cut)]
        return block("def drawn():", lines('"""Yield the samples of each step, in order."""'), body)
    seeded = lines(f"generator = np.random.default_rng(({sampling.seed}, block))")
    if sampling.order == WITH_REPLACEMENT:
        shape = f"({length // size}, {size})" if size else f"{length}"
        said = '"""Yield the samples of each step, drawn afresh."""'
        drawn = f"generator.integers(len({data}), size={shape}){listed}"
        inner = lines(f"yield from {drawn}")
    else:
        said = '"""Yield the samples of each step, each pass over the data in a new order."""'
        orders = lines(f"orders = np.tile(np.arange(len({data})), ({count}, 1))")
        loop = f"for order in generator.permuted(orders, axis=1){listed}:"
        inner = [*orders, *block(loop, cut)]
    loop = "for block in itertools.count():"
    return all_for(Role.SAMPLES, block("def drawn():", lines(said), block(loop, seeded, inner)))
