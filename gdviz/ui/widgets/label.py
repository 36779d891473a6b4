"""A label for texts that are not HTML, with what plain text has not: raised exponents, a sign."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from gdviz.core.numbers import has_exponent
from gdviz.ui import typeset
from gdviz.ui.widgets.icons import inline

_FORMS = Qt.TextFormat


class Label(QLabel):
    """Shows a text as it is written, as it may be a file's or the user's, with exponents raised.

    Where it is HTML, the label must be told so. `text` and `textFormat` return what was set.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Show a text."""
        super().__init__(parent)
        self._text, self._format, self._sign = text, _FORMS.PlainText, ""
        self._spoken = ""
        self._write()

    def setText(self, text: str) -> None:
        """Show a text."""
        self._text = text
        self._write()

    def text(self) -> str:
        """Return the text."""
        return self._text

    def setTextFormat(self, form: Qt.TextFormat) -> None:
        """Take the text for plain, or for HTML."""
        self._format = form
        self._write()

    def textFormat(self) -> Qt.TextFormat:
        """Return what the text is taken for."""
        return self._format

    def show_sign(self, name: str) -> None:
        """Show the sign called that before the text, in its colour; none with an empty name."""
        if name != self._sign:
            self._sign = name
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the sign in the colour and the size that the text has now."""
        super().changeEvent(event)
        if self._sign and event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _write(self) -> None:
        set_here = self._format == _FORMS.PlainText and (self._sign or has_exponent(self._text))
        text, form = (self._set(), _FORMS.RichText) if set_here else (self._text, self._format)
        if form != super().textFormat():
            super().clear()  # the text before is none of that form
            super().setTextFormat(form)
        super().setText(text)
        self._speak(self._text if set_here else "")

    def _speak(self, text: str) -> None:
        """Be read aloud with that text, unless it has a name; Qt would read 10⁶ as 106."""
        if self.accessibleName() == self._spoken != text:
            self._spoken = text
            self.setAccessibleName(text)

    def _set(self) -> str:
        text = typeset.html(self._text)
        if not self._sign:
            return text
        colour = self.palette().color(QPalette.ColorRole.WindowText).name()
        return f"{inline(self._sign, self.fontMetrics().height(), colour)} {text}"
