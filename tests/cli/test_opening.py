"""Opening the window, and what happens where it cannot open."""

import sys

import pytest


@pytest.fixture
def a_display(plant):
    """A machine that has all that a window needs; the lesson and language of each opening."""
    opened = []
    plant("display", why_no_display=lambda: None)
    plant("doctor", missing_libraries=lambda **_: [])
    plant("ui")
    plant("ui.application.app", open_window=lambda *asked, **_own: opened.append(asked) or 0)
    return opened


def test_the_window_opens(call, a_display):
    assert call() == (0, "", [])
    assert call("--lesson", "listing-2") == (0, "", [])
    assert [lesson and lesson.id for lesson, _language in a_display] == [None, "listing-2"]


@pytest.mark.parametrize("asked", [None, "en", "zh"])
def test_a_language_that_is_asked_for_is_handed_on(call, a_display, asked):
    call(*([] if asked is None else ["--lang", asked]))
    assert a_display == [(None, asked)]


def test_the_windows_exit_code_is_the_programs(call, a_display, plant):
    plant("ui.application.app", open_window=lambda *_asked, **_own: 3)
    assert call()[0] == 3


@pytest.mark.parametrize("lesson", [[], ["--lesson", "listing-2"]])
def test_without_a_display_it_says_so_and_trains_in_the_terminal(call, a_display, plant, lesson):
    plant("display", why_no_display=lambda: "there is no display")
    code, output, errors = call(*lesson)
    assert (code, errors) == (0, ["gdviz: there is no display"])
    assert output == call("train", *lesson)[1]
    assert a_display == []


def test_missing_system_libraries_are_named_with_what_to_do(call, a_display, plant):
    plant("doctor", missing_libraries=lambda window: ["libegl1", "libgl1"] if window else [])
    code, output, errors = call()
    assert (code, output, len(errors)) == (1, "", 1)
    assert all(word in errors[0] for word in ("libegl1", "libgl1", "gdviz doctor --fix"))
    assert a_display == []


@pytest.mark.parametrize("module", ["PySide6", "pyqtgraph"])
def test_a_missing_package_is_named_with_what_to_do(call, a_display, monkeypatch, module):
    monkeypatch.delitem(sys.modules, "gdviz.ui.application.app")
    monkeypatch.setitem(sys.modules, module, None)
    sys.modules["gdviz.ui"].__path__ = []

    class Finder:
        """Finds a gdviz.ui.application.app that needs the missing module."""

        def find_spec(self, name, path=None, target=None):
            if name == "gdviz.ui.application.app":
                __import__(module)

    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    code, output, errors = call()
    assert (code, output, len(errors)) == (1, "", 1)
    assert module in errors[0]
    assert "gdviz doctor" in errors[0]
