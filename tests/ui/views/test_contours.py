"""The two-weight view, and the rest of the window with two weights, in the real window."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget

from gdviz.core import PROBLEMS, configure, record
from gdviz.core.numbers import format_number
from gdviz.playback import Frame
from gdviz.ui.theme import DARK
from gdviz.ui.views.view import Veil

TWO_WEIGHTS = [name for name, problem in PROBLEMS.items() if len(problem.weights) == 2]


@pytest.fixture
def view(window):
    window.show_problem(PROBLEMS["line"])
    return window.views["contours"]


@pytest.fixture
def show(window, qtbot, view):
    """Show the state of a run after so many steps, and return its frame."""

    def shown(position, *args, **settings):
        window.show_run(configure(*args, **settings))
        window.player.seek(position)
        # The step after it is known, or that there is none.
        qtbot.waitUntil(
            lambda: (
                window.player.position == position
                and (len(window.player.trace) > position or window.player.at_end)
            )
        )
        return view.frame_shown

    return shown


def drawn(item):
    """The points that a curve or scatter plot draws, (n, 2)."""
    return np.stack(item.getData(), axis=-1)


def arrow(view, name):
    """Start and end of an arrow's shaft."""
    return drawn(view.arrows[name].shaft)


def pixels(view, vector):
    return vector / view.plot.pixel()


def test_another_number_of_weights_is_another_view_in_the_same_window(window, view, qtbot):
    problem = window.findChild(QComboBox, "problem")
    for name in ("bowl", "linear", "line"):
        size = window.size()
        problem.setCurrentIndex(problem.findData(name))
        two = len(PROBLEMS[name].weights) == 2
        qtbot.waitUntil(lambda two=two: view.isVisible() == two)
        assert window.views["cost-curve"].isVisible() is not two
        assert window.size() == size


def test_the_view_has_the_domain_with_its_critical_points(show, view):
    for name in TWO_WEIGHTS:
        problem = PROBLEMS[name]
        for position in (0, 5):
            show(position, name, learning_rate=0.001)
            seen, domain = np.array(view.plot.viewRange()), np.array(problem.domain)
            assert (seen[:, 0] <= domain[:, 0] + 1e-9).all()
            assert (seen[:, 1] >= domain[:, 1] - 1e-9).all()
        assert view.plot.x_axis.labelText == problem.weights[0]
        assert view.plot.y_axis.labelText == problem.weights[1]
        minima = np.concatenate([drawn(view.marks[mark]) for mark in ("minimum", "local")])
        saddles = drawn(view.marks["saddle"])
        for shown, known in ((minima, problem.minima), (saddles, problem.saddles)):
            np.testing.assert_allclose(shown, np.reshape(known, (-1, 2)))
        if problem.minima:
            lowest = problem.cost(drawn(view.marks["minimum"]))
            np.testing.assert_allclose(lowest, lowest.min(), atol=1e-6)
            assert (problem.cost(drawn(view.marks["local"])) > lowest.max() + 1e-6).all()
        assert ("saddle point" in view.legend.texts()) == bool(problem.saddles)


def test_the_first_map_is_as_it_is_drawn_from_scratch(window, qtbot):
    window.show_run(configure("himmelblau"))
    view = window.views["contours"]
    QApplication.processEvents()  # it is painted, and then given its size
    qtbot.waitUntil(lambda: view.settled and len(window.player.trace) > 0)
    QApplication.processEvents()
    inside = view.plot.getPlotItem().getViewBox().sceneBoundingRect().toAlignedRect()
    seen = view.plot.grab(inside).toImage()
    window.set_theme(window.theme)
    assert seen == view.plot.grab(inside).toImage()


