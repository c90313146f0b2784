"""May this person read or write what a year holds on an area: events, inspections, proposals?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, demand, may
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from areas.queries import NOTHING
from campaigns.access.places import places_to_write
from campaigns.access.plans import visible_plans
from campaigns.models import Event, Inspection, Plan, Proposal, Recommendation
from campaigns.queries.year import with_people
from core.database import one_of
from documents.access import visible_if
from documents.enums import DocumentState

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import StoredFile


def visible_rows_if(user: User, prefix: str = "") -> Q:
    """The condition "this person may read the row" for rows that have, by `prefix`, an area and perhaps a plan.

    On one's own area and on the villages of one's commune everything; elsewhere what belongs to a plan the person reads.
    """
    held = [area.pk for area in areas_held(user, Right.READ_PLANS)]
    if not held:
        return NOTHING
    own = Q(**{f"{prefix}area__in": held}) | Q(
        **{f"{prefix}area__parent__in": held, f"{prefix}area__level": Level.VILLAGE}
    )
    return own | (Q(**{f"{prefix}plan__isnull": False}) & visible_if(user, f"{prefix}plan__document__"))


def visible_events(user: User) -> QuerySet[Event]:
    return Event.objects.filter(visible_rows_if(user))


def visible_inspections(user: User) -> QuerySet[Inspection]:
    return Inspection.objects.filter(visible_rows_if(user))


def visible_proposals(user: User) -> QuerySet[Proposal]:
    return Proposal.objects.filter(visible_rows_if(user))


def get_event(user: User, pk: int, right: Right | None = None) -> Event:
    """The event, if the person may read it (else 404) and has the right on its area (else 403)."""
    event = get_object_or_404(with_people(one_of(visible_events(user), pk)).select_related("invitation"))
    _demand(user, right, event.area)
    return event


def get_inspection(user: User, pk: int, right: Right | None = None) -> Inspection:
    """The inspection, under the rule of `get_event`."""
    inspection = get_object_or_404(with_people(one_of(visible_inspections(user), pk)).select_related("minutes"))
    _demand(user, right, inspection.area)
    return inspection


def get_recommendation(user: User, pk: int, right: Right | None = None) -> Recommendation:
    """What an inspection asked for, under the rule of `get_event` for the inspection."""
    rows = Recommendation.objects.filter(visible_rows_if(user, "inspection__"))
    row = get_object_or_404(rows.select_related("inspection__area", "inspection__plan"), pk=pk)
    _demand(user, right, row.inspection.area)
    return row


def get_proposal(user: User, pk: int, right: Right | None = None) -> Proposal:
    """The proposal, under the rule of `get_event`."""
    proposal = get_object_or_404(with_people(one_of(visible_proposals(user), pk)))
    _demand(user, right, proposal.area)
    return proposal


def _demand(user: User, right: Right | None, area: Area) -> None:
    if right is not None:
        demand(user, right, area)


def may_write(user: User, area: Area) -> bool:
    return may(user, Right.WRITE_PLANS, area)


def year_places(user: User) -> QuerySet[Area]:
    """The areas on which the person records events, inspections and proposals; 403 for those who record none."""
    return places_to_write(user, Right.WRITE_PLANS)


def plans_to_name(user: User) -> QuerySet[Plan]:
    """Plans that an event, inspection or proposal may be said to belong to: those the person reads and that still hold."""
    plans = visible_plans(user).exclude(document__state__in=[DocumentState.REPLACED, DocumentState.REVOKED])
    return plans.select_related("area").only("title", "year", "sort_key", "area").order_by("-year", "sort_key", "pk")


def may_fetch_minutes(user: User, stored: StoredFile) -> bool:
    """Check for minutes: who reads the inspection reads them."""
    return visible_inspections(user).filter(minutes=stored).exists()
