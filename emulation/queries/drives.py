"""Reading drives: the list, what their plans say, who guides and reports what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from campaigns.enums import LineKind, MilestoneRule
from campaigns.models import Committee, Milestone, Plan, PlanAward, PlanLine, PlanVillage, Routine
from core.text import search_key
from emulation.enums import DriveState, EntryState
from emulation.models import Drive, Duty, GroupPerson, GroupPlace


def filtered(drives: QuerySet[Drive], *, state: str = "", year: int | None = None, words: str = "") -> QuerySet[Drive]:
    """Drives in a state, running in some part of a year, with these words in the name."""
    if state in DriveState.values:
        drives = drives.filter(state=state)
    if year:
        drives = drives.filter(starts_on__year__lte=year, ends_on__year__gte=year)
    for word in search_key(words).split():
        drives = drives.filter(search_key__contains=word)
    return drives


def with_counts(drives: QuerySet[Drive]) -> QuerySet[Drive]:
    """Adds `accepted` and `waiting`: entries accepted and waiting for the commune."""
    return drives.annotate(
        accepted=Count("entries", filter=Q(entries__state=EntryState.ACCEPTED)),
        waiting=Count("entries", filter=Q(entries__state=EntryState.REGISTERED)),
    )


def years_of(drives: QuerySet[Drive]) -> list[int]:
    """The years in which any of the drives runs, newest first."""
    spans = drives.order_by().values_list("starts_on__year", "ends_on__year").distinct()
    return sorted({year for first, last in spans for year in range(first, last + 1)}, reverse=True)


@dataclass(frozen=True, slots=True)
class PlanSaid:
    """What the plan of a drive says, in its own rows."""

    contents: list[PlanLine]
    participants: list[PlanLine]
    scoring: list[PlanLine]
    awards: list[PlanAward]
    villages: list[PlanVillage]
    milestones: list[Milestone]
    routines: list[Routine]


def said_by_plan(plan: Plan) -> PlanSaid:
    """Five queries."""
    kinds = (LineKind.CONTENT, LineKind.PARTICIPANT, LineKind.SCORING)
    lines = list(plan.lines.filter(kind__in=kinds).order_by("position"))
    return PlanSaid(
        contents=[row for row in lines if row.kind == LineKind.CONTENT],
        participants=[row for row in lines if row.kind == LineKind.PARTICIPANT],
        scoring=[row for row in lines if row.kind == LineKind.SCORING],
        awards=list(plan.awards.order_by("position")), villages=list(plan.villages.order_by("position")),
        milestones=list(plan.milestones.order_by("on", "position")), routines=list(plan.routines.order_by("position")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ceremony:
    """Launch and review as a plan's milestones name them."""

    launch: Milestone | None
    review: Milestone | None


@dataclass(frozen=True, slots=True)
class Counted:
    """Entries accepted and waiting; of the accepted ones those without a work and those that owe no report."""

    accepted: int
    waiting: int
    without_works: int
    without_duty: int


def counted(drive: Drive) -> Counted:
    """Two queries."""
    accepted = drive.entries.filter(state=EntryState.ACCEPTED)
    found = accepted.annotate(works_=Count("works", distinct=True), duties_=Count("duties", distinct=True))
    rows = list(found.order_by().values_list("works_", "duties_"))
    return Counted(
        accepted=len(rows), waiting=drive.entries.filter(state=EntryState.REGISTERED).count(),
        without_works=sum(not works for works, _ in rows), without_duty=sum(not duties for _, duties in rows),
    )  # fmt: skip


def ceremony_of(plan: Plan) -> Ceremony:
    """The first milestone that speaks of launching on a day, and the last that speaks of reviewing."""
    rows = list(plan.milestones.order_by("on", "position"))
    launch = [row for row in rows if "phat dong" in search_key(row.what)]
    review = [row for row in rows if any(word in search_key(row.what) for word in ("so ket", "tong ket"))]
    return Ceremony(
        launch=next((row for row in launch if row.rule == MilestoneRule.ON), launch[0] if launch else None),
        review=review[-1] if review else None,
    )


def groups_with_places(drive: Drive, groups: QuerySet[Committee]) -> QuerySet[Committee]:
    """Groups with `places` (what they guide in the drive) and `accounts`; three queries."""
    places = GroupPlace.objects.filter(entry__drive=drive).select_related("entry").order_by("entry__sort_key")
    people = GroupPerson.objects.select_related("user").order_by("user__sort_key")
    return groups.prefetch_related(
        Prefetch("group_places", queryset=places, to_attr="places"),
        Prefetch("people", queryset=people, to_attr="accounts"),
    )


def group_members(drive: Drive, group: Committee) -> dict[str, list[int]]:
    """Ids of the `entries` that the group guides in the drive and of the `people` in it. Two queries."""
    places, people = GroupPlace.objects.filter(committee=group), GroupPerson.objects.filter(committee=group)
    return {
        "entries": list(places.filter(entry__drive=drive).values_list("entry", flat=True)),
        "people": list(people.values_list("user", flat=True)),
    }


def duty_rows(drive: Drive) -> QuerySet[Duty]:
    """Who owes which report on accepted entries, by the entry's name."""
    rows = Duty.objects.filter(entry__drive=drive, entry__state=EntryState.ACCEPTED)
    return rows.select_related("entry", "committee").order_by("entry__kind", "entry__sort_key", "pk")
