"""Lessons: those that come with gdviz, and what is said of a broken file."""

import os

import pytest

from gdviz import i18n
from gdviz.core import InputError, configure
from gdviz.core.telling.lessons import find_lesson, load_lesson, load_lessons
from gdviz.core.telling.source import SourceError, Text
from gdviz.files import read_bytes

WHOLE = """\
order = 7.5
hide = ["momentum", "smoothing"]

[title]
en = "Too large a rate"
zh = "学习率太大"

[goal]
en = \"\"\"
One line
and the next.

Another paragraph.\"\"\"
zh = "目标"

[settings]
algorithm = "mini-batch"
learning_rate = 0.3
start = 3
order = "with-replacement"

[[steps]]
text = { en = "Run.", zh = "运行。" }

[[steps]]
[steps.text]
en = "Again."
zh = "再来。"
[steps.look_for]
en = "It is slower."
zh = "更慢了。"
[steps.settings]
learning_rate = 0.001
start = [1.5]

[question]
en = "Why?"
zh = "为什么？"

[answer]
en = "So."
zh = "因为。"
"""


@pytest.fixture
def lesson_file(tmp_path):
    path = tmp_path / "mine.toml"

    def write(text=WHOLE, encoding="utf-8"):
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def chinese(monkeypatch):
    monkeypatch.setattr(i18n, "_current", "zh")


def test_the_lessons_that_come_with_gdviz_are_whole():
    lessons, errors = load_lessons()
    assert errors == []
    assert {"listing-1", "listing-2"} <= lessons.keys()
    orders = [lesson.order for lesson in lessons.values()]
    assert orders == sorted(set(orders))
    for name, lesson in lessons.items():
        assert lesson.id == name
        assert 2 <= len(lesson.steps) <= 6
        assert lesson.config()
        assert all(step.config() for step in lesson.steps)
        assert lesson.question
        assert lesson.answer


def texts(lesson):
    yield from (lesson.title, lesson.goal, lesson.question, lesson.answer)
    for step in lesson.steps:
        yield from (step.text, step.look_for)


def test_they_are_in_both_languages():
    for lesson in load_lessons()[0].values():
        for text in filter(None, texts(lesson)):
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in text.en)
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh)


def test_everything_in_a_file_is_taken(lesson_file):
    lesson = load_lesson(lesson_file())
    assert (lesson.id, lesson.order) == ("mine", 7.5)
    assert lesson.hide == ("momentum", "smoothing")
    assert lesson.title == Text("Too large a rate", "学习率太大")
    assert lesson.goal.en == "One line and the next.\n\nAnother paragraph."
    assert lesson.settings["start"] == (3.0,)
    first, second = lesson.steps
    assert first.look_for is None
    assert first.settings == lesson.settings
    assert second.look_for.en == "It is slower."
    assert second.settings == {
        "algorithm": "mini-batch",
        "learning_rate": 0.001,
        "start": (1.5,),
        "order": "with-replacement",
    }
    assert lesson.answer.zh == "因为。"
    assert lesson.config() == configure(
        algorithm="mini-batch", learning_rate=0.3, start=(3.0,), order="with-replacement"
    )


def test_a_problem_has_its_own_defaults_where_a_lesson_says_nothing(lesson_file):
    text = 'order = 1\ntitle = {en="a", zh="b"}\ngoal = {en="a", zh="b"}\nsettings = {}\n'
    text += '[[steps]]\ntext = {en="a", zh="b"}\nsettings = {problem = "rosenbrock"}\n'
    text += '[[steps]]\ntext = {en="a", zh="b"}\n'
    text += 'settings = {problem = "rosenbrock", learning_rate = 0.001}\n'
    own, given = (step.config() for step in load_lesson(lesson_file(text)).steps)
    assert (own.algorithm.learning_rate, own.epochs) == (0.002, 2000)
    assert (given.algorithm.learning_rate, given.epochs) == (0.001, 2000)


def test_a_text_is_in_the_current_language(chinese):
    assert str(Text("weight", "权重")) == "权重"


def test_the_least_that_makes_a_lesson(lesson_file):
    text = 'order = 1\ntitle = {en="a", zh="b"}\ngoal = {en="a", zh="b"}\nsettings = {}\n'
    lesson = load_lesson(lesson_file(text))
    assert (lesson.steps, lesson.question, lesson.answer, lesson.hide) == ((), None, None, ())
    assert lesson.config() == configure()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_editor_may_put_a_mark_at_the_beginning_and_end_lines_its_way(
    lesson_file, encoding, end
):
    assert load_lesson(lesson_file(WHOLE.replace("\n", end), encoding)).goal.zh == "目标"


