"""Every text fits its place, at every size of window, in both languages, presented or not."""

import pytest
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from gdviz.core import PROBLEMS, configure
from gdviz.ui import MainWindow
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.many.studies import STUDIES
from gdviz.ui.views.calculus.parts import Derived, Graphed
from tests.ui.driving import find, trigger
from tests.ui.fitting import misfits

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SIZES = {
    (900, 500): ("en", "zh"),
    (1024, 640): ("zh",),
    (1366, 768): ("en",),
    (1440, 900): ("zh",),
    (1920, 1080): ("en",),
}
"""With the languages to try there: both where there is least room."""


def check(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until everything fits at each of the sizes."""
    for size, languages in SIZES.items():
        window.resize(*size)
        QApplication.processEvents()  # nobody chooses a language in the midst of that
        for language in languages:
            window.set_language(language)

            def fits() -> None:
                assert misfits(window) == [], (size, language)  # noqa: B023 - over before the next

            qtbot.waitUntil(fits)
        assert window.size().toTuple() == size


@pytest.mark.parametrize("presented", [False, True], ids=["usual", "presented"])
def test_every_text_fits_its_place(window: MainWindow, qtbot: QtBot, presented: bool) -> None:
    window.show_run(configure(algorithm="sgd", epochs=1_000_000))
    if presented:
        trigger(window, "presenter_mode")
    check(window, qtbot)
    lesson = list(window.features["lessons"].lessons.values())[10]  # type: ignore[attr-defined]
    window.show_lesson(lesson)
    check(window, qtbot)


@pytest.mark.parametrize("problem", ["himmelblau", "net"])
def test_it_does_where_many_runs_are_computed(
    window: MainWindow, qtbot: QtBot, problem: str
) -> None:
    window.show_run(configure(problem, epochs=300))
    window.set_workspace("many")
    table = find(window, QTableWidget, "ends")
    qtbot.waitUntil(lambda: table.rowCount() > 0)
    if problem == "net":
        trigger(window, "seldom")
    check(window, qtbot)


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_does(window: MainWindow, qtbot: QtBot, study: str) -> None:
    configs = [configure(problem) for problem in PROBLEMS]
    window.show_run(next(one for one in configs if STUDIES[study].suits(one)))
    window.store.replace(ManyOptions(members=10))
    trigger(window, study)
    check(window, qtbot)


@pytest.mark.parametrize(("beside", "problem"), [("derivation", "line"), ("graph", "linear")])
def test_what_stands_beside_the_program_does(
    window: MainWindow, qtbot: QtBot, beside: str, problem: str
) -> None:
    window.show_run(configure(problem))
    window.set_workspace("code")
    window.store.replace(Derived(lines=9, numbers=True), Graphed(moments=9))
    trigger(window, f"see_{beside}")
    check(window, qtbot)
