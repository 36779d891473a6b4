"""Every text fits its place, at every size of window, in both languages, presented or not."""

import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from tests.ui.driving import trigger
from tests.ui.fitting import misfits

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SIZES = ((900, 500), (1024, 640), (1366, 768), (1440, 900), (1920, 1080))


def check(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until everything fits at each of the sizes, in each language."""
    for size in SIZES:
        window.resize(*size)
        for language in ("en", "zh"):
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
