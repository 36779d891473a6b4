"""The core, without Qt: problems, algorithms, runs and their traces.

>>> from gdviz.core import configure, record
>>> trace = record(configure(learning_rate=0.01, epochs=100))
>>> trace.outcome, trace.w[-1]
"""

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
