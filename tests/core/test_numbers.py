"""Numbers as a reader sees them."""

import math

import pytest

from gdviz.core.numbers import format_number

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
