"""The periods of a form of report: from which day to which figures count, what the period is called, when it is due. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from reporting.enums import Every, period_words

#: Months in a period; a period ends in a month that these divide.
_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
_ONE_DAY = timedelta(days=1)


class FormOfPeriods(Protocol):
    """What of a form decides its periods."""

    @property
    def every(self) -> str: ...
    @property
    def counts_to_day(self) -> int | None: ...
    @property
    def due_after(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included. `label`: "tháng 7/2024", as it follows the name of a report."""

    starts_on: date
    ends_on: date
    label: str


def period_of(form: FormOfPeriods, day: date) -> Period:
    """The period whose figures this day counts in.

    With counts_to_day 14 the month of July is 15/6–14/7 and the year 2024 is 15/12/2023–14/12/2024; a day that a month does not
    have is its last. Weeks are Monday to Sunday whatever counts_to_day says.
    """
    if form.every == Every.WEEK:
        starts_on = day - timedelta(days=day.weekday())
        ends_on = starts_on + timedelta(days=6)
        return Period(starts_on, ends_on, period_words(form.every, starts_on, ends_on))
    months = _MONTHS[Every(form.every)]
    # Months since year 0; the period's last month is the first that its length divides and whose last counted day is not past.
    month = day.year * 12 + day.month - 1
    last = month + (-(month + 1)) % months
    if _counted_to(last, form.counts_to_day) < day:
        last += months
    return _period(form, last, months)


def periods_between(form: FormOfPeriods, first: date, last: date) -> list[Period]:
    """The periods that end between two days, both included, oldest first."""
    found = []
    period = period_of(form, first)
    while period.ends_on <= last:
        found.append(period)
        period = period_of(form, period.ends_on + _ONE_DAY)
    return found


def period_before(form: FormOfPeriods, period: Period) -> Period:
    """The period just before this one."""
    return period_of(form, period.starts_on - _ONE_DAY)


def due_on(form: FormOfPeriods, period: Period, is_working: Callable[[date], bool] | None = None) -> date:
    """The last day to send: calendar days after the figures' last day, moved to the next working day where it is a day off."""
    day = period.ends_on + timedelta(days=form.due_after)
    # Tết with its bridges is far under a month; a calendar without any working day must not hold the page.
    for _ in range(31):
        if is_working is None or is_working(day):
            break
        day += _ONE_DAY
    return day


def _period(form: FormOfPeriods, last: int, months: int) -> Period:
    starts_on = _counted_to(last - months, form.counts_to_day) + _ONE_DAY
    ends_on = _counted_to(last, form.counts_to_day)
    return Period(starts_on, ends_on, period_words(form.every, starts_on, ends_on))


def _counted_to(month: int, counts_to_day: int | None) -> date:
    year, of_year = divmod(month, 12)
    days = calendar.monthrange(year, of_year + 1)[1]
    return date(year, of_year + 1, min(counts_to_day or days, days))
