"""Numbers as people type them: read where they can only mean one thing, refused otherwise."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdviz import i18n
from gdviz.core import InputError
from gdviz.core.numbers import format_number, typed_number
from gdviz.core.reading import read_number, significant_digits

FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
SOME = settings(max_examples=300)

READ = [
    ("0,5", 0.5), ("1/3", 1 / 3), ("1e3", 1000), ("１００", 100), ("−2", -2), ("0。02", 0.02),
    ("１ｅ－３", 0.001), ("1.5×10^-3", 0.0015), ("1.5×10⁻³", 0.0015), ("1.5*10**-3", 0.0015),
    ("1.5 x 10^3", 1500), ("10⁻³", 0.001), ("-10^2", -100), ("1_000", 1000), ("1 000", 1000),
    ("1\u202f000", 1000), ("1'000", 1000), ("1’000", 1000), ("1,000,000", 1e6), ("1,000.5", 1000.5),
    ("1.000,5", 1000.5), ("1.000.000", 1e6), ("1.000", 1), ("0,001", 0.001), ("1234,567", 1234.567),
    ("1,5", 1.5), ("1,2345", 1.2345), (",5", 0.5), (".5", 0.5), ("5.", 5), ("- 2", -2), ("+5", 5),
    ("–2", -2), ("-1/3", -1 / 3), ("1 / 3", 1 / 3), ("1÷4", 0.25), ("0,1/0,4", 0.25), ("٣", 3),
    ("  7\n", 7), ("1E-2", 0.01), ("0e-999", 0), ("0/5", 0),
]  # fmt: skip
REFUSED = [
    ("", "Type a number"), ("   ", "Type a number"), ("abc", "'abc' is not a number"),
    ("1,000", "1.000 or 1000"), ("12,345", "12.345 or 12345"), ("１，０００", "1.000 or 1000"),
    ("1,000/3", "1.000 or 1000"), ("1/1,000", "1.000 or 1000"), ("1,000e2", "1.000 or 1000"),
    ("1/0", "divides by 0"), ("1e400", "too large"), ("-1e400", "too large"),
    ("1e-400", "too small"), ("1e300/1e-300", "too large"), ("1e-300/1e300", "too small"),
    ("1e99999999999999999", "too large"),
    *[(text, "not a number") for text in (
        "nan", "inf", "-inf", "1e", "e5", "-", ".", ",", "--2", "5-", "1..2", "1.2.3", "1,2,3",
        "1/3/2", "1/", "/3", "1__000", "1_0", "1,00,000", "1 0", "0x10", "2³", "½", "1½", "①", "5%",
        "210^3", "2^3", "1.5×", "×10^3", "1e5.5", "1e10^3", "(1)", "9" * 200, "😀", "\x00",
    )],
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ)
def test_what_can_only_mean_one_thing_is_read(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("-9.33", 3),
        ("0,05", 1),
        ("0.050", 2),
        ("1.5×10⁻³", 2),
        ("10^-3", 1),
        ("−1 000", 4),
        ("0", 0),
    ],
)
def test_the_digits_that_were_typed_are_counted_from_the_first_that_is_not_0(text, digits):
    assert significant_digits(text) == digits


def test_a_fraction_has_all_its_digits():
    assert significant_digits("-28/3") >= 15


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=lambda text: ascii(text[:12]))
def test_the_rest_is_refused_with_the_reason(text, reason):
    with pytest.raises(InputError, match=reason):
        read_number(text)


def test_a_long_text_is_not_repeated_whole():
    with pytest.raises(InputError) as caught:
        read_number("no" * 5000)
    assert len(str(caught.value)) < 60


def test_the_reason_is_said_in_chinese():
    i18n.set_language("zh")
    try:
        with pytest.raises(InputError, match=r"“1,000”可以是 1.000，也可以是 1000"):
            read_number("1,000")
    finally:
        i18n.set_language("en")


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@SOME
@given(FINITE)
def test_every_float_is_read_back_to_the_bit_from_what_is_typed_for_it(value):
    for text in (repr(value), typed_number(value), typed_number(value).replace("-", "−")):
        assert read_number(text).hex() == value.hex()
        assert read_number(text.translate(FULL_WIDTH)).hex() == value.hex()
    if "e" not in repr(value) and len(repr(value).partition(".")[2]) != 3:
        assert read_number(repr(value).replace(".", ",")).hex() == value.hex()


@SOME
@given(st.floats(-1e300, 1e300).filter(lambda value: abs(value) > 1e-300))
def test_a_number_on_the_screen_can_be_typed(value):
    assert read_number(format_number(value)) == pytest.approx(value, rel=1e-3)


@SOME
@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_a_fraction_is_the_float_nearest_to_it(dividend, divisor):
    assert read_number(f"{dividend}/{divisor}") == float(Fraction(dividend, divisor))


@SOME
@given(st.integers(1000, 10**12), st.sampled_from([",", ".", " ", "_", "'", "\u00a0"]))
def test_parted_thousands_are_read_or_can_mean_two(value, separator):
    text = f"{value:,}".replace(",", separator)
    if text.count(separator) == 1 and separator in ",.":
        return  # the table has those
    assert read_number(text) == value


@SOME
@given(st.text(st.sampled_from("0123456789.,eE+-−×*^/ _'x１，。⁻³abc"), max_size=12) | st.text())
def test_any_text_is_a_finite_number_or_refused(text):
    try:
        value = read_number(text)
    except InputError:
        return
    assert math.isfinite(value)
