"""Reading plans."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from areas.models import Area
from areas.queries import found_by
from campaigns.enums import FindingLevel
from campaigns.models import Finding, Plan
from core.database import how_many
from documents.enums import DocumentState
from documents.models import Document


def with_people(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    return plans.select_related("area", "area__parent", "document", "document__issuer", "created_by")


def without_texts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """For lists: without the long texts, which only a plan's own page shows."""
    return plans.defer("facts", "document__context")


def with_finding_counts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Adds `errors` and `warnings`: those that nobody has kept."""
    found = Finding.objects.filter(plan=OuterRef("pk"), kept=False)
    return plans.annotate(
        errors=how_many(found.filter(level=FindingLevel.ERROR), "plan"),
        warnings=how_many(found.filter(level=FindingLevel.WARNING), "plan"),
    )


def filtered(
    plans: QuerySet[Plan],
    *,
    words: str = "",
    kind: str = "",
    year: int | None = None,
    state: str = "",
    area: int | None = None,
) -> QuerySet[Plan]:
    """Plans of a kind, year, state and area whose title or number holds the words, with or without diacritics."""
    if words:
        by_number = plans.filter(document__number_and_symbol__icontains=words.strip())
        plans = plans.filter(Q(pk__in=found_by(plans, words).values("pk")) | Q(pk__in=by_number.values("pk")))
    if kind:
        plans = plans.filter(kind=kind)
    if year:
        plans = plans.filter(year=year)
    if state:
        plans = plans.filter(document__state=state)
    if area:
        plans = plans.filter(area=area)
    return plans


def in_order(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Newest year first, then by title in Vietnamese order."""
    return plans.order_by("-year", "sort_key", "pk")


def years_of(plans: QuerySet[Plan]) -> list[int]:
    """The years there are plans of, newest first."""
    years = plans.exclude(year=None).values_list("year", flat=True).distinct().order_by("-year")
    return [year for year in years if year]


def areas_of(plans: QuerySet[Plan]) -> QuerySet[Area]:
    """The areas there are plans of, for the filter."""
    return Area.objects.filter(pk__in=plans.values("area")).order_by("sort_key")


def rows_of(plan: Plan) -> dict[str, Any]:
    """The rows of one plan for its page, in a fixed number of queries."""
    return {
        "blocks": list(plan.blocks.prefetch_related("tasks", "solutions")),
        "targets": list(plan.targets.all()),
        "duties": list(plan.duties.all()),
        "findings": list(plan.findings.all()),
    }


def drafts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    return plans.filter(document__state=DocumentState.DRAFT)


def is_plan(document: Document) -> bool:
    """Whether the paper is a plan's, whose checks find the places left blank."""
    return Plan.objects.filter(document=document).exists()


def page_of_plan(document: Document) -> str | None:
    """The page of the plan whose paper this is."""
    plan = Plan.objects.filter(document=document).only("pk").first()
    return plan.get_absolute_url() if plan else None
