from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.vietnamese import (
    decimal_text,
    document_number,
    long_date,
    parse_decimal,
    short_date,
    time_text,
    weekday_name,
)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 23), "ngày 23 tháng 11 năm 2026"),
    ],
)
def test_a_long_date_has_a_leading_zero_for_days_below_ten_and_the_first_two_months(day, text):
    assert long_date(day) == text


def test_a_short_date_is_day_month_year():
    assert short_date(date(2026, 2, 5)) == "05/02/2026"


def test_days_of_the_week_have_their_vietnamese_names():
    assert weekday_name(date(2026, 11, 23)) == "Thứ Hai"
    assert weekday_name(date(2026, 11, 29)) == "Chủ nhật"


def test_times_and_numbers_are_in_the_office_form():
    assert time_text(time(8, 0)) == "8 giờ 00"
    assert time_text(time(13, 5)) == "13 giờ 05"
    assert document_number(5) == "05"
    assert document_number(112) == "112"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("7.5", None, "7,5"),
        ("7.50", None, "7,50"),
        ("7.125", 2, "7,13"),
        ("1234567.5", 2, "1.234.567,50"),
        ("-1234", None, "-1.234"),
        ("-0.004", 2, "0,00"),
        ("1E+3", None, "1.000"),
        ("96", 1, "96,0"),
    ],
)
def test_decimals_print_with_comma_and_thousands_dot(value, places, text):
    assert decimal_text(Decimal(value), places) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        (" 7 ", "7"),
        ("-0,25", "-0.25"),
        ("\u22121,5", "-1.5"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("0.125", "0.125"),
        ("7,125", "7.125"),
    ],
)
def test_decimals_are_read_with_comma_or_dot(text, value):
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "bảy", "7,5,5", "1,234.5", "NaN", "Infinity", "1e5", "7,", "12.34,5"])
def test_what_is_no_number_is_refused_in_vietnamese(text):
    with pytest.raises(ValueError, match="không phải là số"):
        parse_decimal(text)


def test_a_number_that_reads_two_ways_is_refused_and_both_are_named():
    with pytest.raises(ValueError, match="viết 1234 hoặc 1,234"):
        parse_decimal("1.234")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_what_is_printed_is_read_back_as_the_same_number(value):
    assert parse_decimal(decimal_text(value)) == value
