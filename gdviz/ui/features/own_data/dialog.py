"""The dialog that one's own data is opened with: a look at it, and what is to be made of it."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gdviz.core import Algorithm
from gdviz.core.parameters import InputError, Value
from gdviz.core.problems.data import DataError, Preview, Source, Typed, preview
from gdviz.core.problems.own_data import MODELS, DataChoice
from gdviz.i18n import N_, _, sentences
from gdviz.playback.loader import Loaded, Loader, Question
from gdviz.playback.time_left import TimeLeft
from gdviz.ui.features.own_data.first_rows import FirstRows
from gdviz.ui.features.own_data.model_editor import ModelEditor
from gdviz.ui.features.own_data.typed_rows import TypedRows
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.card import label, restyle
from gdviz.ui.widgets.sliders import Toggle

_WIDTH, _GAP = 620, 10
_EXPLANATION_HEIGHT, _STATUS_HEIGHT = 54, 36
"""Three lines and two, so that nothing moves while texts come and go."""

_LONGEST_NAME = 360

_OWN = "own"
"""What stands for one's own model, whatever it is, in the list of models."""

_FINEST = 1000
"""Steps of the progress bar."""

_DELIMITERS = {",": N_("commas"), ";": N_("semicolons"), "\t": N_("tabs")}
_ENCODINGS = {"utf-8-sig": "UTF-8", "gb18030": "GBK"}


