"""Every text that reaches a user is in the Chinese catalogue, and the catalogue is compiled."""

import io
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from gdviz import i18n, resources
from gdviz.core.telling.experiments import load_experiments
from gdviz.core.telling.lessons import load_lessons

ROOT = Path(__file__).parent.parent
CHINESE = resources.path("i18n/zh/LC_MESSAGES/gdviz.po")


KEYWORDS = {"_": None, "N_": None, "p_": ((1, "c"), 2), "Np_": ((1, "c"), 2)}

CHINESE_LETTER = "[一-鿿]"


class Meant(NamedTuple):
    """A text, and the context in which it is meant; none for a text that means one thing."""

    text: str
    context: str | None


@cache
def marked_texts() -> set[Meant]:
    found = extract_from_dir(str(ROOT / "gdviz"), [("**.py", "python")], {}, KEYWORDS)
    texts = {(message, context) for _file, _line, message, _comments, context in found}
    # Of a context and its text, both are given.
    return {
        Meant(message[-1] if isinstance(message, tuple) else message, context)
        for message, context in texts
        if message
    }


def catalogue() -> Catalog:
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh")


def test_the_catalogue_holds_what_is_marked_and_no_more() -> None:
    listed = {Meant(str(message.id), message.context) for message in catalogue() if message.id}
    assert listed == marked_texts(), "run `make translations`, then translate what is new"


def test_a_text_that_has_a_context_is_nowhere_without_one() -> None:
    texts = marked_texts()
    meant = {one.text for one in texts if one.context}
    assert meant
    assert not [one for one in texts if one.text in meant and not one.context]


def test_a_text_says_in_a_context_what_it_means_there() -> None:
    i18n.set_language("zh")
    try:
        run, lesson = (
            i18n.p_(context, "step {number} of {total}") for context in ("a run's", "a lesson's")
        )
        assert (run, lesson) == ("第 {number} / {total} 步", "步骤 {number} / {total}")
        assert i18n._(i18n.Np_("a run's", "step {number} of {total}")) == run
    finally:
        i18n.set_language("en")
    assert i18n.p_("a run's", "step {number} of {total}") == "step {number} of {total}"


def chinese_texts() -> Iterator[str]:
    """Yield every Chinese text: of the catalogue, of lessons, of experiments."""
    for message in catalogue():
        if message.id:
            yield re.sub(r"\(&.\)", "", str(message.string))  # a menu's letter
    for lesson in load_lessons()[0].values():
        texts = [lesson.title, lesson.goal, lesson.question, lesson.answer]
        texts += [text for step in lesson.steps for text in (step.text, step.look_for)]
        yield from (text.zh for text in texts if text)
    for experiment in load_experiments().values():
        yield from (experiment.title.zh, experiment.watch.zh)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(f"{CHINESE_LETTER}[,.;:?!()]|[,.;:?!()]{CHINESE_LETTER}", id="half-width"),
        pytest.param(
            f"{CHINESE_LETTER}[A-Za-zα-ω0-9]|[A-Za-zα-ω0-9%]{CHINESE_LETTER}", id="no space"
        ),
        pytest.param("[，。；：？！（）、“”] | [，。；：？！（）、“”]", id="too much space"),
    ],
)
def test_chinese_is_set_as_chinese_is(wrong: str) -> None:
    assert not [text for text in chinese_texts() if re.search(wrong, text)]


def test_everything_is_translated() -> None:
    open_ = [message.id for message in catalogue() if message.id and not message.string]
    assert not open_
    assert not [message.id for message in catalogue() if message.id and message.fuzzy]


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_translations_keep_the_placeholders() -> None:
    for message in catalogue():
        if message.id and "%" not in str(message.id):
            assert fields(str(message.id)) == fields(str(message.string)), message.id


def texts_in(compiled: IO[bytes]) -> dict[Meant, str]:
    """Return the translations of a compiled catalogue, without its head."""
    return {Meant(str(one.id), one.context): str(one.string) for one in read_mo(compiled) if one.id}


def test_the_compiled_catalogue_is_not_stale() -> None:
    # Not byte by byte: the head says which version of Babel wrote it.
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    compiled.seek(0)
    with CHINESE.with_suffix(".mo").open("rb") as file:
        assert texts_in(file) == texts_in(compiled)


WORDS = {
    "Problem": "问题",
    "loss": "损失",
    "cost": "成本",
    "gradient": "梯度",
    "Learning rate": "学习率",
    "epochs": "轮次",
    "Exhaustive search": "穷举法",
    "Divide and conquer": "分治法",
    "Gradient descent": "梯度下降",
    "Stochastic gradient descent": "随机梯度下降",
    "Mini-batch gradient descent": "小批量随机梯度下降",
    "Update rule": "更新规则",
    "Momentum": "动量",
    "minimum": "最小值点",
    "local minimum": "局部极小值点",
}


@pytest.mark.parametrize("word", WORDS)
def test_the_words_are_the_courses(word: str) -> None:
    i18n.set_language("zh")
    try:
        assert i18n._(word) == WORDS[word]
    finally:
        i18n.set_language("en")


def test_no_text_is_shown_unmarked() -> None:
    """A widget's text is never a plain literal with words in it."""
    shown = re.compile(
        r"(?:\.(?:setText|setToolTip|setWindowTitle|setAccessibleName|setTitle|setPlaceholderText"
        r"|say)\(|\b(?:set_tip|tell|warn)\([^\"()]+,)\s*f?\"[^\"]*[A-Za-z]{3,}"
    )
    offenders = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in (ROOT / "gdviz").rglob("*.py")
        for match in shown.finditer(file.read_text("utf-8"))
    ]
    assert not [found for found in offenders if "{" not in found]
