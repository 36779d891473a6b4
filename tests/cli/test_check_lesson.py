"""`gdviz check-lesson`: lessons' files held against their runs."""

import re

import pytest

from gdviz import resources
from gdviz.core.telling.lessons import load_lessons
from tests.cli.test_readme import READMES, ROOT
from tests.core.telling.lesson_files.conftest import WHOLE


@pytest.fixture
def lesson_file(tmp_path):
    def write(text=WHOLE, name="mine"):
        path = tmp_path / f"{name}.toml"
        path.write_text(text, "utf-8")
        return str(path)

    return write


def test_gdvizs_own_lessons_are_right(call):
    code, output, errors = call("check-lesson")
    assert (code, errors) == (0, [])
    names = [line.partition(":")[0] for line in output.splitlines()]
    assert names == sorted(path.name for path in resources.path("lessons").glob("*.toml"))
    assert len(names) == len(load_lessons()[0])


def test_what_a_file_has_is_counted(call, lesson_file):
    said = "mine.toml: 2 pages, 2 questions, 3 numbers, all right\n"
    assert call("check-lesson", lesson_file()) == (0, said, [])


@pytest.mark.parametrize("readme", READMES)
def test_the_lesson_in_readme_is_whole_and_right(call, lesson_file, readme):
    (example,) = re.findall(
        r"^```toml\n(.*?)^```$", (ROOT / readme).read_text("utf-8"), re.M | re.S
    )
    said = "mine.toml: 2 pages, 2 questions, 3 numbers, all right\n"
    assert call("check-lesson", lesson_file(example)) == (0, said, [])


def test_each_disagreement_is_a_line_and_the_other_files_are_looked_at_too(call, lesson_file):
    wrong = WHOLE.replace("4.667", "4.668").replace("0.214", "0.215")
    files = lesson_file(wrong, "wrong"), lesson_file(name="right")
    code, output, errors = call("check-lesson", *files)
    assert code == 1
    assert output == "right.toml: 2 pages, 2 questions, 3 numbers, all right\n"
    assert errors == [
        "gdviz: wrong.toml, line 2: the text says 0.215, but page1.limit is 0.214286",
        "gdviz: wrong.toml, line 21: the text says 4.668, but cost[0] is 4.66667",
    ]


def test_a_file_that_is_no_lesson_or_not_there_is_named(call, lesson_file, tmp_path):
    missing, broken = str(tmp_path / "none.toml"), lesson_file("order = \n", "broken")
    code, output, errors = call("check-lesson", missing, broken, lesson_file())
    assert code == 1
    assert errors[0] == "gdviz: none.toml: No such file or directory"
    assert errors[1].startswith("gdviz: broken.toml, line 1: Invalid value")
    assert len(errors) == 2
    assert output.startswith("mine.toml: 2 pages")


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (
            "[scene.panels]",
            "[scene.panel]",
            "line 17: 'panel' is not known here; known: run, place",
        ),
        (
            'hidden = ["cost-curve"]',
            "shown = 1",
            "line 17: 'shown' is not known here; known: hidden",
        ),
        (
            'hidden = ["cost-curve"]',
            'hidden = ["curve"]',
            "line 17: unknown view 'curve'; known: controls, ",
        ),
        (
            'hidden = ["numbers"]',
            'hidden = ["number"]',
            "line 35: unknown view 'number'; known: controls, ",
        ),
        (
            "logarithmic = true",
            'across = "miles"',
            "line 29: unknown setting 'miles'; known: steps",
        ),
    ],
)
def test_a_scene_sets_only_what_the_window_has(call, lesson_file, good, bad, said):
    code, _output, errors = call("check-lesson", lesson_file(WHOLE.replace(good, bad)))
    assert (code, len(errors)) == (1, 1)
    assert errors[0].startswith(f"gdviz: mine.toml, {said}")


def test_it_speaks_chinese_too(call, lesson_file):
    path, wrong = lesson_file(), lesson_file(WHOLE.replace("4.667", "4.668"), "wrong")
    code, output, errors = call("--lang", "zh", "check-lesson", path, wrong)
    assert code == 1
    assert output == "mine.toml：2 页，2 个问题，3 个数，全部正确\n"
    assert errors == ["gdviz: wrong.toml 第 21 行：文字里写的是 4.668，而 cost[0] 是 4.66667"]
