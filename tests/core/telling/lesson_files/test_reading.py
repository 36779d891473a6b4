"""What a page sets and asks is taken from the file, and each mistake is said with its line."""

import pytest

from gdviz.core import InputError, configure
from gdviz.core.telling.lessons import load_lesson
from gdviz.core.telling.lessons.lesson import Claim
from gdviz.core.telling.source import SourceError, Text
from tests.core.telling.lesson_files.conftest import WHOLE


def test_a_page_sets_a_scene(written):
    lesson = load_lesson(written())
    assert lesson.scene_of(0).parts == {"panels": {"hidden": ["cost-curve"]}}
    scene = lesson.scene_of(1)
    assert scene.parts == {"loss": {"logarithmic": True}}
    assert (scene.at, scene.mode, scene.lit) == (2, "predict", ("gradient",))
    assert scene.names == ("slow", "fast")
    assert lesson.steps[0].kept() == (
        configure(learning_rate=0.01, epochs=20),
        configure(learning_rate=0.3, epochs=30),
    )
    assert lesson.scene_of(2).keep is None
    assert not lesson.scene_of(2).parts
    assert lesson.scene_of(3) == lesson.scene_of(0)


def test_a_page_asks(written):
    lesson = load_lesson(written())
    assert lesson.asks == (1, 2)
    number, choice = (step.ask for step in lesson.steps)
    assert (number.kind, number.answer, number.veil) == ("number", ("cost[0]",), "cost")
    assert (number.hidden, number.plays, number.within) == (("numbers",), 0, None)
    assert number.wrong[0].value == ("cost[0] * 3",)
    assert number.wrong[0].reply == Text("That is the sum.", "这是和。")
    assert (choice.kind, choice.plays, choice.veil, choice.wrong) == ("choice", None, "step", ())
    assert [option.when for option in choice.options] == ["converges", "diverges"]
    assert choice.options[0].reply is None


def test_the_braces_about_a_number_vanish_and_what_it_is_stays(written):
    lesson = load_lesson(written())
    assert lesson.goal == Text("The limit is 0.214.", "界限是 0.214。")
    assert lesson.claims == (Claim("0.214", "page1.limit"),)
    step = lesson.steps[0]
    assert step.ask.why.en == "The mean is 4.667, and the gradient −9.3."
    assert step.claims == (Claim("4.667", "cost[0]"), Claim("−9.3", "gradient[0]"))


@pytest.mark.parametrize("number", ["2,160", "−0.5", "1.2×10⁻⁹", "3×10¹²", "7"])
def test_numbers_are_marked_as_texts_write_them(written, number):
    text = WHOLE.replace("0.214", number)
    assert load_lesson(written(text=text)).goal.en == f"The limit is {number}."


def test_other_braces_are_left_as_they_are(written):
    lesson = load_lesson(written('"Guess."', '"The set {w} is {not one}."'))
    assert lesson.steps[1].text.en == "The set {w} is {not one}."


def test_a_setting_can_be_a_rule_that_is_typed(written):
    lesson = load_lesson(written("learning_rate = 0.1", 'rule = "w <- w + a g"'))
    assert lesson.config().algorithm.rule.id == "w ← w + α*g"


