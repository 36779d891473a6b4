"""What takes long is given up soon once nobody wants it, wherever it is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdviz.core import configure
from gdviz.core.cancelling import CancelledError, given_up_unless, heed
from gdviz.core.problems.data import Samples, read_samples
from gdviz.core.problems.own_data import fit, regression
from gdviz.core.problems.regression import Regression
from gdviz.core.runs.run import run

N = 1_000_000
SAMPLES = Samples("x", "y", np.linspace(-3.0, 3.0, N), np.linspace(-1.0, 1.0, N))
FAR = Regression(
    id="far",
    title="",
    model="sin(w·x)",
    data={"x": SAMPLES.x, "y": SAMPLES.y},
    domain=((0.0, 8.0),),
    start=(1.0,),
)


def read_slowly(folder: Path) -> None:
    """Read rows of which each second has a cell too many, which is empty."""
    path = folder / "mixed.csv"
    path.write_text("x,y\n" + "1,2\n3,4,\n" * 20_000, encoding="utf-8")
    read_samples(path)


LONG: dict[str, tuple[Callable[[Path], object], int]] = {
    "fitting": (lambda _folder: fit(SAMPLES, "affine"), 100),
    "looking for the curvature": (lambda _folder: regression(SAMPLES).curvature(1), 60),
    "a step that passes over all samples": (
        lambda _folder: next(run(replace(configure("sine"), problem=FAR, epochs=1))),
        4,
    ),
    "a cost that does": (lambda _folder: FAR.cost(np.array([1.0])), 2),
    "reading row by row": (read_slowly, 30),
}
"""What takes long, and how often it must look at least whether it is still wanted."""


@pytest.mark.parametrize("name", LONG)
def test_it_looks_often_whether_it_is_wanted_and_ends_where_it_is_not(
    name: str, tmp_path: Path
) -> None:
    work, least = LONG[name]
    looked = 0

    def wanted() -> bool:
        nonlocal looked
        looked += 1
        return looked < least

    with pytest.raises(CancelledError), given_up_unless(wanted):
        work(tmp_path)
    assert looked == least


def test_it_goes_on_where_nobody_could_give_it_up_or_wants_it_still() -> None:
    heed()
    with given_up_unless(lambda: True):
        heed()
        with pytest.raises(CancelledError), given_up_unless(lambda: False):
            heed()
        heed()
    heed()