def test_ball_trail_and_next_step(show, view):
    show(2, "bowl", learning_rate=0.1)
    # w ← w − 0.1·2w: each step leaves 0.8 of the weights.
    past = np.array([[-2.5, 1.5]]) * [[1], [0.8], [0.64]]
    at = past[-1]
    np.testing.assert_allclose(drawn(view.marks["ball"])[0], at)
    np.testing.assert_allclose(view.path.line.points, past)
    assert view.ghost.isVisible()
    np.testing.assert_allclose(drawn(view.ghost)[0], 0.8 * at)
    start, end = arrow(view, "step")
    np.testing.assert_allclose(start, at)
    assert np.cross([*(end - start), 0], [*at, 0]) == pytest.approx(0, abs=1e-12)


def test_the_arrow_points_against_the_gradient_and_grows_with_it(show, view):
    lengths = []
    for start in ((5.9, 2.9), (0.5, -0.1), (0.05, 0.005)):
        show(0, "stretched-bowl", start=start)
        tail, tip = arrow(view, "downhill")
        down = -np.array([0.2 * start[0], 4 * start[1]])
        along = pixels(view, tip - tail)
        expected = pixels(view, down)
        assert along / np.hypot(*along) == pytest.approx(expected / np.hypot(*expected))
        lengths.append(np.hypot(*along))
    assert lengths[0] > lengths[1] > lengths[2] > 0
    assert lengths[0] < 80


def test_no_arrow_where_the_gradient_has_vanished(show, view):
    show(0, "saddle", start=(0.0, 0.0))
    assert not view.arrows["downhill"].shaft.isVisible()
    assert not view.arrows["step"].shaft.isVisible()
    assert view.marks["ball"].isVisible()


def test_where_the_gradient_is_asked_for_no_arrow_tells_it(show, view):
    show(0, "stretched-bowl")
    for veil, told in (("gradient", False), ("step", True), ("", True)):
        view.store.replace(Veil(veil))
        assert view.arrows["downhill"].shaft.isVisible() is told


def test_samples_pull_off_the_saddle(show, view):
    show(0, "finite-sum", "sgd", start=(0.0, 0.0), learning_rate=0.05)
    assert view.arrows["downhill"].shaft.isVisible()


LEAVING = [("bowl", 1.05, (2.9, 2.9)), ("stretched-bowl", 0.6, (1.0, 2.5)), ("line", 0.3, (0, 0))]


@pytest.mark.parametrize(("problem", "rate", "start"), LEAVING)
def test_a_run_that_leaves_the_view_is_pointed_to(problem, rate, start, show, view):
    frame = show(8, problem, learning_rate=rate, start=start)
    low, high = np.array(view.plot.viewRange()).T
    assert ((frame.w < low) | (frame.w > high)).any()
    assert not view.marks["ball"].isVisible()
    assert view.edge.head.isVisible()
    at = np.array([view.edge.head.pos().x(), view.edge.head.pos().y()])
    np.testing.assert_allclose(at, np.clip(frame.w, low, high))
    # The head is drawn from its tip, at the angle of what has left.
    base = view.edge.head.path.boundingRect().center()
    forward, away = np.array([-base.x(), base.y()]), pixels(view, frame.w - at)
    assert forward @ away > 0.95 * np.hypot(*forward) * np.hypot(*away)
    show(0, problem, learning_rate=rate, start=start)
    assert view.marks["ball"].isVisible()
    assert not view.edge.head.isVisible()


def test_divide_and_conquer_shows_its_boxes(show, view):
    # 5 × 5 points on [−3, 3]², then half as wide around the best, (0, 0), again and again.
    show(60, "bowl", "divide-and-conquer", points=5)
    rect = view.box.rect()
    assert (rect.left(), rect.top(), rect.right(), rect.bottom()) == (-0.75, -0.75, 0.75, 0.75)
    corners = drawn(view.boxes)
    assert set(np.abs(corners).ravel()) == {3.0, 1.5}
    assert len(corners) == 2 * 8
    np.testing.assert_allclose(drawn(view.marks["best"]), [[0, 0]])
    assert view.marks["best"].isVisible()
    assert not view.marks["minimum"].isVisible()
    assert view.legend.texts() == ["probe", "best so far", "box still searched"]


