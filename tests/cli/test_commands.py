"""The commands other than `train`, languages, and what is said of bad input."""

import argparse
import gc
import inspect
import json
import os
import re

import pytest

from gdviz import __version__, resources
from gdviz.cli import parser
from gdviz.core import ALGORITHMS, PROBLEMS, RULES
from gdviz.core.telling.lessons import load_lessons

BAD = [
    (["train", "--problem", "x"], ["unknown problem 'x'", *PROBLEMS]),
    (["train", "--algorithm", "x"], ["unknown algorithm 'x'", *ALGORITHMS]),
    (["train", "--rule", "x"], ["unknown rule 'x'", *RULES]),
    (["train", "--lesson", "x"], ["unknown lesson 'x'", "listing-1", "listing-2"]),
    (["--lesson", "x"], ["unknown lesson 'x'", "listing-1", "listing-2"]),
    (["train", "--lr", "20"], ["Learning rate", "1e-06", "10", "20"]),
    (["train", "--lr", "nan"], ["Learning rate", "1e-06", "10", "nan"]),
    (["train", "--lr", "inf"], ["Learning rate", "1e-06", "10", "inf"]),
    (["train", "--lr", "-inf"], ["Learning rate", "1e-06", "10", "-inf"]),
    (["train", "--lr", "-0.1"], ["Learning rate", "1e-06", "10", "-0.1"]),
    (["train", "--lr", "x"], ["--lr", "'x' is not a number"]),
    (["train", "--lr", ""], ["--lr", "'' is not a number"]),
    (["train", "--lr"], ["--lr", "expected one argument"]),
    (["train", "--epochs", "0"], ["Epochs", "1", "1000000", "0"]),
    (["train", "--epochs", "1.5"], ["Epochs", "whole number", "1.5"]),
    (["train", "--epochs", "1e400"], ["Epochs", "inf"]),
    (["train", "--momentum", "1"], ["Momentum", "less than 1"]),
    (["train", "--start", "nan"], ["Start weight", "nan"]),
    (["train", "--start", "1,"], ["--start", "'' is not a number"]),
    (["train", "--start", "1;2"], ["--start", "'1;2' is not a number"]),
    (["train", "--format", "xml"], ["--format", "'xml'", "text", "csv", "json"]),
    (["train", "--speed", "3"], ["--speed"]),
    (["train", "--epoch", "3"], ["--epoch"]),
    (["train", "more"], ["more"]),
    (["train", "--problem", "a\nb"], ["unknown problem 'a b'"]),
    (["list"], ["kind"]),
    (["list", "x"], ["'x'", "problems", "algorithms", "rules", "lessons"]),
    (["x"], ["'x'", "train", "list", "doctor"]),
    (["--lang", "fr"], ["--lang", "'fr'", "en", "zh"]),
    (["train", "--lang"], ["--lang", "expected one argument"]),
]


@pytest.mark.parametrize(("arguments", "said"), BAD)
def test_bad_input_gets_one_line(call, arguments, said):
    code, output, errors = call(*arguments)
    assert (code, output, len(errors)) == (2, "", 1)
    assert errors[0].startswith("gdviz: ")
    assert all(words in errors[0] for words in said)


@pytest.mark.parametrize("command", [["train"], ["list", "problems"], []])
def test_no_option_takes_two_dashes_for_a_value(call, command):
    options = set(re.findall(r"(--?[a-z-]+) [A-Z{]", call(*command, "--help")[1]))
    assert "--lang" in options
    assert ("--lr" in options) == ("-o" in options) == (command == ["train"])
    for option in options:
        joined = f"{option}=--" if option.startswith("--") else f"{option}--"
        code, output, errors = call(*command, joined)
        assert (code, output, len(errors)) == (2, "", 1)
        assert option in errors[0]
        assert "expected one argument" in errors[0]


def entries(kind):
    """What is listed: the id and the title, and of a rule where it is from."""
    if kind == "lessons":
        return [(name, str(lesson.title)) for name, lesson in load_lessons()[0].items()]
    if kind == "rules":
        return [(name, entry.title, entry.source) for name, entry in RULES.items()]
    table = {"problems": PROBLEMS, "algorithms": ALGORITHMS}[kind]
    return [(name, entry.title) for name, entry in table.items()]


