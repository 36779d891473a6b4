"""A sweep as a table, and what all rules come to at their best: in words, as CSV, as JSON."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TextIO

from gdviz.core.cancelling import heed
from gdviz.core.numbers import format_number
from gdviz.core.runs.best_rates import Best, BestRates
from gdviz.core.runs.sweep import Region, Sweep, limits
from gdviz.core.telling.sweeps import NO_BREAK, REGIONS, named, summarise
from gdviz.export.tables import Cell, finite, settings_of
from gdviz.i18n import _, sentences

Writer = Callable[[Sweep, TextIO], None]
RulesWriter = Callable[[BestRates, TextIO], None]


def write_text(sweep: Sweep, stream: TextIO) -> None:
    """Write what there is to say of a finished sweep, and a line a run: its cost at the end."""
    text = _("{runs} runs of {steps} steps each")
    runs, steps = sweep.cost.size, sweep.config.total_steps
    stream.write(text.format(runs=f"{runs:,}", steps=f"{steps:,}") + "\n")
    stream.write(sentences(*summarise(sweep)).replace(NO_BREAK, " ") + "\n")
    cells = [
        (row, column) for row, columns in enumerate(sweep.cost) for column in range(len(columns))
    ]
    names = [named(sweep, *cell).replace(NO_BREAK, " ") for cell in cells]
    width = max(map(len, names))
    for name, cell in zip(names, cells, strict=True):
        region = _(REGIONS.get(Region(sweep.regions[cell]), ""))
        line = f"{name:{width}}  {format_number(sweep.cost[cell]):12}  {region}"
        stream.write(line.rstrip() + "\n")


def write_csv(sweep: Sweep, stream: TextIO) -> None:
    """Write a line a run of a finished sweep: what is its own, and where, when and how it ended."""
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(_header(sweep))
    table.writerows(_rows(sweep))


def write_json(sweep: Sweep, stream: TextIO) -> None:
    """Write the settings that all runs have, the best run, the limits, and the CSV's columns.

    There is a limit for each momentum, None where none is known.
    """
    header, rows = _header(sweep), [*_rows(sweep)]
    best = sweep.best
    place = None if best is None else best[0] * len(sweep.learning_rates) + best[1]
    document = {
        "config": _shared(sweep),
        "best": None if place is None else dict(zip(header, rows[place], strict=True)),
        "limits": limits(sweep.config, sweep.momenta),
        "columns": dict(zip(header, zip(*rows, strict=True), strict=True)),
    }
    stream.write(json.dumps(document, allow_nan=False) + "\n")


WRITERS: Mapping[str, Writer] = {"text": write_text, "csv": write_csv, "json": write_json}
"""How a sweep is written, by the formats of a run."""


def _swept(sweep: Sweep) -> list[str]:
    return ["learning_rate", *(["momentum"] if sweep.momenta else [])]


def _shared(sweep: Sweep) -> dict[str, Any]:
    """Return the settings but for those that are swept."""
    settings = settings_of(sweep.config)
    return {name: value for name, value in settings.items() if name not in _swept(sweep)}


def _header(sweep: Sweep) -> list[str]:
    weights = [f"w{axis}" for axis in range(sweep.config.dim)]
    return [
        *_swept(sweep),
        *weights,
        "cost",
        "steps",
        "evaluations",
        "outcome",
        "verdict",
        "region",
    ]


def _rows(sweep: Sweep) -> Iterator[list[Cell]]:
    """Yield each run's cells, those of the first momentum first."""
    for row, momentum in enumerate(sweep.momenta or [None]):
        heed()
        for column, rate in enumerate(sweep.learning_rates.tolist()):
            ending = sweep.ending(row, column)
            yield [
                rate,
                *([] if momentum is None else [momentum]),
                *map(finite, ending.w.tolist()),
                finite(float(sweep.cost[row, column])),
                ending.steps,
                ending.evaluations,
                ending.outcome.value,
                ending.verdict.value,
                Region(sweep.regions[row, column]).name.lower(),
            ]


def write_rules_text(rates: BestRates, stream: TextIO) -> None:
    """Write a line a rule: its best rate, and the cost that it ends with there."""
    width = max(len(best.settings.rule) for best in rates.found)
    for best in rates.found:
        rate, cost = format_number(_rate(best)), finite(best.cost)
        ends = _("diverges at every rate")
        known = ends if cost is None else f"α = {rate:8}  {format_number(cost)}"
        stream.write(f"{best.settings.rule:{width}}  {known}\n")


def write_rules_csv(rates: BestRates, stream: TextIO) -> None:
    """Write a line a rule: its best rate, if there is one, and the cost there."""
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["rule", "learning_rate", "cost"])
    for best in rates.found:
        cost = finite(best.cost)
        table.writerow([best.settings.rule, None if cost is None else _rate(best), cost])


def write_rules_json(rates: BestRates, stream: TextIO) -> None:
    """Write the settings of each rule's best run, and the cost that it ends with."""
    runs = [
        {"config": settings_of(best.settings.config()), "cost": finite(best.cost)}
        for best in rates.found
    ]
    stream.write(json.dumps({"rules": runs}, allow_nan=False) + "\n")


RULES_WRITERS: Mapping[str, RulesWriter] = {
    "text": write_rules_text,
    "csv": write_rules_csv,
    "json": write_rules_json,
}
"""How the best rates of all rules are written, by the formats of a run."""


def _rate(best: Best) -> float:
    settings = best.settings
    return float(settings.value(settings.effective["learning_rate"]))