def test_an_exhaustive_search_shows_its_grid_and_no_box(show, view):
    show(30, "himmelblau", "exhaustive", points=9)
    axis = np.linspace(-6, 6, 9)
    np.testing.assert_allclose(drawn(view.path.dots), [(a, b) for a in axis for b in axis][:31])
    assert view.box.rect().isEmpty()
    assert len(drawn(view.boxes)) == 0
    assert view.legend.texts() == ["probe", "best so far"]
    assert not view.arrows["downhill"].shaft.isVisible()


def test_the_end_of_a_search_is_its_best(window, view, qtbot):
    window.show_run(configure("himmelblau", "exhaustive", points=13))
    window.player.speed = float("inf")
    with qtbot.waitSignal(window.player.finished):
        window.player.run()
    np.testing.assert_allclose(drawn(view.marks["ball"]), [[3, 2]])
    np.testing.assert_allclose(drawn(view.marks["best"]), [[3, 2]])


def test_the_map_is_surveyed_once_for_a_problem(window, view, show, qtbot):
    show(0, "rosenbrock")
    QApplication.processEvents()  # what is asked of the layout is done
    qtbot.waitUntil(lambda: view.settled)
    first = view.landscape
    show(2, "rosenbrock", learning_rate=0.0001)
    window.set_theme(DARK)
    window.set_language("zh")
    qtbot.waitUntil(lambda: view.settled)
    assert view.landscape is first
    window.set_language("en")
    show(0, "beale")
    assert view.landscape is not first


def test_the_map_is_drawn_in_the_themes_colours(window, view, show):
    show(0, "bowl", start=(-2.5, 2.5))

    def at(w):
        """The colour of the map there, beside the marks."""
        place = view.plot.mapFromScene(view.plot.getPlotItem().vb.mapViewToScene(w))
        return view.plot.grab().toImage().pixelColor(place)

    valley, wall = QPointF(0.12, 0.12), QPointF(2.95, -2.9)
    light = at(valley).lightness(), at(wall).lightness()
    window.set_theme(DARK)
    dark = at(valley).lightness(), at(wall).lightness()
    assert 150 < light[0] < light[1]
    assert dark[0] < dark[1] < 120


def test_a_long_run_is_drawn_with_few_points(window, view):
    config = configure("bowl", learning_rate=1.0, epochs=100_000)  # to and fro, for ever
    trace = record(config)
    window.show_run(config)
    view.show_frame(Frame(trace, len(trace)))
    assert len(trace) == 100_000
    assert len(view.path.line.points) < 2100
    assert len(drawn(view.path.dots)) < 2100


def test_resizing_keeps_the_arrow_as_long(window, view, show, qtbot):
    show(0, "bowl", start=(2.0, -2.0))

    def length():
        tail, tip = arrow(view, "downhill")
        return np.hypot(*pixels(view, tip - tail))

    before = length()
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: view.plot.width() < 600)
    assert length() == pytest.approx(before, rel=0.02)


def test_the_legend_wraps_where_it_is_narrow(window, view, show):
    show(0, "himmelblau")
    legend = view.legend
    wide, narrow = legend.sizeHint().width(), legend.minimumSizeHint().width()
    rows = legend.heightForWidth(narrow) / legend.heightForWidth(wide)
    assert rows == len(legend.texts())


