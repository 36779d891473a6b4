"""Formulas written out: as text, HTML and LaTeX for people, as source for numpy and for floats."""
