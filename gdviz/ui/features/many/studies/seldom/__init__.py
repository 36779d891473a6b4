"""Seldom a bad minimum: one guesses how often nets of each width end badly, and sees."""

from gdviz.ui.features.many.studies.seldom.study import SeldomStudy

__all__ = ["SeldomStudy"]
