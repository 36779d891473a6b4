"""The core, without Qt: problems, algorithms, runs and their traces.

>>> from gdviz.core import configure, record
>>> trace = record(configure(learning_rate=0.01, epochs=100))
>>> trace.outcome, trace.w[-1]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdviz.core.catalogue import ALGORITHMS, PARAMETERS, PROBLEMS, RULES, configure
    from gdviz.core.parameters import InputError
    from gdviz.core.runs.outcome import Outcome
    from gdviz.core.runs.run import run
    from gdviz.core.runs.smoothing import smooth
    from gdviz.core.runs.trace import Trace, record
    from gdviz.core.types import Algorithm, Problem, Rule, RunConfig, Step

__all__ = [
    "ALGORITHMS",
    "PARAMETERS",
    "PROBLEMS",
    "RULES",
    "Algorithm",
    "InputError",
    "Outcome",
    "Problem",
    "Rule",
    "RunConfig",
    "Step",
    "Trace",
    "configure",
    "record",
    "run",
    "smooth",
]

_MODULES = {
    "catalogue": ("ALGORITHMS", "PARAMETERS", "PROBLEMS", "RULES", "configure"),
    "parameters": ("InputError",),
    "runs.outcome": ("Outcome",),
    "runs.run": ("run",),
    "runs.smoothing": ("smooth",),
    "runs.trace": ("Trace", "record"),
    "types": ("Algorithm", "Problem", "Rule", "RunConfig", "Step"),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for: who only reads a table waits for no run."""
    for module, names in _MODULES.items():
        if name in names:
            return globals().setdefault(name, getattr(import_module(f"{__name__}.{module}"), name))
    raise AttributeError(name)
