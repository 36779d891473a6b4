"""Problems with hyper-parameters of their own, registered or not."""

import gc
import weakref
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from gdviz.core import PROBLEMS, InputError, configure, record
from gdviz.core.catalogue import applicable
from gdviz.core.parameters import Checked, Option, choice, parameter
from gdviz.core.problems.changed_data import with_data
from gdviz.core.problems.data import Samples
from gdviz.core.problems.own_data import fit, regression, stability_limits
from gdviz.core.problems.variants import family, vary
from gdviz.core.telling.lessons import load_lesson

SIDES = {"left": Option("Left", "at -1"), "right": Option("Right", "at 1")}


@dataclass(frozen=True, eq=False)
class Valley(Checked):
    """depth·(w ± 1)²: a problem that nobody has registered."""

    depth: float = parameter(1.0, label="Depth", help="", minimum=0.1, maximum=8)
    side: str = choice("right", SIDES, label="Side", help="")

    id = "valley"
    title = "Valley"
    formula = ""
    weights = ("w",)
    n_samples = 1
    domain = ((-3.0, 3.0),)
    start = (0.0,)
    minima = ()
    saddles = ()
    reduction = "mean"
    defaults: ClassVar = {}

    def _off(self, w):
        return w - (1 if self.side == "right" else -1)

    def cost(self, w):
        return self.depth * (self._off(w) ** 2).sum(axis=-1)

    def loss(self, w, rows=None):
        return self.cost(w)

    def gradient(self, w, rows=None):
        return 2 * self.depth * self._off(w)

    def curvature(self, batch_size=None):
        return 2 * self.depth


def test_any_problem_is_given_its_own_hyper_parameters():
    valley = Valley()
    config = configure(valley, learning_rate=0.25, epochs=2, depth=1, side="left")
    assert (config.problem.depth, config.problem.side) == (1.0, "left")
    assert isinstance(config.problem.depth, float)
    assert list(record(config).w[:, 0]) == [0, -0.5, -0.75]
    assert {"depth", "side"} <= applicable(valley, "sgd", "plain").keys()
    assert {"depth", "side"} <= applicable(valley, "exhaustive", "plain").keys()


@pytest.mark.parametrize(
    ("setting", "said"),
    [({"depth": 9}, "Depth must be"), ({"side": "up"}, "left, right"), ({"deep": 1}, "'deep'")],
)
def test_what_is_no_value_of_one_is_refused(setting, said):
    with pytest.raises(InputError, match=said):
        configure(Valley(), **setting)


def test_what_is_another_problems_has_no_effect_but_is_checked_all_the_same():
    assert configure(Valley(), reduction="sum", depth=1.0).problem.depth == 1
    with pytest.raises(InputError, match="mean, sum"):
        configure(Valley(), reduction="most")
    with pytest.raises(InputError, match=r"unknown setting 'depth'; known: .*reduction"):
        configure("linear", depth=1.0)


def test_the_same_is_the_same_object_and_there_is_a_way_back():
    valley = Valley()
    deep = vary(valley, {"depth": 2.0})
    assert vary(valley, {}) is vary(valley, {"depth": 1.0, "other": 3}) is valley
    assert vary(valley, {"depth": 2}) is vary(deep, {}) is deep
    assert vary(deep, {"depth": 1.0}) is valley
    left = vary(deep, {"side": "left"})
    assert (left.depth, left.side) == (2.0, "left")
    assert configure(deep, side="left").problem is left
    assert len({family(one) for one in (valley, deep, left)}) == 1
    assert family(Valley()) is not family(valley)


def test_nobody_is_kept_who_is_not_needed():
    valley = Valley()
    known = [weakref.ref(valley), weakref.ref(vary(valley, {"depth": 3.0}))]
    gc.collect()
    assert [one() is None for one in known] == [False, True]
    deep = vary(valley, {"depth": 3.0})
    del valley
    gc.collect()
    assert known[0]() is None
    assert vary(deep, {"depth": 1.0}).depth == 1


def test_a_registered_problem_is_varied_and_stays_what_it_is():
    summed = configure("linear", reduction="sum").problem
    assert configure("linear", reduction="sum") == configure(summed)
    assert PROBLEMS["linear"].reduction == "mean"
    assert configure(summed, reduction="mean").problem is PROBLEMS["linear"]
    w = np.array([1.0])
    assert summed.gradient(w) == pytest.approx(3 * PROBLEMS["linear"].gradient(w))


def own(model="affine", standardised=False):
    x = np.array([1.0, 2.0, 4.0, 7.0])
    return regression(
        Samples("x", "y", x, 2 * x + np.array([1.0, 0.5, 1.5, 1.0])), model, standardised
    )


def test_ones_own_data_too_and_its_domain_stays_while_the_data_change():
    data = own()
    summed = configure(data, reduction="sum").problem
    assert (summed.domain, summed.start, summed.source) == (data.domain, data.start, data.source)
    changed = with_data(summed, data.x, data.y + 3)
    assert changed.reduction == "sum"
    averaged = vary(changed, {"reduction": "mean"})
    assert (averaged.domain, averaged.start) == (data.domain, data.start)
    assert averaged.minima[0] == pytest.approx(changed.minima[0])


def test_the_limits_of_fits_are_those_of_what_they_are_varied_to():
    x = np.array([1.0, 2.0, 4.0, 7.0])
    fits = fit(Samples("x", "y", x, 2 * x), "linear")
    algorithm = configure().algorithm
    mean = stability_limits(fits, algorithm)
    summed = stability_limits(fits.vary({"reduction": "sum"}), algorithm)
    assert summed == pytest.approx([limit / 4 for limit in mean])
    broken = fit(Samples("x", "y", np.full(3, 5.0), np.arange(3.0)), "affine")
    assert broken.vary({"reduction": "sum"}).standardised is broken.standardised


def test_a_lesson_may_set_it(tmp_path):
    path = tmp_path / "added.toml"
    path.write_text(
        'order = 1\ntitle = {en="a", zh="b"}\ngoal = {en="a", zh="b"}\nhide = ["reduction"]\n'
        'settings = {reduction = "sum", learning_rate = 0.01}\n[[steps]]\n'
        'text = {en="a", zh="b"}\nsettings = {problem = "line"}\n'
    )
    lesson = load_lesson(path)
    assert lesson.config() == configure(reduction="sum", learning_rate=0.01)
    assert lesson.steps[0].config().problem.reduction == "sum"
    assert lesson.steps[0].config().problem.id == "line"
