"""What a report says of drives: all drives of an area in the days, in a fixed number of queries however many they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from emulation.due import due_days, due_moment
from emulation.enums import DriveState, EntryState, ReportState, ScoringState, TurnState
from emulation.models import Award, Drive, Duty, Entry, EntryWork, RankRow, Report
from emulation.queries.following import Turn, owed_of
from emulation.queries.progress import done_by_work, first_at, mean_share
from reporting.context import Scope


@dataclass(slots=True)
class DriveFact:
    """A drive in the scope's days: its accepted entries, reports owed, works done by the last day, rankings and awards."""

    drive: Drive
    entries: list[Entry] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    #: By entry's id, the mean share (0 to 1) of its works with a volume.
    shares: dict[int, Decimal] = field(default_factory=dict)
    works: dict[int, list[EntryWork]] = field(default_factory=dict)
    #: Of rankings frozen for a day of the scope.
    ranks: list[RankRow] = field(default_factory=list)
    #: Of decisions of the scope's days.
    awards: list[Award] = field(default_factory=list)

    def states(self, now: datetime) -> list[tuple[Turn, TurnState]]:
        """The reports whose hour is past."""
        return [(turn, turn.state_at(now)) for turn in self.turns if turn.until < now]


def drives_of(scope: Scope) -> list[Drive]:
    """The scope's drive, else those of the area that run in its days. One query."""
    if scope.drive is not None:
        return [scope.drive]
    rows = Drive.objects.filter(area=scope.area, starts_on__lte=scope.upto, ends_on__gte=scope.since)
    return list(rows.exclude(state=DriveState.DRAFT).order_by("starts_on", "sort_key"))


def drive_facts(scope: Scope) -> list[DriveFact]:
    """Eight queries."""
    drives = drives_of(scope)
    facts = {drive.pk: DriveFact(drive) for drive in drives}
    for entry in Entry.objects.filter(drive__in=drives, state=EntryState.ACCEPTED).order_by("sort_key", "pk"):
        facts[entry.drive_id].entries.append(entry)
    duties = Duty.objects.filter(entry__drive__in=drives, entry__state=EntryState.ACCEPTED)
    found = list(duties.select_related("entry", "committee"))
    came = first_at(Report.objects.filter(duty__in=found, day__gte=scope.since, day__lte=scope.upto))
    for duty in found:
        facts[duty.entry.drive_id].turns += [
            Turn(duty, day, due_moment(day, duty.due_at), came.get((duty.pk, day)))
            for day in due_days(owed_of(duty), scope.since, scope.upto)
        ]
    works = list(EntryWork.objects.filter(drive__in=drives, entry__state=EntryState.ACCEPTED).select_related("task"))
    done = done_by_work([work.pk for work in works], upto=scope.upto)
    for work in works:
        facts[work.drive_id].works.setdefault(work.entry_id, []).append(work)
    for fact in facts.values():
        shares = {entry: mean_share(rows, done) for entry, rows in fact.works.items()}
        fact.shares = {entry: share for entry, share in shares.items() if share is not None}
    ranks = RankRow.objects.filter(
        scoring__drive__in=drives, scoring__state=ScoringState.FROZEN, scoring__review_on__gte=scope.since,
        scoring__review_on__lte=scope.upto,
    )  # fmt: skip
    for row in ranks.select_related("scoring__frozen_by").order_by("scoring__review_on", "scoring", "order"):
        facts[row.scoring.drive_id].ranks.append(row)
    awards = Award.objects.filter(
        nomination__drive__in=drives, decision__decided_on__gte=scope.since, decision__decided_on__lte=scope.upto
    )
    for award in awards.select_related("decision__document", "nomination__form").order_by("decision", "position"):
        facts[award.nomination.drive_id].awards.append(award)
    return [facts[drive.pk] for drive in drives]


def troubles_of(scope: Scope) -> list[Report]:
    """Counted reports of the scope's days that tell a difficulty, by entry and day. One query."""
    rows = Report.objects.filter(state=ReportState.COUNTED, day__gte=scope.since, day__lte=scope.upto).exclude(
        trouble=""
    )
    if scope.drive is not None:
        rows = rows.filter(duty__entry__drive=scope.drive)
    else:
        rows = rows.filter(duty__entry__area__path__startswith=scope.area.path or "-")
    return list(rows.select_related("duty__entry", "by").order_by("duty__entry__sort_key", "day", "pk"))
