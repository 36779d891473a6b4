"""`gdviz ensemble`: one run from many starts, or with many seeds."""

import argparse
from typing import Any

from gdviz.cli.commands import add_parameter, chosen_run, format_of, telling, written_to
from gdviz.cli.parser import number
from gdviz.cli.render import write_picture
from gdviz.cli.streams import Progress, complain
from gdviz.core.parameters import InputError, parameters
from gdviz.core.runs.ensembles import STARTS, Ensemble, Normal, Plan, Running, Starts
from gdviz.core.types import RunConfig
from gdviz.export import FORMATS
from gdviz.export.ensembles import WRITERS
from gdviz.export.options import picture_of
from gdviz.i18n import _


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that `train` has not."""
    add_parameter(parser, "members", parameters(Plan)["members"])
    known = ", ".join(STARTS)
    text = _("how starts are drawn: {choices}; near the start with {option}")
    text = text.format(choices=known, option="--spread")
    parser.add_argument("--starts", choices=STARTS, metavar="ID", help=text)
    add_parameter(parser, "spread", parameters(Normal)["spread"])
    text = _("give each member a seed of its own: the run's, and one more for each")
    parser.add_argument("--seeds", action=argparse.BooleanOptionalAction, help=text)
    text = _("write only that member, from 0, as train writes a run")
    parser.add_argument("--member", metavar="K", type=number, help=text)
    parser.add_argument("--format", choices=WRITERS, help=_("how they are written"))


def execute(given: dict[str, Any]) -> int:
    """Run many times, and write where that ends."""
    output = given.pop("output", None)
    drawn = picture_of(output) and "member" not in given
    written = "" if drawn else format_of(given, output)
    own: dict[str, Any] = {
        name: given.pop(name)
        for name in ("members", "starts", "spread", "seeds", "member")
        if name in given
    }
    config, note = chosen_run(given)
    plan = _plan(config, own)
    if drawn:
        what = {"config": config, "state": _seen(own), "step": config.total_steps}
        return write_picture(output, what, note)
    running = Running(plan, frames=())  # nobody sees them on their way
    member = plan.member(_number(own["member"], len(plan))) if "member" in own else None
    with written_to(output) as stream:
        note()
        if "spread" in own and not isinstance(plan.starts, Normal):
            text = _("{option} has no effect without {other}")
            complain(text.format(option="--spread", other="--starts normal"))
        if member is not None:
            with telling(output) as tell:
                FORMATS[written].write(((0, member),), stream, tell)
        else:
            WRITERS[written](_ended(running), stream)
    return 0


def _seen(own: dict[str, Any]) -> dict[str, Any]:
    """Return the window's state in which that is seen."""
    starts = own.get("starts") or ("same" if own.get("seeds") else "")
    many: dict[str, Any] = {name: own[name] for name in ("spread", "seeds") if name in own}
    many |= {"members": int(own["members"])} if "members" in own else {}
    return {"many": {**many, "starts": starts}, "panels": {"workspace": "many"}}


def _ended(running: Running) -> Ensemble:
    """Take all steps, and say how far it is."""
    with Progress() as progress:
        for share in running.advance():
            progress.show(share)
    return running.now()


def _plan(config: RunConfig, own: dict[str, Any]) -> Plan:
    """Return what is run; without a word, from starts drawn as suits the problem."""
    seeds = bool(own.get("seeds", False))
    starts: Starts | None = None
    if "starts" in own or not seeds:
        suits = "net" if STARTS["net"]().suits(config) else "uniform"
        kind = STARTS[own.get("starts", suits)]
        starts = kind(**{name: own[name] for name in parameters(kind) if name in own})
    asked = {name: own[name] for name in parameters(Plan) if name in own}
    return Plan(config, starts=starts, seeds=seeds, **asked)


def _number(given: float, count: int) -> int:
    if not (float(given).is_integer() and 0 <= given < count):
        text = _("--member must be a whole number from 0 to {last}, not {value}")
        raise InputError(text.format(last=count - 1, value=given))
    return int(given)
