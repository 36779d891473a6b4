"""Lessons: their menu, and the panel that walks through one."""

from gdviz.ui.features.lessons.feature import Lessons

ORDER = 10

FEATURES = (Lessons,)
