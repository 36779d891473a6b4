"""The commands that need the core; Qt is imported only to open the window."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, TextIO, TypeVar

from gdviz.cli.parser import OWN_PROBLEM, number, numbers
from gdviz.cli.streams import OutputError, Progress, complain
from gdviz.core.algorithms.rules.own import field_called, is_own, own_rule
from gdviz.core.catalogue import (
    CHOICES,
    FORMER,
    PARAMETERS,
    applicable,
    configure,
    lay_over,
    renamed,
)
from gdviz.core.formula import FormulaError
from gdviz.core.parameters import InputError, Parameter
from gdviz.core.runs.outcome import DIVERGENT, Verdict
from gdviz.core.runs.run import Changes
from gdviz.core.telling.explain import explain_ending
from gdviz.core.types import START, RunConfig
from gdviz.export import FORMATS
from gdviz.export.options import option_of, picture_of
from gdviz.files import replacing, replacing_bytes
from gdviz.i18n import _

S = TypeVar("S")


def execute(command: str | None, options: dict[str, Any]) -> int:
    """Execute a command, or open the window without one, and return the exit code."""
    given = {name: value for name, value in options.items() if name not in ("command", "lang")}
    try:
        if command is None:
            return _open_window(options["lang"], given)
        return _train(given) if command == "train" else int(_module_of(command).execute(given))
    except InputError as error:
        return complain(str(error), 2)


def add_options(command: str, parser: argparse.ArgumentParser) -> None:
    """Add an option for everything that can be chosen for a command that runs."""
    _add_run_options(parser)
    if command == "train":
        parser.add_argument("--format", choices=FORMATS, help=_("how the run is written"))
    else:
        _module_of(command).add_options(parser)
    if command != "render":  # which has no other way to write
        text = _("write to that file instead of the terminal")
        parser.add_argument("-o", "--output", metavar="FILE", help=text)


def _module_of(command: str) -> ModuleType:
    """Return what does a command that has a module of its own, imported once it is given."""
    # A module called list would stand for Python's own in its package.
    name = "listing" if command == "list" else command.replace("-", "_")
    return import_module(f"gdviz.cli.{name}")


def _add_run_options(train: argparse.ArgumentParser) -> None:
    """Add an option for everything that can be chosen for a run."""
    text = _("the settings of that lesson, where no other option says otherwise")
    train.add_argument("--lesson", metavar="ID", help=text)
    for name, choices in CHOICES.items():
        text = _("one of: {choices}").format(choices=", ".join(choices))
        train.add_argument(option_of(name), metavar="ID", help=text)
    text = _("Several weights have a comma between them.")
    text = _("{text} {sentence}").format(text=_(START.help), sentence=text)
    train.add_argument("--start", type=numbers, metavar="W", help=text)
    for name, described in PARAMETERS.items():
        add_parameter(train, name, described)
    for name in FORMER:
        switch, unsaid = argparse.BooleanOptionalAction, argparse.SUPPRESS
        train.add_argument(option_of(name), action=switch, default=unsaid, help=unsaid)


def add_parameter(train: argparse.ArgumentParser, name: str, described: Parameter) -> None:
    """Add the option for a hyper-parameter."""
    names = dict.fromkeys((option_of(name), f"--{name.replace('_', '-')}"))
    text = _(described.help).replace("%", "%%")
    if described.type is bool:
        action = argparse.BooleanOptionalAction
        train.add_argument(*names, action=action, default=argparse.SUPPRESS, help=text)
        return
    if described.options:
        span = _("One of: {choices}.").format(choices=", ".join(described.options))
    else:
        span = _("From {low} to below {high}.") if described.below else _("From {low} to {high}.")
        limits = {"low": f"{described.minimum:.12g}", "high": f"{described.maximum:.12g}"}
        span = span.format(**limits)
    text = _("{text} {sentence}").format(text=text, sentence=span)
    kind, shown = (str, "ID") if described.options else (number, "X")
    train.add_argument(*names, dest=name, type=kind, metavar=shown, help=text)


def _open_window(language: str | None, given: dict[str, Any]) -> int:
    """Open the window; where there is no display, train in the terminal instead."""
    from gdviz.cli import own_problem
    from gdviz.core.problems.own_data import DataChoice
    from gdviz.core.telling.lessons import find_lesson

    lesson = None if given["lesson"] is None else find_lesson(given["lesson"])
    opening = given.pop("session", None)
    own = own_problem.take(dict(given))
    rule = _with_own_rule(given).get("rule")

    from gdviz.display import why_no_display

    reason = why_no_display()
    if reason:
        complain(reason)
        return _train(given if opening is None else {"session": opening})

    from gdviz.doctor import missing_libraries

    missing = missing_libraries(window=True)
    if missing:
        return complain_of_missing(missing)

    from gdviz.ui.application.app import open_window

    own_problem.note_unused(given)
    asked: dict[str, Any] = {"data" if isinstance(own, DataChoice) else "function": own}
    if opening is not None:
        asked["opening"] = opening
    return open_window(lesson, language, rule=rule, **asked)


def complain_of_missing(libraries: list[str]) -> int:
    """Say which system libraries are missing, and return the exit code."""
    text = _("Qt needs system libraries that are missing: {names}. Run: gdviz doctor --fix")
    return complain(text.format(names=", ".join(libraries)), 1)


def _train(given: dict[str, Any]) -> int:
    """Run without a window, and write the run."""
    output = given.pop("output", None)
    written = FORMATS[format_of(given, output)]
    changes, note = chosen_changes(given)
    with written_to(output) as stream:
        note()  # only now can the input not be bad any more, of which there is one line and no note
        with telling(output) as tell:
            ending = written.write(changes, stream, tell)
    if ending.verdict in (*DIVERGENT, Verdict.SADDLE):
        complain(explain_ending(ending))
    return 0


def chosen_run(given: dict[str, Any]) -> tuple[RunConfig, Callable[[], None]]:
    """Return the run that the options describe, and what says what there is to say of them.

    Of one whose settings were changed on its way it is the last ones'.

    Raises:
        InputError: they cannot be used.
    """
    changes, note = chosen_changes(given)
    return changes[-1][1], note


def chosen_changes(given: dict[str, Any]) -> tuple[Changes, Callable[[], None]]:
    """Return the run that the options describe, with what is changed on its way, and the same.

    Raises:
        InputError: they cannot be used.
    """
    session = given.pop("session", None)
    base = _of_lesson(given.pop("lesson", None))
    if session is not None:
        from gdviz.cli.session import find_run, settings_of

        chosen = find_run(session)
        if not given:
            return chosen.configs(), lambda: None
        if chosen.changes:
            text = _("settings were changed in the middle of this run: no others can be given")
            raise InputError(text)
        base = settings_of(chosen)
    settings = renamed(_with_own_rule(given))
    say: Callable[[RunConfig], None] | None = None
    if not OWN_PROBLEM.isdisjoint(settings):
        from gdviz.cli import own_problem

        settings, say = own_problem.settle(settings)
    config = configure(**lay_over(base, settings))

    def note() -> None:
        if say is not None:
            say(config)
        _note_unused(settings, config)

    return ((0, config),), note


def _with_own_rule(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is given, with a rule that is typed in the place of one by its name.

    Raises:
        InputError: it is none, there is one by its name too, or it has no such hyper-parameter.
    """
    settings = dict(given)
    typed, values = settings.pop("rule_text", None), settings.pop("rule_value", [])
    if typed is not None:
        if "rule" in settings:
            raise InputError(_("choose one of --rule and --rule-text"))
        try:
            settings["rule"] = own_rule(typed).id
        except FormulaError as error:
            raise at_its_position("rule-text", error) from None
    named = settings.get("rule", "")
    for name, value in values:
        if not is_own(named):
            raise InputError(_("--rule-value has no effect without --rule-text"))
        settings[field_called(own_rule(named), name)] = value
    return settings