BROKEN = [
    # what is replaced, by what, the line to be named, the reason
    ("order = 7.5", "order = ", "order =", "Invalid value"),
    ("order = 7.5", "", None, "'order' is missing"),
    ("order = 7.5", 'order = "first"', 'order = "first"', "order must be a number"),
    ("order = 7.5", "order = true", "order = true", "order must be a number"),
    ("order = 7.5", "order = nan", "order = nan", "order must be a number"),
    ('zh = "学习率太大"', "", "[title]", "'title.zh' is missing"),
    ('zh = "学习率太大"', 'zh = " "', 'zh = " "', "'title.zh' must be a text"),
    ('zh = "学习率太大"', "zh = 3", "zh = 3", "'title.zh' must be a text"),
    ('zh = "学习率太大"', 'zh = "X"\nfr = "Y"', 'fr = "Y"', "'title.fr' is not known"),
    ("[goal]", "[gaol]", None, "'goal' is missing"),
    ("[settings]", "[setting]", None, "'settings' is missing"),
    ("[[steps]]\n[steps.text]", "[steps.text]", "[steps.text]", "twice"),
    ("[answer]", "[anwser]", "[anwser]", "'anwser' is not known here; known: order, title"),
    ("learning_rate = 0.3", "learning_rate = 30", "=", "Learning rate must be from 1e-06 to 10"),
    ("learning_rate = 0.3", "learning_rate = nan", "=", "Learning rate must be from"),
    ("learning_rate = 0.3", "learning_rate = inf", "=", "learning_rate must be a number"),
    ("learning_rate = 0.3", 'learning_rate = "0.3"', "=", "learning_rate must be a number"),
    ("learning_rate = 0.3", "learning_rate = true", "=", "learning_rate must be a number"),
    ("learning_rate = 0.3", f"epochs = 1{'0' * 400}", "=", "epochs must be a number"),
    ("learning_rate = 0.3", "epochs = 1.5", "=", "Epochs must be a whole number"),
    ("learning_rate = 0.3", "lr = 0.3", "=", "'settings.lr' is not known here; known: problem,"),
    ("start = 3", "start = [3, 4]", "=", "1 weight"),
    ("start = 3", "start = 1e7", "=", "Start weight must be from"),
    ("start = 3", 'start = "3"', "=", "start must be a number"),
    ('order = "with-replacement"', "nesterov = 1", "=", "nesterov must be true or false"),
    ('"mini-batch"', '"minibatch"', "=", "unknown algorithm 'minibatch'; known: exhaustive,"),
    ('"mini-batch"', '["{x}"]', "=", "unknown algorithm '['{x}']'"),
    ("learning_rate = 0.001", "learning_rate = 0", "=", "Learning rate must be from"),
    ("learning_rate = 0.001", "rate = 0", "=", "'steps.settings.rate' is not known"),
    ("[steps.look_for]", "[steps.lookfor]", "=", "'steps.lookfor' is not known"),
    (
        'text = { en = "Run.", zh = "运行。" }',
        'offer = "fly"\ntext = { en = "Run.", zh = "运行。" }',
        'offer = "fly"',
        "'steps.offer.fly' is not known here; known: open_code, time_epoch, compare_rules,",
    ),
    ('en = "Again."', "", "[steps.text]", "'steps.text.en' is missing"),
    ('text = { en = "Run.", zh = "运行。" }', "", "[[steps]]", "'steps.text' is missing"),
    ('hide = ["momentum", "smoothing"]', 'hide = "momentum"', "=", "'hide' must be a list"),
    ('hide = ["momentum", "smoothing"]', 'hide = ["moment"]', "=", "'hide.moment' is not known"),
    ('hide = ["momentum", "smoothing"]', "hide = [3]", "=", "'hide' must be a text, and not empty"),
    (
        'hide = ["momentum", "smoothing"]',
        'hide = [""]',
        "=",
        "'hide' must be a text, and not empty",
    ),
]


@pytest.mark.parametrize(("good", "bad", "at", "reason"), BROKEN)
def test_a_broken_file_is_named_with_the_line_and_the_reason(lesson_file, good, bad, at, reason):
    assert WHOLE.count(good) == 1
    text = WHOLE.replace(good, bad)
    with pytest.raises(SourceError) as caught:
        load_lesson(lesson_file(text), ["smoothing"])
    error = caught.value
    assert isinstance(error, InputError)
    assert error.stem == "mine"
    assert reason in error.reason
    if at is None:
        assert error.line is None
        assert str(error).startswith("mine.toml: ")
    else:
        line = text.split("\n")[error.line - 1]
        assert (bad in line) if at == "=" else (line.strip() == at)
        assert str(error).startswith(f"mine.toml, line {error.line}: ")


def test_what_can_be_hidden_only_a_window_can_tell(lesson_file):
    path = lesson_file(WHOLE.replace('"smoothing"', '"tangent"'))
    assert load_lesson(path).hide == ("momentum", "tangent")
    assert load_lesson(path, ["tangent"]).hide == ("momentum", "tangent")
    with pytest.raises(SourceError, match=r"'hide\.tangent' is not known"):
        load_lesson(path, ["smoothing", "speed"])


