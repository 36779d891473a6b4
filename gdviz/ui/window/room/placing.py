"""Where a window is on a screen: all of it on one that is there."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget


def within(wanted: QRect, room: QRect, least: QSize) -> QRect:
    """Return what comes nearest to a place, and lies within the room that there is.

    Args:
        wanted: the place that is wanted.
        room: where it is to be.
        least: what it cannot be smaller than, whatever room there is.
    """
    width = max(least.width(), min(wanted.width(), room.width()))
    height = max(least.height(), min(wanted.height(), room.height()))
    left = max(room.left(), min(wanted.left(), room.left() + room.width() - width))
    top = max(room.top(), min(wanted.top(), room.top() + room.height() - height))
    return QRect(left, top, width, height)


def put_on_screen(window: QWidget) -> None:
    """Have a window that is not shown yet lie on a screen, with its title bar.

    It may be larger than the screen, or have been on one that has gone.
    """
    place = window.geometry()
    screen = QGuiApplication.screenAt(place.center()) or QGuiApplication.primaryScreen()
    title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    room = screen.availableGeometry().adjusted(0, title, 0, 0)
    window.setGeometry(within(place, room, window.minimumSize()))
