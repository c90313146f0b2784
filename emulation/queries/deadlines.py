"""What is due of drives, for reminders.sources: reports, a drive's end, sessions of the council.

Each question is a fixed number of queries. Those over days read an index that holds open rows only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.access import areas_held, ids_who_may
from accounts.enums import RIGHTS, Right, Role
from accounts.models import Assignment
from areas.enums import Level
from areas.queries import in_force
from core import clock
from emulation.due import due_days
from emulation.enums import DriveState, EntryState, ReportEvery, SessionState
from emulation.models import Drive, Duty, GroupPerson, Report, Session
from emulation.queries.following import owed_of
from emulation.queries.reports import frozen_by_kind, within
from reminders.queries.workdays import calendar
from reminders.sources import Due, Span, is_in, on_days, owed_by, whole

if TYPE_CHECKING:
    from accounts.models import User

#: A report of longer ago is not asked for any more.
_BACK = timedelta(days=31)
#: A report is one of a duty on a day: both stand in its id, which stays a whole number.
_DAYS = 10_000_000


# --- Reports ---


def _duties(first: date, last: date) -> QuerySet[Duty]:
    """Duties of open drives on accepted entries that run on one of these days."""
    rows = Duty.objects.filter(
        entry__state=EntryState.ACCEPTED, entry__drive__state=DriveState.OPEN, starts_on__lte=last, ends_on__gte=first
    )
    return rows.select_related("entry__drive", "entry__area").order_by()


def _of(user: User) -> Q:
    """The condition "may be this person's report", for `owed_by` to look at closer."""
    units = [item.organisation_id for item in user.assignments_today if item.organisation_id]
    held = areas_held(user, Right.ENTER_DRIVES)
    mine = Q(committee__in=GroupPerson.objects.filter(user=user).values("committee"))
    return mine | Q(committee=None) & (Q(entry__area__in=held) | Q(entry__organisation__in=units))


def _missing(found: QuerySet[Duty], first: date, last: date) -> list[tuple[Duty, date]]:
    """The reports of these duties for days from `first` to `last` that have not come and can still be sent, by day. Three queries."""
    duties = list(found)
    if not duties:
        return []
    came = set(Report.objects.filter(duty__in=duties, day__gte=first, day__lte=last).values_list("duty", "day"))
    frozen = frozen_by_kind({duty.entry.drive_id for duty in duties})
    rows = [
        (duty, day)
        for duty in duties
        for day in due_days(owed_of(duty), first, last)
        if (duty.pk, day) not in came and not within(frozen.get((duty.entry.drive_id, duty.entry.kind), ()), day)
    ]
    return sorted(rows, key=lambda row: (row[1], row[0].pk))


def _id(duty: Duty, day: date) -> int:
    return duty.pk * _DAYS + day.toordinal()


def open_reports(ids: Iterable[int]) -> set[int]:
    wanted = [(pk, *divmod(pk, _DAYS)) for pk in ids if pk % _DAYS]
    duties = {duty.pk: duty for duty in _duties(date.min, date.max).filter(pk__in={duty for _, duty, _ in wanted})}
    came = set(
        Report.objects.filter(duty__in=duties, day__in={date.fromordinal(day) for _, _, day in wanted}).values_list("duty", "day")
    )  # fmt: skip
    return {pk for pk, duty, day in wanted if duty in duties and (duty, date.fromordinal(day)) not in came}


# Weekly and monthly ones: each is a line.


def reports_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Reports owed for these days that have not come. Five queries."""
    first, last = whole(spans)
    return (due for due in _reports(_duties(first, last), first, last) if is_in(due.on, spans))


def reports_of(user: User, upto: date) -> list[Due]:
    first = clock.today() - _BACK
    return owed_by(user, _reports(_duties(first, upto).filter(_of(user)), first, upto))


def _reports(found: QuerySet[Duty], first: date, last: date) -> Iterator[Due]:
    missing = _missing(found.exclude(every=ReportEvery.DAY), first, last)
    people = _reporters([duty for duty, _ in missing])
    return (_line("drive_report", [row], people) for row in missing)


# Daily ones: one line for whoever reports in a drive, on however many places and days.


