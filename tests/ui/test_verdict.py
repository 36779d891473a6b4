"""One verdict of a run, wherever the window says it."""

import pytest
from pytestqt.qtbot import QtBot

from gdviz.ui import MainWindow
from gdviz.ui.features.sweep.panel import SweepPanel
from gdviz.ui.features.sweep.words import is_divergent
from gdviz.ui.widgets.sliders import LogSlider
from tests.ui.driving import find
from tests.ui.keeping import keep, row

# The word beside the kept run, how the banner begins, and whether both are red.
WORDS = {
    "en": {
        0.1: ("converged", "Converged to", False),
        0.21: ("finished", "Finished at", False),
        0.22: ("diverging", "Diverging: after 100 steps", True),
        0.23: ("diverging", "Diverging: after 100 steps", True),
        0.3: ("diverged", "Diverged at step", True),
    },
    "zh": {
        0.21: ("完成", "运行结束", False),
        0.22: ("正在发散", "正在发散：100 步之后", True),
        0.3: ("发散", "第 23 步发散", True),
    },
}


@pytest.mark.parametrize(("language", "rate"), [(lang, a) for lang in WORDS for a in WORDS[lang]])
def test_slider_kept_run_and_banner_agree(
    window: MainWindow, qtbot: QtBot, language: str, rate: float
) -> None:
    window.set_language(language)
    keep(window, qtbot, rate)
    word, beginning, divergent = WORDS[language][rate]
    slider = find(window, LogSlider, "learning_rate_slider")
    assert slider.limit is not None
    assert (rate > slider.limit) is divergent
    outcome, banner = row(window, 0).outcome, window.views["numbers"].banner  # type: ignore[attr-defined]
    assert outcome.text() == word
    assert banner.text().startswith(beginning)
    assert (outcome.property("means") == "divergence") is divergent
    assert (banner.property("means") == "divergence") is divergent


def test_the_sweep_agrees_too(window: MainWindow, qtbot: QtBot) -> None:
    window.features["sweep"].open()  # type: ignore[attr-defined]
    dialog = window.findChild(SweepPanel)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.sweep is not None and dialog.sweep.share == 1, timeout=20_000)
    assert dialog.sweep is not None
    rates = dialog.sweep.learning_rates.tolist()
    divergent = [rate for n, rate in enumerate(rates) if is_divergent(dialog.sweep, (0, n))]
    assert divergent == [rate for rate in rates if rate > 3 / 14]
