"""The commands. What a command has no need of, it does not import."""

import io
import os
import sys
from collections.abc import Sequence

from gdviz.cli.parser import choose_language, complain, make_parser, with_values_joined
from gdviz.i18n import _


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit code; there is no traceback.

    0: done; 1: this machine lacks something; 2: bad input; 130: broken off by the user.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # not every encoding has every character
    try:
        try:
            code = _command(sys.argv[1:] if arguments is None else list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        print(end="", flush=True)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Nobody reads any more, and Python must not try to write the rest when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return complain(str(error), 2)
    except ImportError as error:
        if (error.name or "").startswith("gdviz"):
            raise
        text = _("{reason}. 'gdviz doctor' says what this machine lacks and how to get it")
        return complain(text.format(reason=error), 1)
    return code


def _command(arguments: list[str]) -> int:
    """Read the arguments and do what they say."""
    arguments, language = choose_language(arguments)
    arguments = with_values_joined(arguments)
    parser, train = make_parser()
    if "train" in arguments:
        from gdviz.cli import commands

        commands.add_train_options(train)
    options, rest = parser.parse_known_args(arguments)
    if options.command == "doctor":
        from gdviz import doctor

        return doctor.main(rest)
    if rest:
        parser.error(_("unrecognized arguments: %s") % " ".join(rest))

    from gdviz.cli import commands

    return commands.execute(options.command, {**vars(options), "lang": language})
