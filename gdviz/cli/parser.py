"""What the command line may say, as far as that needs no core."""

import argparse
import re
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

from gdviz import __version__
from gdviz.cli.streams import complain
from gdviz.i18n import LANGUAGES, N_, _, set_language, system_language

argparse._ = _  # type: ignore[attr-defined]  # so that its own texts are translated too
_ARGPARSE_TEXTS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)

LISTS = ("problems", "algorithms", "rules", "lessons", "views")

GOES_WITH = {
    "domain": ("function",),
    **dict.fromkeys(("x", "y", "header"), ("data",)),
    **dict.fromkeys(("model", "standardise"), ("data", "samples")),
}
"""Options for a problem of one's own that have no effect without one of others, and which."""

OWN_PROBLEM = {*GOES_WITH, *chain.from_iterable(GOES_WITH.values())}
"""The options for a problem of one's own."""


class Parser(argparse.ArgumentParser):
    """A parser that reports an error in one line, and takes no option by half its name."""

    def __init__(self, **settings: object) -> None:
        """Make a parser, with the settings of argparse's."""
        super().__init__(**{"allow_abbrev": False, **settings})  # type: ignore[arg-type]

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """Refuse `--` as an option's value, of which not every Python makes what it is."""
        if action.option_strings and "--" in arg_strings:
            raise argparse.ArgumentError(action, _("expected one argument"))
        return super()._get_values(action, arg_strings)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print a text; not every Python's own way says when it cannot be written."""
        (file or sys.stdout).write(message)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and exit."""
        sys.exit(complain(message, 2))


def choose_language(arguments: list[str]) -> tuple[list[str], str | None]:
    """Set the language, wherever `--lang` stands; return the other arguments, and what it says."""
    set_language(system_language())
    parser = Parser(add_help=False)
    parser.add_argument("--lang", choices=LANGUAGES)
    options, rest = parser.parse_known_args(arguments)
    if options.lang:
        set_language(options.lang)
    return rest, options.lang


def with_values_joined(arguments: Sequence[str]) -> list[str]:
    """Join options to values with a minus sign, which look like options themselves.

    Any number, a function and a model may begin with one.
    """
    joined: list[str] = []
    for argument in arguments:
        formula = joined[-1:] in (["--function"], ["--model"]) and not argument.startswith("--")
        is_value = formula or re.match(r"-(\.?\d|inf|nan)", argument, re.IGNORECASE)
        if is_value and joined and joined[-1].startswith("--") and "=" not in joined[-1]:
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def number(text: str) -> float:
    """Return the number that an option's value is."""
    try:
        value = float(text)
    except ValueError:
        reason = _("'{text}' is not a number").format(text=text)
        raise argparse.ArgumentTypeError(reason) from None
    # A whole number stays one, so that an error repeats it as it was typed.
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def numbers(text: str) -> tuple[float, ...]:
    """Return the numbers, with commas between them, that an option's value is."""
    return tuple(float(number(part)) for part in text.split(","))


def _range(text: str) -> tuple[float, ...]:
    ends = numbers(text)
    if len(ends) != 2:
        reason = _("'{text}' is not two numbers with a comma between them").format(text=text)
        raise argparse.ArgumentTypeError(reason)
    return ends


def _named_number(text: str) -> tuple[str, float]:
    name, equals, value = text.partition("=")
    if not equals:
        reason = _("'{text}' is not a name, = and a number, such as b=0.5").format(text=text)
        raise argparse.ArgumentTypeError(reason)
    return name.strip(), number(value)


def _add_own_problem(parser: argparse.ArgumentParser) -> None:
    """Add the options for a problem of one's own."""

    def add(name: str, text: str, **settings: Any) -> None:
        parser.add_argument(f"--{name}", default=argparse.SUPPRESS, help=text, **settings)

    text = _("minimise that function of w, or of w1 and w2, such as 'w^4 - 3w^2 + w'")
    add("function", text, metavar="TEXT")
    text = _("what is drawn and searched of the function, for each weight")
    add("domain", text, metavar="LOW,HIGH", type=_range)
    add("data", _("fit a model to the columns of that CSV file"), metavar="FILE")
    text = _("fit a model to these samples, such as '1 2; 2 4; 3 6'")
    add("samples", text, metavar="ROWS")
    add("x", _("the column of the inputs, by name or number"), metavar="NAME")
    add("y", _("the column of the targets, by name or number"), metavar="NAME")
    flag = argparse.BooleanOptionalAction
    add("header", _("whether the file's first row names its columns"), action=flag)
    text = _("linear (y = wx), affine (y = wx + b) or one's own, such as 'a x^2 + b x + c'")
    add("model", text, metavar="MODEL")
    text = _("shift and scale x and y to the mean 0 and the deviation 1")
    add("standardise", text, action=flag)


def _add_own_rule(parser: argparse.ArgumentParser) -> None:
    """Add the option for an update rule of one's own."""
    text = _("follow that rule, such as 'v <- 0.9 v + g; w <- w - a v'")
    parser.add_argument("--rule-text", default=argparse.SUPPRESS, metavar="TEXT", help=text)


def _add_rule_value(parser: argparse.ArgumentParser) -> None:
    """Add the option for a hyper-parameter of a rule of one's own."""
    text = _("set what the rule of your own reads, such as b=0.5; once for each")
    kind = {"type": _named_number, "metavar": "NAME=X"}
    parser.add_argument("--rule-value", action="append", help=text, **kind)  # type: ignore[arg-type]


def make_parser() -> tuple[Parser, dict[str, Parser]]:
    """Return the parser, and those of what runs by name, whose options are still to be added."""
    everywhere = Parser(add_help=False)
    text = _("the language of all texts; the system's unless given")
    everywhere.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=text)
    parser = Parser(
        prog="gdviz",
        parents=[everywhere],
        description=_("See gradient descent, step by step. Without a command, opens the window."),
    )
    text = _("show the version and exit")
    version = f"gdviz {__version__}"
    parser.add_argument("--version", action="version", version=version, help=text)
    parser.add_argument("--lesson", metavar="ID", help=_("open the window on that lesson"))
    _add_own_problem(parser)
    _add_own_rule(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    running: dict[str, Parser] = {}
    for name, text in (
        ("train", _("run without a window and print every epoch")),
        ("ensemble", _("run from many starts, or with many seeds, and print where that ends")),
        ("sweep", _("run at many learning rates and print what comes of each")),
        ("script", _("print the program that computes a run, in Python, numpy or PyTorch")),
        ("render", _("write a picture of a run as PNG, PDF or SVG, without a display")),
    ):
        running[name] = commands.add_parser(
            name, help=text, parents=[everywhere], argument_default=argparse.SUPPRESS
        )
        of_session = _("the run of that session, or of that share code")
        running[name].add_argument("session", nargs="?", metavar="SESSION", help=of_session)
        _add_own_problem(running[name])
        _add_own_rule(running[name])
        _add_rule_value(running[name])
    text = _("list what there is to choose from")
    listing = commands.add_parser("list", help=text, parents=[everywhere])
    listing.add_argument("kind", choices=LISTS)
    listing.add_argument("--format", choices=("text", "json"), default="text")
    text = _("run lessons, and hold what they say against their runs")
    checking = commands.add_parser("check-lesson", help=text, parents=[everywhere])
    text = _("a lesson's file; all of gdviz's own without one")
    checking.add_argument("files", nargs="*", metavar="FILE", type=Path, help=text)
    text = _("say what this machine lacks and how to get it")
    commands.add_parser("doctor", help=text, add_help=False)
    return parser, running
