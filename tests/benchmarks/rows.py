"""The rows of the table: what of the core is measured, and against what."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

import numpy as np

from gdviz.core import RULES, configure, record
from gdviz.core.problems.data.reading import Samples
from gdviz.core.problems.own_data import OwnRegression, regression
from gdviz.core.runs.ensembles import NetStarts, Plan, Running, Uniform
from gdviz.core.runs.ensembles.basins import basins
from gdviz.core.runs.sweep import MOMENTA, rates, sweep
from tests.benchmarks.opponents import himmelblau_basins, listing, plain, plain_sweep
from tests.benchmarks.pairs import Contest, Contestant, Row, Scale, started

Contests = Mapping[str, Contest]

TORCH_STEPS = 200
"""How many steps PyTorch takes in its turn; a step of its is long enough to be timed so."""


def recorded(steps: int, **settings: Any) -> Contestant:
    """Return a run into a trace."""
    return Contestant(partial(record, configure(**settings)), steps)


def on_the_course(learning_rate: float = 0.01, **settings: Any) -> Callable[[Scale], Contests]:
    """Return the course's problem against its listing."""

    def contests(scale: Scale) -> Contests:
        run = {"epochs": scale.steps, "learning_rate": learning_rate, **settings}
        fewer = scale.steps // 10
        theirs = Contestant(partial(listing, fewer, learning_rate), fewer)
        return {"": Contest(recorded(scale.steps, **run), theirs)}

    return contests


