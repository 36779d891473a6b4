"""The dialog that tells of something that went wrong and should not have."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gdviz.i18n import _
from gdviz.ui.theme import GAP, scaled
from gdviz.ui.widgets.card import label

_WIDTH, _DETAILS_HEIGHT = 580, 170

_LONGEST = 300
"""Characters of the error that are shown beside the details, which have it whole."""


class FaultDialog(QDialog):
    """Says what went wrong and what to do, and has the details to copy."""

    def __init__(
        self, what: str, error: str, details: str, file: Path | None, parent: QWidget | None
    ) -> None:
        """Make the dialog.

        Args:
            what: what went wrong, in the user's language.
            error: the exception, as Python says it.
            details: all that is known of it.
            file: where the log is, if there is one.
            parent: the window that it belongs to, if there is one yet.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("fault")
        self.setWindowTitle(_("Error"))
        self.setMinimumWidth(round(scaled(_WIDTH)))
        self._what = label("heading", what, wrap=True)
        cut = error if len(error) <= _LONGEST else f"{error[:_LONGEST]}…"
        self._error = label(text=cut, wrap=True)
        self._error.setProperty("means", "divergence")
        self._advice = label(text=_advice(), wrap=True)
        self._details = QPlainTextEdit(details)
        self._details.setProperty("role", "fixed")
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setFixedHeight(round(scaled(_DETAILS_HEIGHT)))
        self._details.setAccessibleName(_("Details"))
        self._file = label("small", wrap=True)
        if file is None:
            self._file.hide()
        else:
            self._file.setText(_("The log is kept in {file}").format(file=file))
        self._others = label("small")
        self._count = 0
        self._copy, self._close = QPushButton(_("Copy details")), QPushButton(_("Close"))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(GAP)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._what)
        head.addWidget(self._error)
        column.addLayout(head)
        for part in (self._advice, self._details, self._file):
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.addWidget(self._others)
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._close)
        column.addLayout(buttons)
        for text in (self._error, self._file):
            # However long a path without a space is, the dialog stays as wide as it is.
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        named: dict[str, QWidget] = {
            "what": self._what,
            "error": self._error,
            "details": self._details,
            "file": self._file,
            "others": self._others,
            "copy": self._copy,
            "close": self._close,
        }
        for name, widget in named.items():
            widget.setObjectName(f"fault_{name}")
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._on_copy)
        self._close.setProperty("role", "primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self._close.setFocus()

    def count_another(self) -> None:
        """Say that something more has gone wrong meanwhile."""
        self._count += 1
        text = (
            _("{count} more meanwhile.")
            if self._file.isHidden()
            else _("{count} more meanwhile; the log has them.")
        )
        self._others.setText(text.format(count=f"{self._count:,}"))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details.toPlainText())
        self._copy.setText(_("Copied"))


def _advice() -> str:
    return _(
        "This is a mistake in gdviz, not yours. gdviz goes on, but what it was doing may not be"
        " finished. If it happens again, copy the details and send them to whoever looks after"
        " gdviz."
    )
