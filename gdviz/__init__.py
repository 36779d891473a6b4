"""gdviz: see gradient descent, step by step, with every number checkable by hand."""

__version__ = "0.1.0"
