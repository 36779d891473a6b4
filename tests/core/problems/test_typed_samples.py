"""A few samples that are typed or pasted."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS
from gdviz.core.problems.data import DataError, Typed
from gdviz.core.problems.own_data import OwnRegression, regression
from gdviz.core.problems.plainly import from_plain, to_plain


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("1 2; 2 4; 3 6", [1, 2, 3], [2, 4, 6]),
        ("1,2；2,4", [1, 2], [2, 4]),
        ("1\t2\n2\t4.5\n", [1, 2], [2, 4.5]),
        ("1\t2\t\r\n\r\n2\t4\t\r\n", [1, 2], [2, 4]),
        ("1,5\t2,25\n-3\t4e-2", [1.5, -3], [2.25, 0.04]),
        ("1;2,5\n3;4", [1, 3], [2.5, 4]),
        ("1, 2\n3 ,4\n 5,6 ", [1, 3, 5], [2, 4, 6]),
        ("1   2", [1], [2]),
        ("１，２\n３　４。５\n−５、6", [1, 3, -5], [2, 4.5, 6]),
        ("1/4 2×10^3", [0.25], [2000]),
        ("0.1 0.30000000000000004", [0.1], [0.1 + 0.2]),
    ],
)
def test_two_columns_are_read_however_they_are_parted(
    text: str, x: list[float], y: list[float]
) -> None:
    samples = Typed(text).read()
    assert (samples.x.tolist(), samples.y.tolist()) == (x, y)
    assert (samples.x_name, samples.y_name) == ("x", "y")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("area\tprice in £\n1\t2", ("area", "price in £")),
        ("house area, price\n1 2", ("house area", "price")),
        ("时间，温度\n1，2", ("时间", "温度")),
    ],
)
def test_a_first_row_may_name_the_columns(text: str, names: tuple[str, str]) -> None:
    samples = Typed(text).read()
    assert (samples.x_name, samples.y_name) == names
    assert (samples.x.tolist(), samples.y.tolist()) == ([1], [2])


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", None, "Type or paste an x and a y on each line"),
        ("x y", None, "Type or paste an x and a y on each line"),
        ("1 2\n\n3 4 5", 3, "3 column.* instead of 2"),
        ("1 2\n3\n", 2, "1 column.* instead of 2"),
        ("1 2\n3 x", 2, "'x' is not a number"),
        ("x y\nx y\n1 2", 2, "'x' is not a number"),
        ("1 2; 3 x", 2, "'x' is not a number"),
        ("1 2\nnan 4", 2, "'nan' is not a number"),
        ("1,000\t2", 1, "can mean 1.000 or 1000"),
        ("1e300 2", 1, "'1e300' is larger than 1e.100"),
        ("1 2\n" * 2001, None, "more than 2,000 rows belong in a file"),
        ("1" * 10**6, None, "more than 2,000 rows belong in a file"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_its_line(
    text: str, line: int | None, reason: str
) -> None:
    with pytest.raises(DataError, match=reason) as caught:
        Typed(text).read()
    assert caught.value.line == line


def test_so_many_rows_are_taken() -> None:
    rows = np.random.default_rng(0).normal(size=(2000, 2))
    samples = Typed("\n".join(f"{x!r} {y!r}" for x, y in rows.tolist())).read()
    np.testing.assert_array_equal(np.column_stack([samples.x, samples.y]), rows)


@pytest.mark.parametrize("standardised", [False, True])
@pytest.mark.parametrize("model", ["affine", "a*x^2 + b*x + c"])
def test_they_are_saved_with_their_numbers(model: str, standardised: bool) -> None:
    samples = Typed("t, v\n1，2\n2\t4.5\n3 5\n4 4").read()
    own = regression(samples, model, standardised)
    made = from_plain(to_plain(own), PROBLEMS)
    assert isinstance(made, OwnRegression)
    assert (made.model_id, made.x_name, made.y_name) == (model, "t", "v")
    np.testing.assert_array_equal(made.x, own.x)
    np.testing.assert_array_equal(made.y, own.y)
    assert (made.domain, made.start, made.minima) == (own.domain, own.start, own.minima)
