"""Signs are drawn, in the theme's colours, and not letters that a font may lack."""

import pytest
from PySide6.QtGui import QColor, QIcon, QImage

from gdviz.ui import MainWindow
from gdviz.ui.theme import THEMES, faded
from tests.ui.driving import click


def colours(icon: QIcon, mode: QIcon.Mode) -> set[str]:
    """Return the colours that fill a pixel of an icon."""
    image = icon.pixmap(18, mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    found = (image.pixelColor(x, y) for x, y in places)
    return {QColor(colour.rgb()).name() for colour in found if colour.alpha() == 255}


def test_the_bars_signs_are_in_the_themes_colours(window: MainWindow) -> None:
    for look in THEMES.values():
        window.set_theme(look)
        for name, button in window.transport.buttons.items():
            primary = name in ("run", "pause")
            usable, unusable = (
                colours(button.icon(), mode) for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
            )
            assert usable == {look.on_weight if primary else look.text}, (look.id, name)
            assert unusable == {look.muted if primary else faded(look)}, (look.id, name)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_bars_words_are_words(window: MainWindow, language: str) -> None:
    window.set_language(language)
    click(window, "run")
    for name, button in window.transport.buttons.items():
        assert button.text().isalpha() if name in ("run", "pause") else not button.text()
