"""Reading reports: versions of a day, what a report meets, days that are frozen, the list of a drive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from campaigns.models import Task
from emulation.due import is_due_day
from emulation.enums import DriveState, EntryState, ReportEvery, ReportState, ScoringState
from emulation.models import Drive, Duty, Entry, EntryWork, LabourProposal, Report, ReportLine, ReportPhoto, Scoring
from emulation.queries.following import owed_of
from emulation.queries.progress import NOTHING, done_by_work, first_at

#: Versions that stand, counted or waiting for a decision.
STANDING = (ReportState.COUNTED, ReportState.CONFLICT)
#: The finest cycle first.
_EVERY = (ReportEvery.DAY.value, ReportEvery.WEEK.value, ReportEvery.MONTH.value)


def versions_of(duty: Duty | int, day: date) -> QuerySet[Report]:
    """All versions of a duty's day, the newest first."""
    rows = Report.objects.filter(duty=duty, day=day).select_related("by", "replaces")
    return rows.prefetch_related("lines", "photos").order_by("-at", "-pk")


def frozen_spans(entry: Entry) -> list[tuple[date, date]]:
    """First and last days of the frozen scorings of the entry's kind: what they counted changes no more."""
    return frozen_by_kind([entry.drive_id]).get((entry.drive_id, entry.kind), [])


def within(spans: Iterable[tuple[date, date]], day: date) -> bool:
    return any(first <= day <= last for first, last in spans)


def brings_figures(duty: Duty, day: date, duties: Iterable[Duty]) -> bool:
    """Whether the duty brings figures for the day: of several on an entry the one with the finest cycle, so that nothing is
    added twice. The others (the village's weekly word beside its group's daily report) tell in words and photos.

    `duties` holds all of the entry.
    """
    rivals = [row for row in duties if row.entry_id == duty.entry_id and row.starts_on <= day <= row.ends_on]
    return bool(rivals) and min(rivals, key=lambda row: (_EVERY.index(row.every), row.pk)).pk == duty.pk


def works_for(duty: Duty, day: date) -> list[EntryWork]:
    """The works on which this duty brings figures for the day; none where another duty of the entry does. Two queries."""
    if not brings_figures(duty, day, Duty.objects.filter(entry=duty.entry_id)):
        return []
    rows = EntryWork.objects.filter(entry=duty.entry_id).select_related("task", "campaign")
    return list(rows.order_by("task__position", "pk"))


def done_without(works: Sequence[EntryWork], duty: Duty, day: date) -> dict[int, Decimal]:
    """By work's id, what counted reports say is done, that of this duty's day left out. Two queries."""
    done = done_by_work(works)
    own = Report.objects.filter(duty=duty, day=day, state=ReportState.COUNTED).values_list(
        "lines__work", "lines__quantity"
    )
    mine = {work: quantity or Decimal(0) for work, quantity in own}
    return {work.pk: done.get(work.pk, NOTHING).quantity - mine.get(work.pk, Decimal(0)) for work in works}


def task_totals(tasks: Iterable[Task]) -> dict[int, Decimal]:
    """By task's id, what is done by the counted reports. A task that counts in several drives is told of in each of them:
    the drive that tells most has it, and nothing is added twice. Two queries."""
    works = list(EntryWork.objects.filter(task__in=list(tasks)))
    done = done_by_work(works)
    totals: dict[int, Decimal] = {}
    for work in works:
        told = done.get(work.pk, NOTHING).quantity
        totals[work.task_id] = max(told, totals.get(work.task_id, Decimal(0)))
    return totals


def with_photo_counts(reports: QuerySet[Report]) -> QuerySet[Any]:
    """Adds `arrived`, how many of the announced photos are here."""
    return reports.annotate(arrived=Count("photos"))


def listed(drive: Drive, *, day: date | None, entry: int | None, state: str) -> QuerySet[Any]:
    """The drive's reports of a day, an entry, a state, the newest day first; without a state the versions that stand."""
    reports = Report.objects.filter(duty__entry__drive=drive)
    rows = reports.filter(state=state) if state else reports.filter(state__in=STANDING)
    if day is not None:
        rows = rows.filter(day=day)
    if entry is not None:
        rows = rows.filter(duty__entry=entry)
    rows = rows.select_related("duty__entry", "duty__committee", "by")
    return with_photo_counts(rows).order_by("-day", "duty__entry__sort_key", "-at", "-pk")


def first_arrivals(duty_days: Iterable[tuple[int, date]]) -> dict[tuple[int, date], datetime]:
    """By duty's id and day, when the first version came; lateness is judged by it. One query."""
    wanted = set(duty_days)
    rows = Report.objects.filter(duty__in={duty for duty, _ in wanted}, day__in={day for _, day in wanted})
    return {key: at for key, at in first_at(rows).items() if key in wanted}


