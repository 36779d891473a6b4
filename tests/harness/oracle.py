"""The same runs without a window, to compare with."""

from collections.abc import Iterator

import numpy as np

from gdviz.core import Outcome, RunConfig, Step, Trace, run

_FARTHEST = 2000
"""So many steps of a run are compared."""


class _Run:
    """A run, taken up again at each of its changes, as far as it has been asked for."""

    def __init__(self, changes: tuple[tuple[int, RunConfig], ...]) -> None:
        self.steps: list[Step] = []
        self.outcome: Outcome | None = None
        self._source = self._all(changes)

    def _all(self, changes: tuple[tuple[int, RunConfig], ...]) -> Iterator[Step]:
        ends = [*(first for first, _config in changes[1:]), None]
        for (first, config), end in zip(changes, ends, strict=True):
            blocks = run(config, self.steps[first - 1] if first else None)
            while end is None or len(self.steps) < end:
                try:
                    block = next(blocks)
                except StopIteration as stopped:
                    self.outcome = stopped.value
                    return
                yield from block.cut((end or config.total_steps) - block.first).steps(config)

    def to(self, count: int) -> list[Step]:
        while len(self.steps) < count:
            step = next(self._source, None)
            if step is None:
                break
            self.steps.append(step)
        return self.steps[:count]


class Oracle:
    """Runs again what a window runs, with the changes made in its middle, and compares."""

    def __init__(self) -> None:
        self._runs: dict[tuple[tuple[int, RunConfig], ...], _Run] = {}
        self._compared: dict[Trace, int] = {}

    def differences(self, trace: Trace) -> Iterator[str]:
        """Yield where a trace is not, to the bit, what it should be."""
        outcome, count = trace.outcome, len(trace)  # in this order: a worker may be at it
        known = self._runs.setdefault(trace.changes, _Run(trace.changes))
        steps = known.to(min(count, _FARTHEST) + (count < _FARTHEST))
        if len(steps) < min(count, _FARTHEST):
            yield f"a run of {trace.config} has {count} steps, and should have {len(steps)}"
            return
        if outcome is not None and count < _FARTHEST and outcome is not known.outcome:
            yield f"a run of {trace.config} is {outcome}, and should be {known.outcome}"
        first = self._compared.get(trace, 0)
        self._compared[trace] = min(count, _FARTHEST)
        for number in range(first, min(count, _FARTHEST)):
            if not _same(trace.step(number), steps[number]):
                yield f"step {number} of {trace.changes} is {trace.step(number)}"
                yield f"and should be {steps[number]}"
                return


def _same(one: Step, other: Step) -> bool:
    return (one.number, one.epoch, one.evaluations) == (
        other.number,
        other.epoch,
        other.evaluations,
    ) and all(
        np.array_equal(a, b, equal_nan=True)
        for a, b in (
            (one.w, other.w),
            (one.loss, other.loss),
            (one.gradient, other.gradient),
            (one.delta, other.delta),
            (one.state, other.state),
        )
    )
