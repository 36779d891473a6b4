"""The surface in the real window: where its ball is drawn, how it is turned, what it costs."""

from dataclasses import replace
from math import cos, hypot, radians, sin

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.core import PROBLEMS, configure
from gdviz.core.drawing.contours import Scale
from gdviz.core.drawing.projection import Camera
from gdviz.core.runs.glide import Motion
from gdviz.ui import MainWindow
from gdviz.ui.theme import LIGHT
from gdviz.ui.views.map_or_surface import Drawn
from gdviz.ui.views.surface.block import Block
from gdviz.ui.views.surface.canvas import Canvas
from gdviz.ui.views.surface.view import Surface
from tests.ui.driving import action
from tests.ui.mouse import double_click

MOST_OFF = 1.0
"""Pixels."""


@pytest.fixture
def surface(window: MainWindow, qtbot: QtBot) -> Surface:
    """The surface of himmelblau, shown, its ball at rest: the rate is that small."""
    show(window, qtbot, "himmelblau")
    window.store.replace(Drawn(solid=True))
    view = window.views["surface"]
    assert isinstance(view, Surface)
    assert view.isVisible()
    return view


def show(window: MainWindow, qtbot: QtBot, name: str, *start: float) -> None:
    start = start or PROBLEMS[name].start
    window.show_run(configure(name, learning_rate=1e-6, start=start))
    know_all(window, qtbot)


