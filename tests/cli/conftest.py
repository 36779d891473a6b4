"""Calls the command line inside the tests' own process."""

import sys
from types import ModuleType

import pytest

import gdviz
from gdviz import i18n
from gdviz.cli import main


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Let each test begin in English, and leave no language behind."""
    monkeypatch.setattr(i18n, "_current", "en")
    monkeypatch.setattr(i18n, "_translations", i18n._translations)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def call(capsys):
    """Call the command line: the exit code, the output, the lines of errors."""

    def call(*arguments):
        code = main(list(arguments))
        output, errors = capsys.readouterr()
        return code, output, errors.splitlines()

    return call


@pytest.fixture
def plant(monkeypatch):
    """Put a module in the place of one of gdviz's."""

    def plant(name, **contents):
        module = ModuleType(f"gdviz.{name}")
        vars(module).update(contents)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        if "." not in name:
            monkeypatch.setattr(gdviz, name, module, raising=False)

    return plant


@pytest.fixture
def opened(plant):
    """A machine that has all that a window needs; what the windows were opened on."""
    found = []
    plant("display", why_no_display=lambda: None)
    plant("doctor", missing_libraries=lambda **_: [])
    plant("ui")
    plant(
        "ui.application.app",
        open_window=lambda lesson, _language=None, **own: found.append((lesson, own)) or 0,
    )
    return found
