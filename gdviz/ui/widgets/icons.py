"""Signs from SVG files, in the theme's colours: no font need have them.

They are Tabler's, whose licence lies beside them.
"""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gdviz import resources


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


def _drawn(name: str, size: int, colour: str) -> QPixmap:
    source = resources.path(f"icons/tabler/{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    ratio = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
