"""Reading what a year holds besides tasks: events, inspections, proposals."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.models import Case, Count, F, Min, Model, Q, QuerySet, Value, When
from django.urls import reverse

from areas.models import Area
from campaigns.enums import ProposalState
from campaigns.models import Event, Inspection, Proposal, Recommendation
from documents.models import Document
from journal.models import Entry
from journal.queries import history_of, type_of

_Row = TypeVar("_Row", Event, Inspection, Proposal)

#: States in which nothing more is waited for.
CLOSED = (ProposalState.SETTLED, ProposalState.DECLINED)


def with_people(rows: QuerySet[_Row]) -> QuerySet[_Row]:
    return rows.select_related("area", "area__parent", "plan", "plan__document", "created_by").defer(
        "plan__facts", "plan__document__context"
    )


def chosen(
    rows: QuerySet[_Row], *, field: str, year: int | None = None, area: int | None = None, plan: int | None = None, **equal: Any
) -> QuerySet[_Row]:  # fmt: skip
    """Rows of a year (by the date in `field`), an area and a plan, and whose fields are `equal`; what is empty is not asked."""
    if year:
        rows = rows.filter(**{f"{field}__year": year})
    if area:
        rows = rows.filter(area=area)
    if plan:
        rows = rows.filter(plan=plan)
    return rows.filter(**{name: value for name, value in equal.items() if value})


def years_of(rows: QuerySet[Any], field: str) -> list[int]:
    """The years there are rows of, newest first."""
    return [day.year for day in rows.exclude(**{field: None}).dates(field, "year", order="DESC")]


def areas_of(rows: QuerySet[Any]) -> QuerySet[Area]:
    """The areas there are rows of, for the filter."""
    return Area.objects.filter(pk__in=rows.order_by().values("area")).order_by("sort_key")


def newest_first(rows: QuerySet[_Row]) -> QuerySet[_Row]:
    """By date; what has no date yet stands first, since it is still to come."""
    return rows.order_by(F("held_on").desc(nulls_first=True), "-pk")


def with_open_counts(inspections: QuerySet[Inspection], today: date) -> QuerySet[Inspection]:
    """Adds `asked`, `open`, `late` (recommendations) and `next_due`."""
    undone = Q(recommendations__done_on=None, recommendations__isnull=False)
    return inspections.annotate(
        asked=Count("recommendations"),
        open=Count("recommendations", filter=undone),
        late=Count("recommendations", filter=undone & Q(recommendations__due_on__lt=today)),
        next_due=Min("recommendations__due_on", filter=undone),
    )


def with_something_open(inspections: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Those of whose recommendations one at least is not closed."""
    undone = Recommendation.objects.filter(done_on=None).values("inspection")
    return inspections.filter(pk__in=undone)


def oldest_open_first(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those still waiting, then the closed ones; each the oldest first, by the day of the letter, else of the row."""
    closed = Case(When(state__in=CLOSED, then=Value(1)), default=Value(0))
    return proposals.annotate(closed=closed).order_by("closed", F("sent_on").asc(nulls_last=True), "created_at", "pk")


def history_with_parts(subject: Model, parts: QuerySet[Any]) -> QuerySet[Entry]:
    """What happened to a thing and to its parts, newest first, in one query."""
    ids = [str(pk) for pk in parts.values_list("pk", flat=True)]
    own = Q(pk__in=history_of(subject).values("pk"))
    return Entry.objects.filter(own | Q(subject_type=type_of(parts.model()), subject_id__in=ids))


def asked_by(inspections: QuerySet[Inspection]) -> QuerySet[Recommendation]:
    """What these inspections asked for, by inspection (newest first) and place."""
    rows = Recommendation.objects.filter(inspection__in=inspections.order_by().values("pk"))
    return rows.select_related("inspection").order_by("-inspection__held_on", "-inspection", "position")


def page_of_event(document: Document) -> str | None:
    """The page of the event whose invitation this is."""
    event = Event.objects.filter(invitation=document).only("pk").first()
    return reverse("campaigns:event", args=[event.pk]) if event else None
