"""The learning-rate sweep: its window, and the ways to open it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QPushButton

from gdviz.core import RunConfig
from gdviz.i18n import N_, _
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.sweep.window import SweepWindow
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


class LearningRateSweep(Feature):
    """Opens the sweep's window, keeps it to the run shown, and runs what is chosen in it."""

    id = "sweep"

    def __init__(self, window: "MainWindow") -> None:
        """Put the menu's entry and the button beside the learning rate into `window`."""
        super().__init__(window)
        self.dialog: SweepWindow | None = None
        self._button = QPushButton()
        self._button.setObjectName("sweep")
        self._button.setProperty("role", "choice")
        self._button.setIconSize(QSize(18, 18))
        self._button.clicked.connect(self.open)
        window.controls.put_beside("learning_rate", self._button)
        window.menus.action("run", N_("Learning-rate s&weep…"), self.open, "Ctrl+L", "open_sweep")
        window.run_shown.connect(self._on_run)
        window.closing.connect(self.close)

    def open(self) -> None:
        """Show the sweep of the present run."""
        if self.dialog is None:
            self.dialog = SweepWindow(self.window)
            self.dialog.chosen.connect(self._run)
            self.dialog.run_or_pause.connect(self._run_or_pause)
            self.dialog.restyle(self.window.theme)
            self.dialog.retranslate()
        self.dialog.show_config(self.window.player.config)
        self.dialog.show()
        self.dialog.activateWindow()

    def _on_run(self, config: RunConfig) -> None:
        self._button.setEnabled(not config.algorithm.searches)
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.show_config(config)

    def _run(self, config: RunConfig) -> None:
        self.window.show_run(config)
        self.window.player.run()

    def _run_or_pause(self) -> None:
        player = self.window.player
        (player.pause if player.playing else player.run)()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._button.setIcon(_icon(theme))
        if self.dialog is not None:
            self.dialog.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        set_tip(self._button, _("Sweep: what every other learning rate would come to (Ctrl+L)"))
        self._button.setAccessibleName(_("Learning-rate sweep"))
        if self.dialog is not None:
            self.dialog.retranslate()

    def close(self) -> None:
        """Close the window and end its thread."""
        if self.dialog is not None:
            self.dialog.close_for_good()


def _icon(theme: Theme) -> QIcon:
    """Return a small curve with its lowest point."""
    picture = QPixmap(36, 36)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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
