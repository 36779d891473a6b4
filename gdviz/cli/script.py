"""`gdviz script`: the program that computes a run."""

import argparse
from typing import Any

from gdviz.cli.commands import chosen_run, written_to
from gdviz.export.code.styles import STYLES, program
from gdviz.i18n import _


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that `train` has not, and say how the two are compared."""
    parser.description = _(
        "Print the program that computes a run: one that a person would have written, and that"
        " needs nothing of gdviz. Its lines that begin with Epoch, Probe and Predict are those that"
        " 'gdviz train' prints for the same options; the numbers in them agree to about 1e-9, for a"
        " sum in another order has other last digits. A run that diverges is broken off by train,"
        " and goes on in the program."
    )
    text = _("how it is written, one of: {choices}; plain Python unless given")
    text = text.format(choices=", ".join(STYLES))
    parser.add_argument("--style", choices=STYLES, metavar="ID", help=text)


def execute(given: dict[str, Any]) -> int:
    """Write the program of the run that the options describe."""
    style, output = given.pop("style", "python"), given.pop("output", None)
    config, note = chosen_run(given)
    text = program(config, style).text
    with written_to(output) as stream:
        note()
        stream.write(text)
    return 0
