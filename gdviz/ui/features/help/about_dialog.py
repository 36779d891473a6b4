"""What gdviz is: version, licence, what it is made with, and how to cite it."""

import platform

import numpy as np
import pyqtgraph as pg
import PySide6
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gdviz import __version__
from gdviz.i18n import _
from gdviz.ui.theme import GAP, scaled
from gdviz.ui.widgets.card import Note, label
from gdviz.ui.widgets.icons import logo
from gdviz.ui.widgets.label import Label

_WIDTH, _LOGO = 412, 64

CITATION = (
    "The gdviz authors (2026). gdviz: gradient descent, step by step, with every number checkable"
    f" by hand (version {__version__}) [Computer software]."
)
"""As CITATION.cff has it; a title is not translated."""

_MADE_WITH = {
    "Python": (platform.python_version(), "https://www.python.org"),
    "Qt": (PySide6.__version__, "https://doc.qt.io/qtforpython-6"),
    "pyqtgraph": (pg.__version__, "https://www.pyqtgraph.org"),
    "numpy": (np.__version__, "https://numpy.org"),
    "Tabler Icons": ("", "https://tabler.io/icons"),
}
"""Each with its version and its address."""


class AboutDialog(QDialog):
    """Says what gdviz is; the citation can be copied, and the addresses opened."""

    def __init__(self, parent: QWidget) -> None:
        """Make the dialog."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("about")
        self.setWindowTitle(_("About gdviz"))
        self._citation = Note()
        self._citation.setFixedWidth(round(scaled(_WIDTH)))
        self._citation.say(CITATION)
        self._copy, self._close = QPushButton(_("Copy")), QPushButton(_("Close"))
        self._copy.setObjectName("about_copy")
        self._copy.setAutoDefault(False)
        self._copy.setAccessibleName(_("Copy the citation"))
        self._copy.clicked.connect(self._on_copy)
        self._close.setProperty("role", "primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self._lay_out()
        self._close.setFocus()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(GAP)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)  # on a low screen too
        whole.addLayout(self._head())
        whole.addLayout(_versions())
        whole.addSpacing(4)
        whole.addWidget(label("title", _("How to cite it")))
        whole.addWidget(self._citation)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        whole.addLayout(buttons)

    def _head(self) -> QHBoxLayout:
        sign = Label()
        sign.setPixmap(logo(round(scaled(_LOGO))))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label("number", f"gdviz {__version__}"))
        purpose = _("See gradient descent, step by step, with every number checkable by hand.")
        words.addWidget(label(text=purpose, wrap=True))
        words.addWidget(label("muted", _("© 2026 The gdviz authors. Free software, MIT licence.")))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(CITATION)
        self._copy.setText(_("Copied"))


def _versions() -> QGridLayout:
    """Return what gdviz is made with, a row each: the name, the version, the address."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(2, 1)
    grid.addWidget(label("title", _("Made with")), 0, 0, 1, 3)
    for row, (name, (version, address)) in enumerate(_MADE_WITH.items(), 1):
        link = label()
        link.setTextFormat(Qt.TextFormat.RichText)
        link.setText(f'<a href="{address}">{address.removeprefix("https://")}</a>')
        link.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        link.setOpenExternalLinks(True)
        link.setAccessibleName(address)
        for column, part in enumerate((label(text=name), label("muted", version), link)):
            grid.addWidget(part, row, column)
    return grid
