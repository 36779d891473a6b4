"""Kernels: a run's steps computed on floats by functions that formulas are written into."""

from gdviz.core.runs.kernels.blocks import blocks

__all__ = ["blocks"]
