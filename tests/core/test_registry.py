"""Registries: what is in a package's modules is found, and imported only when it is asked for."""

import sys

import pytest

from gdviz.core.lazy import Lazy
from gdviz.core.registry import Registry

MODULES = {
    "usual": "ORDER, THINGS = 20, (Thing('c'), Thing('a'))",
    "before": "ORDER, THINGS = 10, (Thing('d'),)",
    "after": "ORDER, THINGS = 30, (Thing('b'),)",
    "other": "",
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of four modules, three of which have a table; what of it is imported."""
    (tmp_path / "things").mkdir()
    thing = "from collections import namedtuple\nThing = namedtuple('Thing', 'id')\n"
    (tmp_path / "things" / "__init__.py").write_text("")
    for name, text in MODULES.items():
        (tmp_path / "things" / f"{name}.py").write_text(thing + text)
    monkeypatch.syspath_prepend(tmp_path)
    yield lambda: {name for name in MODULES if f"things.{name}" in sys.modules}
    for name in [name for name in sys.modules if name.partition(".")[0] == "things"]:
        del sys.modules[name]


def test_what_stands_in_the_usual_module_needs_no_other(package):
    things = Registry("things", "THINGS", "usual")
    assert package() == set()
    assert things["a"].id == "a"
    assert "c" in things
    assert package() == {"usual"}


def test_what_stands_elsewhere_is_found_too_and_all_in_order(package):
    things = Registry("things", "THINGS", "usual")
    assert things["b"].id == "b"
    assert list(things) == ["d", "c", "a", "b"]
    assert "e" not in things
    with pytest.raises(KeyError):
        things["e"]


@pytest.mark.parametrize(
    ("module", "text"), [("other", "ORDER, THINGS = 40, (Thing('d'),)"), ("before", None)]
)
def test_two_with_the_same_id_are_a_mistake_that_says_where(package, tmp_path, module, text):
    path = tmp_path / "things" / f"{module}.py"
    path.write_text(path.read_text() + (text or "\nTHINGS *= 2"))
    with pytest.raises(ValueError, match=rf"'d', in things\.before and things\.{module}"):
        list(Registry("things", "THINGS", "usual"))


def test_what_takes_time_is_made_once_and_when_it_is_looked_into():
    made = []
    lazy = Lazy(lambda: made.append(1) or {"x": 1, "y": 2})
    assert made == []
    assert dict(lazy) == {"x": 1, "y": 2}
    assert (lazy["x"], len(lazy), made) == (1, 2, [1])