def know_all(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the run and its end are known and shown: no frame comes by itself any more."""
    qtbot.waitUntil(lambda: window.player.trace.outcome is not None)
    window.player.tell()


def at_rest(view: Surface, qtbot: QtBot) -> np.ndarray:
    """Its pixels, (rows, columns, 3), once it is drawn as finely as it is."""
    qtbot.waitUntil(lambda: view.canvas.at_rest)
    image = view.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    # Copied: the bits are the image's, and go with it.
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def of_ball(pixels: np.ndarray) -> np.ndarray:
    """Where the pixels of the ball's colour are, (n, 2)."""
    colour = QColor(LIGHT.weight).getRgb()[:3]
    return np.argwhere((pixels == colour).all(axis=2))[:, ::-1]


def by_hand(canvas: Canvas, name: str, w: tuple[float, ...]) -> tuple[float, float]:
    """Where that weight is seen: its height by the map's scale, two rotations, and the scale."""
    problem = PROBLEMS[name]
    grid = np.stack(np.meshgrid(*(np.linspace(*d, 201) for d in problem.domain)), axis=-1)
    costs = problem.cost(grid)
    scale = Scale.of(costs, costs)
    assert scale is not None
    height = float(scale.height(problem.cost(np.array([w])))[0])
    (left, right), (bottom, top) = problem.domain
    longest = max(right - left, top - bottom)
    x = (w[0] - (left + right) / 2) / longest
    y = (w[1] - (bottom + top) / 2) / longest
    seen = canvas.seen
    assert seen is not None
    rise = float(seen.relief.sides[2])
    a, e = radians(canvas.camera.azimuth), radians(canvas.camera.elevation)
    across, away = cos(a) * x + sin(a) * y, -sin(a) * x + cos(a) * y
    up = sin(e) * away + cos(e) * rise * (height - 0.5)
    middle, pixels = seen.projection.middle, seen.projection.scale * canvas.camera.zoom
    return middle[0] + pixels * across, middle[1] - pixels * up


def test_the_ball_stands_on_the_surface_from_every_side(
    window: MainWindow, surface: Surface, qtbot: QtBot
) -> None:
    for name in ("himmelblau", "stretched-bowl", "line"):
        (left, right), (bottom, top) = PROBLEMS[name].domain
        start = (left + 0.45 * (right - left), bottom + 0.6 * (top - bottom))
        show(window, qtbot, name, *start)
        for camera in (Camera(0, 55), Camera(77, 62), Camera(160, 70, zoom=1.3), Camera(290, 58)):
            surface.canvas.look_from(camera)
            found = of_ball(at_rest(surface, qtbot))
            assert len(found) > 60, (name, camera)
            middle = (found.min(axis=0) + found.max(axis=0) + 1) / 2
            off = middle - by_hand(surface.canvas, name, start)
            assert hypot(*off) <= MOST_OFF, (name, camera)


def test_a_ball_behind_a_ridge_is_a_faint_ring(
    window: MainWindow, surface: Surface, qtbot: QtBot
) -> None:
    show(window, qtbot, "himmelblau", *PROBLEMS["himmelblau"].minima[0])
    surface.canvas.look_from(Camera(0, 90))
    assert len(of_ball(at_rest(surface, qtbot))) > 60
    surface.canvas.look_from(Camera(0, 12))
    hidden = at_rest(surface, qtbot)
    assert not len(of_ball(hidden))
    x, y = by_hand(surface.canvas, "himmelblau", PROBLEMS["himmelblau"].minima[0])
    ring = hidden[round(y) - 12 : round(y) + 12, round(x) - 12 : round(x) + 12].astype(int)
    bluer = ring[..., 2] - ring[..., 0]
    assert (bluer > 30).sum() > 20


def test_map_and_surface_are_two_words_of_one_choice(active: MainWindow, qtbot: QtBot) -> None:
    show(active, qtbot, "bowl")
    contours = active.views["contours"]
    flat = contours.findChild(QPushButton, "drawn_solid")
    assert flat is not None
    flat.setFocus()
    QTest.keyClick(flat, Qt.Key.Key_Space)
    surface = active.views["surface"]
    assert (contours.isVisible(), surface.isVisible()) == (False, True)
    assert surface.frame_shown is not None
    here = QApplication.focusWidget()
    assert here is surface.findChild(QPushButton, "drawn_solid")
    assert here.isChecked()  # type: ignore[attr-defined]
    assert active.state()["drawn"] == {"solid": True}
    active.set_language("zh")
    assert surface.title.text() == "成本曲面"
    active.set_language("en")
    active.store.undo()
    assert (contours.isVisible(), surface.isVisible()) == (True, False)
    active.store.redo()
    show(active, qtbot, "linear")
    assert (contours.isVisible(), surface.isVisible()) == (False, False)
    show(active, qtbot, "bowl")
    assert (contours.isVisible(), surface.isVisible()) == (False, True)


def test_where_one_must_point_at_weights_there_is_a_map(
    window: MainWindow, surface: Surface
) -> None:
    predict = action(window, "predict_mode")
    predict.trigger()
    assert window.views["contours"].isVisible()
    assert not surface.isVisible()
    predict.trigger()
    assert surface.isVisible()


def test_it_is_turned_by_keys_and_mouse_and_looked_at_anew(
    active: MainWindow, qtbot: QtBot
) -> None:
    show(active, qtbot, "bowl")
    active.store.replace(Drawn(solid=True))
    canvas = active.views["surface"].canvas  # type: ignore[attr-defined]
    plain = canvas.grab().toImage()
    canvas.setFocus()
    assert canvas.grab().toImage() != plain  # it shows that it has the keyboard
    first = canvas.camera
    for key, around, above in (
        (Qt.Key.Key_Right, -1, 0),
        (Qt.Key.Key_Left, 1, 0),
        (Qt.Key.Key_Down, 0, 1),
        (Qt.Key.Key_Up, 0, -1),
    ):
        before = canvas.camera
        QTest.keyClick(canvas, key)
        turn = canvas.camera.azimuth - before.azimuth, canvas.camera.elevation - before.elevation
        assert np.sign(turn).tolist() == [around, above]
    assert canvas.camera == first
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.camera.zoom > 1
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.camera == first
    corner = QPoint(20, 20)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(canvas, corner + QPoint(50, 30))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=corner + QPoint(50, 30))
    assert canvas.camera.azimuth < first.azimuth
    assert canvas.camera.elevation > first.elevation
    wheel = QWheelEvent(
        QPointF(corner), QPointF(corner), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    assert canvas.camera.zoom > 1
    double_click(canvas, corner)
    assert canvas.camera == first


def test_the_ball_is_dragged_along_the_surface(
    window: MainWindow, surface: Surface, qtbot: QtBot
) -> None:
    at_rest(surface, qtbot)
    ball, aim = (
        QPoint(*map(round, by_hand(surface.canvas, "himmelblau", w))) for w in ((0, 0), (-1, -1))
    )
    QTest.mousePress(surface.canvas, Qt.MouseButton.LeftButton, pos=ball)
    QTest.mouseMove(surface.canvas, aim)
    QTest.mouseRelease(surface.canvas, Qt.MouseButton.LeftButton, pos=aim)
    np.testing.assert_allclose(window.player.config.start, (-1, -1), atol=0.06)
    assert surface.canvas.camera == Camera()


def test_the_ball_glides_over_the_path_that_is_to_come(
    window: MainWindow, surface: Surface, qtbot: QtBot
) -> None:
    window.show_run(configure("himmelblau", learning_rate=0.01))
    qtbot.waitUntil(lambda: len(window.player.trace) > 1)
    at_rest(surface, qtbot)
    frame = window.player.shown
    first, second = window.player.trace.w[:2]
    for share in (0.0, 0.5, 0.9):
        surface.show_glide(replace(frame, fraction=share, motion=Motion.GLIDES))
        way = surface.frame_shown.w_drawn - first  # type: ignore[union-attr]
        assert np.linalg.norm(way) <= np.linalg.norm(second - first)
        ball = by_hand(surface.canvas, "himmelblau", tuple((first + way).tolist()))
        found = of_ball(at_rest(surface, qtbot))
        near = np.hypot(*(found + 0.5 - ball).T) < 6
        assert near.sum() > 0.9 * np.pi * 36


def test_a_frame_does_not_draw_the_surface_again(
    window: MainWindow, surface: Surface, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_rest(surface, qtbot)
    painted: list[bool] = []
    paint = Block.paint

    def counted(block: Block, *args: object, smooth: bool) -> None:
        painted.append(smooth)
        paint(block, *args, smooth=smooth)  # type: ignore[arg-type]

    monkeypatch.setattr(Block, "paint", counted)
    for position in (1, 5, 9, 2):
        window.player.seek(position)
        qtbot.waitUntil(lambda at=position: window.player.position == at)
        surface.canvas.grab()
    assert not painted
    surface.canvas.look_from(surface.canvas.camera.turned(5, 0))
    surface.canvas.grab()
    assert painted == [False]  # coarse while it turns
    at_rest(surface, qtbot)
    assert painted == [False, True]
    window.store.replace(Drawn(solid=False))
    window.player.seek(7)
    show(window, qtbot, "bowl")
    window.set_theme(window.theme)
    QApplication.processEvents()
    assert painted == [False, True]


def test_it_shows_what_the_map_shows(window: MainWindow, surface: Surface, qtbot: QtBot) -> None:
    assert surface.legend.texts() == window.views["contours"].legend.texts()  # type: ignore[attr-defined]
    before = at_rest(surface, qtbot).copy()
    window.show_run(configure("himmelblau", "divide-and-conquer"))
    window.player.seek(60)
    qtbot.waitUntil(lambda: window.player.position == 60)
    assert surface.legend.texts() == ["probe", "best so far", "box still searched"]
    assert (at_rest(surface, qtbot) != before).any()
    # The ball has left the domain: it is pointed to, in the colour of divergence.
    show(window, qtbot, "himmelblau", 0.0, 0.0)
    window.show_run(configure("himmelblau", learning_rate=0.2))
    window.player.seek(2)
    qtbot.waitUntil(lambda: window.player.position == 2)
    gone = np.array(QColor(LIGHT.divergence).getRgb()[:3])
    assert (at_rest(surface, qtbot) == gone).all(axis=2).sum() > 20


def test_the_ball_glides_over_it(surface: Surface, window: MainWindow, qtbot: QtBot) -> None:
    window.show_run(configure("himmelblau", learning_rate=0.01))
    window.player.gliding.wanted = True
    window.player.speed = 5.0
    know_all(window, qtbot)
    window.player.seek(3)
    halfway = replace(window.player.shown, fraction=0.5)
    window.player.glided.emit(halfway)
    pixels = at_rest(surface, qtbot)
    here, there = window.player.trace.w[3:5]
    x, y = by_hand(surface.canvas, "himmelblau", tuple((here + there) / 2))
    # Within the ball, all around where the trail and the arrow cross it.
    around = [(x + 5 * cos(turn), y + 5 * sin(turn)) for turn in np.linspace(0, 6, 12)]
    colour = QColor(LIGHT.weight).getRgb()[:3]
    assert all(tuple(pixels[round(down), round(right)]) == colour for right, down in around)


def test_the_step_that_another_plot_is_asked_for_is_marked(
    surface: Surface, window: MainWindow, qtbot: QtBot
) -> None:
    window.show_run(configure("himmelblau", learning_rate=0.01))
    know_all(window, qtbot)
    window.player.seek(6)
    surface.point_out("step", 1)
    pixels = at_rest(surface, qtbot)
    right, down = by_hand(surface.canvas, "himmelblau", tuple(window.player.trace.w[1]))
    assert tuple(pixels[round(down), round(right)]) == QColor(LIGHT.text).getRgb()[:3]
    surface.point_out("", -1)
    pixels = at_rest(surface, qtbot)
    assert tuple(pixels[round(down), round(right)]) != QColor(LIGHT.text).getRgb()[:3]