def standing_reports(duties: Iterable[Duty], since: date) -> dict[tuple[int, date], list[Report]]:
    """By duty's id and day, the versions that stand of days from `since` on. One query."""
    rows = Report.objects.filter(duty__in=[duty.pk for duty in duties], day__gte=since, state__in=STANDING)
    found: dict[tuple[int, date], list[Report]] = {}
    for row in rows.order_by("at", "pk"):
        found.setdefault((row.duty_id, row.day), []).append(row)
    return found


def reported_entries(drive_id: int) -> QuerySet[Entry]:
    """Entries of the drive on which a report is owed, for the filter."""
    return Entry.objects.filter(drive=drive_id, duties__isnull=False).distinct().order_by("sort_key", "pk")


def open_duties(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Of these, the duties of open drives on accepted entries."""
    rows = duties.filter(entry__drive__state=DriveState.OPEN, entry__state=EntryState.ACCEPTED)
    return rows.select_related("entry__drive__area", "entry__area", "entry__organisation", "committee").order_by(
        "entry__drive__sort_key", "entry__sort_key", "pk"
    )


def works_of_entries(entries: Iterable[int]) -> dict[int, list[EntryWork]]:
    """By entry's id, its works in the plan's order. One query."""
    rows = EntryWork.objects.filter(entry__in=list(entries)).select_related("task").order_by("task__position", "pk")
    found: dict[int, list[EntryWork]] = {}
    for row in rows:
        found.setdefault(row.entry_id, []).append(row)
    return found


def conflicts_in(drive_id: int) -> int:
    """How many days of the drive wait for somebody to choose a version."""
    rows = Report.objects.filter(duty__entry__drive=drive_id, state=ReportState.CONFLICT)
    return rows.order_by().values("duty", "day").distinct().count()


def undecided(scoring: Scoring) -> list[Report]:
    """Of what the scoring counts, one version of each day on which somebody has still to choose between versions, by day and
    name of the entry. Days that take no choice any more (the entry left, the duty changed) are none. One query."""
    rows = Report.objects.filter(
        state=ReportState.CONFLICT, day__gte=scoring.counts_from, day__lte=scoring.review_on,
        duty__entry__drive=scoring.drive_id, duty__entry__kind=scoring.kind, duty__entry__state=EntryState.ACCEPTED,
    ).select_related("duty__entry").order_by("day", "duty__entry__sort_key", "pk")  # fmt: skip
    by_day = {(row.duty_id, row.day): row for row in rows if is_due_day(owed_of(row.duty), row.day)}
    return list(by_day.values())


def arrived_digests(report: Report) -> set[str]:
    return set(ReportPhoto.objects.filter(report=report).values_list("digest", flat=True))


def photos_of_day(duty: Duty | int, day: date, digests: Iterable[str]) -> dict[str, ReportPhoto]:
    """By digest, the newest row of each photo that came with any version of the day."""
    rows = ReportPhoto.objects.filter(report__duty=duty, report__day=day, digest__in=list(digests))
    return {row.digest: row for row in rows.order_by("pk")}


def frozen_by_kind(drives: Iterable[int]) -> dict[tuple[int, str], list[tuple[date, date]]]:
    """By drive's id and kind of entry, the days of its frozen scorings. One query."""
    found: dict[tuple[int, str], list[tuple[date, date]]] = {}
    for row in Scoring.objects.filter(drive__in=list(drives), state=ScoringState.FROZEN):
        found.setdefault((row.drive_id, row.kind), []).append((row.counts_from, row.review_on))
    return found


def duties_with_figures(duties: Sequence[Duty], today: date) -> set[int]:
    """Ids of the duties that bring figures today, or did on their last day. One query."""
    every = list(Duty.objects.filter(entry__in={duty.entry_id for duty in duties}))
    return {duty.pk for duty in duties if brings_figures(duty, min(today, duty.ends_on), every)}


def with_lines(report: Report) -> Report:
    """The report with its lines, their works and tasks fetched. Two queries."""
    rows = Report.objects.prefetch_related(Prefetch("lines", ReportLine.objects.select_related("work__task")))
    return rows.get(pk=report.pk)


def proposals_of(report: Report) -> QuerySet[LabourProposal]:
    """Labour days that this version proposed, and those proposed to take it back."""
    rows = LabourProposal.objects.filter(Q(report=report) | Q(reverses__report=report))
    return rows.select_related("work__task", "campaign", "receipt__book", "decided_by").order_by("pk")
