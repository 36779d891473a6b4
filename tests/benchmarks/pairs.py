"""How a ratio is measured: two contestants in turn, in one process, the median over the pairs."""

import os
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from importlib import metadata
from statistics import median
from subprocess import DEVNULL, run
from time import perf_counter
from typing import Any, NamedTuple, Protocol


class Scale(NamedTuple):
    """How much is measured.

    Attributes:
        pairs: how often both contestants have their turn.
        steps: how many steps the course's problem is run for.
        samples: how many samples the large problems have.
        most_samples: how many the largest has.
        rates: how many learning rates are swept, and for how many steps.
    """

    pairs: int = 11
    steps: int = 100_000
    samples: int = 1_000_000
    most_samples: int = 10_000_000
    rates: int = 1_000


QUICK = Scale(pairs=3, steps=5_000, samples=20_000, most_samples=100_000, rates=100)


class Side(Protocol):
    """What can be measured: how long a unit of it takes, or how much room."""

    def measure(self) -> float:
        """Do it, and return what a unit took, in seconds or in bytes."""


class Contestant(NamedTuple):
    """What has its turn.

    Attributes:
        do: does it all.
        units: how many steps that is.
    """

    do: Callable[[], object]
    units: int = 1

    def measure(self) -> float:
        """Do it, and return how many seconds a unit took."""
        began = perf_counter()
        self.do()
        return (perf_counter() - began) / self.units


class Pair(NamedTuple):
    """What a unit of ours, and one of theirs, took in a turn, in seconds or in bytes."""

    ours: float
    theirs: float


class Contest(NamedTuple):
    """Ours against theirs."""

    ours: Side
    theirs: Side

    def measure(self, pairs: int) -> list[Pair]:
        """Return what so many turns took, after one that is not counted."""
        turns = [Pair(self.ours.measure(), self.theirs.measure()) for _ in range(pairs + 1)]
        return turns[1:]


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Attributes:
        number: its number; a letter tells those of the same number apart.
        what: what of ours is measured.
        against: what against.
        before: the ratio before anybody worked at it; None where there was none.
        goal: the ratio to be reached: how many times as fast ours is, at least; for a `cost`
            how many times as long it takes, at most.
        contests: returns the contests, by name; of several the worst ratio counts.
        cost: whether it is a cost.
    """

    number: str
    what: str
    against: str
    before: float | None
    goal: float
    contests: Callable[[Scale], Mapping[str, Contest]]
    cost: bool = False

    def measure(self, scale: Scale) -> "Measured":
        """Measure it, unless something that it is measured against is not installed."""
        try:
            contests = self.contests(scale)
        except ImportError as error:
            return Measured(self, {}, f"no {error.name}")
        return Measured(self, {name: one.measure(scale.pairs) for name, one in contests.items()})


@dataclass(frozen=True)
class Measured:
    """What was measured of a row.

    Attributes:
        row: the row.
        pairs: what each contest's turns took, by its name.
        lacking: what was lacking, if nothing was measured.
    """

    row: Row
    pairs: Mapping[str, Sequence[Pair]]
    lacking: str = ""

    @cached_property
    def ratios(self) -> dict[str, float]:
        """The median ratio of each contest, by its name."""
        cost = self.row.cost
        return {
            name: median(ours / theirs if cost else theirs / ours for ours, theirs in pairs)
            for name, pairs in self.pairs.items()
        }

    @property
    def worst(self) -> str:
        """The name of the contest with the worst ratio."""
        return (max if self.row.cost else min)(self.ratios, key=lambda name: self.ratios[name])

    @property
    def ratio(self) -> float | None:
        """The ratio; None if nothing was measured."""
        return self.ratios[self.worst] if self.ratios else None

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None if nothing was measured."""
        if self.ratio is None:
            return None
        return self.ratio <= self.row.goal if self.row.cost else self.ratio >= self.row.goal

    def described(self) -> dict[str, Any]:
        """Return it as it is written to a file."""
        row = self.row
        return {
            "number": row.number,
            "what": row.what,
            "against": row.against,
            "before": row.before,
            "goal": {"at most" if row.cost else "at least": row.goal},
            "ratio": self.ratio,
            "reached": self.reached,
            "ratios": self.ratios,
            "seconds": {
                name: dict(zip(Pair._fields, zip(*pairs, strict=True), strict=True))
                for name, pairs in self.pairs.items()
            },
        }


def machine() -> dict[str, Any]:
    """Return what the numbers were measured on."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="minutes"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        **{name: _version(name) for name in ("numpy", "torch", "matplotlib")},
    }


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def started(*arguments: str) -> Contestant:
    """Return a Python of its own, from its start to its end.

    It may keep what it has compiled, so that only the turn that is not counted compiles.
    """
    command = [sys.executable, *arguments]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return Contestant(partial(run, command, env=env, stdout=DEVNULL, check=True))