BROKEN = [
    # what is replaced, by what, the reason; the line to be named is the one that has the latter
    ("learning_rate = 0.1", 'rule = "w <- w + foo g"', "foo is not known"),
    ("at = 2", "at = -1", "'steps.scene.at' must be a whole number from 0"),
    ("at = 2", "at = 1.5", "'steps.scene.at' must be a whole number from 0"),
    ("at = 2", "at = nan", "'steps.scene.at' must be a whole number from 0"),
    ("plays = 0", "plays = inf", "plays must be a number"),
    ("plays = 0", "plays = true", "plays must be a number"),
    ("plays = 0", "within = nan", "'steps.ask.within' must be a number from 0"),
    ("plays = 0", "within = -0.1", "'steps.ask.within' must be a number from 0"),
    ("plays = 0", "play = 0", "'steps.ask.play' is not known here"),
    ('names = ["slow", "fast"]', "names = 3", "'steps.scene.names' must be a list"),
    ('names = ["slow", "fast"]', 'names = ["slow"]', "one for each run of 'keep'"),
    ('names = ["slow", "fast"]', 'names = ["", "b"]', "must be a text, and not empty"),
    ("{ learning_rate = 0.01 }", "{ learning_rate = 99 }", "Learning rate must be from"),
    ("{ learning_rate = 0.01 }", "{ rate = 0.01 }", "'steps.scene.keep.rate' is not known"),
    ("{ learning_rate = 0.01 }", "7", "'steps.scene.keep' must be a table"),
    ('lit = ["gradient"]', 'lit = ["grad"]', "known: parts, gradient, update"),
    ('mode = "predict"', "mode = 3", "'steps.scene.mode' must be a text"),
    ('kind = "number"', 'kind = "guess"', "known: place, choice, number, order, share"),
    ('kind = "number"', "kind = [1]", "is not known here"),
    ('answer = "cost[0]"', "answer = true", "must be a number, or what a run gives"),
    ('veil = "cost"', 'veil = "all"', "known: step, gradient, cost"),
    ('hidden = ["numbers"]', 'hidden = "numbers"', "'steps.ask.hidden' must be a list"),
    ('hidden = ["numbers"]', "hidden = [1]", "'steps.ask.hidden' must be a text"),
    ('value = "cost[0] * 3"', "value = [[1]]", "must be a number, or what a run gives"),
    ('when = "converges"', "when = 1", "'steps.ask.options.when' must be a text"),
    ('when = "converges"', "right = 1", "'steps.ask.options.right' must be true or false"),
    ('when = "converges"', 'if = "a"', "'steps.ask.options.if' is not known here"),
    ('"0.214 = page1.limit"', '"0.214"', "is not of the form"),
    ('"0.214 = page1.limit"', '"0.214 ="', "is not of the form"),
    ('"0.214 = page1.limit"', '"0.2.14 = w[0]"', "is not of the form"),
    ('"0.214 = page1.limit"', '"1×10⁻ = w[0]"', "is not of the form"),
    ('"0.214 = page1.limit"', '"1×10⁹⁹⁹ = w[0]"', "is not of the form"),
    ('"0.214 = page1.limit"', "7", "'numbers' must be a text"),
    ('en = "The limit is {0.214}."', 'en = "It is {0.215}."', "does not say what 0.215 is"),
    ('zh = "界限是 {0.214}。"', 'zh = "是 {0.214}，{1.2.3}。"', "does not say what 1.2.3 is"),
]


@pytest.mark.parametrize(("good", "bad", "reason"), BROKEN)
def test_a_mistake_is_said_with_its_line(written, good, bad, reason):
    path = written(good, bad)
    with pytest.raises(SourceError) as caught:
        load_lesson(path)
    assert reason in caught.value.reason
    lines = path.read_text("utf-8").split("\n")
    assert bad in lines[caught.value.line - 1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_number_is_marked_in_both_languages(written, language):
    mean = {"en": "The mean is {4.667}", "zh": "平均是 {4.667}"}[language]
    with pytest.raises(SourceError, match=rf"line 21: no text in '{language}' has 4\.667 between"):
        load_lesson(written(mean, mean.replace("{", "").replace("}", "")))


def test_what_is_no_part_of_the_state_is_said_by_who_knows_it(written):
    def check(name, values):
        if name != "loss" or values != {"logarithmic": True}:
            raise InputError(f"no {name} of {values['hidden']}")

    with pytest.raises(SourceError, match=r"line 17: no panels of"):
        load_lesson(written(), check_part=check)


def test_a_question_needs_what_is_right(written):
    with pytest.raises(SourceError, match=r"line 31: 'steps\.ask\.options' must be two to eight"):
        load_lesson(written('kind = "number"', 'kind = "order"'))
    with pytest.raises(SourceError, match=r"line 31: 'steps\.ask\.answer' is missing"):
        load_lesson(written('answer = "cost[0]"\n', ""))


def test_a_mistake_is_said_in_chinese_too(written, chinese):
    with pytest.raises(SourceError, match=r"第 26 行：“steps\.scene\.at”必须是不小于 0 的整数"):
        load_lesson(written("at = 2", "at = -1"))
