"""Experiments to try: runs, how they are shown, what to watch, and what is claimed of them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gdviz import resources
from gdviz.core.catalogue import configure
from gdviz.core.runs.comparison import ACROSS, MOST_KEPT
from gdviz.core.runs.outcome import Verdict
from gdviz.core.telling.source import Source, Text, content_of
from gdviz.core.types import RunConfig
from gdviz.i18n import _

_VERDICTS = tuple(verdict.value for verdict in Verdict)


@dataclass(frozen=True)
class Claims:
    """What the sentence says will be seen, so that it can be held against the runs.

    Where a run has no say in a list, its place is empty.

    Attributes:
        ends: what is to be said of each run's end, by a `Verdict`'s value.
        at: where each run ends, to a fiftieth of the domain's width.
        there: the numbers, from 1, of the runs that get within 1 % of the start's cost above
            the least, in that order, by what they race by; the others never do.
        limit: the learning rate past which the run that is played diverges, to three digits.
    """

    ends: tuple[str, ...] = ()
    at: tuple[tuple[float, ...], ...] = ()
    there: tuple[int, ...] = ()
    limit: float | None = None


@dataclass(frozen=True)
class Experiment:
    """Something to try with one click.

    Attributes:
        id: its name.
        title: its name in words.
        watch: the one sentence of what to watch.
        settings: of each run, as `configure` takes them: first the one that is played, then
            those that are kept beside it.
        speed: steps per second.
        by: what the runs race by, and the loss is drawn against, of `ACROSS`.
        logarithmic: whether the loss's axis is.
        claims: what the sentence says.
    """

    id: str
    title: Text
    watch: Text
    settings: tuple[Mapping[str, Any], ...]
    speed: float
    by: str
    logarithmic: bool
    claims: Claims

    def configs(self) -> tuple[RunConfig, ...]:
        """Return the runs: the one that is played, then those kept beside it."""
        return tuple(configure(**settings) for settings in self.settings)


def load_experiments(path: Path | None = None) -> dict[str, Experiment]:
    """Return the experiments of a file (gdviz's own without one) by id, in their order.

    Raises:
        SourceError: it cannot be read, is not TOML, lacks something or has something unknown.
    """
    path = path or resources.path("experiments.toml")
    return _understood(path, content_of(path))


@lru_cache(maxsize=4)  # each window asks for them
def _understood(path: Path, content: bytes) -> dict[str, Experiment]:
    return _ExperimentSource(path, content).experiments()


class _ExperimentSource(Source):
    """A file of experiments."""

    def experiments(self) -> dict[str, Experiment]:
        """Return them by id."""
        self.table(self.data, (), ("experiments",), ())
        given = self.list_of(self.data["experiments"], "experiments")
        made = [self._experiment(one, "experiments", i) for i, one in enumerate(given)]
        for name, count in Counter(experiment.id for experiment in made).items():
            if count > 1:
                raise self.error(_("two experiments have the id {id}").format(id=name))
        return {experiment.id: experiment for experiment in made}

    def _experiment(self, data: Any, *where: str | int) -> Experiment:
        needed = ("id", "title", "watch", "settings", "claims")
        self.table(data, where, needed, ("beside", "speed", "by", "logarithmic"))
        first = self.settings(data["settings"], {}, *where, "settings")
        beside = self.list_of(data.get("beside", []), *where, "beside")
        if len(beside) > MOST_KEPT:
            text = _("'{key}' has more runs than can be kept: {count}")
            raise self.wrong(text, *where, "beside", count=str(MOST_KEPT))
        others = [self.settings(one, first, *where, "beside") for one in beside]
        return Experiment(
            id=self.word(data["id"], *where, "id"),
            title=self.text(data["title"], *where, "title"),
            watch=self.text(data["watch"], *where, "watch"),
            settings=(first, *others),
            speed=self._positive(data.get("speed", 10), *where, "speed"),
            by=self._one_of(data.get("by", "steps"), tuple(ACROSS), *where, "by"),
            logarithmic=self._switch(data.get("logarithmic", False), *where, "logarithmic"),
            claims=self._claims(data["claims"], 1 + len(others), *where, "claims"),
        )

    def _claims(self, data: Any, count: int, *where: str | int) -> Claims:
        self.table(data, where, (), ("ends", "at", "there", "limit"))
        if not data:
            raise self.wrong(_("'{key}' must say what is to be seen"), *where)

        def each(key: str, take: Callable[..., Any]) -> tuple[Any, ...]:
            given = self.list_of(data.get(key, []), *where, key)
            if key in data and len(given) != count:
                text = _("'{key}' must have one entry for each of the {count} runs")
                raise self.wrong(text, *where, key, count=str(count))
            return tuple(take(one, *where, key) for one in given)

        given = self.list_of(data.get("there", []), *where, "there")
        there = [self.number(one, *where, "there") for one in given]
        if not {*there} <= {*range(1, count + 1)} or len({*there}) < len(there):
            text = _("'{key}' must name runs by their numbers, from 1 to {count}, each once")
            raise self.wrong(text, *where, "there", count=str(count))
        limit = data.get("limit")
        return Claims(
            ends=each("ends", lambda one, *at: self._one_of(one, ("", *_VERDICTS), *at)),
            at=each("at", self._weights),
            there=tuple(map(int, there)),
            limit=None if limit is None else self._positive(limit, *where, "limit"),
        )

    def _weights(self, value: Any, *where: str | int) -> tuple[float, ...]:
        given = self.list_of(value, *where)
        return tuple(self.number(one, *where) for one in given)

    def _positive(self, value: Any, *where: str | int) -> float:
        number = self.number(value, *where)
        if not number > 0:
            raise self.wrong(_("'{key}' must be more than 0"), *where)
        return number

    def _one_of(self, value: Any, known: tuple[str, ...], *where: str | int) -> str:
        if not isinstance(value, str):
            raise self.wrong(_("'{key}' must be a text, and not empty"), *where)
        self.known([value], known, where)
        return value

    def _switch(self, value: Any, *where: str | int) -> bool:
        if not isinstance(value, bool):
            raise self.error(_("{name} must be true or false").format(name=where[-1]), *where)
        return value
