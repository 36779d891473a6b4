"""Lessons: what a page sets, shows and asks, in files that a teacher writes with a text editor."""

from gdviz.core.telling.lessons.lesson import OFFERS, Ask, Lesson, LessonStep, Option, Wrong
from gdviz.core.telling.lessons.reading import find_lesson, load_lesson, load_lessons

__all__ = [
    "OFFERS",
    "Ask",
    "Lesson",
    "LessonStep",
    "Option",
    "Wrong",
    "find_lesson",
    "load_lesson",
    "load_lessons",
]
