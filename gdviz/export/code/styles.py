"""The styles, and the program of a run in one of them: it needs nothing of gdviz."""

from gdviz.core.formula import FormulaError
from gdviz.core.parameters import InputError
from gdviz.core.types import RunConfig
from gdviz.export.code.lines import Program
from gdviz.export.code.numpy import Numpy
from gdviz.export.code.python import Python
from gdviz.export.code.style import Style
from gdviz.export.code.torch import Torch

STYLES: dict[str, type[Style]] = {style.id: style for style in (Python, Numpy, Torch)}
"""How a program may be written, by what the command line calls it."""


def program(config: RunConfig, style: str) -> Program:
    """Return the program that computes the run, and prints it as `gdviz train` does.

    Args:
        config: the run.
        style: a key of `STYLES`.

    Raises:
        InputError: a short program cannot have the run's samples, or a formula is too long.
    """
    try:
        return STYLES[style](config).program()
    except FormulaError as error:
        raise InputError(str(error)) from None