def every_rule(scale: Scale) -> Contests:
    """Return the course's problem under each rule against PyTorch's optimiser."""
    from tests.benchmarks import with_torch

    return {
        rule: Contest(
            recorded(scale.steps // 5, rule=rule, epochs=scale.steps // 5),
            Contestant(partial(with_torch.course, rule, TORCH_STEPS), TORCH_STEPS),
        )
        for rule in RULES
    }


def himmelblau(scale: Scale) -> Contests:
    """Return a surface under Adam against its plain evaluation."""
    steps = scale.steps // 50
    run = configure("himmelblau", rule="adam", epochs=steps)
    ours = recorded(scale.steps, problem="himmelblau", rule="adam", epochs=scale.steps)
    return {"": Contest(ours, Contestant(partial(plain, run), steps))}


@cache
def line(count: int) -> OwnRegression:
    """Return a line with noise through so many samples."""
    draw = np.random.default_rng(0)
    x = draw.uniform(-1, 1, count)
    return regression(Samples("x", "y", x, 2 * x + 1 + draw.normal(0, 0.1, count)))


def full_batch(count: int) -> Contestant:
    """Return steps on all of so many samples."""
    return recorded(10_000, problem=line(count), epochs=10_000, learning_rate=1e-3)


def all_samples(scale: Scale) -> Contests:
    """Return full batches against PyTorch's."""
    from tests.benchmarks import with_torch

    samples, steps = line(scale.samples), 10
    theirs = Contestant(with_torch.line(samples.x, samples.y, steps), steps)
    return {"": Contest(full_batch(scale.samples), theirs)}


def many_samples(scale: Scale) -> Contests:
    """Return full batches of very many samples against those of a thousand."""
    return {"": Contest(full_batch(scale.most_samples), full_batch(1_000))}


def some_samples(batch_size: int) -> Callable[[Scale], Contests]:
    """Return a pass over batches against PyTorch's, or a part of it where it is long."""

    def contests(scale: Scale) -> Contests:
        from tests.benchmarks import with_torch

        samples, steps = line(scale.samples), scale.samples // batch_size
        run = {"problem": samples, "epochs": 1, "learning_rate": 1e-3}
        algorithm = "sgd" if batch_size == 1 else "mini-batch"
        ours = recorded(steps, **run, algorithm=algorithm, batch_size=batch_size)
        torch_steps = min(steps, TORCH_STEPS)
        theirs = with_torch.line(samples.x, samples.y, torch_steps, batch_size)
        return {"": Contest(ours, Contestant(theirs, torch_steps))}

    return contests


def swept(config: Any, learning_rates: np.ndarray, momenta: tuple[float, ...] = ()) -> Contestant:
    """Return a sweep, to its end."""

    def do() -> None:
        for _now in sweep(config, learning_rates, momenta):
            pass

    return Contestant(do)


def swept_course(scale: Scale) -> Contests:
    """Return a sweep of a quadratic against PyTorch's."""
    from tests.benchmarks import with_torch

    learning_rates = np.geomspace(1e-4, 0.1, scale.rates)
    theirs = partial(with_torch.course_at, learning_rates.tolist(), scale.rates)
    return {"": Contest(swept(configure(epochs=scale.rates), learning_rates), Contestant(theirs))}


def swept_himmelblau(scale: Scale) -> Contests:
    """Return a sweep of a surface under Adam against PyTorch's."""
    from tests.benchmarks import with_torch

    learning_rates = np.geomspace(1e-4, 0.1, scale.rates)
    config = configure("himmelblau", rule="adam", epochs=scale.rates)
    given = (learning_rates.tolist(), scale.rates, config.start)
    theirs = Contestant(partial(with_torch.himmelblau_at, *given))
    return {"": Contest(swept(config, learning_rates), theirs)}


def mapped(_scale: Scale) -> Contests:
    """Return the map of the sine problem against its plain evaluation, all runs at once."""
    config, learning_rates = configure("sine"), rates(12)
    theirs = Contestant(partial(plain_sweep, config, learning_rates, MOMENTA))
    return {"": Contest(swept(config, learning_rates, MOMENTA), theirs)}


def together(plan: Plan, units: int) -> Contestant:
    """Return an ensemble, to its end, with the frames that a swarm is drawn from."""

    def do() -> None:
        for _share in Running(plan).advance():
            pass

    return Contestant(do, units)


def many_starts(*, looped: bool) -> Callable[[Scale], Contests]:
    """Return many starts of a surface under Adam against PyTorch's, one by one or all at once."""

    def contests(scale: Scale) -> Contests:
        from tests.benchmarks import with_torch

        config = configure("himmelblau", rule="adam", epochs=scale.rates)
        plan = Plan(config, scale.rates, Uniform())
        rate, steps = config.algorithm.learning_rate, min(scale.rates, TORCH_STEPS)
        if looped:
            do = partial(with_torch.himmelblau_from, plan.begun[0].tolist(), rate, steps)
            return {"": Contest(together(plan, scale.rates**2), Contestant(do, steps))}
        do = partial(with_torch.himmelblau_from_all, plan.begun, rate, scale.rates)
        return {"": Contest(together(plan, 1), Contestant(do))}

    return contests


def many_nets(scale: Scale) -> Contests:
    """Return nets side by side against PyTorch's."""
    from tests.benchmarks import with_torch

    steps = scale.rates // 2
    plan = Plan(configure("net", hidden=3, epochs=steps), 300, NetStarts())
    theirs = Contestant(partial(with_torch.nets, plan.begun, 3, steps))
    return {"": Contest(together(plan, 1), theirs)}


def starts_by_where_they_lead(_scale: Scale) -> Contests:
    """Return basins against the same by hand."""
    config = configure("himmelblau", learning_rate=0.01, epochs=200)
    ours = Contestant(lambda: deque(basins(config, 300), maxlen=1))
    return {"": Contest(ours, Contestant(partial(himmelblau_basins, 297, 200)))}


def cold(*arguments: str) -> Callable[[Scale], Contests]:
    """Return a start of the command line against one of Python that imports numpy."""
    command = "import sys; from gdviz.cli import main; sys.exit(main())"

    def contests(_scale: Scale) -> Contests:
        return {"": Contest(started("-c", command, *arguments), started("-c", "import numpy"))}

    return contests


def _rows() -> Iterator[Row]:
    course, steps = "the course's problem", "100,000 steps of the course's problem into a trace"
    alone, torch = "the listing", "torch.optim with autograd"
    yield Row("1a", f"{steps}, α = 0.01", alone, 0.09, 40, on_the_course())
    yield Row("1b", f"{steps}, α = 1e-5", alone, 0.09, 120, on_the_course(1e-5))
    yield Row("2a", f"{steps}, momentum", alone, 0.08, 30, on_the_course(momentum=0.9))
    yield Row("2b", f"{steps}, Adam", alone, 0.05, 1.8, on_the_course(rule="adam"))
    yield Row("3", f"a step of {course}, any rule", torch, 6, 150, every_rule)
    one_by_one = "the plain evaluation, step by step"
    yield Row("4", "a step of himmelblau, Adam", one_by_one, 1, 20, himmelblau)
    yield Row("5a", "a full-batch step at 10⁶ rows", "torch.optim.SGD", 1700, 20_000, all_samples)
    yield Row("5b", "a full-batch step at 10⁷ rows", "10³ rows", None, 1.3, many_samples, cost=True)
    by_index = "torch.optim.SGD, by index"
    yield Row("6a", "a step on 32 of 10⁶ rows", by_index, 6.4, 80, some_samples(32))
    yield Row("6b", "a step on one of 10⁶ rows", by_index, 6.1, 250, some_samples(1))
    sweeps, at_once = "1,000 rates × 1,000 steps", "torch, all rates at once"
    yield Row("7a", f"{sweeps}, a quadratic", at_once, 3.1, 70, swept_course)
    yield Row("7b", f"{sweeps}, himmelblau with Adam", at_once, None, 10, swept_himmelblau)
    all_at_once = "the plain evaluation, all runs at once"
    yield Row("8", "the α × β map of the sine problem", all_at_once, 1, 3, mapped)
    starts, loop = (
        "1,000 starts × 1,000 steps, himmelblau with Adam",
        "torch.optim.Adam, one by one",
    )
    yield Row("10a", starts, loop, None, 3000, many_starts(looped=True))
    yield Row("10b", starts, "torch, all starts at once", None, 6, many_starts(looped=False))
    yield Row("11", "300 nets with 3 units", "torch, all nets at once", None, 1, many_nets)
    by_hand, led = "the same by hand in numpy", starts_by_where_they_lead
    yield Row("12", "basins of 90,000 starts × 200 steps", by_hand, None, 2, led, cost=True)
    start = 'python -c "import numpy"'
    yield Row("9a", "gdviz train, cold", start, 1.9, 1.4, cold("train"), cost=True)
    yield Row("9b", "gdviz --help, cold", start, 0.4, 0.4, cold("--help"), cost=True)


ROWS = tuple(_rows())