def test_what_explains_itself_is_left_out_before_a_legend_has_two_rows(show, view):
    show(0, "himmelblau")
    legend = view.legend
    wide = legend.sizeHint().width()
    rows = [legend.heightForWidth(width) for width in range(wide, wide // 2, -1)]
    one = rows.count(rows[0])
    # The room of what is not there yet, the start and the next step are a good third of it.
    assert wide // 4 < one < wide // 2
    assert "start" in legend.texts()  # a screen reader has no row that ends


def test_the_names_of_the_axes_keep_their_colour(window, view, show):
    show(0, "himmelblau")
    window.set_theme(DARK)
    window.set_theme(DARK)  # the names are the same, and not written again
    for axis in (view.plot.x_axis, view.plot.y_axis):
        assert axis.label.textCursor().document().toHtml().count(DARK.muted)


def test_two_starts_say_which_weights_they_are_of(window, show, qtbot):
    for problem in ("line", "himmelblau"):
        show(0, problem)
        for field, weight in zip(("start", "start_2"), PROBLEMS[problem].weights, strict=True):
            control = window.findChild(QWidget, field)
            assert control.isVisible()
            assert control.accessibleName() == f"Start weight {weight}"
    window.show_run(configure("parabola"))
    assert window.findChild(QWidget, "start").accessibleName() == "Start weight w₀"
    assert not window.findChild(QWidget, "start_2").isVisible()


def whole(label):
    """Whether nothing of a label is cut off."""
    wanted = label.sizeHint()
    return label.width() >= wanted.width() and label.height() >= wanted.height()


def test_two_numbers_stand_below_one_another_and_fit(window, show, qtbot):
    window.resize(1024, 640)
    show(30, "two-layer", learning_rate=0.02)
    for name in ("weight_value", "gradient_value"):
        value = window.findChild(QLabel, name)
        assert len(value.text().split("\n")) == 2
        qtbot.waitUntil(lambda value=value: whole(value))  # once the card has its height
    numbers = window.views["numbers"]
    qtbot.waitUntil(lambda: numbers.height() >= numbers.heightForWidth(numbers.width()))


@pytest.mark.parametrize("size", [(960, 600), (1440, 900)])
def test_a_prediction_is_whole_and_hides_no_sample(window, show, size):
    window.resize(*size)
    QApplication.processEvents()  # what is asked of the layout is done
    data = window.views["data"]
    high = data.plot.getPlotItem().getViewBox().height() >= 70  # else only "Now" says it
    for start in ((1.0, 0.0), (-1.0, 4.0), (2.0, 0.0), (3.0, -1.0)):
        frame = show(0, "line", start=start)
        assert data.prediction.item.isVisible() == high
        if not high:
            continue
        text = data.prediction.item.sceneBoundingRect()
        area = data.plot.getPlotItem().getViewBox().sceneBoundingRect()
        assert area.adjusted(-1, -1, 1, 1).contains(text)
        problem = frame.config.problem
        for x, y in data.pointing.pixels(np.column_stack([problem.x, problem.y])):
            assert not text.contains(x, y)


@pytest.mark.parametrize("size", [(960, 600), (1440, 900)])
def test_the_gradient_stands_square_on_the_contour(window, view, show, size, qtbot):
    show(0, "stretched-bowl")
    window.resize(*size)
    for start in ((-2.0, 1.5), (3.0, 1.0), (0.5, -2.5)):
        show(0, "stretched-bowl", start=start)
        tail, tip = arrow(view, "downhill")
        # Along the contour of 0.1w₁² + 2w₂², by hand; lengths as the screen has them.
        along = np.array([4 * start[1], -0.2 * start[0]])
        ends = view.pointing.pixels(np.array([tail, tip, tail + along]))
        down, level = ends[1] - ends[0], ends[2] - ends[0]
        cosine = down @ level / np.hypot(*down) / np.hypot(*level)
        assert abs(cosine) < np.sin(np.radians(1))


def test_where_the_sides_differ_too_much_the_axis_says_so(window, view, qtbot):
    far = replace(PROBLEMS["bowl"], domain=((-3.0, 3.0), (-300.0, 300.0)))
    window.show_problem(far)
    qtbot.waitUntil(lambda: view.frame_shown.config.problem is far)
    np.testing.assert_allclose(view.plot.viewRange(), far.domain)
    wide, high = view.plot.pixel()
    assert format_number(wide / high, 2) in view.plot.y_axis.labelText


def test_in_a_narrow_card_the_map_has_the_legends_room(window, view, show):
    show(0, "himmelblau")
    assert view.legend.isVisible()
    window.resize(960, 600)
    QApplication.processEvents()  # what is asked of the layout is done
    assert not view.legend.isVisible()
    window.resize(1440, 900)
    QApplication.processEvents()
    assert view.legend.isVisible()
