"""Views are made when they are first seen, and know then what the others were told."""

from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.catalogue import PROBLEMS
from gdviz.ui import MainWindow
from gdviz.ui.features.modes.predict import Predict
from gdviz.ui.features.trying.feature import TryThis
from gdviz.ui.theme import DARK
from gdviz.ui.views.map_or_surface import Drawn
from tests.ui.driving import action, click, find, trigger


class Windows(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QObject] = []

    def eventFilter(self, shown: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(shown, QWidget) and shown.isWindow():
            self.seen.append(shown)
        return False


def test_a_view_has_its_place_where_a_feature_has_moved_another(
    window: MainWindow, qtlog: Any
) -> None:
    window.show_problem(PROBLEMS["saddle"])
    loss, centre = window.views["loss"], window.columns["centre"]
    assert centre.indexOf(loss) < 0
    click(window, "in_code")
    assert not qtlog.records
    assert centre.indexOf(window.views["listing"]) < centre.indexOf(window.views["output"])


def test_a_view_is_made_when_it_is_first_seen(active: MainWindow, qtbot: QtBot) -> None:
    one_weight = {"cost-curve", "loss", "data", "numbers", "arithmetic"}
    assert set(active.views) == one_weight
    focus = QApplication.focusWidget()
    windows = Windows()
    QApplication.instance().installEventFilter(windows)  # type: ignore[union-attr]
    active.show_problem(PROBLEMS["line"])
    QApplication.processEvents()
    assert set(active.views) == {*one_weight, "contours"}
    assert not active.views["cost-curve"].isVisible()
    active.store.replace(Drawn(solid=True))
    assert set(active.views) == {*one_weight, "contours", "surface"}
    QApplication.processEvents()
    assert (windows.seen, QApplication.focusWidget()) == ([], focus)
    order = [
        view.y() for view in active.views.values() if view.isVisible() and view.place == "side"
    ]
    assert order == sorted(order)


def test_one_that_is_made_late_knows_what_the_others_were_told(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.set_theme(DARK)
    window.set_language("zh")
    window.show_run(configure("two-layer", learning_rate=0.02, epochs=20))
    click(window, "keep_run")
    window.show_problem(PROBLEMS["bowl"])
    contours = window.views["contours"]
    assert (contours.theme, contours.title.text()) == (DARK, "成本等高线")
    assert find(window, QAbstractButton, "predict_mode_contours").isVisible()
    action(window, "predict_mode").trigger()
    assert find(window, QAbstractButton, "predict_mode_contours").isChecked()


def test_notes_are_above_the_plots_whenever_those_were_made(
    window: MainWindow, qtbot: QtBot
) -> None:
    predict, note = window.feature(Predict).strip, window.feature(TryThis).note
    trigger(window, "predict_mode")
    for problem in ("linear", "himmelblau", "linear"):  # whose loss is elsewhere in between
        window.show_problem(PROBLEMS[problem])
        shown = [view for view in window.all_views.shown.values() if view.place == "centre"]
        assert predict.isVisible()
        qtbot.waitUntil(lambda plots=shown: predict.y() < min(plot.y() for plot in plots))
    window.feature(TryThis).try_out(next(iter(window.feature(TryThis).experiments.values())))
    assert note.isVisible()
    qtbot.waitUntil(lambda: note.y() < min(plot.y() for plot in window.all_views.shown.values()))
