"""Numbers as a reader sees them."""

import math

import pytest

from gdviz.core.numbers import (
    format_column,
    format_duration,
    format_number,
    format_vector,
    shortened,
    typed_number,
)

BACK = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


def read(text):
    mantissa, _, power = text.translate(BACK).partition("×10")
    return float(mantissa) * 10.0 ** int(power or 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1, "1"),
        (0.01, "0.01"),
        (-9.333333333, "−9.333"),
        (1.0933333333333333, "1.093"),
        (0.21428571428, "0.2143"),
        (18.666666666, "18.67"),
        (0.99999, "1"),
        (123456, "123456"),
        (999999.7, "1×10⁶"),
        (2.5795e12, "2.58×10¹²"),
        (1e-4, "0.0001"),
        (0.0005186, "0.0005186"),
        (0.00005186, "5.186×10⁻⁵"),
        (1.23449e-8, "1.234×10⁻⁸"),
        (-1e-300, "−1×10⁻³⁰⁰"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "—"),
    ],
)
def test_format_number(value, text):
    assert format_number(value) == text


@pytest.mark.parametrize("digits", [1, 2, 4, 6])
def test_it_is_the_number_to_so_many_digits(digits):
    for power in range(-12, 13):
        for mantissa in (1.0, 1.2345678, 5.0, 9.4999999, -3.3333333):
            value = mantissa * 10.0**power
            written = read(format_number(value, digits))
            assert written == pytest.approx(value, rel=0.5 * 10.0 ** (1 - digits) + 1e-12)


def test_padding_keeps_the_width_of_a_number_that_changes():
    values = [1.0, 1.5, 1.75, 1.9999, 0.0]
    assert [format_number(v, pad=True) for v in values] == [
        "1.000", "1.500", "1.750", "2.000", "0.000",
    ]  # fmt: skip
    assert format_number(1e-9, pad=True) == "1.000×10⁻⁹"


def test_it_is_rounded_once():
    assert format_number(0.00099999, 4) == "0.001"
    assert format_number(99999.6, 4) == "100000"


@pytest.mark.parametrize(
    ("values", "mean", "expected"),
    [
        ([-2.0, -8.0, -18.0], -28 / 3, ["−2.0000", "−8.0000", "−18.0000"]),
        ([2.0, 3.0], 2.5, ["2.0000", "3.0000"]),
        ([-18.0, 0.0], math.nan, ["−18.000", "0.000"]),
        ([1e-9, 2.0], math.nan, ["0.0000", "2.0000"]),
        ([-1e-9, 2.0], math.nan, ["0.0000", "2.0000"]),
        ([1e-9, 2e-9], math.nan, ["1.0000×10⁻⁹", "2.0000×10⁻⁹"]),
        ([math.inf, 2.0], math.nan, ["∞", "2.0000"]),
        ([0.0, 0.0], math.nan, ["0.0000", "0.0000"]),
        ([], math.nan, []),
    ],
)
def test_a_column_has_one_number_of_decimals(values, mean, expected):
    assert format_column(values, 5, pad=True, mean=mean) == expected


def test_a_column_of_given_numbers_has_no_more_decimals_than_they_need():
    assert format_column([1.0, 2.0], 5) == ["1", "2"]
    assert format_column([1 / 3, 2]) == ["0.333", "2.000"]
    assert format_column([1.2, 2.75, 3], 5) == ["1.20", "2.75", "3.00"]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.01, None, "0.01"), (100, None, "100"), (100.0, None, "100"), (1e-6, None, "1e-6"),
        (1 / 3, None, "0.3333333333333333"), (1 / 3, 3, "0.333"), (-1e16, None, "-1e16"),
        (2147483647, 4, "2.147e9"), (-0.0, None, "-0"), (5e-324, None, "5e-324"), (0.1, 15, "0.1"),
    ],
)  # fmt: skip
def test_a_number_is_written_as_one_would_type_it(value, digits, text):
    assert typed_number(value, digits) == text


def test_of_a_great_many_numbers_the_first_are_written():
    assert format_vector([1.23456]) == "1.235"
    assert format_vector([1.0, -2.5]) == "(1, −2.5)"
    assert format_vector([0.5] * 10) == f"({', '.join(['0.5'] * 10)})"
    assert format_vector([0.5] * 97) == f"({', '.join(['0.5'] * 6)}, …)"
    assert shortened(["a"] * 11) == [*["a"] * 6, "…"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (2.5e-5, "25 µs"), (119, "119 s"), (120, "2 min"), (3600, "60 min"), (7200, "2 h"),
        (100 * 3600, "4.2 days"), (2 * 365.25 * 86400, "2 years"), (1.2345e11, "3912 years"),
    ],
)  # fmt: skip
def test_a_duration_is_in_a_unit_of_which_it_has_two_at_least(seconds, text):
    assert format_duration(seconds).replace("\u00a0", " ") == text
