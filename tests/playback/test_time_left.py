"""How long is left, by a clock that is set by hand."""

import pytest

from gdviz import i18n
from gdviz.playback.time_left import TimeLeft, in_words


class Clock:
    """Tells the time that it is set to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_it_is_as_long_as_it_has_taken_so_far_for_as_much(clock: Clock) -> None:
    left = TimeLeft(clock)
    clock.now += 2
    assert left.seconds(0.2) == pytest.approx(8)
    clock.now += 6
    assert left.seconds(0.5) == pytest.approx(8)
    assert left.seconds(1.0) == 0
    left.begin()
    clock.now += 1
    assert left.seconds(0.5) == pytest.approx(1)


def test_it_is_not_foretold_before_anything_is_known(clock: Clock) -> None:
    left = TimeLeft(clock)
    clock.now += 0.05
    assert left.seconds(0.5) is None
    assert left.words(0.5) == ""
    clock.now += 10
    assert left.seconds(0.0) is None
    clock.now -= 9.85
    assert left.words(0.5) == "about 1 s left"


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0.0, "about 1 s left", "大约还需 1 秒"),
        (7.2, "about 8 s left", "大约还需 8 秒"),
        (31.0, "about 35 s left", "大约还需 35 秒"),
        (60.0, "about 60 s left", "大约还需 60 秒"),
        (61.0, "about 2 min left", "大约还需 2 分钟"),
        (7201.0, "about 121 min left", "大约还需 121 分钟"),
    ],
)
def test_it_is_said_as_one_says_it(seconds: float, english: str, chinese: str) -> None:
    assert in_words(seconds) == english
    i18n.set_language("zh")
    try:
        assert in_words(seconds) == chinese
    finally:
        i18n.set_language("en")
