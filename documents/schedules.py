"""Exports that can be scheduled: each room registers its own in apps.py; and on which days a schedule has its turn (pure)."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, BinaryIO

from django.utils import timezone

from documents.enums import Every

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from documents.models import ScheduledExport


@dataclass(frozen=True, slots=True)
class Made:
    """What an export says of the file that it has written."""

    name: str
    content_type: str
    rows: int
    area: Area


#: The things of which the person may have the export today: id and words. Asked for the page, and again before every turn.
Choices = Callable[["User"], Sequence[tuple[str, str]]]
#: Writes the export of one of these things in a format into the stream.
Maker = Callable[["User", str, str, BinaryIO], Made]


@dataclass(frozen=True, slots=True)
class Export:
    code: str
    label: str
    formats: tuple[str, ...]
    choices: Choices
    make: Maker


_exports: dict[str, Export] = {}


def register_export(code: str, *, label: str, formats: tuple[str, ...], choices: Choices, make: Maker) -> None:
    """Offer an export for schedules, e.g. "contributions.ca-nhan"; a second registration is an error.

    `make` is called only for what `choices` gave for the same person a moment ago; it raises RuleError where it cannot.
    """
    if code in _exports:
        raise ValueError(f"export {code} is registered already")
    _exports[code] = Export(code, label, formats, choices, make)


def exports() -> list[Export]:
    return list(_exports.values())


def find(code: str) -> Export | None:
    return _exports.get(code)


# --- Turns ---


def next_turn(schedule: ScheduledExport, after: datetime) -> datetime:
    """The first turn after a moment."""
    day = timezone.localdate(after)
    while not (_is_turn(schedule, day) and _moment(schedule, day) > after):
        day += timedelta(days=1)
    return _moment(schedule, day)


def last_turn(schedule: ScheduledExport, until: datetime) -> date:
    """The day of the last turn up to a moment: of all that were missed, the one that is made up for."""
    day = timezone.localdate(until)
    while not (_is_turn(schedule, day) and _moment(schedule, day) <= until):
        day -= timedelta(days=1)
    return day


def _is_turn(schedule: ScheduledExport, day: date) -> bool:
    if schedule.every == Every.WEEK:
        return day.weekday() == schedule.weekday
    if schedule.every == Every.MONTH:
        assert schedule.month_day is not None
        return day.day == min(schedule.month_day, calendar.monthrange(day.year, day.month)[1])
    return True


def _moment(schedule: ScheduledExport, day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(schedule.hour)))
