"""When what comes back is due: the days of a routine within its plan's period. Holidays move nothing."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from campaigns.enums import Every


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def period_of(
    *, starts_on: date | None, ends_on: date | None, deadline: date | None, year: int | None, issued_on: date | None = None
) -> Period | None:  # fmt: skip
    """The days a plan's routines are asked for; None where the plan says nothing of its time, or nothing in order.

    Without a first day it begins with the plan's year; but never before the plan was issued: nobody kept what was not asked yet.
    """
    end = ends_on or deadline or (date(year, 12, 31) if year else None)
    if end is None and starts_on is not None:
        end = date(starts_on.year, 12, 31)
    if end is None:
        return None
    start = max(starts_on or date(year or end.year, 1, 1), issued_on or date.min)
    return Period(start, end) if start <= end else None


def span_of(every: str, day: date) -> Period:
    """The day, week (Monday to Sunday), month, quarter or year that holds the day."""
    match every:
        case Every.DAY:
            return Period(day, day)
        case Every.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6))
        case Every.MONTH:
            first = last = day.month
        case Every.QUARTER:
            first = (day.month - 1) // 3 * 3 + 1
            last = first + 2
        case _:
            first, last = 1, 12
    return Period(date(day.year, first, 1), _last_day(day.year, last))


def due_days(every: str, day: int | None, period: Period, until: date) -> list[date]:
    """The due days of a routine within the period, up to and with a day; at most one a span, in order.

    `day` is the day of the week (1 Monday – 7 Sunday) or of the month (1–31; the last one where the month is shorter; of the
    last month of a quarter or year). Where it is fixed, a span whose day lies outside the period asks for nothing; where it is
    not, the last day of the span that the period reaches is due.
    """
    days = (_due_in(span, every, day, period) for span in _spans(every, period))
    return [due for due in days if due is not None and due <= until]


def next_due(every: str, day: int | None, period: Period, today: date) -> date | None:
    """The first due day from today on; None when the period is over."""
    return next((due for due in due_days(every, day, period, period.end) if due >= today), None)


def kept_spans(every: str, held: Iterable[date], period: Period) -> set[date]:
    """The spans (by their first day) of the period in which something was held: two days of one week keep one week."""
    return {span_of(every, day).start for day in held if day in period}


def _spans(every: str, period: Period) -> Iterator[Period]:
    span = span_of(every, period.start)
    while span.start <= period.end:
        yield span
        span = span_of(every, span.end + timedelta(days=1))


def _due_in(span: Period, every: str, day: int | None, period: Period) -> date | None:
    if every == Every.DAY:
        return span.start
    if day is None:
        return min(span.end, period.end)
    if every == Every.WEEK:
        due = span.start + timedelta(days=min(max(day, 1), 7) - 1)
    else:
        last = span.end.day
        due = span.end.replace(day=min(max(day, 1), last))
    return due if due in period else None


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


class Turn(NamedTuple):
    """One time the routine was held on an area."""

    area: int
    on: date
    people: int | None
    labour_days: Decimal | None


@dataclass(frozen=True, slots=True)
class Kept:
    """How an area kept a routine up to a day."""

    #: Spans that are over and in which it was held.
    kept: int = 0
    #: Times it was held, those outside the period as well.
    turns: int = 0
    people: int = 0
    labour_days: Decimal = Decimal(0)
    last_on: date | None = None


def passed_until(now: datetime, at: time | None) -> date:
    """The last day whose deadline has passed at the local moment `now`: the hour `at`, or the end of the day."""
    return now.date() if at is not None and now.time() >= at else now.date() - timedelta(days=1)


def kept_by_area(every: str, due: Iterable[date], period: Period, turns: Iterable[Turn]) -> dict[int, Kept]:
    """What each area did, for the areas that did anything; `due` are the due days whose deadline has passed."""
    asked = {span_of(every, day).start for day in due}
    by_area: dict[int, list[Turn]] = {}
    for turn in turns:
        by_area.setdefault(turn.area, []).append(turn)
    return {area: _kept(every, asked, period, own) for area, own in by_area.items()}


def _kept(every: str, asked: set[date], period: Period, turns: list[Turn]) -> Kept:
    return Kept(
        kept=len(asked & kept_spans(every, (turn.on for turn in turns), period)), turns=len(turns),
        people=sum(turn.people or 0 for turn in turns),
        labour_days=sum((turn.labour_days or Decimal(0) for turn in turns), Decimal(0)),
        last_on=max(turn.on for turn in turns),
    )  # fmt: skip
