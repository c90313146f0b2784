"""The periods of a form around a day: where figures are cut off, what the period is called, when the report is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.periods import Period, due_on, period_before, period_of, periods_between


@dataclass(frozen=True)
class Form:
    every: str
    counts_to_day: int | None = None
    due_after: int = 0


@pytest.mark.parametrize(
    ("every", "cut", "day", "first", "last", "label"),
    [
        ("month", 14, date(2024, 7, 1), date(2024, 6, 15), date(2024, 7, 14), "tháng 7/2024"),
        ("month", 14, date(2024, 7, 14), date(2024, 6, 15), date(2024, 7, 14), "tháng 7/2024"),
        ("month", 14, date(2024, 7, 15), date(2024, 7, 15), date(2024, 8, 14), "tháng 8/2024"),
        ("month", 14, date(2024, 12, 20), date(2024, 12, 15), date(2025, 1, 14), "tháng 1/2025"),
        ("month", None, date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29), "tháng 2/2024"),
        ("month", 30, date(2023, 2, 28), date(2023, 1, 31), date(2023, 2, 28), "tháng 2/2023"),
        ("month", 31, date(2023, 3, 1), date(2023, 3, 1), date(2023, 3, 31), "tháng 3/2023"),
        ("quarter", 14, date(2024, 9, 14), date(2024, 6, 15), date(2024, 9, 14), "quý III/2024"),
        ("quarter", 14, date(2024, 12, 15), date(2024, 12, 15), date(2025, 3, 14), "quý I/2025"),
        ("half_year", 14, date(2024, 1, 5), date(2023, 12, 15), date(2024, 6, 14), "6 tháng đầu năm 2024"),
        ("half_year", None, date(2024, 7, 1), date(2024, 7, 1), date(2024, 12, 31), "6 tháng cuối năm 2024"),
        ("year", 14, date(2023, 12, 15), date(2023, 12, 15), date(2024, 12, 14), "năm 2024"),
        ("week", 14, date(2025, 1, 1), date(2024, 12, 30), date(2025, 1, 5), "tuần từ 30/12/2024 đến 5/1/2025"),
        ("week", None, date(2024, 7, 14), date(2024, 7, 8), date(2024, 7, 14), "tuần từ 8/7 đến 14/7/2024"),
    ],
)
def test_periods_that_are_known(every: str, cut: int | None, day: date, first: date, last: date, label: str) -> None:
    assert period_of(Form(every, cut), day) == Period(first, last, label)


@given(
    every=st.sampled_from(["week", "month", "quarter", "half_year", "year"]),
    cut=st.one_of(st.none(), st.integers(1, 31)),
    day=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_every_day_is_in_one_period_and_none_is_between_two(every: str, cut: int | None, day: date) -> None:
    form = Form(every, cut)
    period = period_of(form, day)
    assert period.starts_on <= day <= period.ends_on
    assert period_of(form, period.starts_on) == period_of(form, period.ends_on) == period
    assert period_before(form, period).ends_on == period.starts_on - timedelta(days=1)
    assert period_of(form, period.ends_on + timedelta(days=1)).starts_on == period.ends_on + timedelta(days=1)


def test_periods_between_are_those_that_end_there() -> None:
    form = Form("month", 14)
    labels = [row.label for row in periods_between(form, date(2024, 5, 14), date(2024, 7, 14))]
    assert labels == ["tháng 5/2024", "tháng 6/2024", "tháng 7/2024"]
    assert [row.label for row in periods_between(form, date(2024, 5, 15), date(2024, 7, 13))] == ["tháng 6/2024"]
    assert periods_between(form, date(2024, 7, 15), date(2024, 8, 13)) == []


def test_due_dates_move_to_the_next_working_day() -> None:
    form = Form("month", 14, due_after=3)
    july, tet = period_of(form, date(2024, 7, 1)), period_of(form, date(2026, 2, 1))
    assert due_on(form, july) == date(2024, 7, 17)
    off = {date(2026, 2, day) for day in range(14, 23)}
    assert due_on(form, tet, lambda day: day not in off) == date(2026, 2, 23)
    assert due_on(form, july, lambda _: False) <= date(2024, 9, 1), "a calendar without working days still ends"
