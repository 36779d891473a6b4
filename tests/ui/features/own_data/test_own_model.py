"""One's own model, typed in the dialog."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome
from gdviz.core.problems.data import Source
from gdviz.core.problems.own_data import DataChoice
from gdviz.ui import MainWindow
from tests.ui.driving import run_to_the_end
from tests.ui.features.own_data.dialog import (
    HEIGHT,
    WEIGHT,
    button,
    dialog_of,
    feature,
    open_data,
    opened,
    part,
    pick,
    switch,
    text,
    wait_for_answer,
)


def test_a_model_that_is_typed_is_run_and_ends_where_polyfit_says(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    field = part(dialog, "formula")
    assert isinstance(field, QLineEdit)
    assert not field.isVisible()
    pick(dialog, "model", "Your own model…")
    assert field.isVisible()
    assert field.accessibleName()
    assert dialog.minimumSizeHint().height() <= 500  # so low a screen may be
    field.setText("ａx² + b x + c")
    assert "a·x<sup>2</sup> + b·x + c" in text(dialog, "formula_note")
    switch(dialog, "standardised")
    problem = opened(window, dialog, qtbot)
    x, y = (values - values.mean() for values in (HEIGHT, WEIGHT))
    expected = np.polyfit(x / x.std(), y / y.std(), 2)
    assert problem.minima[0] == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-12)
    assert problem.formula.startswith("J(a, b, c) = ")
    rate = 0.9 * window.player.config.algorithm.stability_limit(problem)  # type: ignore[attr-defined]
    assert rate > 0.1
    assert run_to_the_end(window, qtbot) is not Outcome.DIVERGED


def test_a_mistake_is_marked_where_it_is_and_nothing_opens(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    pick(dialog, "model", "Your own model…")
    wait_for_answer(dialog, qtbot)
    field = part(dialog, "formula")
    assert isinstance(field, QLineEdit)
    field.setText("a x + slope")
    assert field.property("means") == "divergence"
    assert "slope is no function and no weight" in text(dialog, "formula_note")
    assert field.accessibleDescription() == text(dialog, "formula_note")
    assert text(dialog, "status") == "There is a mistake in the model"
    assert not button(dialog, "open").isEnabled()
    pick(dialog, "model", "y = w·x")
    assert opened(window, dialog, qtbot).model_id == "linear"


def test_what_the_model_cannot_do_with_the_data_is_said(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    pick(dialog, "model", "Your own model…")
    field = part(dialog, "formula")
    assert isinstance(field, QLineEdit)
    for typed, said in (
        ("a exp(x^9)", "no value on these data"),
        ("a x + b x", "do not determine the weights"),
    ):
        field.setText(typed)
        wait_for_answer(dialog, qtbot)
        assert said in text(dialog, "status")
    field.setText("a sqrt(x)")
    assert opened(window, dialog, qtbot).weights == ("a",)


def test_a_model_that_was_asked_for_is_shown(window: MainWindow, qtbot: QtBot, table: Path) -> None:
    feature(window).open_data(DataChoice(Source(table), "a ln(x) + b"))
    dialog = dialog_of(window)
    combo, field = part(dialog, "model"), part(dialog, "formula")
    assert isinstance(combo, QComboBox)
    assert isinstance(field, QLineEdit)
    assert (combo.currentText(), field.text()) == ("Your own model…", "a ln(x) + b")
    problem = opened(window, dialog, qtbot)
    assert problem.minima[0] == pytest.approx(np.polyfit(np.log(HEIGHT), WEIGHT, 1).tolist())


def test_the_curve_is_drawn_through_the_data(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    x = np.linspace(0.0, 5.0, 30)
    path = tmp_path / "wave.csv"
    path.write_text("".join(f"{a},{2 * np.sin(3 * a)}\n" for a in x.tolist()))
    feature(window).open_data(DataChoice(Source(path), "a sin(b x)"))
    problem = opened(window, dialog_of(window), qtbot)
    qtbot.waitUntil(lambda: len(window.player.trace) > 0)
    a, b = problem.start
    at, drawn = window.views["data"].line.getData()  # type: ignore[attr-defined]
    np.testing.assert_allclose(drawn, a * np.sin(b * at), atol=1e-9)
    assert window.views["contours"].isVisible()
