"""Which reports are due, which came when: of one day, over days, and at moments the job of reminders asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from core.database import how_many
from emulation.due import Owed, due_days, due_moment
from emulation.enums import DriveState, EntryState, ReportEvery, TurnState
from emulation.models import Drive, Duty, Report
from emulation.queries.progress import duties_of, first_at


@dataclass(frozen=True, slots=True)
class Turn:
    """One report that is owed: of which duty for which day, until when, and when the first version of it came."""

    duty: Duty
    day: date
    until: datetime
    came: datetime | None

    def state_at(self, now: datetime) -> TurnState:
        """Missing only once its hour is past; a report that comes before its hour is on time at once."""
        if self.came is not None:
            return TurnState.ON_TIME if self.came <= self.until else TurnState.LATE
        return TurnState.MISSING if self.until < now else TurnState.NOT_YET

    @property
    def minutes_late(self) -> int:
        """Minutes after the hour, a begun one as a whole one; 0 for what came on time or not at all."""
        if self.came is None or self.came <= self.until:
            return 0
        return -(-int((self.came - self.until).total_seconds()) // 60) or 1


def owed_of(duty: Duty) -> Owed:
    """What the duty says, for the rules of emulation.due."""
    return Owed(duty.every, duty.day, duty.due_at, duty.starts_on, duty.ends_on)


def turns_of_day(drive: Drive, day: date) -> list[Turn]:
    """The reports owed for this day on the drive's accepted entries, by the entry's name. Two queries."""
    return turns_between(drive, since=day, upto=day)


def turns_between(drive: Drive, *, since: date, upto: date) -> list[Turn]:
    """The reports owed for the days from `since` to `upto` (both included), by the entry's name, then by day. Two queries."""
    return _turns_of(duties_of(drive), since, upto)


def _turns_of(duties: Sequence[Duty], since: date, upto: date) -> list[Turn]:
    came = first_at(Report.objects.filter(duty__in=duties, day__gte=since, day__lte=upto))
    return [
        Turn(duty, day, due_moment(day, duty.due_at), came.get((duty.pk, day)))
        for duty in duties
        for day in due_days(owed_of(duty), since, upto)
    ]


def on_time_counts(drive: Drive, *, since: date, upto: date, now: datetime) -> dict[int, tuple[int, int]]:
    """By entry's id: how many reports came on time, and how many were due, over the days from `since` to `upto` (both included).

    Only reports whose hour is past at `now` are due; an entry that owed none is left out. What several duties of an
    entry owe (the unit's own report and that of its working group) is added up. Two queries.
    """
    counts: dict[int, tuple[int, int]] = {}
    for turn in turns_between(drive, since=since, upto=upto):
        if turn.until < now:
            on_time, due = counts.get(turn.duty.entry_id, (0, 0))
            counts[turn.duty.entry_id] = (on_time + (turn.state_at(now) == TurnState.ON_TIME), due + 1)
    return counts


def last_reports(drive: Drive) -> dict[int, datetime]:
    """By entry's id, when its newest report reached the server. One query."""
    rows = Report.objects.filter(duty__entry__drive=drive).order_by().values("duty__entry")
    return dict(rows.annotate(last=Max("at")).values_list("duty__entry", "last"))


@dataclass(frozen=True, slots=True)
class Hour:
    """All reports a drive is owed for one day by one hour."""

    drive: Drive
    until: datetime
    turns: tuple[Turn, ...]


def hours_past(day: date, now: datetime, *, grace: timedelta) -> list[Hour]:
    """For every open drive, the hours of this day that passed `grace` ago or more, with the reports owed by then. Two queries."""
    turns = [turn for turn in _turns_of(list(_open_duties(day)), day, day) if turn.until + grace <= now]
    found: dict[tuple[int, datetime], list[Turn]] = {}
    for turn in turns:
        found.setdefault((turn.duty.entry.drive_id, turn.until), []).append(turn)
    return [Hour(rows[0].duty.entry.drive, until, tuple(rows)) for (_, until), rows in found.items()]


def _open_duties(day: date) -> QuerySet[Duty]:
    rows = Duty.objects.filter(
        Q(starts_on__lte=day, ends_on__gte=day), entry__state=EntryState.ACCEPTED, entry__drive__state=DriveState.OPEN
    )
    return rows.select_related("entry__drive__area", "entry__area", "entry__organisation", "committee")


def with_missing(drives: QuerySet[Drive], now: datetime) -> QuerySet[Any]:
    """The open ones of these drives that are owed reports today by an hour that is past, with `owed` (how many those are) and
    `missing` (how many of them have not come). `now` on Vietnam's clock. Counted by the database, for overviews of many drives:
    the same as `turns_of_day` of each (see emulation.due)."""
    day = now.date()
    last_of_month = (day + timedelta(days=1)).day == 1
    of_month = Q(day__gte=day.day) if last_of_month else Q(day=day.day)
    falls = (
        Q(every=ReportEvery.DAY)
        | Q(every=ReportEvery.WEEK, day=day.isoweekday())
        | Q(of_month, every=ReportEvery.MONTH)
    )
    duties = Duty.objects.filter(
        falls, due_at__lt=now.time(), starts_on__lte=day, ends_on__gte=day, entry__state=EntryState.ACCEPTED,
        entry__drive=OuterRef("pk"),
    )  # fmt: skip
    came = Exists(Report.objects.filter(duty=OuterRef("pk"), day=day))
    return drives.filter(state=DriveState.OPEN).annotate(
        owed=how_many(duties, "entry__drive"), missing=how_many(duties.filter(~came), "entry__drive")
    )
