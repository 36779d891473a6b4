"""A hyper-parameter that is one of several options, by their names."""

from dataclasses import dataclass

import pytest

from gdviz.core import PARAMETERS, InputError
from gdviz.core.parameters import Checked, Option, choice, parameters
from gdviz.core.telling.source import check_setting

OPTIONS = {
    "up": Option("Up", "It rises."),
    "far-down": Option("Far down", "It falls a long way."),
}


@dataclass(frozen=True)
class Lift(Checked):
    way: str = choice("up", OPTIONS, label="Way", help="Where it goes.")


WAY = parameters(Lift)["way"]


def test_the_first_value_is_the_default_and_every_option_is_allowed():
    assert Lift().way == "up"
    assert {Lift(way).way for way in OPTIONS} == {"up", "far-down"}
    assert WAY.type is str


@pytest.mark.parametrize("value", ["", "Up", "down", 1, True, None, ["up"], 0.5])
def test_what_is_no_option_is_refused_with_those_there_are(value):
    with pytest.raises(InputError) as caught:
        Lift(value)
    assert str(caught.value) == f"Way must be one of up, far-down, not {value}"


def test_the_options_are_said_in_words():
    assert WAY.span == "Up: It rises.\nFar down: It falls a long way."


def test_a_file_says_them_by_their_names(monkeypatch):
    monkeypatch.setattr("gdviz.core.telling.source.PARAMETERS", {**PARAMETERS, "way": WAY})
    assert check_setting("way", "far-down") == {"way": "far-down"}
    for wrong in (True, 3, "Far down", ["up"]):
        with pytest.raises(InputError, match="one of up, far-down"):
            check_setting("way", wrong)
