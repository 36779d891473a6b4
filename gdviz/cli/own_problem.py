"""A problem of one's own on the command line: a function, or data, in a file or typed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gdviz.cli.commands import at_its_position
from gdviz.cli.parser import GOES_WITH, OWN_PROBLEM
from gdviz.cli.streams import complain
from gdviz.core.catalogue import configure
from gdviz.core.formula import FormulaError
from gdviz.core.parameters import InputError, values_of
from gdviz.core.problems.data import Source, Typed, preview
from gdviz.core.problems.expression import Expression, parse
from gdviz.core.problems.own_data import (
    DataChoice,
    Fits,
    explain_standardising,
    find_model,
    fit,
    regression,
)
from gdviz.core.types import Problem, RunConfig
from gdviz.i18n import _


def take(given: dict[str, Any]) -> Expression | DataChoice | None:
    """Take the options that name a problem of one's own out of `given`, and return it.

    Raises:
        InputError: it cannot be used, or there are several problems.
    """
    problems = [name for name in ("problem", "function", "data", "samples") if name in given]
    if len(problems) > 1:
        raise InputError(_("choose one of --problem, --function, --data and --samples"))
    taken = {name: given.pop(name) for name in OWN_PROBLEM if name in given}
    if "function" in taken:
        return _function(taken)
    if "samples" in taken:
        typed = Typed(taken["samples"])
        typed.read()  # a row that cannot be used is said before a window opens
        return _choice(typed, taken)
    return _data(taken) if "data" in taken else None


def note_unused(given: Mapping[str, Any]) -> None:
    """Say which of the options given have no effect without another."""
    for name, others in GOES_WITH.items():
        if name in given and given.keys().isdisjoint(others):
            text = _("{option} has no effect without {other}")
            either = _(" or ").join([f"--{other}" for other in others])
            complain(text.format(option=f"--{name}", other=either))


def _function(taken: dict[str, Any]) -> Expression:
    text = taken["function"]
    try:
        made = parse(text, taken["domain"]) if "domain" in taken else parse(text)
    except FormulaError as error:
        raise at_its_position("function", error) from None
    configure(problem=made)  # a start that cannot be used is said before a window opens
    return made


def _data(taken: dict[str, Any]) -> DataChoice:
    """Return what is chosen, after a look at how the file begins."""
    columns = (taken.get("x"), taken.get("y"))
    source = Source(Path(taken["data"]), *columns, taken.get("header"))
    preview(source.path, source.header).choose(*columns)
    return _choice(source, taken)


def _choice(source: Source | Typed, taken: Mapping[str, Any]) -> DataChoice:
    """Return what is chosen of data, and to do with them."""
    choice = DataChoice(source)
    model = taken.get("model", choice.model)
    try:
        find_model(model)
    except FormulaError as error:
        raise at_its_position("model", error) from None
    return DataChoice(source, model, taken.get("standardise", choice.standardised))


def settle(settings: dict[str, Any]) -> tuple[dict[str, Any], Callable[[RunConfig], None]]:
    """Put the problem of one's own into the settings, in the place of the options for it.

    Returns:
        the settings, and what says to the run that comes of them what there is to say.

    Raises:
        InputError: the options, the data or the model on it cannot be used.
    """
    settled = dict(settings)
    own = take(settled)
    fits: Fits | None = None
    if isinstance(own, DataChoice):
        settled["problem"], fits = _read(own)
    elif own is not None:
        settled["problem"] = own

    def note(config: RunConfig) -> None:
        note_unused(settings)
        if fits is not None:
            varied = fits.vary(values_of(config.problem))
            complain(f"--standardise: {explain_standardising(varied, config.algorithm)}")

    return settled, note


def _read(choice: DataChoice) -> tuple[Problem, Fits | None]:
    """Return the regression on the data, and what tells what standardising has done."""
    samples = choice.source.read()
    if not choice.standardised:
        return regression(samples, choice.model), None
    fits = fit(samples, choice.model)
    if isinstance(fits.standardised, InputError):
        raise fits.standardised
    return fits.standardised, fits
