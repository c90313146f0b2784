"""When a report is due: every day, a day of the week or of the month, by an hour of Vietnam's clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from emulation.enums import ReportEvery


@dataclass(frozen=True, slots=True)
class Owed:
    """What a duty says: how often, on which day, by which hour, between which days (both included)."""

    every: str
    day: int | None
    due_at: time
    starts_on: date
    ends_on: date


def due_days(owed: Owed, since: date, upto: date) -> Iterator[date]:
    """The days in [since, upto] for which a report is owed, in order."""
    day, last = max(owed.starts_on, since), min(owed.ends_on, upto)
    while day <= last:
        if _falls_on(owed, day):
            yield day
        day += timedelta(days=1)


def _falls_on(owed: Owed, day: date) -> bool:
    if owed.every == ReportEvery.DAY:
        return True
    if owed.every == ReportEvery.WEEK:
        return day.isoweekday() == owed.day
    # A month too short for the day has it on its last.
    return day.day == min(owed.day or 1, monthrange(day.year, day.month)[1])


def due_moment(day: date, due_at: time) -> datetime:
    """The last moment at which the report of that day is on time."""
    return timezone.make_aware(datetime.combine(day, due_at))


def is_due_day(owed: Owed, day: date) -> bool:
    """Whether a report is owed for exactly this day."""
    return owed.starts_on <= day <= owed.ends_on and _falls_on(owed, day)


def opens_on(owed: Owed, day: date) -> date:
    """The first day on which the report of `day` is taken: its own day; of a week or month the day after the one before."""
    if owed.every == ReportEvery.DAY:
        return day
    if owed.every == ReportEvery.WEEK:
        return day - timedelta(days=6)
    before = list(due_days(Owed(owed.every, owed.day, owed.due_at, date.min, date.max), day - timedelta(days=31), day))
    return before[-2] + timedelta(days=1) if len(before) > 1 else day - timedelta(days=30)
