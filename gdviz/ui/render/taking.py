"""Taking a picture: of the window or a card in it, so large, in a theme and a language."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from gdviz import i18n
from gdviz.export.options import MOST
from gdviz.ui.render import pictures
from gdviz.ui.theme import THEMES
from gdviz.ui.views.view import View
from gdviz.ui.widgets.card import Card
from gdviz.ui.window.language import speak

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_USUAL = 2
"""Without a word, a picture has so many pixels for each that is seen."""


@dataclass(frozen=True)
class Wanted:
    """What a picture is to be.

    Attributes:
        format: one of `PICTURES`.
        size: its width and height in pixels; None for twice what is seen.
        theme: the theme's id; empty for the window's.
        language: the language's code; empty for that of now.
    """

    format: str = "png"
    size: tuple[int, int] | None = None
    theme: str = ""
    language: str = ""


def subjects(window: "MainWindow") -> dict[str, QWidget]:
    """Return what there is to take a picture of by name: the window, and each card in sight."""
    found: dict[str, QWidget] = {"window": window, **window.all_views.shown}
    others = [card for card in window.findChildren(Card) if card not in found.values()]
    for number, card in enumerate(others):
        if card.isVisible() and card.window() is window and card.title.text():
            found[f"card-{number}"] = card
    return found


def usual_size(subject: QWidget) -> QSize:
    """Return how large its picture is without a word: so fine that it can be shown large."""
    size = subject.size() * _USUAL
    return size * min(1.0, MOST / max(size.width(), size.height()))


def size_of(subject: QWidget, wanted: Wanted) -> tuple[int, int]:
    """Return how large its picture will be, in pixels: a window keeps its shape."""
    usual = usual_size(subject)
    width, height = wanted.size or (usual.width(), usual.height())
    if subject.isWindow():
        height = round(width * subject.height() / subject.width())
    return width, height


def take(window: "MainWindow", subject: QWidget, wanted: Wanted) -> bytes:
    """Return a picture of the window or of a card in it, as what is written to a file."""
    write = {"png": pictures.png, "pdf": pictures.pdf, "svg": pictures.svg}[wanted.format]
    with posed(window, subject, wanted) as size:
        title = subject.title.text() if isinstance(subject, Card) else "gdviz"
        return write(subject, QSize(*size), title)


@contextmanager
def posed(window: "MainWindow", subject: QWidget, wanted: Wanted) -> Iterator[tuple[int, int]]:
    """Have the window as its picture is to be, and return how large that is in pixels.

    A card has the width that it has in the window, and the height that its picture has in
    proportion: a larger picture has everything larger, and is no larger paper with tiny words.
    """
    window.passing.hide()
    with dressed(window, wanted):
        size = size_of(subject, wanted)
        with _as_high(subject, *size):
            yield size


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
    if THEMES[theme] is not window.theme:
        speak(language)
        window.set_theme(THEMES[theme])  # which says everything anew too
    else:
        window.set_language(language)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


@contextmanager
def _as_high(subject: QWidget, width: int, height: int) -> Iterator[None]:
    """Have a card as high as its picture is to be in proportion, then as it was."""
    before = subject.size()
    times = min(width / before.width(), height / subject.minimumSizeHint().height())
    other = QSize(ceil(width / times - 1e-6), ceil(height / times - 1e-6))
    if subject.isWindow() or other == before:
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
