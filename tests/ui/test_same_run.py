"""What the window runs is, to the bit, what the command line runs from the same settings."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdviz.cli import main
from gdviz.core import ALGORITHMS, RULES
from gdviz.core.parameters import parameters
from gdviz.core.problems.abilities import HasSettings
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.types import RunConfig
from gdviz.ui import MainWindow
from tests.ui.driving import choose, click, number, on_controls

_LONGEST = 5000
"""So many steps at most are compared, of which a block has some two thousand."""

Ran = dict[str, Any]


@pytest.fixture
def train(capsys: pytest.CaptureFixture[str]) -> Callable[[Settings], Ran]:
    """Run those settings on the command line, as one would type them."""

    def run(settings: Settings) -> Ran:
        code = main(["train", *options(settings), "--lang", "en", "--format", "json"])
        output, errors = capsys.readouterr()
        assert code == 0, errors
        return json.loads(output)

    return run


def options(settings: Settings) -> list[str]:
    problem = settings.problem
    given = {"problem": problem.id, "algorithm": settings.algorithm, "rule": settings.rule}
    if isinstance(problem, HasSettings):  # a function of one's own
        domain = ",".join(map(repr, problem.settings["domain"]))
        given = {**given, "function": problem.settings["function"], "domain": domain}
        del given["problem"]
    given["start"] = ",".join(map(repr, settings.start))
    found = [f"--{name}={value}" for name, value in given.items()]
    for name, described in {**parameters(RunConfig), **settings.effective}.items():
        value, option = settings.value(described), name.replace("_", "-")
        if described.type is bool:
            found.append(f"--{option}" if value else f"--no-{option}")
        else:
            found.append(f"--{option}={value}")
    return found


def must_agree(window: MainWindow, qtbot: QtBot, train: Callable[[Settings], Ran]) -> None:
    epochs = number(window, "epochs")
    if (total := window.player.trace.total) > _LONGEST:
        epochs.setValue(max(1, int(epochs.value()) * _LONGEST // total))
    if window.player.trace.total > _LONGEST:  # one epoch alone is
        choose(window, "algorithm", "gradient-descent")
    click(window, "reset")  # so that it is a run with these settings from its start on
    window.player.seek(window.player.trace.total)
    qtbot.waitUntil(lambda: window.player.trace.outcome is not None)
    trace, ending = window.player.trace, window.player.trace.ending
    assert ending is not None
    ran = train(window.store[Chosen].settings)
    columns = ran["columns"]
    for name, values in {
        "w": trace.w.T,
        "gradient": trace.gradient.T,
        "loss": [trace.loss],
    }.items():
        for axis, column in enumerate(values):
            there = columns[name if name == "loss" else f"{name}{axis}"][: len(column)]
            np.testing.assert_array_equal(np.array(there, np.float64), column)
    assert len(columns["step"]) == len(trace) + 1
    assert ran["weights"] == ending.w.tolist()
    assert (ran["outcome"], ran["verdict"]) == (ending.outcome.value, ending.verdict.value)


def test_every_rule_of_every_algorithm(
    window: MainWindow, qtbot: QtBot, train: Callable[[Settings], Ran]
) -> None:
    number(window, "epochs").setValue(9)
    for name, algorithm in ALGORITHMS.items():
        choose(window, "algorithm", name)
        for rule in ["plain"] if algorithm.searches else RULES:
            choose(window, "rule", rule)
            must_agree(window, qtbot, train)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.full)])
def test_after_any_choices(
    window: MainWindow, qtbot: QtBot, train: Callable[[Settings], Ran], seed: int
) -> None:
    draw = Random(seed)
    for _run in range(4):
        for _choice in range(15):
            draw.choice(on_controls(window, draw))()
        must_agree(window, qtbot, train)
