"""Due days of what comes back, for any plan and any rhythm."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.enums import Every
from campaigns.rules.recurring import Period, due_days, kept_spans, next_due, period_of, span_of

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    return Period(start, start + timedelta(days=draw(st.integers(0, 800))))


@given(st.sampled_from(Every.values), st.none() | st.integers(1, 31), periods(), DAYS)
def test_no_day_twice_all_inside_one_a_span(every: str, day: int | None, period: Period, until: date) -> None:
    found = due_days(every, day, period, until)
    assert found == sorted(set(found))
    assert all(due in period and due <= until for due in found)
    spans = [span_of(every, due).start for due in found]
    assert len(spans) == len(set(spans))
    assert found == [due for due in due_days(every, day, period, period.end) if due <= until]


@given(st.sampled_from(Every.values), periods())
def test_without_a_fixed_day_every_span_is_asked_for_once(every: str, period: Period) -> None:
    days = [period.start + timedelta(days=n) for n in range((period.end - period.start).days + 1)]
    assert len(due_days(every, None, period, period.end)) == len({span_of(every, day).start for day in days})
    assert kept_spans(every, days, period) == {span_of(every, day).start for day in days}


@given(st.sampled_from(Every.values), st.none() | st.integers(1, 31), periods(), DAYS)
def test_the_next_one_is_the_first_from_today_on(every: str, day: int | None, period: Period, today: date) -> None:
    found = next_due(every, day, period, today)
    before = due_days(every, day, period, today - timedelta(days=1))
    everything = due_days(every, day, period, period.end)
    assert ([found] if found else []) == everything[len(before) : len(before) + 1]


YEAR = Period(date(2028, 1, 1), date(2028, 12, 31))  # a leap year


@pytest.mark.parametrize(
    ("every", "day", "count", "first", "last"),
    [
        (Every.DAY, None, 366, date(2028, 1, 1), date(2028, 12, 31)),
        (Every.WEEK, 7, 53, date(2028, 1, 2), date(2028, 12, 31)),
        (Every.WEEK, 6, 53, date(2028, 1, 1), date(2028, 12, 30)),
        (Every.MONTH, 31, 12, date(2028, 1, 31), date(2028, 12, 31)),
        (Every.MONTH, None, 12, date(2028, 1, 31), date(2028, 12, 31)),
        (Every.QUARTER, 15, 4, date(2028, 3, 15), date(2028, 12, 15)),
        (Every.YEAR, None, 1, date(2028, 12, 31), date(2028, 12, 31)),
    ],
)
def test_a_leap_year(every: str, day: int | None, count: int, first: date, last: date) -> None:
    found = due_days(every, day, YEAR, YEAR.end)
    assert (len(found), found[0], found[-1]) == (count, first, last)


def test_the_31st_of_february_is_its_last_day() -> None:
    assert due_days(Every.MONTH, 31, YEAR, YEAR.end)[1] == date(2028, 2, 29)
    common = Period(date(2027, 2, 1), date(2027, 2, 28))
    assert due_days(Every.MONTH, 30, common, common.end) == [date(2027, 2, 28)]


def test_a_plan_that_ends_in_the_middle_of_a_month() -> None:
    period = Period(date(2026, 3, 20), date(2026, 12, 15))
    assert due_days(Every.MONTH, None, period, period.end)[-1] == date(2026, 12, 15)
    assert due_days(Every.MONTH, 25, period, period.end)[-1] == date(2026, 11, 25)
    assert due_days(Every.MONTH, 10, period, period.end)[0] == date(2026, 4, 10)


def test_two_days_of_one_week_keep_one_week() -> None:
    held = [date(2028, 1, 3), date(2028, 1, 9), date(2028, 1, 10), date(2027, 12, 31)]
    assert kept_spans(Every.WEEK, held, YEAR) == {date(2028, 1, 3), date(2028, 1, 10)}


def test_the_period_of_a_plan() -> None:
    none: dict[str, Any] = {"starts_on": None, "ends_on": None, "deadline": None, "year": None}
    assert period_of(**none) is None
    assert period_of(**{**none, "year": 2026}) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert period_of(**{**none, "year": 2026}, issued_on=date(2026, 3, 5)) == Period(
        date(2026, 3, 5), date(2026, 12, 31)
    )
    assert period_of(**{**none, "year": 2026}, issued_on=date(2027, 3, 5)) is None
    assert period_of(**{**none, "starts_on": date(2026, 5, 2)}) == Period(date(2026, 5, 2), date(2026, 12, 31))
    assert period_of(
        **{**none, "starts_on": date(2026, 5, 2), "deadline": date(2026, 7, 1)}, issued_on=date(2026, 6, 1)
    ) == Period(date(2026, 6, 1), date(2026, 7, 1))
