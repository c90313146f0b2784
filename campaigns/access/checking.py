"""May this person read a plan's drafts, its remarks, its versions? The only doors to those rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, demand
from accounts.enums import Right
from areas.enums import Level
from campaigns.access.plans import get_plan
from campaigns.checks import part_labels
from campaigns.models import Plan, PlanVersion, Remark
from campaigns.queries.remarks import remarks_of

if TYPE_CHECKING:
    from accounts.models import User


def reads_drafts(user: User, plan: Plan) -> bool:
    """Whether the person works where the plan is made: on its area or, for a village, in its commune."""
    above = plan.area.parent_id if plan.area.level == Level.VILLAGE else None
    return not {plan.area_id, above}.isdisjoint(area.pk for area in areas_held(user, Right.READ_PLANS))


def get_plan_of_own(user: User, pk: int, right: Right | None = None) -> Plan:
    """The plan for those who work where it is made, else 404; without the right 403."""
    plan = get_plan(user, pk)
    if not reads_drafts(user, plan):
        raise Http404
    if right is not None:
        demand(user, right, plan.area)
    return plan


def versions_of(user: User, plan: Plan) -> QuerySet[PlanVersion]:
    """The kept versions: all where the plan is made, none elsewhere, for what was not issued stays inside."""
    inside = Q() if reads_drafts(user, plan) else Q(pk__in=())
    return plan.versions.filter(inside).select_related("by")


def get_version(user: User, plan: Plan, number: int) -> PlanVersion:
    return get_object_or_404(versions_of(user, plan), number=number)


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark, what its part is called, and the part's slug where it has a page of its own."""

    row: Remark
    part: str
    slug: str


def remarks_for(user: User, plan: Plan) -> list[RemarkLine]:
    """What the leader wanted changed, open ones first; nothing for people elsewhere."""
    if not reads_drafts(user, plan):
        return []
    rows = remarks_of(plan)
    labels = part_labels(plan) if rows else {}
    return [RemarkLine(row, labels.get(row.slug, ""), row.slug if row.slug in labels else "") for row in rows]


def get_remark(user: User, plan_pk: int, pk: int) -> Remark:
    """A remark on a plan the person writes; else 404 or 403."""
    plan = get_plan_of_own(user, plan_pk, Right.WRITE_PLANS)
    return get_object_or_404(Remark.objects.select_related("plan", "plan__area", "plan__document"), pk=pk, plan=plan)
