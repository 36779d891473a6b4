"""Check my number: what one has worked out of a step by hand, before it is shown."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy

from gdviz.core import Problem
from gdviz.core.numbers import format_number
from gdviz.core.parameters import InputError
from gdviz.core.store import UNUSABLE, Part
from gdviz.core.telling.checking import Asked, Checked, Question, check, say
from gdviz.i18n import N_, _, sentences
from gdviz.playback import Frame
from gdviz.ui.features.modes.mode import Mode
from gdviz.ui.theme import scaled
from gdviz.ui.views.arithmetic.lit import Lit
from gdviz.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_MOST = 10
"""Of more weights nobody works one out by hand."""

_WIDTHS = 48, 130
"""Pixels at scale 1 that the field is wide, at least and at most."""

_ASKED: tuple[Asked, ...] = ("gradient", "next")


@dataclass(frozen=True)
class Worked(Part):
    """What was worked out.

    Attributes:
        step: of which step.
        asked: what of it: "gradient" or "next".
        axis: of which weight.
        typed: what was typed for it last.
        over: whether it is shown: it was right, or given up.
    """

    step: int = 0
    asked: Asked = "gradient"
    axis: int = 0
    typed: str = ""
    over: bool = False
    key: ClassVar[str] = "worked"

    def __post_init__(self) -> None:
        """Check what was asked.

        Raises:
            InputError: nothing is called that.
        """
        if self.asked not in _ASKED or self.axis < 0 or self.step < 0:
            raise InputError(_(UNUSABLE))


class CheckNumber(Mode):
    """Hides the gradient and the next weight until one has worked out one of them."""

    id: ClassVar[str] = "check-number"
    title: ClassVar[str] = N_("Check my number")
    shortcut: ClassVar[str] = "Ctrl+M"
    veil: ClassVar[Literal["step", "gradient", "cost"]] = "gradient"
    points: ClassVar[bool] = False
    made = Worked
    parts = (*Mode.parts, Worked())

    def __init__(self, window: "MainWindow") -> None:
        """Put it into the window."""
        super().__init__(window)
        self.choice = QComboBox()
        self.choice.setObjectName("check_number_asked")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.choice.activated.connect(self._on_asked)
        self.field = QLineEdit()
        self.field.setObjectName("check_number_typed")
        self.field.setProperty("role", "field")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setAcceptDrops(False)  # a file that is dropped is for the window
        self.field.returnPressed.connect(self._on_check)
        self.check = self.button("check_number_check", self._on_check)
        self.reveal = self.button("check_number_show", self._on_show)
        self.forward = self.button("check_number_next", self._on_next)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        self.strip.header.addWidget(self.leave)
        for one in (self.choice, self.field, self.check, self.forward):
            row.addWidget(one, one is self.field)
        row.addStretch()
        self.strip.body.addLayout(row)

    def suits(self, problem: Problem) -> bool:
        """Tell whether it has so few weights that one of them is worked out by hand."""
        return len(problem.weights) <= _MOST

    @property
    def plays(self) -> bool:
        """Not while it lasts: it goes step by step."""
        return not self.active

    def about(self, frame: Frame) -> object:
        """Return the run: of another one nothing has been worked out."""
        return frame.trace

    def go_to_start(self) -> None:
        """Begin with what is shown; with the start, if that is the end."""
        if self.window.player.at_end:
            self.window.player.seek(0)

    def first(self) -> Part:
        """Return that nothing was worked out of what is shown; it is asked for what was before."""
        worked = self.window.store[Worked]
        axis = min(worked.axis, len(self.window.player.config.problem.weights) - 1)
        return Worked(self.window.player.position, worked.asked, axis)

    def begin(self) -> None:
        """Go into it, and have a number typed at once."""
        super().begin()
        if self.active:
            self.field.setFocus()

    def rest(self) -> None:
        """Be at the step that something was answered of."""
        worked = self.window.store[Worked]
        answered = worked.over or worked.typed
        if answered and self.window.player.position != worked.step:
            self.window.player.seek(worked.step)

    def stop(self) -> None:
        """Light up nothing any more."""
        self.window.store.amend(Lit())

    def show_frame(self, frame: Frame) -> None:
        """Ask about another step."""
        worked = self.window.store[Worked]
        if frame.position != worked.step or worked.axis >= frame.config.dim:
            self.window.store.amend(self.first())
        self.show_made()

    def show_made(self) -> None:
        """Say what was typed, and what it is worth, or show what it should have been."""
        frame, worked = self.window.player.shown, self.window.store[Worked]
        there = frame.outcome is None and not frame.config.algorithm.searches
        self.ask(asking=there and not worked.over)
        checked, wrong = self._worth(frame, worked.typed)
        self.window.store.replace(Lit(checked.lines if checked is not None else ()))
        self._show_row(frame, there=there)
        reply = wrong or ("" if checked is None else say(checked))
        self.message.say(sentences(reply, self._say_truth(frame), self._say_question(frame)))

    def _question(self, frame: Frame) -> Question | None:
        """Return what is asked; None where nothing is, or the step is not known yet."""
        step, number, worked = frame.step, frame.position, self.window.store[Worked]
        if step is None or frame.config.algorithm.searches or worked.step != number:
            return None
        before = frame.trace.step(number - 1) if number else None
        return Question(frame.config, step, before, worked.asked, worked.axis)

    def _worth(self, frame: Frame, typed: str) -> tuple[Checked | None, str]:
        """Return what is typed is worth, and what is wrong with it if it is no number."""
        question = self._question(frame)
        if question is None or not typed:
            return None, ""
        try:
            return check(question, typed), ""
        except InputError as error:
            return None, _("{reason}.").format(reason=error)

    def _show_row(self, frame: Frame, *, there: bool) -> None:
        """Show what can be done now."""
        worked, weights = self.window.store[Worked], frame.config.problem.weights
        words = {"gradient": _("gradient by {weight}"), "next": _("next {weight}")}
        titles = [words[asked].format(weight=name) for asked in _ASKED for name in weights]
        if titles != [self.choice.itemText(at) for at in range(self.choice.count())]:
            self.choice.clear()
            self.choice.addItems(titles)
        self.choice.setCurrentIndex(_ASKED.index(worked.asked) * len(weights) + worked.axis)
        if self.field.text() != worked.typed:
            with QSignalBlocker(self.field):
                self.field.setText(worked.typed)
        asks = there and not worked.over
        for part, shown in (
            (self.choice, there),
            (self.field, there),
            (self.check, asks),
            (self.reveal, asks),
            (self.forward, there and not asks),
        ):
            part.setVisible(shown)
        self.field.setReadOnly(not asks)

    def _say_truth(self, frame: Frame) -> str:
        """Say what it is once that is out."""
        question, worked = self._question(frame), self.window.store[Worked]
        if question is None or not worked.over:
            return ""
        text = _("The gradient is {number}.")
        if worked.asked == "next":
            text = _("The next weight is {number}.")
        return text.format(number=format_number(question.truth, 6))

    def _say_question(self, frame: Frame) -> str:
        worked = self.window.store[Worked]
        if frame.config.algorithm.searches:
            return _("A search has no gradient: choose a descent to work out its steps.")
        if frame.outcome is not None:
            return _("The run is over: reset it to work out a step.")
        if worked.over or worked.typed:
            return ""
        name = frame.config.problem.weights[worked.axis]
        text = _("Work out the gradient by {weight} at this weight, and type it.")
        if worked.asked == "next":
            text = _("Work out where {weight} is after this step, and type it.")
        rounded = _("It may be a fraction, or rounded to two digits or more.")
        return sentences(text.format(weight=name), rounded)

    @Slot(int)
    def _on_asked(self, index: int) -> None:
        kind, axis = divmod(index, len(self.window.player.config.problem.weights))
        step = self.window.store[Worked].step
        self.window.store.replace(Worked(step, _ASKED[kind], axis))
        self.field.setFocus()

    @Slot()
    def _on_check(self) -> None:
        frame, worked = self.window.player.shown, self.window.store[Worked]
        typed = self.field.text().strip()
        if worked.over or not typed or self._question(frame) is None:
            return
        checked, _wrong = self._worth(frame, typed)
        over = checked is not None and checked.right
        self.window.store.replace(replace(worked, typed=typed, over=over))
        if over:
            self.forward.setFocus()
        else:
            self.field.setFocus()
            self.field.selectAll()

    @Slot()
    def _on_show(self) -> None:
        self.window.store.replace(replace(self.window.store[Worked], over=True))
        self.forward.setFocus()

    @Slot()
    def _on_next(self) -> None:
        self.window.player.step_forward()
        self.field.setFocus()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.say_action(_("Check"), _("Type what you worked out of this step by hand"))
        self.choice.setAccessibleName(_("What you have worked out"))
        self.field.setAccessibleName(_("The number that you worked out"))
        for button, words, about in (
            (self.check, _("Check"), _("Tell whether it is right; Enter does the same.")),
            (self.reveal, _("Show"), _("Give up, and show the numbers of this step.")),
            (self.forward, _("Next step"), _("Take this step, and work out the next one.")),
        ):
            button.setText(words)
            set_tip(button, about)
            button.setAccessibleName(about)
        low, high = (round(scaled(width)) for width in _WIDTHS)
        self.field.setMinimumWidth(low)
        self.field.setMaximumWidth(high)
