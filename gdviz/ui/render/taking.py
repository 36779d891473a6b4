"""Taking a picture: of the window or a card in it, so large, in a theme and a language."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from gdviz import i18n
from gdviz.ui.render import pictures
from gdviz.ui.theme import THEMES
from gdviz.ui.views.view import View
from gdviz.ui.widgets.card import Card

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

LEAST, MOST = 100, 3840
"""Pixels that a picture is wide and high."""

_USUAL = 2
"""Without a word, a picture has so many pixels for each that is seen."""


@dataclass(frozen=True)
class Wanted:
    """What a picture is to be.

    Attributes:
        format: one of `pictures.FORMATS`.
        size: its width and height in pixels; None for twice what is seen.
        theme: the theme's id; empty for the window's.
        language: the language's code; empty for that of now.
    """

    format: str = "png"
    size: tuple[int, int] | None = None
    theme: str = ""
    language: str = ""


def subjects(window: "MainWindow") -> dict[str, QWidget]:
    """Return what there is to take a picture of, by name: the window, then each card that is seen."""
    found: dict[str, QWidget] = {"window": window}
    for name, view in window.all_views.shown.items():
        found[name] = view
    others = [card for card in window.findChildren(Card) if card not in found.values()]
    for number, card in enumerate(others):
        if card.isVisible() and card.title.text():
            found[f"card-{number}"] = card
    return found


def usual_size(widget: QWidget) -> QSize:
    """Return how large its picture is without a word: so fine that it can be shown large."""
    size = widget.size() * _USUAL
    return size * min(1.0, MOST / max(size.width(), size.height()))


def take(window: "MainWindow", subject: QWidget, wanted: Wanted) -> bytes:
    """Return a picture of the window or of a card in it, as what is written to a file.

    A card has the width that it has in the window, and the height that its picture is to have: so a
    larger picture has everything larger, and is no larger piece of paper with tiny words.
    """
    with dressed(window, wanted):
        usual = usual_size(subject)
        width, height = wanted.size or (usual.width(), usual.height())
        with _as_high(window, subject, width, height):
            title = subject.title.text() if isinstance(subject, Card) else "gdviz"
            write = {"png": pictures.png, "pdf": pictures.pdf, "svg": pictures.svg}[wanted.format]
            return write(subject, QSize(width, height), title)


@contextmanager
def dressed(window: "MainWindow", wanted: Wanted) -> Iterator[None]:
    """Have the window in a theme and a language, then as it was: until then it is not painted."""
    theme, language = window.theme, i18n.current_language()
    other = THEMES.get(wanted.theme, theme)
    if other is theme and wanted.language in ("", language):
        yield
        return
    try:
        _dress(window, other.id, wanted.language or language)
        yield
    finally:
        _dress(window, theme.id, language)


def _dress(window: "MainWindow", theme: str, language: str) -> None:
    if language != i18n.current_language():
        window.set_language(language)
    if THEMES[theme] is not window.theme:
        window.set_theme(THEMES[theme])
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


@contextmanager
def _as_high(window: "MainWindow", subject: QWidget, width: int, height: int) -> Iterator[None]:
    """Have a card as high as its picture is to be in proportion, then as it was."""
    before = subject.size()
    times = min(width / before.width(), height / subject.minimumSizeHint().height())
    other = QSize(ceil(width / times - 1e-6), ceil(height / times - 1e-6))
    if subject is window or other == before:
        yield
        return
    try:
        _resize(subject, other)
        yield
    finally:
        _resize(subject, before)


def _resize(subject: QWidget, size: QSize) -> None:
    subject.resize(size)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    if isinstance(subject, View):
        subject.refresh()
