"""Programs executed in this process, and what they have to print."""

import contextlib
import io
import re

import numpy as np
import pytest

from gdviz.core import record
from gdviz.core.problems.abilities import HasData
from gdviz.export.code.styles import program

_NUMBER = re.compile(r"-?\d[\d.]*(?:e[-+]?\d+)?|nan|inf")


def output(text):
    """What a program prints, executed in a namespace of its own."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), np.errstate(all="ignore"):
        exec(compile(text, "<program>", "exec"), {"__name__": "__main__"})
    return stream.getvalue()


def told(printed):
    """The lines that are compared: what they say, and their numbers."""
    lines = [
        line for line in printed.splitlines() if line.startswith(("Epoch", "Probe", "Predict"))
    ]
    return [(_NUMBER.sub("#", line), [float(n) for n in _NUMBER.findall(line)]) for line in lines]


def expected(config):
    """What a program of the run has to print, from the recorded run."""
    trace, problem = record(config), config.problem
    steps = config.algorithm.total_steps(problem, 1)
    searches = config.algorithm.searches

    def weights(w):
        return "[" + ", ".join("#" for _ in w) + "]" if len(w) > 1 else "#"

    def predicted(when, w):
        if isinstance(problem, HasData):
            value = float(problem.predict(w, np.array([problem.probe]))[0])
            yield f"Predict ({when} training) # #", [problem.probe, value]

    yield from predicted("before", np.array(config.start))
    for number, loss in enumerate(trace.loss.tolist()):
        w = trace.w[number if searches else number + 1]
        if searches:
            yield f"Probe: # w= {weights(w)} loss= #", [number, *w, loss]
        elif (number + 1) % steps == 0:
            yield f"Epoch: # w= {weights(w)} loss= #", [number // steps, *w, loss]
    yield from predicted("after", trace.w[-1])


def assert_computes(config, style, tolerance=1e-9):
    """The program of that style prints the run's numbers."""
    if style == "torch":
        pytest.importorskip("torch")
    made = program(config, style)
    found, wanted = told(output(made.text)), list(expected(config))
    assert [said for said, _numbers in found] == [said for said, _numbers in wanted]
    for (said, ours), (_said, theirs) in zip(found, wanted, strict=True):
        assert ours == pytest.approx(theirs, rel=tolerance, abs=tolerance, nan_ok=True), said
    return made
