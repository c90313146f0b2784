"""Offsets in working days between a last day and the days on which it is told. Pure: the calendar is handed in.

A last day that is a day off counts as the working day before it: "đúng ngày" then comes before the days off and never in them, and
two offsets never fall on one day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Protocol

from core.errors import RuleError

_DAY = timedelta(days=1)
#: Farther than this from a last day nobody is reminded.
FARTHEST = 60


class Workdays(Protocol):
    """What is asked of a calendar (reminders.queries.workdays.Calendar)."""

    def is_working(self, day: date) -> bool: ...

    def at_or_before(self, day: date) -> date: ...

    def add(self, day: date, n: int) -> date: ...

    def distance(self, first: date, last: date) -> int: ...


def told_on(last_day: date, offset: int, calendar: Workdays) -> date:
    """The day on which this last day is told: `offset` working days after it, before it where negative."""
    return calendar.add(calendar.at_or_before(last_day), offset)


def last_days_told(day: date, offset: int, calendar: Workdays) -> tuple[date, date]:
    """The first and last of the last days that are told on this working day at this offset: always days in a row."""
    first = calendar.add(day, -offset)
    return first, calendar.add(first, 1) - _DAY


def spans(ranges: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The same days in as few ranges as possible, in order."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + _DAY:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def distance(last_day: date, today: date, calendar: Workdays) -> int:
    """Working days from the last day to today: negative while it lies ahead, 0 on it."""
    return calendar.distance(calendar.at_or_before(last_day), calendar.at_or_before(today))


def read_days(typed: str) -> tuple[int, ...]:
    """ "10, 3,1" as (10, 3, 1), greatest first; RuleError for anything but whole numbers from 1 to FARTHEST."""
    words = [word.strip() for word in typed.split(",") if word.strip()]
    if not all(word.isdecimal() and 1 <= int(word) <= FARTHEST for word in words):
        raise RuleError(f"Ghi các số ngày từ 1 đến {FARTHEST}, cách nhau bằng dấu phẩy, ví dụ: 10, 3, 1.")
    return tuple(sorted({int(word) for word in words}, reverse=True))


def in_order(before: Collection[int], on_the_day: bool, after: Collection[int]) -> tuple[int, ...]:
    """All offsets as signed numbers, earliest first."""
    return tuple(sorted({*(-days for days in before), *((0,) if on_the_day else ()), *after}))
