"""The step on screen, written out with its numbers."""

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy

from gdviz.core import RunConfig
from gdviz.core.runs.glide import Motion, Stage
from gdviz.core.store import Store
from gdviz.core.telling.arithmetic import write_out
from gdviz.core.telling.rule_parts import names_of_parts
from gdviz.core.telling.terms import Term
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.theme import Theme
from gdviz.ui.views.arithmetic.lit import Lit
from gdviz.ui.views.arithmetic.page import Page, style_sheet
from gdviz.ui.views.arithmetic.sheet import Sheet
from gdviz.ui.views.data.fit import MOST_DRAWN
from gdviz.ui.views.view import View
from gdviz.ui.widgets.tips import set_tip


class ArithmeticView(View):
    """The samples, the gradient and the update of the step, in symbols and in numbers.

    At the end of the run it is the last step, which led there. What is to be worked out of it is
    not written.
    """

    id = "arithmetic"
    heading = N_("This step")
    place = "side"
    written = True
    about = "step"
    parts = (Lit(),)
    reads = (*View.reads, Lit)
    stretch = 2

    def __init__(self, store: Store) -> None:
        """Make the sheet."""
        super().__init__(store)
        self.sheet: Final = Sheet()
        self.sheet.setObjectName("sheet")
        self.sheet.pointed.connect(self._on_pointed)
        self.sheet.width_changed.connect(self._write_anew)
        self.body.addWidget(self.sheet, 1)
        self._outline: object = None  # of the page that is shown; None for one that is not to stay
        self._pointed = -1
        self._sought: int | None = None  # the number that is to be in sight while it is asked
        self._lit: frozenset[str] = frozenset()
        self._pointed_out: tuple[str, int] = "", -1

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self._outline = None
        self.sheet.setAccessibleName(_("The arithmetic of the step"))
        set_tip(self.sheet, _("Rest the pointer on a number to see it whole."))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self._outline = None
        self.sheet.ground = QColor(theme.card)
        self.sheet.document().setDefaultStyleSheet(style_sheet(theme))

    def show_run(self, config: RunConfig) -> None:
        """Leave the room that it does not need to the plot below it: the data's, or the loss's."""
        drawn = config.dim <= MOST_DRAWN
        grows = QSizePolicy.Policy.Maximum if drawn else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Preferred, grows)
        self.sheet.forget_height()

    def draw(self, frame: Frame) -> None:
        """Write the step out."""
        if frame.awaited and not self.veiled:
            return
        number, asks = min(frame.position, len(frame.trace) - 1), self.veiled == "gradient"
        if (self.veiled and not asks) or not frame.known or number < 0:
            self.title.setText(_("This step"))
            self.sheet.write("", [])
            self._outline = None
            return
        self.title.setText(_("The last step") if frame.step is None else _("This step"))
        width, weights = self.sheet.lineWrapColumnOrWidth(), frame.config.dim
        self._lit = _lit(frame)
        page = Page(
            width,
            self.fontMetrics(),
            weights,
            self._pointed,
            self._lit,
            pointed_out=self._pointed_out,
            lines=frozenset(self.store[Lit].lines),
            asks=asks,
        )
        before = frame.trace.step(number - 1) if number else None
        step = frame.trace.step(number)
        config = frame.trace.config_at(number)
        written = write_out(config, step, before, page.digits, asks=asks)
        outline, numbers = page.outline(written), page.numbers(written)
        if outline == self._outline:
            self.sheet.renumber(numbers)
        else:
            self.sheet.write(page.html(written), numbers)
            self._outline = outline
        sought = page.sought(written) if asks else None
        if sought != self._sought:
            self._sought = sought
            self.sheet.look_at(sought)

    def glide(self, frame: Frame) -> None:
        """Light up what is drawn at the ball now."""
        if _lit(frame) != self._lit:
            self.draw(frame)

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Light up what another view's pointer is on, or its program."""
        of_step = ("", -1) if meaning == "step" else (meaning, row)
        if of_step != self._pointed_out and self._pointed < 0:
            self._pointed_out = of_step
            self._write_anew()

    @Slot(int)
    def _on_pointed(self, number: int) -> None:
        if number == self._pointed:
            return
        self._pointed = number
        term = self.sheet.terms[number] if number >= 0 else Term("")
        self.pointed.emit(term.meaning, term.row)
        self._write_anew()

    @Slot()
    def _write_anew(self) -> None:
        if self.frame_shown is not None:
            self.draw(self.frame_shown)


def _lit(frame: Frame) -> frozenset[str]:
    """Return the meanings or symbols of what is drawn at the ball: the parts, then their sum."""
    if frame.motion is not Motion.EXPLAINS or frame.stage == Stage():
        return frozenset()
    return frozenset({"next"}) if frame.stage.total else names_of_parts(frame.config.algorithm)
