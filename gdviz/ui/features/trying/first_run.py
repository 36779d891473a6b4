"""The first run of the program: three lines of what to do, until they are put away for good."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from gdviz.core.runs.settings import Chosen
from gdviz.core.telling.lessons import Lesson
from gdviz.i18n import _
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.lessons.feature import Lessons
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.close_button import CloseButton
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.menus import plain

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class FirstRun(Feature):
    """A strip above the plots whose lines each do what they say; it is there only when greeted.

    Attributes:
        closed: whether it has been put away, and is not to come again.
    """

    id = "first-run"

    def __init__(self, window: "MainWindow") -> None:
        """Put nothing into `window` yet."""
        super().__init__(window)
        self.closed = False
        self._strip: QFrame | None = None
        self._lines: list[QPushButton] = []
        self._close = CloseButton("first_close")
        self._lesson: Lesson | None = None

    def greet(self) -> None:
        """Show the lines."""
        self._lesson = next(iter(self.window.feature(Lessons).lessons.values()), None)
        self._strip = QFrame()
        self._strip.setObjectName("greeting")
        self._strip.setProperty("role", "note")
        done: dict[str, Callable[[], None]] = {"run": self._run, "drag": self._start_elsewhere}
        if self._lesson is not None:
            done["lesson"] = self._open_lesson
        lines = QVBoxLayout()
        lines.setSpacing(0)
        for name, act in done.items():
            line = QPushButton()
            line.setObjectName(f"first_{name}")
            line.setProperty("role", "line")
            line.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the space key runs after a click
            line.clicked.connect(act)
            lines.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
            self._lines.append(line)
        self._close.clicked.connect(self._put_away)
        inside = QHBoxLayout(self._strip)
        inside.setContentsMargins(8, 4, 8, 4)
        inside.addLayout(lines, 1)
        inside.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.window.put_note(self._strip)
        self.retranslate()

    def _run(self) -> None:
        self.window.player.run()

    def _start_elsewhere(self) -> None:
        """Start from across the middle of the domain, as if one had dragged the ball there."""
        settings = self.window.store[Chosen].settings
        both = zip(settings.start, settings.problem.domain, strict=True)
        self.window.controls.set_start(tuple(low + high - w for w, (low, high) in both))

    def _open_lesson(self) -> None:
        assert self._lesson is not None
        self._put_away()
        self.window.show_lesson(self._lesson)

    def _put_away(self) -> None:
        self.closed = True
        if self._strip is not None:
            self._strip.hide()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._close.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        texts = [
            _("1. Run it: click here, or press the space bar."),
            _("2. Start elsewhere: drag the ball, or click here."),
        ]
        if self._lesson is not None:
            texts.append(_("3. Take the first lesson: {title}.").format(title=self._lesson.title))
        for line, text in zip(self._lines, texts, strict=False):
            line.setText(plain(text))
        set_tip(self._close, _("Put this away for good."))
        self._close.setAccessibleName(self._close.toolTip())
