"""The commands. What a command has no need of, it does not import."""

import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from gdviz.cli.parser import choose_language, make_parser, with_values_joined
from gdviz.cli.streams import OutputError, complain, prepare, settle
from gdviz.i18n import _


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit code; there is no traceback.

    0: done; 1: this machine lacks something, or something cannot be written; 2: bad
    input; 130: broken off by the user.
    """
    prepare()
    try:
        try:
            code = _command(sys.argv[1:] if arguments is None else list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:  # nobody reads any more, and that is no mistake
        code = 0
    except OutputError as error:
        code = complain(str(error), 1)
    except OSError as error:
        code = complain(str(OutputError(error, error.filename)), 1)
    except MemoryError:
        code = complain(_("there is not enough memory for this"), 1)
    except ImportError as error:
        if (error.name or "").startswith("gdviz"):
            raise
        text = _("{reason}. 'gdviz doctor' says what this machine lacks and how to get it")
        code = complain(text.format(reason=error), 1)
    finally:
        settle(sys.stdout)
        settle(sys.stderr)
    return code


def _command(arguments: list[str]) -> int:
    """Read the arguments and do what they say."""
    gc.disable()  # until they are read nothing is left behind, and what is imported stays
    try:
        do = _read(arguments)
    finally:
        gc.freeze()
        gc.enable()
    return do()


def _read(arguments: list[str]) -> Callable[[], int]:
    """Read the arguments and return what does what they say."""
    arguments, language = choose_language(arguments)
    opening, arguments = _opened_first(with_values_joined(arguments))
    parser, running = make_parser()
    named = next((name for name in running if name in arguments), None)
    if named and len(arguments) > 1:  # else no option need be known
        from gdviz.cli import commands

        commands.add_options(named, running[named])
    options, rest = parser.parse_known_args(arguments)
    if options.command == "doctor":
        from gdviz import doctor

        return partial(doctor.main, rest)
    if rest:
        parser.error(_("unrecognized arguments: %s") % " ".join(rest))

    from gdviz.cli import commands

    given = {**vars(options), "lang": language}
    if opening is not None:
        if options.command is not None:
            parser.error(_("a file stands after the command that uses it"))
        given["session"] = opening
    return partial(commands.execute, options.command, given)


def _opened_first(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Return the file or the share code that the window is to open, if one comes first."""
    first = arguments[0] if arguments else "-"
    opens = first.endswith(".gdviz") or first.startswith("gdviz:")
    if not (opens or first.startswith("-")):
        with suppress(OSError, ValueError):  # no system has such a name
            opens = Path(first).is_file()
    return (first, arguments[1:]) if opens else (None, arguments)
