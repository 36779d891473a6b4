"""Escape: after how many steps runs have left a saddle point, in several ways."""

from gdviz.ui.features.many.studies.escape.study import EscapeStudy

__all__ = ["EscapeStudy"]