@pytest.mark.parametrize("kind", ["problems", "algorithms", "rules", "lessons"])
def test_list(call, kind):
    known = entries(kind)
    code, output, errors = call("list", kind)
    assert (code, errors) == (0, [])
    lines = [line.split(maxsplit=1) for line in output.splitlines()]
    texts = {name: f"{title} ({source[0]})" if source else title for name, title, *source in known}
    assert dict(lines) == texts
    code, output, errors = call("list", kind, "--format", "json")
    assert (code, errors) == (0, [])
    names = ("id", "title", "source")
    assert json.loads(output) == [dict(zip(names, row, strict=False)) for row in known]


def test_a_broken_lesson_is_named_and_the_others_are_listed(call, tmp_path, monkeypatch):
    whole = 'order = 1\ntitle = {en="a", zh="b"}\ngoal = {en="a", zh="b"}\nsettings = {}\n'
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "good.toml").write_text(whole)
    (tmp_path / "lessons" / "bad.toml").write_text(whole.replace("1", "true"))
    monkeypatch.setattr(resources, "path", lambda name: tmp_path / name)
    code, output, errors = call("list", "lessons")
    assert (code, output.split()) == (0, ["good", "a"])
    assert errors == ["gdviz: bad.toml, line 1: order must be a number"]
    assert call("train", "--lesson", "bad") == (2, "", errors)
    assert call("train", "--lesson", "good")[0] == 0


@pytest.mark.skipif(os.name != "posix", reason="POSIX has pipes among its files")
def test_nothing_that_is_no_lesson_keeps_one_from_the_others(call, tmp_path, monkeypatch):
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "deep.toml").write_text("order = " + "[" * 500)
    os.mkfifo(folder / "pipe.toml")
    whole = 'order = 1\ntitle = {en="a", zh="b"}\ngoal = {en="a", zh="b"}\nsettings = {}\n'
    (folder / "good.toml").write_text(whole)
    monkeypatch.setattr(resources, "path", lambda name: tmp_path / name)
    broken = [
        "gdviz: deep.toml: lists or tables are nested too deeply",
        "gdviz: pipe.toml: it is not a regular file",
    ]
    assert call("list", "lessons") == (0, "good  a\n", broken)
    assert call("train", "--lesson", "deep") == (2, "", broken[:1])
    assert call("train", "--lesson", "good", "--epochs", "1")[0] == 0


def test_version_and_help(call):
    assert call("--version") == (0, f"gdviz {__version__}\n", [])
    assert call("--help")[0] == 0
    code, output, errors = call("train", "--help")
    assert (code, errors) == (0, [])
    options = {"--lr", "--start", "--format", "-o", "--lesson", "--problem", "--lang"}
    assert options <= set(output.replace(",", " ").split())


def test_doctor_gets_its_own_arguments(call, plant):
    asked = []
    plant("doctor", main=lambda arguments: asked.append(arguments) or 1)
    assert call("doctor", "--fix")[0] == 1
    assert call("--lang", "en", "doctor", "--help")[0] == 1
    assert asked == [["--fix"], ["--help"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--help"], "不带命令时打开窗口"),
        (["list", "problems"], "y = wx，3 个样本"),
        (["list", "lessons"], "程序一"),
        (["train", "--lesson", "x"], "未知的课程“x”；可用：search-by-eye"),
        (["train", "--speed"], "无法识别的参数：--speed"),
    ],
)
def test_it_speaks_chinese_where_asked_to_anywhere(call, arguments, said):
    for given in (["--lang", "zh", *arguments], [*arguments, "--lang", "zh"]):
        _code, output, errors = call(*given)
        assert said in output + "".join(errors)
    _code, output, errors = call(*arguments)
    assert said not in output + "".join(errors)


def test_it_speaks_the_systems_language(call, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert "3 个样本" in call("list", "problems")[1]
    assert "3 samples" in call("list", "problems", "--lang", "en")[1]


def test_argparses_texts_that_are_translated_are_argparses():
    source = inspect.getsource(argparse)
    assert all(text in source for text in parser._ARGPARSE_TEXTS)


@pytest.mark.parametrize("arguments", [["list", "rules"], ["x"], ["--version"], ["train", "-h"]])
def test_the_garbage_collector_is_held_up_for_no_longer_than_reading_takes(call, arguments):
    call(*arguments)
    assert gc.isenabled()
