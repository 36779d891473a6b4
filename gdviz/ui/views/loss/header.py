"""How the loss is drawn, to be chosen in the header of its card."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QPushButton

from gdviz.core.runs.comparison import ACROSS
from gdviz.core.runs.smoothing import SMOOTHING
from gdviz.i18n import _
from gdviz.ui.theme import scaled
from gdviz.ui.views.loss.options import LossOptions
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.folding import Row, StandIn, Swap, Words
from gdviz.ui.widgets.tips import set_tip


class LossHeader(QObject):
    """Shows `LossOptions`, and says when the user wants others.

    In a narrow card the smoothing is told in a letter, and a list stands for the buttons that
    say what the loss is drawn against.

    Attributes:
        smoothing: the field of the smoothing.

    Signals:
        changed(dict, str): the user wants these fields to be so, by a change of that name.
    """

    changed = Signal(object, str)

    def __init__(self, head: Row, parent: QObject) -> None:
        """Put them into a card's header."""
        super().__init__(parent)
        self._line = head.line
        self._caption = label("muted")
        self.smoothing: Final = NumberField(SMOOTHING)
        self.smoothing.setObjectName("smoothing")
        self.smoothing.valueChanged.connect(self._on_smoothing)
        self._caption.setBuddy(self.smoothing)
        self._line.addWidget(self._caption)
        self._line.addWidget(self.smoothing)
        self._across = QButtonGroup(self)
        for name in ACROSS:
            button = self._choice(f"loss_{name}")
            button.clicked.connect(partial(self._ask, across=name))
            button.setAutoExclusive(True)  # which is what a radio button is
            self._across.addButton(button)
        self._list = StandIn(self._across, "loss_across")
        self._line.addWidget(self._list)
        self._logarithmic = self._choice("loss_logarithmic")
        self._logarithmic.clicked.connect(self._on_logarithmic)
        self._smooth = self._choice("loss_smooth")
        self._smooth.clicked.connect(self._on_smooth)
        self._words = Words(self._caption)
        head.add_fold(self._words)
        head.add_fold(Swap(self._across.buttons, self._list, self._line.spacing()))

    def _choice(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("role", "choice")
        button.setCheckable(True)
        self._line.addWidget(button)
        return button

    def _ask(self, _checked: bool = False, *, name: str = "", **options: Any) -> None:
        self.changed.emit(options, name)

    @Slot(bool)
    def _on_logarithmic(self, checked: bool) -> None:
        self._ask(logarithmic=checked)

    @Slot(bool)
    def _on_smooth(self, checked: bool) -> None:
        self._ask(smooth="on" if checked else "off")

    @Slot(object)
    def _on_smoothing(self, value: float) -> None:
        self._ask(name="smoothing", smoothing=value)

    def show_options(self, options: LossOptions, *, smooths: bool, hidden: bool) -> None:
        """Have the buttons and the field show what is so, without saying so.

        Args:
            options: what is chosen.
            smooths: whether a smoothed curve is drawn, chosen or not.
            hidden: whether nothing of the smoothing is to be seen.
        """
        for button in self._across.buttons():
            button.setChecked(button.objectName() == f"loss_{options.across}")
        self._logarithmic.setChecked(options.logarithmic)
        self._smooth.setChecked(smooths)
        self._smooth.setHidden(hidden)
        for part in (self._caption, self.smoothing):
            part.setHidden(hidden or not smooths)
        if self.smoothing.value() != options.smoothing:  # what is being typed stays
            with QSignalBlocker(self.smoothing):
                self.smoothing.setValue(options.smoothing)

    def restyle(self) -> None:
        """Be as wide as the present scale asks."""
        self.smoothing.setFixedWidth(round(scaled(62)))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self._words.say(_("smoothing β"), "β")
        set_tip(self.smoothing, _(SMOOTHING.help))
        self.smoothing.setAccessibleName(_(SMOOTHING.label))
        self.smoothing.retranslate()
        for button, word in zip(self._across.buttons(), ACROSS.values(), strict=True):
            button.setText(_(word))
            set_tip(button, _("Draw the loss against {word}").format(word=_(word)))
            button.setAccessibleName(button.toolTip())
        self._list.retranslate(_("What the loss is drawn against"))
        self._logarithmic.setText(_("log"))
        set_tip(self._logarithmic, _("Draw the loss on a logarithmic axis"))
        self._logarithmic.setAccessibleName(self._logarithmic.toolTip())
        self._smooth.setText(_("smooth"))
        set_tip(self._smooth, _("Draw a smoothed loss over the raw one"))
        self._smooth.setAccessibleName(self._smooth.toolTip())
