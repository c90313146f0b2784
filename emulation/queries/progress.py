"""What counts: how much of each work is done, and which reports came when. Every sum of a drive comes from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, DecimalField, Max, Min, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from emulation.enums import EntryState, ReportState
from emulation.models import Drive, Duty, EntryWork, Report, ReportLine


@dataclass(frozen=True, slots=True)
class Done:
    """What the counted reports say of one work: quantity in its task's unit, people at work (a sum over reports), labour days."""

    quantity: Decimal
    people: int
    labour_days: Decimal
    last: date | None


NOTHING = Done(Decimal(0), 0, Decimal(0), None)


def done_by_work(
    works: Iterable[EntryWork] | Iterable[int], *, since: date | None = None, upto: date | None = None
) -> dict[int, Done]:
    """By work's id, what counted reports of these days (both included) say; a work without a report is left out. One query."""
    lines = ReportLine.objects.filter(report__state=ReportState.COUNTED, work__in=list(works))
    if since is not None:
        lines = lines.filter(report__day__gte=since)
    if upto is not None:
        lines = lines.filter(report__day__lte=upto)
    zero = Value(Decimal(0), DecimalField(max_digits=18, decimal_places=3))
    rows = lines.order_by().values("work").annotate(
        quantity_sum=Coalesce(Sum("quantity"), zero), people_sum=Coalesce(Sum("people"), 0),
        days_sum=Coalesce(Sum("labour_days"), zero), last=Max("report__day"),
    )  # fmt: skip
    return {row["work"]: Done(row["quantity_sum"], row["people_sum"], row["days_sum"], row["last"]) for row in rows}


def share_done(volume: Decimal | None, done: Decimal) -> Decimal | None:
    """Which part (0 to 1) of a work is done; None where the work has no volume. More than all counts as all."""
    if not volume:
        return None
    return min(done / volume, Decimal(1))


def mean_share(works: Iterable[EntryWork], done: Mapping[int, Done]) -> Decimal | None:
    """The mean share (0 to 1) over those works that have a volume; None without one."""
    shares = [share_done(work.task.volume, done.get(work.pk, NOTHING).quantity) for work in works]
    known = [share for share in shares if share is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def works_by_entry(drive: Drive) -> dict[int, list[EntryWork]]:
    """By entry's id, the works of the drive's accepted entries with their tasks, in the plan's order. One query."""
    found: dict[int, list[EntryWork]] = {}
    rows = drive.works.filter(entry__state=EntryState.ACCEPTED).select_related("task")
    for work in rows.order_by("task__position", "pk"):
        found.setdefault(work.entry_id, []).append(work)
    return found


def entry_shares(drive: Drive, *, upto: date | None = None) -> dict[int, Decimal]:
    """By entry's id, the mean share (0 to 1) over its works that have a volume; entries without such a work are left out."""
    works = works_by_entry(drive)
    done = done_by_work([work.pk for rows in works.values() for work in rows], upto=upto)
    shares = {entry: mean_share(rows, done) for entry, rows in works.items()}
    return {entry: share for entry, share in shares.items() if share is not None}


def duties_of(drive: Drive) -> list[Duty]:
    """Reports owed on the drive's accepted entries, by the entry's name. One query."""
    rows = Duty.objects.filter(entry__drive=drive, entry__state=EntryState.ACCEPTED)
    return list(rows.select_related("entry", "entry__area", "entry__organisation", "committee"))


def first_at(reports: QuerySet[Report]) -> dict[tuple[int, date], datetime]:
    """By duty's id and day, when the first of these versions reached the server; a correction does not make it late. One query."""
    rows = reports.order_by().values("duty", "day").annotate(first=Min("at"))
    return {(row["duty"], row["day"]): row["first"] for row in rows}


def photo_counts(drive: Drive, *, since: date | None = None, upto: date | None = None) -> dict[int, int]:
    """By entry's id, photos of counted reports of these days (both included). One query."""
    reports = Report.objects.filter(duty__entry__drive=drive, state=ReportState.COUNTED)
    if since is not None:
        reports = reports.filter(day__gte=since)
    if upto is not None:
        reports = reports.filter(day__lte=upto)
    return dict(reports.order_by().values("duty__entry").annotate(n=Count("photos")).values_list("duty__entry", "n"))
