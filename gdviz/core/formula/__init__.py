"""One small language for costs, models and update rules: written once, and read many ways.

    text -> tokens -> tree -> derivative, values, and what the writers make of it

>>> weights = Names("w1", "w2")
>>> cost = read("(w2 − w1²)² + 0.1·w1", weights)
>>> slope = derivative(cost, "w2")
>>> html(slope)
'2(w<sub>2</sub> − w<sub>1</sub><sup>2</sup>)'
>>> python_function([cost, slope], weights.names)(1.0, 3.0)
(4.1, 4.0)

Nothing that is typed reaches Python's own parser: it knows no 3x, loses where a
mistake was typed, and can be made to fail or to hang. Only what is in the tables of
`operations` can be reached, and nothing recurses, so that length and nesting are
bounded by a count. Numbers stay exact fractions until they are written.
"""

from gdviz.core.formula.derivative import derivative
from gdviz.core.formula.equations import Equation, Equations, read_equations
from gdviz.core.formula.evaluation import evaluate
from gdviz.core.formula.names import Names
from gdviz.core.formula.parser import read
from gdviz.core.formula.tokens import FormulaError
from gdviz.core.formula.tree import Formula
from gdviz.core.formula.writers.html import html
from gdviz.core.formula.writers.latex import latex
from gdviz.core.formula.writers.numpy import numpy_function
from gdviz.core.formula.writers.python import python_function
from gdviz.core.formula.writers.text import text

__all__ = [
    "Equation",
    "Equations",
    "Formula",
    "FormulaError",
    "Names",
    "derivative",
    "evaluate",
    "html",
    "latex",
    "numpy_function",
    "python_function",
    "read",
    "read_equations",
    "text",
]
