"""Guesses of a class: what several students answered, from their session files."""

from gdviz.ui.features.lessons.guesses.feature import Guesses

__all__ = ["Guesses"]
