"""Lessons: their menu, the panel that walks through one, and what a class answered."""

from gdviz.ui.features.lessons.feature import Lessons
from gdviz.ui.features.lessons.guesses import Guesses

ORDER = 10

FEATURES = (Lessons, Guesses)
