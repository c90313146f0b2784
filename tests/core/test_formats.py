"""Amounts, shares and dates, written and read the Vietnamese way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import formats
from core.errors import RuleError


def test_amounts_are_grouped_by_dots_and_what_is_missing_is_a_dash() -> None:
    assert formats.money(1500000) == "1.500.000"
    assert formats.money(Decimal("999.5")) == "1.000"
    assert formats.money(0) == "0"
    assert formats.money(None) == "—"


def test_figures_have_a_decimal_comma_and_no_zeros_at_the_end() -> None:
    assert formats.number(Decimal("54.10")) == "54,1"
    assert formats.number(1234567.891) == "1.234.567,89"
    assert formats.number(-0.5) == "-0,5"
    assert formats.number(-0.001) == "0"
    assert formats.number(100) == "100"
    assert formats.percent(5.47) == "5,47\u00a0%"
    assert formats.percent(None) == "—"


def test_dates_on_screen_are_not_padded_and_moments_are_those_of_vietnam() -> None:
    evening_in_london = datetime(2024, 6, 16, 20, 5, tzinfo=UTC)
    assert formats.vndate(date(2024, 6, 3)) == "3/6/2024"
    assert formats.vndate(evening_in_london) == "17/6/2024"
    assert formats.vndatetime(evening_in_london) == "17/6/2024 03:05"
    assert formats.vndatetime(None) == "—"
    assert formats.long_date(date(2024, 6, 17)) == "Thứ Hai, ngày 17/6/2024"
    assert formats.long_date(evening_in_london) == "Thứ Hai, ngày 17/6/2024"


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (date(2024, 6, 15), "Quá 2 ngày"),
        (date(2024, 6, 17), "Hôm nay"),
        (date(2024, 6, 18), "Ngày mai"),
        (date(2024, 6, 20), "Thứ Năm, 20/6"),
        (date(2025, 1, 5), "Chủ nhật, 5/1/2025"),
    ],
)
def test_a_deadline_says_how_it_stands(deadline: date, words: str) -> None:
    assert formats.due_words(deadline, date(2024, 6, 17)) == words


def test_sizes_and_initials() -> None:
    assert [formats.file_size(size) for size in (734, 59_000, 2_500_000, None)] == [
        "734\u00a0byte",
        "58\u00a0KB",
        "2,4\u00a0MB",
        "—",
    ]
    assert [formats.initials(name) for name in ("Trần Thị Mai", "đỗ Lan", "Hà", "")] == ["TM", "ĐL", "H", ""]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.500.000", 1_500_000),
        ("1500000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1.500.000,00", 1_500_000),
        ("1.500.000 đồng", 1_500_000),
        ("1.500.000đ", 1_500_000),
        ("150000 VNĐ", 150_000),
        ("0", 0),
        ("2tr5", 2_500_000),
        ("2tr500", 2_500_000),
        ("18,5tr", 18_500_000),
        ("1.5 triệu", 1_500_000),
        ("450k", 450_000),
        ("450 nghìn", 450_000),
        ("500 ngàn đồng", 500_000),
        ("1 tỷ 250 triệu", 1_250_000_000),
        ("1tỷ2", 1_200_000_000),
        ("2tr500k", 2_500_000),
        ("1.500 tr", 1_500_000_000),
        (" 2TR5 ", 2_500_000),
        ("2 triê\u0323u", 2_000_000),
    ],
)
def test_money_is_read_as_people_type_it(typed: str, amount: int) -> None:
    assert formats.parse_money(typed) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "-5",
        "1,500",
        "2tr50",
        "1.50.000",
        "1.500.00",
        "tr5",
        "2k5tr",
        "1,23456789tr",
        "1.500.000.",
        "２",
        "9" * 30,
    ],
)
def test_an_amount_that_is_none_or_could_mean_two_is_refused(typed: str) -> None:
    with pytest.raises(RuleError):
        formats.parse_money(typed)


@given(st.integers(min_value=0, max_value=10**15))
def test_every_amount_is_read_back_as_it_was_written(amount: int) -> None:
    assert formats.parse_money(formats.money(amount)) == amount


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_every_figure_is_read_back_as_it_was_written(value: Decimal) -> None:
    assert formats.parse_number(formats.number(value)) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [("5,47", "5.47"), ("5.47", "5.47"), ("1.234,5", "1234.5"), ("1.500", "1500"), ("95 %", "95"), ("-2,5", "-2.5")],
)
def test_figures_are_read_with_comma_or_point(typed: str, value: str) -> None:
    assert formats.parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "5,", "1.2.3", "1,2,3", "1.23,4", "năm", "1e5", "²"])
def test_what_is_no_figure_is_refused(typed: str) -> None:
    with pytest.raises(RuleError):
        formats.parse_number(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "30/6/2024",
        "30/06/2024",
        " 30-6-2024 ",
        "30.6.2024",
        "2024-06-30",
        "ngày 30 tháng 6 năm 2024",
        "30 tháng 06 năm 2024",
    ],
)
def test_dates_are_read_day_first(typed: str) -> None:
    assert formats.parse_date(typed) == date(2024, 6, 30)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/11/2024", "Tháng 11 chỉ có 30 ngày. Nhập lại, ví dụ 30/11/2024."),
        ("29/2/2023", "Tháng 2/2023 chỉ có 28 ngày. Nhập lại, ví dụ 28/2/2023."),
        ("6/30/2024", "Không có tháng 30. Nhập ngày trước, tháng sau, ví dụ 30/6/2024."),
        ("30/6/24", "Viết năm đủ bốn chữ số, ví dụ 30/6/2024."),
        ("0/6/2024", "Tháng 6 chỉ có 30 ngày. Nhập lại, ví dụ 30/6/2024."),
        ("hôm nay", "Nhập ngày theo mẫu 30/6/2024."),
    ],
)
def test_an_impossible_date_is_answered_with_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(RuleError) as refusal:
        formats.parse_date(typed)
    assert refusal.value.message == sentence


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_every_date_is_read_back_as_it_was_written(day: date) -> None:
    assert formats.parse_date(formats.vndate(day)) == day
