"""Every text that reaches a user is in the Chinese catalogue, and the catalogue is compiled."""

import io
import re
import string
from pathlib import Path
from typing import IO

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from gdviz import i18n, resources

ROOT = Path(__file__).parent.parent
CHINESE = resources.path("i18n/zh/LC_MESSAGES/gdviz.po")


def marked_texts() -> set[str]:
    keywords = {"_": None, "N_": None}
    found = extract_from_dir(str(ROOT / "gdviz"), [("**.py", "python")], {}, keywords)
    return {str(message) for _file, _line, message, _comments, _context in found if message}


def catalogue() -> Catalog:
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh")


def test_the_catalogue_holds_what_is_marked_and_no_more() -> None:
    listed = {str(message.id) for message in catalogue() if message.id}
    assert listed == marked_texts(), "run `make translations`, then translate what is new"


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


def texts_in(compiled: IO[bytes]) -> dict[str, str]:
    """Return the translations of a compiled catalogue, without its head."""
    return {str(one.id): str(one.string) for one in read_mo(compiled) if one.id}


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
    "Exhaustive search": "穷举",
    "Divide and conquer": "分治",
    "Gradient descent": "梯度下降",
    "Stochastic descent": "随机梯度下降",
    "Update rule": "更新规则",
    "Momentum": "动量",
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
