"""The derivation as it is shown: line by line, with numbers where they are asked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gdviz.core import PROBLEMS, InputError
from gdviz.core.numbers import format_number
from gdviz.i18n import set_language
from gdviz.ui.theme import DARK, LIGHT, THEMES
from gdviz.ui.views.calculus.derivation import DerivationView
from gdviz.ui.views.calculus.parts import ChosenSample, Derived, Graphed
from gdviz.ui.views.view import Veil
from tests.ui.access.listening import silent
from tests.ui.views.calculus import frame, put_up, quiet

pytestmark = quiet


def text(view: DerivationView) -> str:
    """What is written, without the fractions, which are pictures."""
    written = view.sheet.toPlainText().replace("\ufffc", "").replace("\xa0", " ")
    return " ".join(written.split())


def press(view: DerivationView, name: str) -> None:
    button = view.findChild(QPushButton, f"derivation_{name}")
    assert isinstance(button, QPushButton)
    button.click()


def test_a_press_brings_a_line(qtbot: QtBot) -> None:
    view = put_up(qtbot, DerivationView, frame())
    assert "2·(w·xi − yi)" not in text(view)
    for lines, found in (
        (2, "Sum rule"),
        (3, "2·(w·xi − yi)· (w·xi − yi)"),
        (4, "2·xi·(w·xi − yi)"),
    ):
        press(view, "next")
        assert view.store[Derived].lines == lines
        assert found in text(view)
    assert not view.steps.buttons["next"].isEnabled()
    press(view, "back")
    assert "2·xi·(w·xi − yi)" not in text(view)
    press(view, "first")
    assert "Sum rule" not in text(view)
    assert not view.steps.buttons["back"].isEnabled()
    press(view, "all")
    assert "2·xi·(w·xi − yi)" in text(view)


def test_the_arrow_keys_bring_lines_too(qtbot: QtBot) -> None:
    view = put_up(qtbot, DerivationView, frame())
    view.sheet.setFocus()
    for key, lines in ((Qt.Key.Key_Right, 2), (Qt.Key.Key_Right, 3), (Qt.Key.Key_Left, 2)):
        qtbot.keyClick(view.sheet, key)
        assert view.store[Derived].lines == lines


def test_lines_that_were_brought_one_by_one_are_one_to_undo(qtbot: QtBot) -> None:
    view = put_up(qtbot, DerivationView, frame())
    press(view, "next")
    press(view, "next")
    view.store.undo()
    assert view.store[Derived].lines == 1
    assert "Sum rule" not in text(view)


def test_numbers_are_those_of_the_sample_and_of_the_step_shown(qtbot: QtBot) -> None:
    view, first = put_up(qtbot, DerivationView, frame()), frame()
    press(view, "all")
    assert "×" not in text(view)
    view.numbers.click()
    view.sample.field.setValue(2)
    assert view.store[ChosenSample].sample == 2
    assert "2 × 2 × (1 × 2 − 4) = −8" in text(view)
    assert "[(−2) + (−8) + (−18)] = −9.3333" in text(view)
    after = frame(position=3)
    view.show_frame(after)
    (gradient,) = first.config.problem.gradient(after.w)
    assert text(view).endswith(f"= {format_number(gradient, 5)}")
    assert f"2 × 2 × ({format_number(after.w[0])} × 2 − 4)" in text(view)


def test_numbers_give_nothing_away_that_is_to_be_guessed(qtbot: QtBot) -> None:
    view = put_up(qtbot, DerivationView, frame())
    view.store.replace(Derived(lines=9, numbers=True))
    assert "−9.3333" in text(view)
    view.store.replace(Veil("step"))
    assert "−9.3333" not in text(view)
    assert "2·xi·(w·xi − yi)" in text(view)
    assert not view.numbers.isEnabled()


def test_the_weight_can_be_chosen_where_there_are_several(qtbot: QtBot) -> None:
    view = put_up(qtbot, DerivationView, frame("quadratic-fit"))
    press(view, "all")
    assert "2·xi2·(w1·xi2 + w2·xi + b − yi)" in text(view)
    assert [view.weight.itemText(at) for at in range(view.weight.count())] == [
        "∂J/∂w₁", "∂J/∂w₂", "∂J/∂b"
    ]  # fmt: skip
    view.weight.setCurrentIndex(2)
    view.weight.activated.emit(2)
    assert view.store[Derived].axis == 2
    assert "2·xi2" not in text(view)
    one = frame("linear")
    view.show_run(one.config)
    view.show_frame(one)
    assert view.weight.isHidden()
    assert "2·xi·(w·xi − yi)" in text(view)


def test_it_suits_what_has_samples() -> None:
    suited = {name for name, problem in PROBLEMS.items() if DerivationView.suits(problem)}
    assert {"linear", "line", "quadratic-fit", "sine", "two-layer", "finite-sum", "net"} <= suited
    assert not {"himmelblau", "rosenbrock", "double-well"} & suited


def test_it_speaks_both_languages(qtbot: QtBot) -> None:
    view = put_up(qtbot, DerivationView, frame())
    press(view, "next")
    assert view.summary().endswith("the derivative of a sum is the sum of the derivatives")
    set_language("zh")
    view.retranslate()
    view.refresh()
    assert view.title.text() == "求导过程"
    assert "和的导数等于导数的和" in text(view)
    assert silent(view) == []


def test_what_takes_the_keyboard_has_a_name(qtbot: QtBot) -> None:
    view = put_up(qtbot, DerivationView, frame("line"))
    view.store.replace(Derived(lines=2, numbers=True))
    assert silent(view) == []
    assert view.summary().startswith("∂J/∂w = 1/N Σ ∂/∂w (w·x_i + b − y_i)^2")


@pytest.mark.parametrize("width", [340, 560])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_head_has_room_for_all_of_it(qtbot: QtBot, language: str, width: int) -> None:
    set_language(language)
    view = put_up(qtbot, DerivationView, frame("quadratic-fit"), (width, 500))
    view.store.replace(Derived(lines=9, numbers=True))
    for part in (view.weight, view.sample, view.numbers, *view.steps.buttons.values()):
        assert part.isVisible()
        assert part.width() >= part.minimumSizeHint().width()
        assert view.rect().contains(part.mapTo(view, part.rect().bottomRight()))
    assert view.sheet.document().idealWidth() <= view.sheet.viewport().width()


def test_its_fractions_are_drawn_in_the_themes_colour(qtbot: QtBot) -> None:
    view = put_up(qtbot, DerivationView, frame(), theme=DARK)
    before = view.sheet.toHtml()
    view.restyle(THEMES["light"])
    view.refresh()
    assert view.sheet.toHtml() != before
    view.restyle(LIGHT)


@pytest.mark.parametrize(
    ("part", "values"),
    [(Derived, {"axis": -1}), (Derived, {"lines": 0}), (Graphed, {"moments": -1}),
     (ChosenSample, {"sample": 0}), (Derived, {"numbers": 3})],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused(
    part: type[Derived | Graphed | ChosenSample], values: dict[str, int]
) -> None:
    with pytest.raises(InputError):
        part.from_dict(values)
