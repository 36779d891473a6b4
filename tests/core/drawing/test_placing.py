"""A text is on a free side, whole, and does not jump without need."""

import numpy as np

from gdviz.core.drawing.placing import SIDES, Area, Text, free_place

AREA = Area(0, 0, 200, 100)
TEXT = Text(40, 16, 6)
NOTHING = np.zeros((0, 2))


def place(at, taken=NOTHING, before=0):
    return free_place(np.array(at, float), TEXT, AREA, np.array(taken, float), before)


def side(*args, **settings):
    return SIDES[place(*args, **settings).side]


def test_it_is_above_where_nothing_speaks_against_it():
    assert place((100, 50)) == (SIDES.index((0, -1)), 80, 28)


def test_it_is_whole_wherever_its_point_is():
    for x in (-9.0, 0.0, 100.0, 200.0):
        for y in (0.0, 50.0, 100.0, 140.0):
            _side, left, top = place((x, y))
            assert 0 <= left <= 200 - 40
            assert 0 <= top <= 100 - 16


def test_it_hides_no_point():
    above = [(x, 36.0) for x in range(0, 200, 4)]
    assert side((100, 50), above)[1] >= 0
    assert side((100, 50), [*above, *((x, 50.0) for x in range(0, 200, 4))])[1] == 1


def test_it_stays_where_it_was_until_something_is_there():
    below = SIDES.index((0, 1))
    assert side((100, 50), before=below) == (0, 1)
    assert side((100, 50), [(100, 65)], before=below) == (0, -1)


def test_many_texts_beside_one_point_hide_neither_it_nor_each_other():
    """Nine runs of a race that have all arrived."""
    text, area, at = Text(40, 16, 13), Area(0, 0, 400, 300), np.array([200.0, 280.0])
    taken = at[np.newaxis]
    places = []
    for _text in range(9):
        found = free_place(at, text, area, taken, farther=True)
        places.append((found.left, found.top))
        across = np.linspace(found.left, found.left + text.width, 21)
        down = np.linspace(found.top, found.top + text.height, 7)
        taken = np.concatenate([taken, np.stack(np.meshgrid(across, down), -1).reshape(-1, 2)])
    for number, (left, top) in enumerate(places):
        for beside, above in places[:number]:
            assert abs(left - beside) >= text.width or abs(top - above) >= text.height
