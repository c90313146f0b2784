"""Working days in Vietnam: the package `holidays` (with the days the government swapped), and our own table over it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, cast

from reminders.models import CalendarDay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holidays.countries import Vietnam

_DAY = timedelta(days=1)


class Calendar:
    """The working days as they are known now. Where one page or run asks often, it takes one and keeps it."""

    def __init__(self, own: Mapping[date, bool]) -> None:
        self._own = own
        self._known: dict[date, bool] = {}

    def is_working(self, day: date) -> bool:
        """Monday to Friday without holidays, and the Saturdays worked for a swapped day; our table goes before."""
        known = self._known.get(day)
        if known is None:
            own = self._own.get(day)
            known = self._known[day] = _vietnam().is_working_day(day) if own is None else own
        return known

    def at_or_before(self, day: date) -> date:
        """The day itself when people work on it, else the last working day before."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The n-th working day after the day, before it where n is negative; the day itself for 0."""
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def distance(self, first: date, last: date) -> int:
        """How many working days lie after the first day up to the last; negative when the last comes before the first."""
        if last < first:
            return -self.distance(last, first)
        return sum(self.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def calendar() -> Calendar:
    """The calendar with our own table as it stands at this moment (one query)."""
    return Calendar(dict(CalendarDay.objects.values_list("day", "is_working")))


def is_working(day: date) -> bool:
    """Whether people work on this day (one query)."""
    return calendar().is_working(day)


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after the day, before it where n is negative (one query)."""
    return calendar().add(day, n)


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after the first day up to the last (one query)."""
    return calendar().distance(first, last)


@cache
def _vietnam() -> Vietnam:
    """The package's calendar; it works out each year at the first question about it. Loaded when first asked: it is large."""
    import holidays

    return cast("Vietnam", holidays.country_holidays("VN"))
