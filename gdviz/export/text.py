"""A run as the course's listings print it."""

from collections import deque
from itertools import groupby
from operator import attrgetter
from typing import TextIO

import numpy as np

from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.outcome import Ending
from gdviz.core.runs.run import Changes
from gdviz.core.telling.explain import explain_ending
from gdviz.core.types import Array, Step
from gdviz.export.formats import Format, Steps, Tell, untold

ORDER = 10


def write_text(changes: Changes, stream: TextIO, tell: Tell = untold) -> Ending:
    """Write what the course's listings print, in their words whatever the language.

    A line an epoch: the weight after its last step, and that step's loss, which
    is of the weight before it. A search has a line for each weight it tried, with
    its cost, and one that names the best.
    """
    steps = Steps(changes, tell)
    config = steps.config
    searches, problem = config.algorithm.searches, config.problem

    def predict(when: str, w: Array) -> None:
        if isinstance(problem, HasData):
            predicted = float(problem.predict(w, np.array([problem.probe]))[0])
            probe = repr(float(problem.probe)).removesuffix(".0")
            stream.write(f"Predict ({when} training) {probe} {predicted}\n")

    predict("before", np.array(config.start))
    for number, group in groupby(steps, attrgetter("epoch")):
        last: Step = deque(group, maxlen=1)[0]
        name, w = ("Probe", last.w) if searches else ("Epoch", last.w + last.delta)
        values = w.tolist()
        stream.write(f"{name}: {number} w= {values if config.dim > 1 else values[0]}")
        stream.write(f" loss= {last.loss}\n")
    ending = steps.ending
    if searches:
        stream.write(explain_ending(ending) + "\n")
    predict("after", ending.w)
    return ending


FORMATS = (Format("text", write_text),)
