"""Where a text and its runs disagree is found, with its line."""

import pytest

from gdviz.core.telling.lessons.proving import prove
from gdviz.core.telling.source import SourceError
from tests.core.telling.lesson_files.conftest import WHOLE


def found(path):
    return [(error.line, error.reason) for error in prove(path).errors]


def line_of(text, words):
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


def test_what_is_right_is_counted(written):
    assert prove(written()) == (2, 2, 3, [])


@pytest.mark.parametrize(("language", "word"), [("en", "mean is"), ("zh", "平均是")])
def test_a_wrong_number_in_a_text_is_found_on_its_line(written, language, word):
    path = written(f"{word} {{4.667}}", f"{word} {{4.668}}")
    with pytest.raises(SourceError) as caught:
        prove(path)
    text = path.read_text("utf-8")
    assert caught.value.line == line_of(text, "{4.668}")
    assert caught.value.reason == "'numbers' does not say what 4.668 is"


def test_one_that_its_claim_has_too_is_held_against_the_run(written):
    text = WHOLE.replace("4.667", "4.668")
    said = "the text says 4.668, but cost[0] is 4.66667"
    assert found(written(text=text)) == [(line_of(text, "4.668 ="), said)]


def test_one_at_the_top_is_found_too(written):
    text = WHOLE.replace("0.214", "0.215")
    assert found(written(text=text)) == [
        (2, "the text says 0.215, but page1.limit is 0.214286"),
    ]


@pytest.mark.parametrize(
    ("number", "value", "right"),
    [
        ("4.67", "4.6749", True),
        ("4.67", "4.6751", False),
        ("−9.33", "0 - 9.3333", True),
        ("9.33", "0 - 9.3333", False),
        ("2,160", "2160.4", True),
        ("2,160", "2161", False),
        ("1.2×10⁻⁹", "1.249e-9", True),
        ("1.2×10⁻⁹", "1.251e-9", False),
        ("3×10¹²", "3.4e12", True),
        ("5", "1 / 0", False),
        ("5", "0 / 0", False),
    ],
)
def test_a_number_is_held_to_the_digits_that_it_has(written, number, value, right):
    text = WHOLE.replace("page1.limit", value).replace("0.214", number)
    assert (not found(written(text=text))) == right


WRONG = [
    # what is replaced, by what, the words on the line to be named, the reason
    ('when = "diverges"', 'when = "steps > 1"', "[steps.ask]", "2 of the options are right"),
    ('when = "converges"', 'when = "bounces"', "[steps.ask]", "0 of the options are right"),
    ('when = "converges"', 'when = "converge"', "[steps.ask]", "'converge' cannot be worked out"),
    ('value = "cost[0] * 3"', 'value = "14 / 3"', "[[steps.ask.wrong]]", "this answer is right"),
    ('value = "cost[0] * 3"', "value = [1, 2]", "[[steps.ask.wrong]]", "as many numbers"),
    ('answer = "cost[0]"', "answer = [1, 2]", "answer", "an answer is one number"),
    ('answer = "cost[0]"', 'answer = "cost[99]"', "cost[99]", "cannot be worked out here"),
    ('answer = "cost[0]"', 'answer = "1 / 0"', "answer", "the run gives no number for that"),
    ('answer = "cost[0]"', 'answer = "log(0 - 1)"', "answer", "the run gives no number for that"),
    ('kind = "number"', 'kind = "place"\nwithin = 3', "[[steps.ask.wrong]]", "answer is right"),
    ('"0.214 = page1.limit"', '"0.214 = page9.limit"', "0.214 =", "'page9.limit' cannot be"),
]


@pytest.mark.parametrize(("good", "bad", "words", "reason"), WRONG)
def test_a_question_that_cannot_be_asked_so_is_found(written, good, bad, words, reason):
    path = written(good, bad)
    ((line, said),) = found(path)
    assert reason in said
    assert words in path.read_text("utf-8").split("\n")[line - 1]


def test_two_things_on_one_curve_are_found(written):
    question = WHOLE.index("[steps.ask]")
    rest = WHOLE.index("[[steps]]", question)
    text = WHOLE[:question].replace('4.667 = cost[0]", "−9.3 = gradient[0]', "1 = start")
    text += """[steps.ask]
kind = "order"
text = { en = "Which is which?", zh = "哪条？" }
why = { en = "It starts at {1}.", zh = "从 {1} 开始。" }
[[steps.ask.options]]
text = { en = "small", zh = "小" }
settings = { learning_rate = 0.01 }
[[steps.ask.options]]
text = { en = "small too", zh = "也小" }
settings = { learning_rate = 0.01 }
""" + WHOLE[rest:]
    ((line, said),) = found(written(text=text))
    assert said == "two of the options belong to the same curve"
    assert line == line_of(text, "[[steps.ask.options]]")


def test_all_that_is_wrong_is_said_in_the_files_order(written):
    text = WHOLE.replace("0.214", "0.3").replace("4.667", "4.5").replace("diverges", "steps")
    lines = [line for line, _reason in found(written(text=text))]
    assert len(lines) == 3
    assert lines == sorted(lines)


def test_it_is_said_in_chinese_too(written, chinese):
    (error,) = prove(written(text=WHOLE.replace("4.667", "4.5"))).errors
    assert str(error).endswith("文字里写的是 4.5，而 cost[0] 是 4.66667")
