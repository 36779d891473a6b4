"""What the program has printed so far."""

from typing import Final

from gdviz.core.store import Store
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.theme import Theme
from gdviz.ui.views.code.page import CodePage
from gdviz.ui.views.code.reading import CodeView, Reading
from gdviz.ui.widgets.tips import set_tip

_NOT_FOLLOWED = N_("This program is not followed: copy or save it, and run it.")


class OutputView(CodeView):
    """The program's output, to the last digit as it prints it."""

    id = "output"
    heading = N_("Output")
    stretch = 1

    def __init__(self, store: Store) -> None:
        """Make an empty page."""
        super().__init__(store)
        self.page: Final = CodePage("output", numbered=False)
        self.body.addWidget(self.page, 1)

    def show_reading(self, reading: Reading) -> None:
        """Show what the program has printed before the line that it has come to, the end of it."""
        followed = bool(reading.listing.weight)
        self.page.show_text("\n".join(reading.printed) if followed else _(_NOT_FOLLOWED))
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.maximum())

    def draw(self, frame: Frame) -> None:
        """Do nothing: what is printed is told by what follows the program."""

    def summary(self) -> str:
        """Return the last line."""
        return self.page.toPlainText().rpartition("\n")[2]

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.page.setAccessibleName(_("What the program has printed so far"))
        set_tip(self.page, _("Every digit is the program's own."))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.page.restyle(theme)
