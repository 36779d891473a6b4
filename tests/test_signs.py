"""What is shown is written with characters that fonts have; all other signs are drawn."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from gdviz import resources
from gdviz.core.numbers import format_number, has_exponent

ROOT = Path(__file__).parent.parent / "gdviz"

USUAL = {
    # What every font of Windows, macOS and Linux has: WGL4 without its boxes, blocks and shapes.
    *map(chr, range(0x20, 0x7F)),
    *map(chr, range(0x20)),  # none of which is seen
    *map(chr, range(0xA0, 0x180)),  # Latin-1 and Latin Extended-A
    *map(chr, range(0x391, 0x3CA)),  # Greek
    *"–—‘’“”…€←↑→↓∂∑−√∞≈≠≤≥",
    *"\u2007\n\r\t\0",  # U+2007: a space as wide as a figure
}
CHINESE = {
    *map(chr, range(0x4E00, 0xA000)),
    *"、。",
    *map(chr, range(0xFF01, 0xFF5F)),
}
SET = {*"⁻⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"}
"""Exponents and indices: they are set, with figures, wherever a text can be."""

IN_FORMULAS = {*"ᵗ⅓\u0302"}
"""Set by the formula's writers."""

ONLY_READ = {"core/formula/tokens.py", "core/formula/names.py", "core/reading.py"}
"""What others type is told here from what is meant; nobody is shown it."""


def shown_in(file: Path) -> Iterator[str]:
    """Yield the texts in a module, its docstrings apart, which only programmers read."""
    tree = ast.parse(file.read_text("utf-8"))
    unseen = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        seen = isinstance(node, ast.Constant) and id(node) not in unseen
        if seen and isinstance(node.value, str):
            yield node.value


def strings(found: object) -> Iterator[str]:
    """Yield every text in what a TOML file holds."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for inner in found.values() if isinstance(found, dict) else found:
            yield from strings(inner)


def all_texts() -> Iterator[tuple[str, str]]:
    for file in ROOT.rglob("*.py"):
        name = file.relative_to(ROOT).as_posix()
        if name not in ONLY_READ:
            yield from ((name, text) for text in shown_in(file))
    for file in resources.path("lessons").parent.rglob("*.toml"):
        yield from ((file.name, text) for text in strings(tomllib.loads(file.read_text("utf-8"))))
    with resources.path("i18n/zh/LC_MESSAGES/gdviz.po").open("rb") as file:
        for message in read_po(file, locale="zh"):
            yield from (("gdviz.po", str(text)) for text in (message.id, message.string))


def test_no_sign_is_a_letter_that_a_font_may_lack() -> None:
    allowed = USUAL | CHINESE | SET | IN_FORMULAS
    strange = {
        (name, character, f"U+{ord(character):04X}")
        for name, text in all_texts()
        for character in set(text) - allowed
    }
    assert strange == set(), "draw it: gdviz/ui/widgets/icons.py"


@pytest.mark.parametrize("sign", [*"■□▲▶▼▾◀●○◆★✓✔✕✗⚠━⏸⏵›‹•✦⟳🎲"])
def test_such_a_sign_would_be_found(sign: str) -> None:
    assert sign not in USUAL | CHINESE | SET | IN_FORMULAS


def test_every_exponent_is_known_as_one() -> None:
    for power in range(-308, 309):
        assert has_exponent(format_number(10.0**power)) == (not -4 <= power <= 5)
