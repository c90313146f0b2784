"""Reading entries, their works and their cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from areas.enums import Level
from areas.models import Area
from areas.queries import found_by, in_force
from campaigns.enums import TaskState
from campaigns.models import Plan, PlanVillage, Task
from campaigns.rules.units import same_unit
from core import clock, text
from criteria.judging import counted_met
from criteria.models import Registration, Scorecard
from emulation.enums import EntryKind, EntryState
from emulation.models import Drive, Entry, EntryWork
from emulation.queries.cards import states_of

if TYPE_CHECKING:
    from contributions.models import Campaign


def with_names(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """With what a row of the list shows, without the long texts of plans; adds `work_count`."""
    rows = entries.select_related("area", "organisation", "plan__document").annotate(work_count=Count("works"))
    return rows.defer("plan__facts", "plan__document__context")


def filtered(entries: QuerySet[Entry], *, kind: str = "", state: str = "", words: str = "") -> QuerySet[Entry]:
    if kind in EntryKind.values:
        entries = entries.filter(kind=kind)
    if state in EntryState.values:
        entries = entries.filter(state=state)
    return found_by(entries, words) if words else entries


def counts(drive: Drive) -> dict[str, dict[str, int]]:
    """How many entries of each kind stand in each state: {"village": {"accepted": 2}}. One query."""
    told: dict[str, dict[str, int]] = defaultdict(dict)
    for row in drive.entries.order_by().values("kind", "state").annotate(n=Count("pk")):
        told[row["kind"]][row["state"]] = row["n"]
    return dict(told)


def villages_under(area: Area) -> QuerySet[Area]:
    """The villages of a commune that exist today, or the village itself."""
    if area.level == Level.VILLAGE:
        return Area.objects.filter(pk=area.pk)
    return in_force(Area.objects.filter(parent=area, level=Level.VILLAGE), clock.today()).order_by("sort_key")


def match_villages(
    rows: Sequence[PlanVillage], villages: Sequence[Area]
) -> tuple[list[tuple[Area, PlanVillage | None]], list[str]]:
    """The villages that a plan's rows mean with their row, each once in the plan's order, and the names no village bears.

    A plan that names no village at all means every village of the area.
    """
    if not rows:
        return [(village, None) for village in villages], []
    known = {village.pk: village for village in villages}
    found: dict[int, tuple[Area, PlanVillage | None]] = {}
    unknown = []
    for row in rows:
        area = known.get(row.area_id or 0) or _named(row.name, villages)
        if area is None:
            unknown.append(row.name)
        else:
            found.setdefault(area.pk, (area, row))
    return list(found.values()), unknown


def _named(name: str, villages: Sequence[Area]) -> Area | None:
    """The one village that bears the name: word for word first, then where the telling words are the same."""
    key = text.search_key(name)
    exact = [row for row in villages if key in (text.search_key(row.name), text.search_key(str(row)))]
    alike = exact or [row for row in villages if same_unit(row.name, name)]
    return alike[0] if len(alike) == 1 else None


def works_of(entry: Entry) -> QuerySet[EntryWork]:
    """An entry's works with their tasks, in the order of the plan."""
    rows = entry.works.select_related("task__owner", "task__plan__document", "campaign")
    rows = rows.defer("task__plan__facts", "task__plan__document__context")
    return rows.order_by("task__plan_id", "task__position", "pk")


def tasks_to_take(entry: Entry) -> QuerySet[Task]:
    """Tasks that could count for the entry and do not yet count for anybody in the drive: those of its own plan, and those
    of the drive's plan that name its village or body."""
    named = Q(plan=entry.drive.plan_id, organisation=entry.organisation_id) if entry.organisation_id else Q(pk__in=[])
    if entry.kind == EntryKind.VILLAGE:
        named = Q(plan=entry.drive.plan_id, area=entry.area_id)
    mine = Q(plan=entry.plan_id) if entry.plan_id else Q(pk__in=[])
    taken = EntryWork.objects.filter(drive=entry.drive_id).values("task")
    rows = Task.objects.filter(mine | named).exclude(state=TaskState.DROPPED).exclude(pk__in=taken)
    return rows.select_related("plan").defer("plan__facts").order_by("plan_id", "position", "pk")


def tasks_of(plan: Plan | None) -> QuerySet[Task]:
    """A plan's tasks in its order."""
    return Task.objects.filter(plan=plan).order_by("position")


def campaigns_for(entry: Entry) -> QuerySet[Campaign]:
    """The drive's contribution campaigns that take labour days of the entry: the commune's and those of its own village."""
    return entry.drive.campaigns.filter(area__in=[entry.drive.area_id, entry.area_id]).order_by("name", "pk")


# --- Cards ---


def cards_to_link(entry: Entry) -> QuerySet[Scorecard]:
    """Cards of the village and the gardens in it for the drive's year, that registrations of that year opened."""
    drive = entry.drive
    years = {drive.plan.year or drive.starts_on.year, drive.starts_on.year, drive.ends_on.year}
    opened = Registration.objects.filter(area=entry.area_id, year__in=years)
    return with_sets(Scorecard.objects.filter(registration__in=opened))


def cards_offered(found: QuerySet[Scorecard], linked: Iterable[int]) -> QuerySet[Scorecard]:
    """The cards found, and those linked already (ids)."""
    return with_sets(Scorecard.objects.filter(Q(pk__in=found.values("pk")) | Q(pk__in=linked)))


def with_sets(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    return cards.select_related("area", "criteria_set").order_by("criteria_set_id", "area__sort_key", "subject", "pk")


def criteria_counts(cards: Iterable[Scorecard]) -> dict[int, tuple[int, int]]:
    """By card's id: how many of its set's criteria are met (as on the card's page), and how many the set has. Three queries."""
    return {card: (counted_met(list(states.values())), len(states)) for card, states in states_of(cards).items()}