class DataDialog(QDialog):
    """Shows how a file begins, or what is typed; model and scale are chosen while it is read.

    Signals:
        chosen(OwnRegression): the user has opened the data.
    """

    chosen = Signal(object)

    def __init__(
        self,
        loader: Loader,
        algorithm: Algorithm,
        settings: Mapping[str, Value],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        """Make the dialog for data that `algorithm` will be run on, with those settings."""
        super().__init__(parent)
        self._loader = loader
        self._algorithm = algorithm
        self._settings = settings
        self._layout: Preview | None = None
        self._loaded: Loaded | None = None
        self._left = TimeLeft()
        self._file, self._how = label("title"), label("muted")
        self._table, self._rows = FirstRows(theme), TypedRows(theme)
        self._header, self._standardised = Toggle(), Toggle()
        self._columns = {"x": QComboBox(), "y": QComboBox()}
        self._model, self._own_model = QComboBox(), ModelEditor(theme)
        self._explanation = label("small", wrap=True)
        self._progress = QProgressBar()
        self._status = label("small", wrap=True)
        self._open, self._cancel = QPushButton(), QPushButton()
        self._fields: dict[str, QWidget] = {
            "header": self._header,
            **self._columns,
            "model": self._model,
            "standardised": self._standardised,
        }
        self._captions = {name: label() for name in self._fields}
        self._lay_out()
        self._name()
        for toggle in (self._header, self._standardised):
            toggle.restyle(theme)
        self._connect()

    def _lay_out(self) -> None:
        self.setMinimumWidth(round(scaled(_WIDTH)))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(_GAP)
        column.addLayout(_row(self._file, self._how, None))
        column.addWidget(self._table)
        column.addWidget(self._rows)
        column.addLayout(self._form())
        column.addWidget(self._progress)
        column.addWidget(self._status)
        column.addStretch(1)
        column.addLayout(_row(None, self._cancel, self._open))
        for text in (self._file, self._how, self._explanation, self._status):
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
        # However long a path without a space is, the dialog stays as wide as it is.
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._show_editor()
        self._status.setMinimumHeight(round(scaled(_STATUS_HEIGHT)))
        self._progress.setRange(0, _FINEST)
        self._progress.setTextVisible(False)
        self._open.setProperty("role", "primary")
        self._open.setDefault(True)
        self._cancel.setAutoDefault(False)

    def _form(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for name, field in self._fields.items():
            row = grid.rowCount()
            grid.addWidget(self._captions[name], row, 0)
            grid.addWidget(field, row, 1)
            if field is self._model:
                grid.addWidget(self._own_model, row + 1, 1)
        grid.addWidget(self._explanation, grid.rowCount(), 0, 1, 2)
        for choice in (*self._columns.values(), self._model):
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        for name, model in MODELS.items():
            self._model.addItem(f"y = {model.formula}", name)
        self._model.addItem(_("Your own model…"), _OWN)
        return grid

    def _name(self) -> None:
        """Say what everything is."""
        self.setWindowTitle(_("Open data"))
        titles = {
            "header": _("The first row names the columns"),
            "x": _("x, the input"),
            "y": _("y, to be predicted"),
            "model": _("Model"),
            "standardised": _("Standardise x and y"),
        }
        for name, field in self._fields.items():
            field.setObjectName(f"data_{name}")
            field.setAccessibleName(titles[name])
            self._captions[name].setText(titles[name])
        self._table.setAccessibleName(_("The first rows"))
        self._progress.setAccessibleName(_("How much of the file has been read"))
        self._open.setText(_("Open"))
        self._cancel.setText(_("Cancel"))
        for name, widget in {
            "table": self._table,
            "explanation": self._explanation,
            "progress": self._progress,
            "status": self._status,
            "open": self._open,
            "cancel": self._cancel,
        }.items():
            widget.setObjectName(f"data_{name}")

    def _connect(self) -> None:
        self._header.toggled.connect(self._on_header)
        for choice in (*self._columns.values(), self._model):
            choice.currentIndexChanged.connect(self._load)
        self._own_model.changed.connect(self._load)
        self._rows.changed.connect(self._load)
        self._standardised.toggled.connect(self._judge)
        self._loader.progressed.connect(self._on_progressed)
        self._loader.computed.connect(self._on_computed)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_failed)
        self._open.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.reject)

    def show_choice(self, choice: DataChoice) -> None:
        """Show how a file begins, or what is typed, and begin to read it."""
        with QSignalBlocker(self._model), QSignalBlocker(self._standardised):
            listed = choice.model in MODELS
            self._model.setCurrentIndex(self._model.findData(choice.model if listed else _OWN))
            self._standardised.setChecked(choice.standardised)
        if not listed:
            self._own_model.show_model(choice.model)
        source = choice.source
        of_file = (self._file, self._how, self._table, self._header, *self._columns.values())
        captions = (self._captions[name] for name in ("header", *self._columns))
        for one in (*of_file, *captions):
            one.setVisible(isinstance(source, Source))
        self._rows.setVisible(isinstance(source, Typed))
        if isinstance(source, Typed):
            self.setWindowTitle(_("Type or paste data"))
            self._rows.show_samples(source)
            self._rows.setFocus()
            self._load()
        else:
            self._name_file(source.path.name)
            self._look(source)

    def _name_file(self, name: str) -> None:
        metrics, width = self._file.fontMetrics(), round(scaled(_LONGEST_NAME))
        self._file.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width))

    def _look(self, source: Source) -> None:
        self._loader.cancel()
        self._loaded = None
        try:
            self._layout = preview(source.path, source.header)
        except DataError as error:
            self._on_failed(str(error))
            return
        finally:
            for field in self._fields.values():
                field.setEnabled(self._layout is not None)
        self._how.setText(_describe(self._layout))
        self._table.show_rows(self._layout)
        with QSignalBlocker(self._header):
            self._header.setChecked(self._layout.header)
        try:
            columns = self._layout.choose(source.x, source.y)
        except DataError as error:
            self._show_columns((0, 1))
            self._on_failed(str(error))
        else:
            self._show_columns(columns)
            self._load()

    def _show_columns(self, chosen: Iterable[int]) -> None:
        """List the file's columns, with those chosen for x and y."""
        assert self._layout is not None
        for choice, index in zip(self._columns.values(), chosen, strict=True):
            with QSignalBlocker(choice):
                choice.clear()
                choice.addItems(self._layout.names)
                choice.setCurrentIndex(index)
        self._table.mark(*chosen)

    @Slot()
    def _on_header(self) -> None:
        if self._layout is not None:
            x, y = (choice.currentIndex() + 1 for choice in self._columns.values())
            self._look(Source(self._layout.path, x, y, self._header.isChecked()))

    def _show_editor(self) -> None:
        """Show what one's own model is typed into, if it is chosen, on a small screen too."""
        own = self._model.currentData() == _OWN
        self._own_model.setVisible(own)
        self._table.make_room(2 if own else 0)
        height = _STATUS_HEIGHT if own else _EXPLANATION_HEIGHT
        self._explanation.setMinimumHeight(round(scaled(height)))

    @property
    def _chosen_model(self) -> str | None:
        """The model, by its key or its formula; None if what is typed is none."""
        listed = str(self._model.currentData())
        return self._own_model.model if listed == _OWN else listed

    def _source(self) -> Source | Typed | None:
        """Return the columns that are chosen, or what is typed; None if that cannot be used."""
        if self._rows.isVisibleTo(self):
            return self._rows.typed
        if self._layout is None:
            return None
        x, y = (choice.currentIndex() for choice in self._columns.values())
        self._table.mark(x, y)
        return Source(self._layout.path, x + 1, y + 1, self._layout.header)

    @Slot()
    def _load(self) -> None:
        """Read what is chosen, and fit the model to it."""
        self._loaded = None
        self._show_editor()
        source, model = self._source(), self._chosen_model
        if source is None or model is None:
            self._judge()
            return
        self._say(_("Reading…"))
        self._progress.setValue(0)
        self._left.begin()
        self._loader.load(Question(source, model, self._algorithm, self._settings))

    @Slot(float)
    def _on_progressed(self, fraction: float) -> None:
        self._tell(_("Reading…"), fraction)

    @Slot(float)
    def _on_computed(self, fraction: float) -> None:
        if fraction == 0:
            self._left.begin()
        self._tell(_("Computing…"), fraction)

    def _tell(self, what: str, fraction: float) -> None:
        """Say what is done, how much of it is, and how long the rest takes."""
        self._progress.setValue(round(fraction * _FINEST))
        text = sentences(what, self._left.words(fraction))
        if text != self._status.text():
            self._say(text)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._progress.setValue(_FINEST)
        self._explanation.setText(loaded.standardising)
        self._judge()

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self._loaded = None
        self._progress.setValue(0)
        self._say(reason, wrong=True)

    @Slot()
    def _judge(self) -> None:
        """Say whether there is a regression on the data as it is chosen."""
        mistake = self._rows.mistake if self._rows.isVisibleTo(self) else ""
        if self._chosen_model is None:
            mistake = mistake or _("There is a mistake in the model")
        if mistake:
            self._progress.setValue(0)
            # Where nothing is typed yet, nothing is wrong.
            self._say(mistake, wrong=mistake != self._rows.mistake or not self._rows.nothing)
            return
        if self._loaded is None:
            return
        fitted = self._loaded.fits[self._standardised.isChecked()]
        if isinstance(fitted, InputError):
            self._say(str(fitted), wrong=True)
        else:
            self._say(_("{count} rows").format(count=f"{self._loaded.n_samples:,}"))
            self._open.setEnabled(True)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        """Say how it stands; there is nothing to open until `_judge` finds that there is."""
        self._open.setEnabled(False)
        self._status.setText(text)
        self._status.show_sign("alert-circle" if wrong else "")
        restyle(self._status, "means", "divergence" if wrong else "")

    def accept(self) -> None:
        """Open the data, if there is any to be opened."""
        if self._loaded is not None and self._open.isEnabled():
            self.chosen.emit(self._loaded.fits[self._standardised.isChecked()])
            super().accept()


def _describe(layout: Preview) -> str:
    """Return how a file is written, in words."""
    text = _("{encoding}, {columns} columns separated by {delimiter}")
    return text.format(
        encoding=_ENCODINGS.get(layout.encoding, layout.encoding.upper()),
        columns=len(layout.names),
        delimiter=_(_DELIMITERS[layout.delimiter]),
    )


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Return the widgets side by side; None is what room is left."""
    made = QHBoxLayout()
    made.setSpacing(8)
    for widget in widgets:
        if widget is None:
            made.addStretch(1)
        else:
            made.addWidget(widget)
    return made
