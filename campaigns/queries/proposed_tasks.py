"""Which plan a card's gaps may go into, and which have gone into one."""

from __future__ import annotations

from django.db.models import QuerySet

from campaigns.enums import PlanKind
from campaigns.models import Plan, Task
from criteria.models import Scorecard
from documents.enums import DocumentState


def drafts_for(card: Scorecard) -> QuerySet[Plan]:
    """Draft annual plans of the area for the year after the card's, composed on the system: what its gaps may go into."""
    plans = Plan.objects.filter(
        area=card.area_id, year=card.year + 1, kind=PlanKind.ANNUAL, composed=True, document__state=DocumentState.DRAFT
    )
    return plans.select_related("document").defer("facts", "document__context").order_by("-pk")


def plans_by_source(card: Scorecard, sources: list[str]) -> dict[str, Plan]:
    """By a proposal's source, the area's plan that has a task from it already; drafts and issued ones alike."""
    tasks = Task.objects.filter(plan__area=card.area_id, plan__year=card.year + 1, source__in=sources)
    rows = tasks.select_related("plan__document").defer("plan__facts", "plan__document__context").order_by("pk")
    return {task.source: task.plan for task in rows}
