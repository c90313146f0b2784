"""Working days: the package's calendar, our own table over it, and offsets between a last day and the days on which it is told."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from reminders.models import CalendarDay
from reminders.queries import workdays
from reminders.queries.workdays import Calendar
from reminders.rules import offsets

DAY = timedelta(days=1)
FIRST = date(2024, 1, 1)
#: Any calendar in which people work at least one day in ten, whatever the package says.
calendars = st.lists(st.booleans(), min_size=600, max_size=600).map(
    lambda works: Calendar({FIRST + DAY * n: work or n % 10 == 0 for n, work in enumerate(works)})
)
days = st.integers(200, 400).map(lambda n: FIRST + DAY * n)
small = st.integers(-12, 12)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),  # Saturday
        ("2026-11-24", False),  # ngày Văn hóa các dân tộc Việt Nam
        ("2026-02-17", False),  # mùng một Tết
        ("2026-02-23", True),
        ("2026-08-22", True),  # a Saturday worked for the 31st
        ("2026-08-31", False),
        ("2025-04-26", True),
        ("2026-09-02", False),
    ],
)
def test_the_days_of_the_country(db: None, day: str, works: bool) -> None:
    assert workdays.is_working(date.fromisoformat(day)) is works


def test_our_table_goes_before_the_package_at_once(db: None) -> None:
    friday, saturday = date(2026, 1, 2), date(2026, 1, 10)
    assert workdays.add_working_days(date(2025, 12, 31), 1) == friday
    CalendarDay.objects.create(day=friday, is_working=False, name="Nghỉ hoán đổi")
    CalendarDay.objects.create(day=saturday, is_working=True, name="Làm bù")
    assert workdays.add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 5)
    assert workdays.is_working(saturday)
    assert workdays.working_days_between(date(2026, 1, 5), date(2026, 1, 12)) == 6


def test_tet_is_jumped_over(db: None) -> None:
    """Ten working days before the last of February 2026 lie before Tết (16–20/2)."""
    calendar = workdays.calendar()
    assert offsets.told_on(date(2026, 2, 27), -10, calendar) == date(2026, 2, 6)
    assert calendar.distance(date(2026, 2, 13), date(2026, 2, 23)) == 1


def test_a_last_day_on_sunday_is_told_on_friday() -> None:
    calendar, friday = Calendar({}), date(2026, 11, 20)
    assert {offsets.told_on(friday + DAY * n, 0, calendar) for n in range(3)} == {friday}
    assert offsets.last_days_told(friday, 0, calendar) == (friday, friday + 2 * DAY)
    assert offsets.told_on(friday + 2 * DAY, -1, calendar) == friday - DAY
    assert offsets.told_on(friday + 2 * DAY, 1, calendar) == friday + 3 * DAY


@given(calendars, days, small)
def test_there_and_back(calendar: Calendar, last_day: date, offset: int) -> None:
    day = offsets.told_on(last_day, offset, calendar)
    first, last = offsets.last_days_told(day, offset, calendar)
    assert calendar.is_working(day)
    assert first <= last_day <= last
    assert offsets.distance(last_day, day, calendar) == offset


@given(calendars, days, small)
def test_the_range_holds_no_other_last_day(calendar: Calendar, near: date, offset: int) -> None:
    day = calendar.at_or_before(near)
    first, last = offsets.last_days_told(day, offset, calendar)
    around = [first + DAY * n for n in range(-15, (last - first).days + 16)]
    assert [one for one in around if offsets.told_on(one, offset, calendar) == day] == [
        one for one in around if first <= one <= last
    ]


@given(calendars, days, st.integers(0, 40))
def test_distance_counts_what_adding_steps_over(calendar: Calendar, day: date, n: int) -> None:
    assert calendar.distance(day, calendar.add(day, n)) == n
    assert calendar.distance(calendar.add(day, n), day) == -n


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5))))
def test_spans_hold_the_same_days_and_never_touch(pairs: list[tuple[int, int]]) -> None:
    ranges = [(FIRST + DAY * begin, FIRST + DAY * (begin + length)) for begin, length in pairs]

    def days_of(some: list[tuple[date, date]]) -> set[date]:
        return {first + DAY * n for first, last in some for n in range((last - first).days + 1)}

    merged = offsets.spans(ranges)
    assert days_of(merged) == days_of(ranges)
    assert all(later[0] > earlier[1] + DAY for earlier, later in pairwise(merged))


def test_days_as_the_administrator_types_them() -> None:
    assert offsets.read_days(" 1, 10,3,3 ") == (10, 3, 1)
    assert offsets.read_days("") == ()
    for wrong in ("0", "ba", "-1", "61", "1;3", "²"):
        with pytest.raises(RuleError, match="cách nhau bằng dấu phẩy"):
            offsets.read_days(wrong)
    assert offsets.in_order((10, 3, 1), True, (1, 3)) == (-10, -3, -1, 0, 1, 3)
