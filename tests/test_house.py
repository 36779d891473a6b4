"""What keeps the house such that one sees each of its rooms whole."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = ROOT / "gdviz"
LONGEST, MOST = 400, 15

FOLDERS = [CODE, *sorted({one.parent for one in CODE.rglob("*.py")} - {CODE})]


def test_no_file_of_code_is_too_long_to_be_read() -> None:
    files = [*CODE.rglob("*.py"), *Path(__file__).parent.rglob("*.py")]
    lengths = {
        str(one.relative_to(ROOT)): len(one.read_text("utf-8").splitlines()) for one in files
    }
    assert len(lengths) > 200
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.relative_to(ROOT).as_posix())
def test_no_folder_of_code_has_more_than_one_sees_at_once(folder: Path) -> None:
    modules = {one for one in folder.glob("*.py") if one.name != "__init__.py"}
    folders = {one for one in FOLDERS if one.parent == folder}
    assert 0 < len(modules | folders) <= MOST


def test_every_folder_of_code_is_on_the_map() -> None:
    drawn = (CODE / "README.md").read_text("utf-8").split("```")[1]
    named = re.findall(r"(?<![\w/])(\w+)/(?!\w)", drawn)
    assert [one.relative_to(CODE) for one in FOLDERS[1:] if one.name not in named] == []
