"""A small picture shows what the problem is: its curve, its ground, its samples and its model."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS
from gdviz.core.drawing.miniature import miniature
from gdviz.core.problems.expression import parse


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_shown_is_in_the_square(problem):
    shown = miniature(problem)
    samples = len(shown.samples) > 0
    assert samples == hasattr(problem, "predict")
    assert (shown.ground is not None) == (not samples and len(problem.weights) == 2)
    best_known = len(problem.minima) > 0  # of a net nobody knows it
    assert (len(shown.line) > 0) == (shown.ground is None and best_known)
    assert len(shown.minima) == (0 if samples else len(problem.minima))
    for points in (shown.samples, shown.minima, shown.contours.reshape(-1, 2)):
        assert ((points > -0.01) & (points < 1.01)).all()


@pytest.mark.parametrize("name", ["parabola", "double-well", "plateau", "wavy"])
def test_a_curve_is_lowest_at_its_best_minimum(name):
    shown = miniature(PROBLEMS[name])
    lowest = shown.line[shown.line[:, 1].argmin()]
    assert lowest == pytest.approx(shown.minima[0], abs=0.02)


def test_a_ground_is_low_where_the_minima_are():
    shown = miniature(PROBLEMS["himmelblau"])
    rows, columns = shown.ground.shape
    for x, y in shown.minima:
        assert shown.ground[round(y * (rows - 1)), round(x * (columns - 1))] < 0.2
    assert shown.ground[0, 0] > 0.8


def test_a_model_goes_through_the_samples_that_it_fits():
    shown = miniature(PROBLEMS["sine"])
    at = np.interp(shown.samples[:, 0], *shown.line.T)
    assert shown.samples[:, 1] == pytest.approx(at, abs=0.05)
    assert len(miniature(PROBLEMS["many-samples"]).samples) == 40


@pytest.mark.parametrize("text", ["0*w", "1/w", "0*w1*w2", "1/(w1 + w2)"])
def test_of_what_has_no_picture_there_is_one_all_the_same(text):
    shown = miniature(parse(text, (-1.0, 1.0)))
    assert shown.ground is None or shown.ground.shape == (32, 48)


def test_a_pole_does_not_flatten_the_rest():
    shown = miniature(parse("w^2 + 0.001/w^2", (-2.0, 2.0)))
    assert np.median(shown.line[:, 1]) > 0.1
