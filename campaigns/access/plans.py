"""May this person see or write this plan? The only doors to plan rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, demand
from accounts.enums import Right
from areas.models import Area
from campaigns.models import Plan, PlanImport
from campaigns.queries.plans import with_people
from core.database import one_of
from documents.access import visible_if
from documents.models import StoredFile

if TYPE_CHECKING:
    from accounts.models import User


def visible_plans(user: User) -> QuerySet[Plan]:
    """Plans whose paper the person may read."""
    return Plan.objects.filter(visible_if(user, "document__"))


def get_plan(user: User, pk: int, right: Right | None = None) -> Plan:
    """The plan, if the person may read it (else 404) and has the right on its area (else 403)."""
    plan = get_object_or_404(with_people(one_of(visible_plans(user), pk)))
    if plan.document.area_id == plan.area_id:
        plan.document.area = plan.area
    if right is not None:
        demand(user, right, plan.area)
    return plan


def writing_areas(user: User) -> list[Area]:
    """The areas whose plans the person writes; 403 for those who write none."""
    areas = areas_held(user, Right.WRITE_PLANS)
    if not areas:
        raise PermissionDenied
    return areas


def get_import(user: User, pk: int) -> PlanImport:
    """A file being read, for people who write plans on its area; else 404, or 403 for colleagues who do not write."""
    waiting = PlanImport.objects.select_related("area", "file", "plan")
    row = get_object_or_404(waiting, pk=pk)
    if row.area_id not in {item.area_id for item in user.assignments_today}:
        raise Http404
    demand(user, Right.WRITE_PLANS, row.area)
    return row


def may_fetch_source(user: User, stored: StoredFile) -> bool:
    """Check for source files of plans: who writes plans there, and who may read the plan made from it."""
    if stored.area_id in {area.pk for area in areas_held(user, Right.WRITE_PLANS)}:
        return True
    return visible_plans(user).filter(source_file=stored).exists()


def open_imports(user: User) -> QuerySet[PlanImport]:
    """Files read but not yet saved as plans, on the areas whose plans the person writes."""
    areas = areas_held(user, Right.WRITE_PLANS)
    return (
        PlanImport.objects.filter(plan=None, area__in=areas)
        .select_related("file", "area")
        .defer("reading", "facts")
        .order_by("-created_at")
    )
