"""The program that computes the run, the line lit that is about to be executed."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from gdviz.core.numbers import format_number
from gdviz.core.store import Store
from gdviz.export.listing.following import Line, Listing
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.theme import Theme
from gdviz.ui.views.code.options import STYLE_HELP, STYLES, CodeOptions
from gdviz.ui.views.code.page import CodePage, Value
from gdviz.ui.views.code.reading import CodeView, Reading
from gdviz.ui.views.code.step_button import StepButton
from gdviz.ui.widgets.card import Note
from gdviz.ui.widgets.tips import set_tip

_DIGITS = 5

_MOST = 3
"""More numbers than that are not written beside a line."""


class ListingView(CodeView):
    """The program's text, with what stands in its variables beside the lines that set them."""

    id = "listing"
    heading = N_("Program")
    stretch = 4
    about = "code"
    parts = (CodeOptions(),)
    reads = (*CodeView.reads, CodeOptions)

    def __init__(self, store: Store) -> None:
        """Make an empty page."""
        super().__init__(store)
        self._reading: Reading | None = None
        self._pointed: tuple[str, int] = "", -1
        self.page: Final = CodePage("listing", numbered=True)
        self.page.line_clicked.connect(self.line_chosen)
        self.note: Final = Note()
        self._styles: Final = {name: self._choice(name) for name in STYLES}
        self._steps: Final[list[StepButton]] = []
        self._row: Final = QHBoxLayout()
        self._row.setSpacing(2)  # a button brings room of its own
        self._row.addStretch(1)
        self.body.addWidget(self.page, 1)
        self.body.addLayout(self._row)
        self.body.addWidget(self.note)
        self.follow_state()

    def _choice(self, name: str) -> QPushButton:
        button = QPushButton(STYLES[name])
        button.setObjectName(f"code_{name}")
        button.setProperty("role", "choice")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(partial(self._want, name))
        self.header.addWidget(button)
        return button

    def _want(self, style: str, _checked: bool = False) -> None:
        self.store.replace(CodeOptions(style))

    def follow_state(self) -> None:
        """Say which style is wanted."""
        self._styles[self.store[CodeOptions].style].setChecked(True)

    def offer(self, about: str, action: QAction) -> None:
        """Have a button below the program for a step along its lines."""
        if about == self.about:
            step = StepButton(action, self)
            step.restyle(self.theme)
            step.retranslate()
            self._steps.append(step)
            self._row.insertWidget(self._row.count() - 1, step)

    @property
    def reading(self) -> Reading | None:
        """What is read; None before there is anything."""
        return self._reading

    def show_reading(self, reading: Reading) -> None:
        """Show a program, and the line that it has come to."""
        self._reading = reading
        self.title.setText(_(reading.heading))
        self.note.setVisible(bool(reading.note))
        self.note.say(_(reading.note) if reading.note else "")
        self.page.show_text(reading.listing.text)
        for step in self._steps:
            step.setVisible(
                bool(reading.listing.weight) and (reading.sampled or step.by != "sample")
            )
        if reading.line is not None:
            self.pointed.emit(*self._meaning(reading, reading.line))
        self._pointed = "", -1  # what was just told is no other view's
        self._light()

    def _meaning(self, reading: Reading, line: Line) -> tuple[str, int]:
        """Return what a line means in other views, where its sample is that of the data."""
        meaning, sample = reading.means(line)
        frame = self.frame_shown
        if sample >= 0 and frame is not None and reading.step < len(frame.trace):
            rows = frame.trace.step(reading.step).rows
            known = range(frame.config.problem.n_samples) if rows is None else rows
            sample = int(known[sample]) if sample < len(known) else -1
        return meaning, sample

    def _light(self) -> None:
        reading = self._reading
        if reading is None:
            return
        line = reading.line_that_means(*self._pointed) or reading.line
        self.page.light(line.number if line else 0, _values(reading, line) if line else {})

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Light the line that computes what another view's pointer is on."""
        if (meaning, row) != self._pointed:
            self._pointed = meaning, row
            self._light()

    def draw(self, frame: Frame) -> None:
        """Do nothing: where the program is, is told by what follows it."""

    def summary(self) -> str:
        """Return the line that is lit, and the values beside it."""
        reading = self._reading
        if reading is None or reading.line is None:
            return ""
        text = reading.listing.lines[reading.line.number - 1].strip()
        given = ", ".join(
            value.text for value in _values(reading, reading.line).get(reading.line.number, ())
        )
        said = _("Line {number}: {text}").format(number=reading.line.number, text=text)
        return f"{said} ({given})" if given else said

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.page.setAccessibleName(_("The program that computes the run"))
        set_tip(self.page, _("Click a line to go to where it is executed next."))
        for name, button in self._styles.items():
            set_tip(button, _(STYLE_HELP[name]))
            button.setAccessibleName(STYLES[name])
        for step in self._steps:
            step.retranslate()
        if self._reading is not None:
            self.show_reading(self._reading)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.page.restyle(theme)
        for step in self._steps:
            step.restyle(theme)


def _values(reading: Reading, line: Line) -> Mapping[int, list[Value]]:
    """Return what stands beside each line: what it has set, as far as that can be seen now.

    Where several lines set a variable, it stands beside the last of them; what never changes
    is read in the program.
    """
    listing = reading.listing
    beside: dict[str, int] = {}
    for number, names in sorted(listing.assigned.items()):
        function = listing.functions.get(number, "")
        if function == line.function if function else number in listing.main_loop:
            beside.update(dict.fromkeys(names, number))
    found: dict[int, list[Value]] = {}
    for name, number in beside.items():
        value = line.variables.get(name)
        if value is not None:
            found.setdefault(number, []).extend(_value(name, value, listing))
    return found


def _value(name: str, value: Any, listing: Listing) -> list[Value]:
    """Return a number with its name, or a few of them; nothing of what is longer."""
    numbers = value if isinstance(value, list) else [value]
    if len(numbers) > _MOST or not all(isinstance(one, int | float) for one in numbers):
        return []
    texts = [format_number(float(one), _DIGITS) for one in numbers]
    text = f"[{', '.join(texts)}]" if isinstance(value, list) else texts[0]
    gradient = "gradient" if name.startswith("grad") else ""
    return [Value(f"{name} = {text}", "weight" if name == listing.weight else gradient)]
