"""What is right of a question, and what an answer is worth, for each way of asking."""

import numpy as np
import pytest

from gdviz.core import InputError
from gdviz.core.telling.lessons import load_lesson
from gdviz.core.telling.lessons.facts import agree, facts_of, reply_to

HEAD = """\
order = 1
title = { en = "a", zh = "甲" }
goal = { en = "a", zh = "甲" }
[settings]
problem = "linear"
learning_rate = 0.3
epochs = 50
[[steps]]
text = { en = "a", zh = "甲" }
"""
ASK = """
[steps.ask]
text = { en = "a", zh = "甲" }
why = { en = "a", zh = "甲" }
"""


def option(text, more):
    said = f'{{ en = "{text}", zh = "甲" }}'
    return f"[[steps.ask.options]]\ntext = {said}\n{more}\n"


def wrong(value, reply):
    said = f'{{ en = "{reply}", zh = "甲" }}'
    return f"[[steps.ask.wrong]]\nvalue = {value}\nreply = {said}\n"


@pytest.fixture
def asked(tmp_path):
    """Return what a page asks, what is right of it, and what tells how right an answer is."""

    def ask(question, head=HEAD):
        path = tmp_path / "mine.toml"
        path.write_text(head + ASK + question, "utf-8")
        lesson = load_lesson(path)
        (step,) = lesson.steps
        facts = facts_of(lesson, 1)
        problem = step.config().problem

        def right(*said, typed=""):
            return agree(step.ask, problem, said, facts.truth, typed)

        def reply(*said, typed=""):
            text = reply_to(step.ask, problem, facts, said, typed)
            return text.en if text else None

        return facts, right, reply

    return ask


def test_of_several_options_the_one_that_the_run_makes_true_is_right(asked):
    facts, right, reply = asked(
        'kind = "choice"\n'
        + option("shrinks", 'when = "cost[-1] < cost[0]"\nreply = { en = "No.", zh = "不。" }')
        + option("grows", 'when = "diverges"\nreply = { en = "Yes.", zh = "对。" }')
        + option("neither", "")
    )
    assert facts.truth == (1,)
    assert [right(n) for n in range(3)] == [False, True, False]
    assert [reply(n) for n in range(3)] == ["No.", "Yes.", None]


def test_an_option_can_be_said_to_be_right(asked):
    facts, right, _reply = asked(
        'kind = "choice"\n' + option("a", "") + option("b", "right = true")
    )
    assert facts.truth == (1,)
    assert right(1)


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [("diverges", "steps > 3", 2), ("converges", "bounces", 0)],
)
def test_not_one_right_option_is_an_error(asked, first, second, count):
    text = option("a", f'when = "{first}"') + option("b", f'when = "{second}"')
    with pytest.raises(InputError, match=f"{count} of the options are right, not one"):
        asked('kind = "choice"\n' + text)


def test_a_number_is_right_to_the_digits_that_it_has_but_two_at_least(asked):
    # The loss is 14/3 = 4.6667 at first, and three times that is the sum.
    facts, right, reply = asked(
        'kind = "number"\nanswer = "cost[0]"\n'
        + wrong('"cost[0] * 3"', "That is the sum.")
        + wrong("0", "It is not at the minimum.")
    )
    assert facts.truth == pytest.approx((14 / 3,))
    assert [w[0] for w in facts.wrong] == pytest.approx([14, 0])
    assert right(4.667, typed="4.667")
    assert right(4.7, typed="4.7")
    assert not right(4.6, typed="4.6")
    assert not right(4.66, typed="4.66")
    assert right(4.65, typed="")
    assert not right(5, typed="5")
    assert right(14 / 3)
    assert reply(14, typed="14") == "That is the sum."
    assert reply(0, typed="0") == "It is not at the minimum."
    assert reply(1, typed="1") is None
    assert reply(4.7, typed="4.7") is None


def test_the_file_can_say_how_far_off_is_right_too(asked):
    _facts, right, _reply = asked('kind = "number"\nanswer = "steps"\nwithin = 2\n')
    assert right(25, typed="25")
    assert right(21, typed="21")
    assert not right(26, typed="26")


def test_a_place_is_right_near_where_the_run_is(asked):
    # After a step it is at 1 + 0.3 · 28/3 = 3.8, in a domain from 0 to 4.
    facts, right, reply = asked(
        'kind = "place"\nanswer = "w[1]"\nwithin = 0.05\n' + wrong("2", "That is the minimum.")
    )
    assert facts.truth == pytest.approx((3.8,))
    assert right(3.8 + 0.199)
    assert not right(3.8 - 0.201)
    assert reply(2.1) == "That is the minimum."


def test_a_place_beyond_the_picture_is_its_edge(asked):
    facts, right, _reply = asked('kind = "place"\nanswer = "w[2]"\n')
    assert facts.truth == pytest.approx((2 - 1.8**2,))
    assert right(0)
    assert not right(2)


def test_a_place_has_a_number_for_each_weight(asked):
    head = HEAD.replace("linear", "bowl").replace("0.3", "0.1")
    facts, right, _reply = asked('kind = "place"\nanswer = ["w1[1]", "w2[1]"]\n', head)
    assert right(*facts.truth)
    assert not right(facts.truth[0])
    assert not right(*(-value for value in facts.truth))


def test_a_share_is_right_within_five_points(asked):
    facts, right, _reply = asked('kind = "share"\nanswer = "100 * mean(w > 2)"\n')
    share = facts.truth[0]
    assert share == pytest.approx(100 * np.mean(np.arange(24) % 2))  # it jumps across each time
    assert right(share + 5)
    assert not right(share + 5.1)


ORDER = HEAD + (
    "[steps.scene]\nkeep = [{ learning_rate = 0.1 }, { learning_rate = 0.01 }, "
    "{ learning_rate = 0.2 }]\n"
)


def test_each_thing_belongs_to_a_curve(asked):
    options = "".join(
        option(str(rate), f"settings = {{ learning_rate = {rate} }}") for rate in (0.01, 0.1, 0.2)
    )
    facts, right, _reply = asked('kind = "order"\n' + options, ORDER)
    assert facts.truth == (1, 0, 2)
    assert right(1, 0, 2)
    assert not right(0, 1, 2)
    assert not right(1, 0)


def test_what_belongs_to_no_curve_is_an_error(asked):
    options = option("a", "settings = { learning_rate = 0.1 }") + option("no such", "")
    with pytest.raises(InputError, match="no kept run has the settings of “no such”"):
        asked('kind = "order"\n' + options, ORDER)
