"""Who asks for plans, who is asked, and who reads what: the only doors to requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, demand, may
from accounts.enums import Right, Role
from areas.queries import NOTHING, below
from campaigns.access.plans import visible_plans
from campaigns.models import Plan, PlanRequest
from campaigns.queries import levels as queries

if TYPE_CHECKING:
    from accounts.models import User


def requests_of(user: User, plan: Plan) -> QuerySet[PlanRequest]:
    """Whom the plan asks, for the people of its area and above; somebody who is asked sees the own request only."""
    rows = queries.with_names(plan.requests.all())
    return rows if may(user, Right.READ_PLANS, plan.area) else rows.filter(_asked_of(user))


def get_request(user: User, pk: int, right: Right | None = None) -> PlanRequest:
    """A request to one's unit, or of a plan of one's area or below; else 404. With `right`: on the asked area, else 403."""
    of_plans = below(areas_held(user, Right.READ_PLANS), "plan__area__path")
    request = get_object_or_404(queries.with_names(PlanRequest.objects.filter(_asked_of(user) | of_plans)), pk=pk)
    if right is not None:
        demand(user, right, request.area)
    return request


def get_own_request(user: User, pk: int) -> PlanRequest:
    """A request of a plan that the person writes: 404 where it is not to be seen, 403 without the right."""
    request = get_request(user, pk)
    demand(user, Right.WRITE_PLANS, request.plan.area)
    return request


def _asked_of(user: User) -> Q:
    """The condition "on an area of the person's, or a village of the own commune"."""
    held = [area.pk for area in areas_held(user, Right.READ_PLANS)]
    return Q(area__in=held) | Q(area__parent__in=held, area__level="village") if held else NOTHING


def waiting_requests(user: User) -> QuerySet[PlanRequest]:
    """For the first page: what is asked of the person's own area or unit, in plans in force, and has no plan yet."""
    areas = [area.pk for area in areas_held(user, Right.WRITE_PLANS)]
    units = [role.organisation_id for role in user.assignments_today if role.organisation_id]
    fronts = [role.area_id for role in user.assignments_today if role.role == Role.FRONT_OFFICER]
    if not areas and not units:
        return PlanRequest.objects.none()
    mine = Q(organisation=None, area__in=areas) | Q(organisation__in=units)
    mine |= Q(organisation__kind__in=queries.ASKED_BODIES, area__in=fronts)
    rows = queries.of_issued_plans(PlanRequest.objects.filter(mine, answer=None))
    return queries.with_names(rows).order_by("due_on", "pk")


def papers_asking(user: User) -> QuerySet[PlanRequest]:
    """Ids of the papers of plans that ask the person's area for a plan: who is asked reads what asks."""
    held = [area.pk for area in areas_held(user, Right.READ_PLANS)]
    return PlanRequest.objects.filter(area__in=held).values("plan__document_id")  # type: ignore[return-value]


def request_to(user: User, plan: Plan) -> list[PlanRequest]:
    """For a plan's page: what it asks of areas on which the person writes plans, without an answer yet."""
    areas = areas_held(user, Right.WRITE_PLANS)
    rows = queries.of_issued_plans(plan.requests.filter(answer=None, area__in=areas))
    return list(queries.with_names(rows)) if areas else []


def readable_answers(user: User, requests: list[PlanRequest]) -> set[int]:
    """The answers that the person may open: drafts of other communes are not."""
    return queries.answers_readable(visible_plans(user), requests)


def may_open_parent(user: User, plan: Plan) -> bool:
    """Whether the person may read the plan that asked for this one."""
    return plan.parent_id is not None and visible_plans(user).filter(pk=plan.parent_id).exists()
