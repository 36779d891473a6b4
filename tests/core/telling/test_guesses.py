"""What a class answered: by question, counted and sorted, whatever the files have in them."""

from pathlib import Path

import pytest

from gdviz.core.telling.lessons import Lesson, load_lesson
from gdviz.core.telling.lessons.answers import Answer
from gdviz.core.telling.lessons.facts import Numbers
from gdviz.core.telling.lessons.guesses import (
    Sheet,
    by_question,
    head_of_rows,
    rows_of,
)
from gdviz.core.telling.lessons.saying import as_table, right_or_not

LESSON = """\
order = 1
title = { en = "Downhill", zh = "下坡" }
goal = { en = "Goal.", zh = "目标。" }
[settings]
problem = "double-well"

[[steps]]
text = { en = "One.", zh = "一。" }
[steps.ask]
kind = "choice"
text = { en = "Which?", zh = "哪个？" }
why = { en = "So.", zh = "因此。" }
options = [
    { text = { en = "left", zh = "左" }, right = true },
    { text = { en = "right", zh = "右" } },
    { text = { en = "neither", zh = "都不" } },
]

[[steps]]
text = { en = "Two.", zh = "二。" }
[steps.scene]
keep = [{ learning_rate = 0.01 }, { learning_rate = 0.1 }]
[steps.ask]
kind = "order"
text = { en = "Whose?", zh = "谁的？" }
why = { en = "So.", zh = "因此。" }
options = [
    { text = { en = "slow", zh = "慢" }, settings = { learning_rate = 0.01 } },
    { text = { en = "fast", zh = "快" }, settings = { learning_rate = 0.1 } },
]
"""


def answer(page: int, said: Numbers, truth: Numbers = (), right: bool = False, **more) -> Answer:
    return Answer(more.pop("lesson", "downhill"), page, said, truth, right, **more)


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    path = tmp_path / "downhill.toml"
    path.write_text(LESSON, "utf-8")
    return load_lesson(path)


def sheet(name: str, *answers: Answer) -> Sheet:
    return Sheet(f"{name}.gdviz", name, answers)


def test_questions_are_in_the_lessons_order_and_unknown_ones_behind(lesson: Lesson) -> None:
    other = answer(1, (4.5,), (4.0,), lesson="a-lesson-of-ones-own", typed="4.50")
    every = by_question([sheet("Bo", other, answer(2, (0, 1)), answer(1, (0,)))], [lesson])
    assert [(one.lesson, one.page) for one in every] == [
        ("downhill", 1), ("downhill", 2), ("a-lesson-of-ones-own", 1),
    ]  # fmt: skip
    unknown = every[-1]
    assert (unknown.ask, unknown.placed) == (None, ())
    assert unknown.title == "a-lesson-of-ones-own"
    assert unknown.words((4.5,), "4.50") == "4.50"
    assert unknown.words(unknown.truth) == "4"


def test_each_option_is_counted_those_that_nobody_chose_too(lesson: Lesson) -> None:
    sheets = [
        sheet("Zoe", answer(1, (1.0,), (0.0,))),
        sheet("Ada", answer(1, (1.0,), (0.0,))),
        sheet("Bo", answer(1, (0.0,), (0.0,), True, reason="It is\nsteeper.")),
    ]
    (asked,) = by_question(sheets, [lesson])
    assert asked.tally() == [((0.0,), 1), ((1.0,), 2), ((2.0,), 0)]
    assert (len(asked.guesses), asked.right, asked.truth) == (3, 1, (0.0,))
    assert [one.by for one in asked.guesses] == ["Bo", "Ada", "Zoe"]  # by guess, then by name
    lines = as_table([head_of_rows(), *rows_of(asked)]).splitlines()
    assert len(lines) == 4
    assert lines[1].split("\t") == [
        "Downhill", "1", "Which?", "Bo", "left", "left", "right", "It is steeper.", "Bo.gdviz",
    ]  # fmt: skip


def test_the_right_order_is_a_row_even_if_nobody_found_it(lesson: Lesson) -> None:
    wrong = answer(2, (1.0, 0.0), (0.0, 1.0))
    (asked,) = by_question([sheet("Bo", wrong), sheet("Ada", wrong)], [lesson])
    assert asked.tally() == [((1.0, 0.0), 2), ((0.0, 1.0), 0)]


def test_the_same_answers_in_two_files_count_twice(lesson: Lesson) -> None:
    said = answer(1, (0.0,), (0.0,), True)
    (asked,) = by_question([Sheet("a.gdviz", "Bo", (said,)), Sheet("b.gdviz", "Bo", (said,))], [])
    assert [one.file for one in asked.guesses] == ["a.gdviz", "b.gdviz"]
    assert asked.right == 2


@pytest.mark.parametrize(
    ("page", "said"), [(1, (7.0,)), (1, (0.5,)), (1, (0.0, 1.0)), (2, (0.0,)), (2, (0.0, 5.0))]
)
def test_what_is_no_answer_to_the_question_as_it_is_now_is_told_in_numbers(
    lesson: Lesson, page: int, said: tuple[float, ...]
) -> None:
    (asked,) = by_question([sheet("Bo", answer(page, said, said))], [lesson])
    assert len(asked.guesses) == 1
    assert asked.placed == ()
    assert all(count == 0 for _said, count in asked.tally())
    assert "left" not in asked.words(said)


def test_where_nobody_could_tell_nothing_is_called_wrong() -> None:
    assert right_or_not(answer(1, (0.0,))) == ""
    assert right_or_not(answer(1, (0.0,), (1.0,))) == "not right"
