"""The palettes hold for every eye, as far as arithmetic can say."""

from itertools import combinations

import pytest
from PySide6.QtWidgets import QApplication

from gdviz import resources
from gdviz.ui.theme import LIGHT, THEMES, Theme, apply, scaled, style_sheet
from tests.ui.colour import EYES, contrast, distance, lab, linear, seen

MEANINGS = ("weight", "gradient", "minimum", "divergence")
APART = 15.0
"""CIEDE2000; 2 can just be told apart side by side, 10 at a glance."""

every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
safe_themes = pytest.mark.parametrize(
    "theme", [theme for theme in THEMES.values() if theme.id.endswith("-safe")]
)


def nearest(theme: Theme, eye: str) -> float:
    """Return how far apart the two most alike of the meanings and the past look."""
    looks = [lab(seen(getattr(theme, name), eye)) for name in (*MEANINGS, "past")]
    return min(distance(one, other) for one, other in combinations(looks, 2))


def test_there_is_a_safe_palette_for_light_and_dark() -> None:
    assert {theme.dark for theme in THEMES.values() if theme.id.endswith("-safe")} == {True, False}


@safe_themes
@pytest.mark.parametrize("eye", EYES)
def test_in_a_safe_palette_no_two_meanings_look_alike(theme: Theme, eye: str) -> None:
    assert nearest(theme, eye) >= APART


def test_the_usual_palette_needs_the_safe_one_beside_it() -> None:
    """What the measure is worth: it finds the reds and oranges that look alike to many."""
    assert nearest(LIGHT, "deuteranopia (Machado)") < APART


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#abcdef", "#abcdef", 1.0)],
)
def test_contrast_is_wcags(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distance_is_ciede2000(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    """Pairs of Sharma, Wu and Dalal (2005), table 1."""
    assert distance(one, other) == pytest.approx(expected, abs=5e-5)  # type: ignore[arg-type]


@pytest.mark.parametrize("eye", EYES)
def test_every_eye_sees_grey_as_grey(eye: str) -> None:
    assert seen("#808080", eye) == pytest.approx(linear("#808080"), abs=1e-3)


@every_theme
def test_the_style_sheet_names_a_file_that_there_is(theme: Theme) -> None:
    name = f"icons/chevron-{'dark' if theme.dark else 'light'}.svg"
    assert resources.path(name).as_posix() in style_sheet(theme)
    assert resources.path(name).is_file()


def test_the_scale_is_in_proportion_to_the_type(qapp: QApplication) -> None:
    apply(LIGHT, 2.0)
    assert qapp.font().pixelSize() == 26
    assert scaled(7.5) == 15.0
    assert "font-size: 26px" in style_sheet(LIGHT)
    assert "13px" not in style_sheet(LIGHT)
    apply(LIGHT)
    assert scaled(7.5) == 7.5
