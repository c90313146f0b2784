"""The scale of time that the timeline stands on: which days it reaches, and where it is marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaigns.papers.timeline import Row


@dataclass(frozen=True, slots=True)
class Tick:
    on: date
    label: str
    strong: bool


def span_of(rows: Iterable[Row], today: date) -> tuple[date, date]:
    """The days the picture reaches from and to: whole months (weeks for less than four months) around all rows.

    Today is inside when it is within a month of them.
    """
    days = [day for row in rows for day in (row.begins, row.ends, row.deadline) if day]
    first, last = min(days), max(days)
    if first - timedelta(31) <= today <= last + timedelta(31):
        first, last = min(first, today), max(last, today)
    if (last - first).days < 120:
        return first - timedelta(first.weekday()), last + timedelta(7 - last.weekday())
    return first.replace(day=1), _next_month(last)


def ticks(first: date, last: date, room: float) -> list[Tick]:
    """Where the scale is marked: weeks for less than four months, else months; labels at least `room` days apart.

    A tick without a label is a thin line. A year is named at its first tick.
    """
    weeks = (last - first).days <= 120 + 14
    found: list[Tick] = []
    labelled, year = None, 0
    day = first
    while day < last:
        apart = labelled is None or (day - labelled).days >= room
        new_year = day.year != year
        label = ""
        if apart:
            label = f"{day.day}/{day.month}" if weeks else f"T{day.month}"
            if new_year:
                label += f"/{day.year}"
                year = day.year
            labelled = day
        found.append(Tick(day, label, bool(label)))
        day = day + timedelta(7) if weeks else _next_month(day)
    return found


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(32)).replace(day=1)
