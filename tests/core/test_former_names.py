"""What was said of a setting under its former name goes on working."""

import pytest

from gdviz.core import InputError, configure
from gdviz.core.telling.lessons import load_lesson
from gdviz.core.telling.source import check_setting

LESSON = """\
order = 1
title = {en = "a", zh = "b"}
goal = {en = "a", zh = "b"}
hide = ["replacement", "seed"]
[settings]
algorithm = "sgd"
replacement = true
[[steps]]
text = {en = "a", zh = "b"}
settings = {replacement = false}
[[steps]]
text = {en = "a", zh = "b"}
settings = {order = "in-order"}
"""


@pytest.mark.parametrize(("before", "now"), [(True, "with-replacement"), (False, "shuffled")])
def test_with_replacement_or_not_is_an_order_now(before, now):
    assert configure(algorithm="sgd", replacement=before) == configure(algorithm="sgd", order=now)
    assert check_setting("replacement", before) == {"order": now}


@pytest.mark.parametrize("value", [1, "shuffled", None, ["x"]])
def test_it_was_true_or_false_and_nothing_else(value):
    with pytest.raises(InputError, match=r"unknown setting 'replacement'; known: .*order"):
        configure(algorithm="sgd", replacement=value)


def test_a_lesson_that_was_written_with_it(tmp_path):
    path = tmp_path / "old.toml"
    path.write_text(LESSON)
    lesson = load_lesson(path)
    assert lesson.hide == ("order", "seed")
    orders = [one.config().algorithm.order for one in (lesson, *lesson.steps)]
    assert orders == ["with-replacement", "shuffled", "in-order"]
