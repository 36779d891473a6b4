"""An ensemble that has come to its end as a table: in words, as CSV, as JSON."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TextIO

from gdviz.core.cancelling import heed
from gdviz.core.numbers import format_number
from gdviz.core.parameters import values_of
from gdviz.core.runs.ensembles import Ends, Ensemble, Group, Share
from gdviz.core.runs.ensembles.ends import DIVERGED, ELSEWHERE, MOVING
from gdviz.core.runs.ensembles.ensemble import OUTCOMES
from gdviz.export.tables import finite, settings_of
from gdviz.i18n import N_, _

Writer = Callable[[Ensemble, TextIO], None]

_IN_NONE = {
    ELSEWHERE: N_("at rest elsewhere"),
    MOVING: N_("still moving"),
    DIVERGED: N_("diverged"),
}
"""Why members are in no group."""


def write_text(ensemble: Ensemble, stream: TextIO) -> None:
    """Write how many ended where, a line each: the share, and where it would be of ever more."""
    ends = Ends.found(ensemble)
    rows = [(group.share, said(group)) for group in ends.groups]
    rows += [(ends.share(group), _(text)) for group, text in _IN_NONE.items()]
    text = _("{members} members, {steps} steps each; of every share 95 % confidence in brackets")
    steps = ensemble.plan.config.total_steps
    stream.write(text.format(members=f"{len(ensemble):,}", steps=f"{steps:,}") + "\n")
    for share, words in rows:
        if share.count:
            stream.write(f"{share.count:7,}  {_written(share)}  {words}\n")


def said(group: Group) -> str:
    """Return what a group is, in words."""
    text = (
        _("minimum {name} with cost {cost}")
        if group.minimum
        else _("saddle point {name} with cost {cost}, down in {index} direction(s)")
    )
    cost = format_number(round(group.cost, 12), 4)
    return " ".join(text.format(name=group.name, cost=cost, index=group.index).split())


def _written(share: Share) -> str:
    low, high = share.interval
    return f"{100 * share.value:5.1f} % [{100 * low:5.1f} – {100 * high:5.1f}]"


def write_csv(ensemble: Ensemble, stream: TextIO) -> None:
    """Write a line a member: where it started and ended, after how many steps, and how."""
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(_header(ensemble))
    table.writerows(_rows(ensemble, Ends.found(ensemble)))


def write_json(ensemble: Ensemble, stream: TextIO) -> None:
    """Write the settings, the groups, and the columns of the CSV."""
    ends, plan = Ends.found(ensemble), ensemble.plan
    columns = zip(*_rows(ensemble, ends), strict=True)
    document = {
        "config": settings_of(plan.config),
        "members": len(ensemble),
        "starts": None if plan.starts is None else plan.starts.id,
        **({} if plan.starts is None else values_of(plan.starts)),
        "seeds": plan.seeds,
        "groups": [_described(group) for group in ends.groups],
        **{name: _counted(ends.share(group)) for name, group in _NAMES.items()},
        "columns": dict(zip(_header(ensemble), columns, strict=True)),
    }
    stream.write(json.dumps(document, allow_nan=False) + "\n")


WRITERS: Mapping[str, Writer] = {"text": write_text, "csv": write_csv, "json": write_json}
"""How an ensemble is written, by the formats of a run."""

_NAMES = {"elsewhere": ELSEWHERE, "moving": MOVING, "diverged": DIVERGED}


def _described(group: Group) -> dict[str, Any]:
    return {
        "kind": "minimum" if group.minimum else "saddle",
        "index": group.index,
        "weights": group.w.tolist(),
        "cost": finite(group.cost),
        "known": None if group.known < 0 else group.known,
        **_counted(group.share),
    }


def _counted(share: Share) -> dict[str, Any]:
    return {"count": share.count, "share": finite(share.value), "interval": [*share.interval]}


def _header(ensemble: Ensemble) -> list[str]:
    dim = ensemble.plan.config.dim
    starts, ends = ([f"{name}{axis}" for axis in range(dim)] for name in ("start", "w"))
    known = ["cost", "steps", "evaluations", "outcome", "group"]
    return ["member", "seed", *starts, *ends, *known]


def _rows(ensemble: Ensemble, ends: Ends) -> Iterator[list[float | str | None]]:
    """Yield each member's cells; its group is a number, from 0, if it came to rest in one."""
    config = ensemble.plan.config
    work = config.algorithm.evaluations(config.problem.n_samples, ensemble.taken - 1)
    for number, (start, w) in enumerate(zip(ensemble.starts, ensemble.w, strict=True)):
        heed()
        group = int(ends.of[number])
        yield [
            number,
            ensemble.plan.seed(number),
            *start.tolist(),
            *map(finite, w.tolist()),
            finite(float(ensemble.cost[number])),
            int(ensemble.taken[number]),
            int(work[number]),
            OUTCOMES[ensemble.outcomes[number]].value,
            group if group >= 0 else None,
        ]
