"""Signs from SVG files, in the theme's colours: no font need have them.

They are Tabler's, whose licence lies beside them; gdviz's own is ours.
"""

from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gdviz import resources

_WINDOW_SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Pixels, from a title bar's to a task switcher's."""


def icon(name: str, size: int, colour: str, disabled: str) -> QIcon:
    """Return the sign called `name`.

    Args:
        name: the file's, without its ending.
        size: its width and height, in pixels of a plain screen.
        colour: what it is drawn in.
        disabled: what it is drawn in where it cannot be used.
    """
    made = QIcon()
    made.addPixmap(_drawn(name, size, colour), QIcon.Mode.Normal)
    made.addPixmap(_drawn(name, size, disabled), QIcon.Mode.Disabled)
    return made


def disclosure(size: int, colour: str) -> QIcon:
    """Return the sign of what opens: it points at what is closed, and down where it is open."""
    made = icon("chevron-right", size, colour, colour)
    made.addPixmap(_drawn("chevron-down", size, colour), QIcon.Mode.Normal, QIcon.State.On)
    return made


def inline(name: str, size: int, colour: str) -> str:
    """Return the sign as HTML, to stand in a line of rich text."""
    return _inline(name, size, colour, pixel_ratio())


def window_icon() -> QIcon:
    """Return gdviz's own sign, in each size that a desktop asks for."""
    source = resources.path("icons/gdviz.svg").read_text("utf-8")
    made = QIcon()
    for size in _WINDOW_SIZES:
        made.addPixmap(_rendered(source, size, 1.0))
    return made


def logo(size: int) -> QPixmap:
    """Return gdviz's own sign, so many pixels of a plain screen wide and high."""
    return _rendered(resources.path("icons/gdviz.svg").read_text("utf-8"), size, pixel_ratio())


def pixel_ratio() -> float:
    """Return how many pixels of the finest screen make one of a plain screen."""
    return max(screen.devicePixelRatio() for screen in QGuiApplication.screens())


@lru_cache(maxsize=64)
def _inline(name: str, size: int, colour: str, ratio: float) -> str:
    return embedded(_rendered(_source(name, colour), size, ratio))


def embedded(picture: QPixmap) -> str:
    """Return a picture as HTML, to stand in a line of rich text, its middle near that of letters.

    It has as many pixels as its device pixel ratio says, and so it is not drawn to scale.
    """
    image = QByteArray()
    buffer = QBuffer(image)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    data = image.toBase64().toStdString()
    width, height = (round(length) for length in picture.deviceIndependentSize().toTuple())
    return (
        f'<img src="data:image/png;base64,{data}" width="{width}" height="{height}"'
        ' style="vertical-align: middle">'
    )


def _drawn(name: str, size: int, colour: str) -> QPixmap:
    return _kept(name, size, colour, pixel_ratio())


@lru_cache(maxsize=256)
def _kept(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    return _rendered(_source(name, colour), size, ratio)


def _source(name: str, colour: str) -> str:
    source = resources.path(f"icons/tabler/{name}.svg").read_text("utf-8")
    return source.replace("currentColor", colour)


def _rendered(source: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(source.encode()))
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