def at_its_position(option: str, error: FormulaError) -> InputError:
    """Return the error, with where in the option's value it is."""
    text = _("--{option}, character {position}: {reason}")
    return InputError(text.format(option=option, position=error.position + 1, reason=error))


def _of_lesson(name: str | None) -> Mapping[str, Any]:
    """Return the settings of the lesson called `name`; none without a name.

    Raises:
        InputError: there is no such lesson, or its file is broken.
    """
    if name is None:
        return {}

    from gdviz.core.telling.lessons import find_lesson

    return find_lesson(name).settings


def _note_unused(given: Mapping[str, Any], config: RunConfig) -> None:
    """Say which of the settings given have no effect on the run."""
    algorithm = config.algorithm
    rule = algorithm.rule
    names = [one.id for one in (config.problem, algorithm, rule) if one]
    known = applicable(config.problem, algorithm.id, rule.id if rule else "")
    used = {"problem", "algorithm", *known}
    for name in given:
        if name not in used and not (rule and name == "rule"):
            text = _("{option} has no effect with {choice}")
            complain(text.format(option=option_of(name), choice=", ".join(names)))


@contextmanager
def telling(output: str | None) -> Iterator[Callable[[float], None]]:
    """Say in the terminal how much is done, if what is written does not go there itself."""
    seen = output is None and sys.stdout.isatty()
    with Progress(seen=not seen) as progress:
        yield progress.show


def format_of(given: dict[str, Any], output: str | None) -> str:
    """Take the format out of the options: what is said, or else what the file's name ends in.

    Raises:
        InputError: that is a picture's name.
    """
    if picture_of(output):
        raise InputError(_("a run is no picture: 'gdviz render' draws one"))
    ending = Path(output or "").suffix.lower()[1:]
    return str(given.pop("format", ending if ending and ending in FORMATS else "text"))


@contextmanager
def written_to(name: str | None) -> Iterator[TextIO]:
    """Open what is written to; a file has its name only once it is whole.

    Raises:
        InputError: there can be no such file.
        OutputError: it cannot be written to its end.
    """
    if name is None:
        yield sys.stdout
        return
    with _writing(name, _opened) as stream:
        yield stream


@contextmanager
def written_bytes_to(name: str) -> Iterator[BinaryIO]:
    """Open what bytes are written to, as `written_to` does for text.

    Raises:
        InputError: there can be no such file.
        OutputError: it cannot be written to its end.
    """
    with _writing(name, _opened_for_bytes) as file:
        yield file


@contextmanager
def _writing(name: str, open_it: Callable[[Path], AbstractContextManager[S]]) -> Iterator[S]:
    opened = ExitStack()
    try:
        stream = opened.enter_context(open_it(Path(name)))
    except (OSError, ValueError) as error:  # a ValueError: no system has such a name
        raise InputError(str(OutputError(error, name))) from None
    try:
        with opened:
            yield stream
    except OSError as error:
        raise OutputError(error, name) from None


def _opened(path: Path) -> AbstractContextManager[TextIO]:
    """Open a file to be written; a device or a pipe is not replaced."""
    if path.exists() and not path.is_file():
        return path.open("w", encoding="utf-8", newline="")
    return replacing(path)


def _opened_for_bytes(path: Path) -> AbstractContextManager[BinaryIO]:
    if path.exists() and not path.is_file():
        return path.open("wb")
    return replacing_bytes(path)
