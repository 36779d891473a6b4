"""`gdviz sweep`: one run at many learning rates, and momenta, or under every rule."""

import argparse
from collections.abc import Iterator
from typing import Any, Protocol, TypeVar

from gdviz.cli.commands import add_parameter, chosen_run, format_of, written_to
from gdviz.cli.render import write_picture
from gdviz.cli.streams import Progress, complain
from gdviz.core.parameters import InputError, parameters
from gdviz.core.runs.best_rates import best_rates
from gdviz.core.runs.settings import Settings
from gdviz.core.runs.sweep import KINDS, Range, has_momentum, sweep
from gdviz.core.types import Array
from gdviz.export.options import picture_of
from gdviz.export.sweeps import RULES_WRITERS, WRITERS
from gdviz.i18n import _


class _Moment(Protocol):
    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""


M = TypeVar("M", bound=_Moment)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that `train` has not."""
    for name, described in parameters(Range).items():
        add_parameter(parser, name, described)
    text = _("sweep the momentum too, from 0 to 0.95")
    parser.add_argument("--map", action="store_true", help=text)
    text = _("sweep every update rule, and write each at the rate that suits it best")
    parser.add_argument("--rules", action="store_true", help=text)
    parser.add_argument("--format", choices=WRITERS, help=_("how they are written"))


def execute(given: dict[str, Any]) -> int:
    """Run at many learning rates, and write what comes of each."""
    output = given.pop("output", None)
    drawn = picture_of(output)
    written = "" if drawn else format_of(given, output)
    kind = "map" if given.pop("map", False) else "curve"
    rules = given.pop("rules", False)
    range_given = {name: given.pop(name) for name in parameters(Range) if name in given}
    if rules and (kind == "map" or range_given):
        raise InputError(_("--rules sweeps the whole range, and no momentum"))
    config, note = chosen_run(given)
    if config.algorithm.searches:
        raise InputError(_("A search has no learning rate. Choose a descent as the algorithm."))
    if kind == "map" and not has_momentum(config):
        raise InputError(_("This update rule has no momentum."))
    if drawn:
        if rules or range_given:
            raise InputError(_("a picture is of the sweep that the window has: of all its rates"))
        seen = {"sweep": {"open": True, "kind": kind}, "panels": {"workspace": "compare"}}
        what = {"config": config, "state": seen, "step": config.total_steps}
        return write_picture(output, what, note)
    rates = _rates(kind, range_given)
    with written_to(output) as stream:
        note()
        _note_swept(given, kind, rules=rules)
        if rules:
            RULES_WRITERS[written](_last(best_rates(Settings.of(config))), stream)
        else:
            WRITERS[written](_last(sweep(config, rates, KINDS[kind][1])), stream)
    return 0


def _rates(kind: str, given: dict[str, Any]) -> Array:
    """Return the learning rates: those that the window sweeps, unless others are given."""
    usual, _momenta = KINDS[kind]
    return Range(**{"count": len(usual), **given}).rates


def _note_swept(given: dict[str, Any], kind: str, *, rules: bool) -> None:
    """Say which of the settings given are not heeded, because they are swept."""
    swept = {"learning_rate": "--lr"}
    swept |= {"momentum": "--momentum"} if kind == "map" else {}
    swept |= {"rule": "--rule"} if rules else {}  # one that is typed is swept with the others
    for name, option in swept.items():
        if name in given:
            text = _("{option} has no effect with {choice}")
            complain(text.format(option=option, choice="gdviz sweep"))


def _last(moments: Iterator[M]) -> M:
    """Compute to the end, and say how far it is."""
    with Progress() as progress:
        for now in moments:
            progress.show(now.share)
    return now
