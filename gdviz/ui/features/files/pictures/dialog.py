"""What the picture is to be: the dialog, with a small one to see."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gdviz.core.parameters import Option, Parameter
from gdviz.export.options import LEAST, MOST, PICTURES
from gdviz.files import replacing_bytes
from gdviz.i18n import LANGUAGES, N_, _, current_language
from gdviz.ui.render.pictures import image
from gdviz.ui.render.taking import Wanted, posed, size_of, subjects, take
from gdviz.ui.theme import GAP, THEMES, scaled
from gdviz.ui.widgets.card import Card, label
from gdviz.ui.widgets.choice_field import ChoiceField
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.form import Form
from gdviz.ui.widgets.message import ask_to_replace, warn

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_SMALL = 420, 300
"""Pixels in which the small picture has room."""

_FORM, _CHOICE = 274, 190
"""Pixels of the form, and of a list in it."""

_PAUSE_MS = 120

_KINDS = {
    "png": Option("PNG", N_("for slides and texts")),
    "pdf": Option("PDF", N_("a page, sharp at any size, whose words can be selected")),
    "svg": Option("SVG", N_("for the web and to be worked on, sharp at any size")),
}


class PictureDialog(QDialog):
    """Asks what is to be seen, as what, how large, in which colours and words.

    Signals:
        saved(Wanted, str): the picture is in the file of that name.
    """

    saved = Signal(object, str)

    def __init__(self, window: "MainWindow", subject: QWidget, last: Wanted) -> None:
        """Ask about a picture of the window, or of a card in it, as it was wanted last."""
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("picture")
        self.setWindowTitle(_("Save picture"))
        self._window = window
        self._subjects = subjects(window)
        self._small = label()
        self._form = Form()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._show)
        name = next(name for name, one in self._subjects.items() if one is subject)
        self._what = self._choice("what", _("What"), _titles(self._subjects), name)
        kinds = {kind: _KINDS[kind] for kind in PICTURES}
        self._format = self._choice("format", _("Format"), kinds, last.format)
        size = last.size if subject is window and last.size else size_of(subject, Wanted())
        self._width = self._length("width", _("Width"), size[0])
        self._height = self._length("height", _("Height"), size[1])
        themes = {one.id: Option(one.title, "") for one in THEMES.values()}
        self._theme = self._choice("colours", _("Colours"), themes, last.theme or window.theme.id)
        languages = {code: Option(title, "") for code, title in LANGUAGES.items()}
        language = last.language or current_language()
        self._language = self._choice("words", _("Language"), languages, language)
        self._save = QPushButton(_("Save…"))
        self._lay_out()
        self._what.valueChanged.connect(self._on_what)
        self._follow()
        self._show()

    def _choice(
        self, name: str, title: str, options: dict[str, Option], chosen: str
    ) -> ChoiceField:
        default = chosen if chosen in options else next(iter(options))
        field = ChoiceField(Parameter(title, "", "", default, options=options))
        field.setFixedWidth(round(scaled(_CHOICE)))
        self._form.add_row(name, field)
        self._form.say(name, title, "")
        field.valueChanged.connect(self._follow)
        return field

    def _length(self, name: str, title: str, pixels: int) -> NumberField:
        within = min(max(pixels, LEAST), MOST)
        about = Parameter(title, "", N_("In pixels."), within, minimum=LEAST, maximum=MOST)
        field = NumberField(about)
        self._form.add_row(name, field)
        self._form.say(name, title, _("In pixels."))
        field.valueChanged.connect(self._follow)
        return field

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.setSpacing(GAP)
        self._small.setFixedSize(*(round(scaled(length)) for length in _SMALL))
        self._small.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._small.setAccessibleName(_("What the picture looks like"))
        self._form.setFixedWidth(round(scaled(_FORM)))
        middle = QHBoxLayout()
        middle.setSpacing(2 * GAP)
        middle.addWidget(self._small)
        side = QVBoxLayout()
        side.addWidget(self._form)
        side.addStretch(1)
        middle.addLayout(side)
        whole.addLayout(middle)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._save.setObjectName("save_it")
        self._save.setProperty("role", "primary")
        self._save.setDefault(True)
        self._save.clicked.connect(self._on_save)
        foot.addWidget(cancel)
        foot.addWidget(self._save)
        whole.addLayout(foot)

    @property
    def subject(self) -> QWidget:
        """What the picture is to be of."""
        return self._subjects[self._what.value()]

    @property
    def wanted(self) -> Wanted:
        """What it is to be."""
        size = int(self._width.value()), int(self._height.value())
        return Wanted(self._format.value(), size, self._theme.value(), self._language.value())

    @Slot()
    def _on_what(self) -> None:
        """Begin with the size that something else has without a word."""
        size = size_of(self.subject, Wanted())
        for field, length in zip((self._width, self._height), size, strict=True):
            field.setValue(min(max(length, LEAST), MOST))
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Have the height follow where the shape stays, and show the picture before long."""
        whole = self.subject is self._window
        self._height.setEnabled(not whole)
        if whole:
            high = size_of(self._window, self.wanted)[1]
            self._height.setValue(min(max(high, LEAST), MOST))
        self._pause.start()

    @Slot()
    def _show(self) -> None:
        ratio = self.devicePixelRatioF()
        with posed(self._window, self.subject, self.wanted) as size:
            room = QSize(*size).scaled(
                self._small.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio
            )
            small = QPixmap.fromImage(image(self.subject, room))
        small.setDevicePixelRatio(ratio)
        self._small.setPixmap(small)

    @Slot()
    def _on_save(self) -> None:
        wanted = self.wanted
        ending = f".{wanted.format}"
        named = "gdviz" if self._what.value() == "window" else f"gdviz-{self._what.value()}"
        title, kind = _("Save picture"), _KINDS[wanted.format].label
        chosen, _kind = QFileDialog.getSaveFileName(
            self, title, f"{named}{ending}", f"{kind} (*{ending})"
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() == ending:
            self._write(path, wanted)
        else:
            path = path.with_name(path.name + ending)
            ask_to_replace(self, path, partial(self._write, path, wanted))

    def _write(self, path: Path, wanted: Wanted) -> None:
        try:
            with replacing_bytes(path) as file:
                file.write(take(self._window, self.subject, wanted))
        except OSError as error:
            reason = error.strerror or str(error)
            text = _("The picture could not be saved: {reason}.").format(reason=reason)
            warn(self._window, text)
            return
        self.saved.emit(self._as_chosen(wanted), path.name)
        self.accept()

    def _as_chosen(self, wanted: Wanted) -> Wanted:
        """Return what was wanted, but for what is as it is in the window."""
        theme = "" if wanted.theme == self._window.theme.id else wanted.theme
        language = "" if wanted.language == current_language() else wanted.language
        return replace(wanted, theme=theme, language=language)


def _titles(found: dict[str, QWidget]) -> dict[str, Option]:
    """Return what there is to take a picture of, in words."""
    return {
        name: Option(one.title.text() if isinstance(one, Card) else _("The whole window"), "")
        for name, one in found.items()
    }
