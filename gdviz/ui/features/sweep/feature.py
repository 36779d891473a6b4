"""The learning-rate sweep: its card in the workspace of comparing, and the ways to open it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gdviz.core import RunConfig
from gdviz.core.parameters import InputError
from gdviz.core.runs.settings import Chosen
from gdviz.core.runs.sweep import KINDS, Sweep
from gdviz.core.store import UNUSABLE, Part
from gdviz.i18n import N_, _
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.sweep.panel import SweepPanel
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.card import Card
from gdviz.ui.widgets.tips import set_tip, with_key
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.workspaces import COMPARE

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_TALL = 760
"""A window so high has room for the sweep under the kept runs."""

_KEY = "Ctrl+L"

_SIGN = 18
"""Pixels that the small curve is wide and high, at scale 1."""

_OPEN, _CLOSED = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum


@dataclass(frozen=True)
class SweepOptions(Part):
    """Whether there is a sweep, and of what.

    Attributes:
        open: whether there is one.
        kind: over what, of `KINDS`.

    Raises:
        InputError: there is no such kind.
    """

    open: bool = False
    kind: str = next(iter(KINDS))
    key: ClassVar[str] = "sweep"
    worked: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the kind."""
        if self.kind not in KINDS:
            raise InputError(_(UNUSABLE))


class LearningRateSweep(Feature):
    """Offers the sweep, keeps an open one to the run shown, and runs what is chosen in it.

    Nothing is computed until it is opened, nor while another workspace is shown.

    Attributes:
        panel: the sweep, once it has been opened.
    """

    id = "sweep"
    parts = (SweepOptions(),)

    def __init__(self, window: "MainWindow") -> None:
        """Put the menu's entry, the button beside the learning rate and the card into `window`."""
        super().__init__(window)
        self.panel: SweepPanel | None = None
        self._button = QPushButton()
        self._button.setObjectName("sweep")
        self._button.setProperty("role", "choice")
        self._offer, self._offered = Card(), QPushButton()
        self._offered.setObjectName("start_sweep")
        self._offer.body.addWidget(self._offered)
        for button in (self._button, self._offered):
            button.clicked.connect(self.open)
        self._card = QWidget()
        self._inside = QVBoxLayout(self._card)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self._offer)
        window.put_card("sweep", self._card, 3)
        window.controls.put_beside("learning_rate", self._button)
        window.menus.action("run", N_("Learning-rate s&weep"), self.open, _KEY, "open_sweep")
        window.run_shown.connect(self._on_run)
        window.closing.connect(self._end)
        window.installEventFilter(self)
        self._follow()

    @property
    def options(self) -> SweepOptions:
        """Whether there is a sweep, and of what."""
        return self.window.store[SweepOptions]

    @property
    def finished(self) -> Sweep | None:
        """The sweep of the present run, if there is one and it is whole."""
        return self.panel.finished if self.panel is not None and self.options.open else None

    def open(self) -> None:
        """Show the sweep of the present run, where runs are compared."""
        store = self.window.store
        comparing = replace(store[Panels], workspace=COMPARE.id)
        store.replace(comparing, replace(self.options, open=True))
        if self.panel is not None:
            self.panel.take_focus()

    def close(self) -> None:
        """Have no sweep any more."""
        self.window.store.replace(replace(self.options, open=False))

    def _want(self, kind: str) -> None:
        self.window.store.replace(replace(self.options, kind=kind))

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Show the sweep, or offer it."""
        if SweepOptions in changed or Panels in changed:
            self._follow()

    def _follow(self) -> None:
        opened = self.options.open
        if opened and self.panel is None:
            self.panel = self._made()
        policy = _OPEN if opened else _CLOSED
        self._card.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self._offer.setVisible(not opened)
        if self.panel is not None:
            self.panel.setVisible(opened)
        self._make_room()
        self._on_run(self.window.player.config)

    def _make_room(self) -> None:
        """Stand under the kept runs, or in their place while the window is too low for both."""
        low = self.window.height() < scaled(_TALL)
        self.window.leave_room_for("sweep" if low and self.options.open else "")

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        """Make room anew when the window changes its size; nothing is kept from it."""
        if event.type() == QEvent.Type.Resize:
            self._make_room()
        return False

    def _made(self) -> SweepPanel:
        made = SweepPanel()
        made.chosen.connect(self._run)
        made.dragged.connect(self._on_dragged)
        made.released.connect(self.window.store.close)
        made.released.connect(self.window.player.hand.rest)
        made.kind_chosen.connect(self._want)
        made.closed.connect(self.close)
        made.restyle(self.window.theme)
        made.retranslate()
        self._inside.addWidget(made)
        return made

    def _on_run(self, config: RunConfig) -> None:
        for button in (self._button, self._offered):
            button.setEnabled(not config.algorithm.searches)
        here = "sweep" in self.window.workspace.cards and self.options.open
        if here and self.panel is not None:
            self.panel.show_config(config, self.options.kind)

    def _run(self, config: RunConfig) -> None:
        self.window.show_run(config)
        self.window.player.run()

    @Slot(object)
    def _on_dragged(self, values: Mapping[str, float]) -> None:
        """Show the start of the run with these values, a drag being one change."""
        settings = self.window.store[Chosen].settings
        owned = settings.effective
        moved = settings.with_values({owned[name]: value for name, value in values.items()})
        if moved != settings:
            self.window.player.hand.move()
            self.window.shown_run.begin(moved, "sweep")

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, and have room as the present scale asks."""
        self._make_room()
        size = round(scaled(_SIGN))
        for button in (self._button, self._offered):
            button.setIcon(_icon(theme))
            button.setIconSize(QSize(size, size))
        if self.panel is not None:
            self.panel.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        text = _("Sweep: what every other learning rate would come to")
        for button in (self._button, self._offered):
            set_tip(button, with_key(text, _KEY))
        self._button.setAccessibleName(_("Learning-rate sweep"))
        self._offer.title.setText(_("Learning-rate sweep"))
        self._offered.setText(_("Sweep the learning rate"))
        if self.panel is not None:
            self.panel.retranslate()

    def _end(self) -> None:
        if self.panel is not None:
            self.panel.end()


def _icon(theme: Theme) -> QIcon:
    """Return a small curve with its lowest point."""
    finest = 2
    picture = QPixmap(QSizeF(scaled(_SIGN), scaled(_SIGN)).toSize() * finest)
    picture.setDevicePixelRatio(finest)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scaled(1), scaled(1))
    path = QPainterPath(QPointF(1.5, 4))
    path.cubicTo(QPointF(7, 5), QPointF(8.5, 13), QPointF(11, 13))
    path.cubicTo(QPointF(13.5, 13), QPointF(15, 8), QPointF(15.5, 1.5))
    painter.setPen(QPen(QColor(theme.muted), 1.6))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.weight))
    painter.drawEllipse(QRectF(8.3, 10.3, 5.4, 5.4))
    painter.end()
    return QIcon(picture)
