"""Reading plans asked of the levels below: the requests, who may be asked, and figures to add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation
from areas.queries import in_force
from campaigns.models import Plan, PlanRequest, Target, TargetValue
from documents.enums import DocumentState

#: Bodies of the same area that make plans of their own: the Front and the unions.
ASKED_BODIES = (OrganisationKind.FRONT, OrganisationKind.UNION)


def with_names(requests: QuerySet[PlanRequest]) -> QuerySet[PlanRequest]:
    """With all that a row names, without the long texts of the plans."""
    return requests.select_related(
        "plan__document__issuer", "plan__area", "area__parent", "organisation", "answer__document", "created_by"
    ).defer("plan__facts", "plan__document__context", "answer__facts", "answer__document__context")


def of_issued_plans(requests: QuerySet[PlanRequest]) -> QuerySet[PlanRequest]:
    """Requests of plans in force: the others ask for nothing any more."""
    return requests.filter(plan__document__state=DocumentState.ISSUED)


def areas_below(area: Area, on: date) -> QuerySet[Area]:
    """The areas right under this one that make plans: a commune's villages, the communes of a district or province."""
    level = Level.VILLAGE if area.level == Level.COMMUNE else Level.COMMUNE
    if area.level == Level.VILLAGE:
        return Area.objects.none()
    return in_force(Area.objects.filter(parent=area, level=level), on).order_by("sort_key")


def bodies_beside(area: Area, on: date) -> QuerySet[Organisation]:
    """The Front and the unions of the area."""
    return in_force(Organisation.objects.filter(area=area, kind__in=ASKED_BODIES), on).order_by("kind", "sort_key")


def targets_with_parts(plan: Plan) -> QuerySet[Target]:
    """The plan's targets, each with `shares`: the targets below that are in issued plans, with `latest`, the newest figure."""
    newest = TargetValue.objects.filter(target=OuterRef("pk")).order_by("-month", "-at", "-pk")
    below = (
        Target.objects.filter(plan__document__state=DocumentState.ISSUED)
        .select_related("plan__area", "plan__document__issuer")
        .defer("plan__facts", "plan__document__context")
        .annotate(latest=Subquery(newest.values("value")[:1]))
        .order_by("plan__area__sort_key", "plan_id", "position")
    )
    return plan.targets.prefetch_related(Prefetch("parts", queryset=below, to_attr="shares"))


def answers_readable(plans: QuerySet[Plan], requests: Sequence[PlanRequest]) -> set[int]:
    """Which of the answers are among these plans: those that may be opened."""
    answers = [request.answer_id for request in requests if request.answer_id]
    return set(plans.filter(pk__in=answers).values_list("pk", flat=True))