def test_a_text_may_have_what_a_key_may_not(lesson_file):
    text = f"{'.' * 1000} {'a. ' * 1000}{'1' * 500}"
    assert load_lesson(lesson_file(WHOLE.replace("Too large a rate", text))).title.en == text


@pytest.mark.skipif(os.name != "posix", reason="POSIX has other things among its files")
def test_what_is_no_file_keeps_no_lesson_from_being_loaded(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "device.toml").symlink_to("/dev/zero")
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    (tmp_path / "good.toml").write_text(WHOLE, "utf-8")
    lessons, errors = load_lessons(tmp_path)
    assert list(lessons) == ["good"]
    assert [str(error).partition(": ")[::2] for error in errors] == [
        ("device.toml", "it is not a regular file"),
        ("folder.toml", "Is a directory"),
        ("loop.toml", "Too many levels of symbolic links"),
        ("pipe.toml", "it is not a regular file"),
    ]


OUT_OF_ALL_PROPORTION = {
    "digits": ("order = 7.5", "order = " + "1" * 5000, "=", "a number is too long"),
    "hex-order": ("order = 7.5", "order = 0x" + "f" * 5000, "=", "a number is too long"),
    "hex-name": ('"mini-batch"', "0x" + "f" * 5000, "=", "a number is too long"),
    "key": ("order = 7.5", ".".join("a" * 10_000) + " = 1", "=", "a key has too many parts"),
    "quoted-key": ("order = 7.5", ' . "b\\"" . '.join("a" * 5000) + " = 1", "=", "many parts"),
    "header": ("[goal]", "[" + ".".join("a" * 10_000) + "]", "=", "a key has too many parts"),
    "lists": ("order = 7.5", "order = " + "[" * 500 + "]" * 500, None, "nested too deeply"),
    "tables": ("order = 7.5", "order = " + "{a=" * 500 + "1" + "}" * 500, None, "too deeply"),
    "size": ("order = 7.5", "order = [" + "1," * 50_000 + "]", None, "than 100,000 bytes"),
}  # fmt: skip


@pytest.mark.parametrize("name", OUT_OF_ALL_PROPORTION)
def test_what_is_out_of_all_proportion_is_refused(lesson_file, name):
    test_a_broken_file_is_named_with_the_line_and_the_reason(
        lesson_file, *OUT_OF_ALL_PROPORTION[name]
    )


def test_of_several_steps_the_right_one_is_named(lesson_file):
    lines = WHOLE.replace("learning_rate = 0.001", "learning_rate = 0").split("\n")
    with pytest.raises(SourceError, match=f"line {lines.index('learning_rate = 0') + 1}:"):
        load_lesson(lesson_file("\n".join(lines)))


def test_a_line_in_a_long_text_is_not_taken_for_a_setting(lesson_file):
    text = WHOLE.replace("One line", "learning_rate = 1").replace("= 0.3", "= 30")
    with pytest.raises(SourceError, match="line 18"):
        load_lesson(lesson_file(text))


def test_another_encoding_is_named(lesson_file):
    with pytest.raises(SourceError, match=r"mine\.toml, line 6: .*UTF-8"):
        load_lesson(lesson_file(WHOLE, "gbk"))


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"none\.toml: No such file"):
        load_lesson(tmp_path / "none.toml")


def test_the_others_load_in_their_order(tmp_path):
    (tmp_path / "a.toml").write_text(WHOLE, "utf-8")
    (tmp_path / "b.toml").write_text(WHOLE.replace("7.5", "-1"), "utf-8")
    (tmp_path / "c.toml").write_text("order = ", "utf-8")
    (tmp_path / "notes.txt").write_text("no lesson", "utf-8")
    lessons, errors = load_lessons(tmp_path)
    assert list(lessons) == ["b", "a"]
    assert [error.stem for error in errors] == ["c"]


def test_a_step_with_another_problem_has_its_own_start(lesson_file):
    text = WHOLE.replace("[settings]", '[settings]\nproblem = "linear"')
    text = text.replace("learning_rate = 0.001\nstart = [1.5]", 'problem = "linear"')
    assert load_lesson(lesson_file(text)).steps[1].settings["start"] == (3.0,)


def test_to_find_one_no_other_is_read(tmp_path, monkeypatch):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.toml").write_text(WHOLE, "utf-8")
    read = []

    def reading(path, most):
        read.append(path.name)
        return read_bytes(path, most)

    monkeypatch.setattr("gdviz.core.telling.source.read_bytes", reading)
    assert find_lesson("b", tmp_path).id == "b"
    assert read == ["b.toml"]


def test_one_that_is_not_there_or_is_broken_is_said(tmp_path):
    (tmp_path / "a.toml").write_text(WHOLE, "utf-8")
    (tmp_path / "b.toml").write_text("order = ", "utf-8")
    with pytest.raises(InputError, match="unknown lesson 'c'; known: a"):
        find_lesson("c", tmp_path)
    with pytest.raises(SourceError, match=r"b\.toml: Invalid value"):
        find_lesson("b", tmp_path)
