"""A fresh window is what a class sees first, and stays simple: a new feature adds nothing to it."""

from itertools import product

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.core import ALGORITHMS, RULES
from gdviz.core.telling.lessons import load_lessons
from gdviz.ui import MainWindow
from gdviz.ui.widgets.card import Card
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import choose, click, find, number

CONTROLS = ("problem", "algorithm", "rule", "learning_rate", "epochs", "momentum_enabled", "start")


def controls(window: MainWindow) -> list[str]:
    """The names of what is to be seen at the left and can be set; a slider is its number's."""
    kinds = (QComboBox, QCheckBox, NumberField, QLineEdit)
    found = [one for kind in kinds for one in window.controls.findChildren(kind)]
    return [one.objectName() for one in found if one.isVisible() and one.objectName()]


def test_there_are_seven_controls_and_five_cards(window: MainWindow) -> None:
    assert sorted(name for name in controls(window) if "lineedit" not in name) == sorted(CONTROLS)
    cards = [card for card in window.findChildren(Card) if card.isVisible()]
    assert len(cards) == 5


def test_its_type_is_what_it_is_once_the_theme_is_set_again(window: MainWindow) -> None:
    """Tabular figures, in the first place."""
    labels = window.findChildren(QLabel)
    before = [label.font().toString() for label in labels]
    window.set_theme(window.theme)
    assert before == [label.font().toString() for label in labels]


def test_what_is_there_has_an_effect(window: MainWindow) -> None:
    click(window, "more")
    for algorithm, rule in product(ALGORITHMS, RULES):
        choose(window, "algorithm", algorithm)
        choose(window, "rule", rule)
        config = window.player.config
        for name in controls(window):
            if name in ("eps", "beta1", "points", "order"):
                owner = config.algorithm.rule if name in ("eps", "beta1") else config.algorithm
                assert hasattr(owner, name), (algorithm, rule)
        assert ("seed" in controls(window)) == config.algorithm.draws


def test_a_new_seed_draws_others_and_is_undone(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "more")
    choose(window, "algorithm", "sgd")
    before = window.player.config
    click(window, "new_seed")
    seed = number(window, "seed").value()
    assert seed != before.seed
    assert window.player.config.seed == seed
    window.store.undo()
    assert window.player.config == before


@pytest.mark.parametrize("name", ["exhaustive", "search-by-eye"])
def test_what_stands_beside_a_rate_goes_with_it(window: MainWindow, name: str) -> None:
    sweep = find(window, QPushButton, "sweep")
    assert sweep.isVisible()
    if name == "exhaustive":
        choose(window, "algorithm", name)
    else:
        window.show_lesson(load_lessons()[0][name])
    assert not number(window, "learning_rate").isVisible()
    assert not sweep.isVisible()
    window.store.undo()
    assert sweep.isVisible()
