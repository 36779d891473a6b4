"""Printing: what is seen, as large as the page holds it, in the colours of paper."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from gdviz.i18n import _
from gdviz.ui.render import pictures
from gdviz.ui.render.taking import Wanted, dressed
from gdviz.ui.widgets.message import warn

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


def ask_to_print(window: "MainWindow", subject: QWidget) -> None:
    """Ask for a printer, and print there."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    wide = subject.width() > subject.height()
    ways = QPageLayout.Orientation
    printer.setPageOrientation(ways.Landscape if wide else ways.Portrait)
    dialog = QPrintDialog(printer, window)
    dialog.setWindowTitle(_("Print"))
    dialog.accepted.connect(lambda: print_on(printer, window, subject))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own wants to be told where to


def print_on(printer: QPrinter, window: "MainWindow", subject: QWidget) -> None:
    """Print a picture, in a light theme, in the middle of a page."""
    light = Wanted(theme=window.theme.id.replace("dark", "light"))
    painter = QPainter()
    if not painter.begin(printer):
        warn(window, _("It could not be printed: the printer cannot be reached."))
        return
    with painter, dressed(window, light):
        page = printer.pageLayout().paintRectPixels(printer.resolution())
        wide, high = subject.width(), subject.height()
        times = min(page.width() / wide, page.height() / high)
        painter.translate((page.width() - times * wide) / 2, (page.height() - times * high) / 2)
        pictures.paint(subject, painter, times)