def daily_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Daily reports owed for the working days among these that have not come: of days off nobody is told beforehand. Six queries."""
    first, last = whole(spans)
    missing = _missing(_duties(first, last).filter(every=ReportEvery.DAY), first, last)
    people, days = _reporters([duty for duty, _ in missing]), calendar()
    told = [(duty, day) for duty, day in missing if is_in(day, spans) and days.is_working(day)]
    return (_line("drive_daily", rows, people) for rows in _together(told, lambda row: row[1]))


def daily_of(user: User, upto: date) -> list[Due]:
    """In each drive the next report, and in one line those that are late."""
    today = clock.today()
    first = today - _BACK
    missing = _missing(_duties(first, upto).filter(_of(user), every=ReportEvery.DAY), first, upto)
    people = _reporters([duty for duty, _ in missing])
    found = []
    for rows in _together(missing, lambda row: row[1] < today):
        # By day: of those ahead the first alone is asked for, of those behind all.
        now = [row for row in rows if row[1] < today or row[1] == rows[0][1]]
        found.append(_line("drive_daily", now, people))
    return owed_by(user, found)


def _together(
    rows: Iterable[tuple[Duty, date]], part: Callable[[tuple[Duty, date]], object]
) -> Iterable[list[tuple[Duty, date]]]:
    """The rows of one drive that the same people owe, apart by `part`."""
    found: dict[object, list[tuple[Duty, date]]] = defaultdict(list)
    for row in rows:
        duty = row[0]
        unit = None if duty.committee_id else (duty.entry.area_id, duty.entry.organisation_id)
        found[duty.entry.drive_id, duty.committee_id, unit, part(row)].append(row)
    return found.values()


def _line(kind: str, rows: Sequence[tuple[Duty, date]], people: Mapping[int, tuple[int, ...]]) -> Due:
    """One line for these reports, which the same people owe; due is the first of them."""
    duty, day = rows[0]
    entry = duty.entry
    others = len({row.entry_id for row, _ in rows}) - 1
    what = f"Báo cáo thi đua {duty.get_every_display().lower()} của {entry.name[:80]}"
    what += f" và {others} nơi khác" if others else ""
    what += f", {entry.drive.name[:80]}"
    what += f": thiếu {len(rows)} báo cáo" if rows[-1][1] != day else ""
    url = reverse("emulation:report_form", args=[duty.pk, day.isoformat()])
    if len(rows) > 1:
        url = reverse("emulation:my_reports")
    return Due(kind, _id(duty, day), what, day, url, people[duty.pk], entry.area_id)


def _reporters(duties: Sequence[Duty]) -> dict[int, tuple[int, ...]]:
    """By duty's id, those whose report it is (emulation.access.reports.own_duties, turned round). Two queries, none for no duties."""
    if not duties:
        return {}
    groups: dict[int | None, set[int]] = defaultdict(set)
    members = GroupPerson.objects.filter(committee__in={duty.committee_id for duty in duties}, user__is_active=True)
    for committee, person in members.values_list("committee", "user"):
        groups[committee].add(person)
    enter = [role for role, rights in RIGHTS.items() if Right.ENTER_DRIVES in rights]
    held = in_force(Assignment.objects.all(), clock.today()).filter(
        role__in=enter, area__in={duty.entry.area_id for duty in duties}, user__is_active=True
    )
    units: dict[tuple[int, int | None], set[int]] = defaultdict(set)
    for area, level, body, person in held.values_list("area", "area__level", "organisation", "user"):
        if body is not None:
            units[area, body].add(person)
        if level == Level.VILLAGE:
            units[area, None].add(person)
    return {
        duty.pk: tuple(
            sorted(groups[duty.committee_id] if duty.committee_id else units[duty.entry.area_id, duty.entry.organisation_id])
        )
        for duty in duties
    }  # fmt: skip


# --- The end of a drive ---


def _running() -> QuerySet[Drive]:
    return Drive.objects.filter(state=DriveState.OPEN).order_by()


def drives_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Drives that end. Two queries."""
    return _drives(_running().filter(on_days("ends_on", spans)))


def drives_of(user: User, upto: date) -> list[Due]:
    held = areas_held(user, Right.WRITE_DRIVES)
    return owed_by(user, _drives(_running().filter(area__in=held, ends_on__lte=upto)))


def open_drives(ids: Iterable[int]) -> set[int]:
    return set(_running().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _drives(drives: QuerySet[Drive]) -> Iterator[Due]:
    rows: list[Any] = list(drives.values("pk", "name", "ends_on", "area_id"))
    people = ids_who_may(Right.WRITE_DRIVES, {row["area_id"]: None for row in rows})
    for row in rows:
        yield Due(
            "drive", row["pk"], f"Kết thúc, tổng kết đợt thi đua “{row['name'][:120]}”", row["ends_on"],
            reverse("emulation:drive", args=[row["pk"]]), people[row["area_id"]], row["area_id"],
        )  # fmt: skip


# --- Sessions of the council ---

_SECRETARIES = (Role.COUNCIL_SECRETARY,)
_COUNCIL = (Role.COUNCIL_MEMBER, *_SECRETARIES)


def _called() -> QuerySet[Session]:
    """Sessions whose ballots are not counted yet."""
    return Session.objects.filter(state=SessionState.CALLED).order_by()


def sessions_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Sessions to be held, for the council's members; once the day is past, for those who write what came of it. Two queries."""
    return _sessions(_called().filter(on_days("held_on", spans)))


def sessions_of(user: User, upto: date) -> list[Due]:
    held = [item.area_id for item in user.assignments_today]
    mine = Q(drive__area__in=held) | Q(created_by=user)
    return owed_by(user, _sessions(_called().filter(mine, held_on__lte=upto)))


def open_sessions(ids: Iterable[int]) -> set[int]:
    return set(_called().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _sessions(sessions: QuerySet[Session]) -> Iterator[Due]:
    rows: list[Any] = list(
        sessions.values(
            "pk", "held_on", "held_at", "place", "drive_id", "drive__name", "drive__area_id", "created_by_id", "created_by__is_active"
        )
    )  # fmt: skip
    if not rows:
        return
    held = in_force(Assignment.objects.all(), clock.today()).filter(
        role__in=_COUNCIL, area__in={row["drive__area_id"] for row in rows}, user__is_active=True
    )
    members: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for area, person, role in held.values_list("area_id", "user_id", "role"):
        members[area].add((person, role))
    for row in rows:
        is_past = row["held_on"] < clock.today()
        roles = _SECRETARIES if is_past else _COUNCIL
        people = {person for person, role in members[row["drive__area_id"]] if role in roles}
        if row["created_by__is_active"]:
            people.add(row["created_by_id"])
        at = f" lúc {row['held_at']:%H:%M}" if row["held_at"] else ""
        what = "Ghi kết quả họp" if is_past else "Họp"
        where = "" if is_past else f"{at} tại {row['place'][:100]}"
        yield Due(
            "session", row["pk"], f"{what} Hội đồng TĐKT, đợt {row['drive__name'][:80]}{where}", row["held_on"],
            reverse("emulation:session", args=[row["drive_id"], row["pk"]]), tuple(sorted(people)), row["drive__area_id"],
        )  # fmt: skip
