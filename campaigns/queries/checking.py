"""Reading what the checks of a composed plan look at, and what was decided about findings."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation
from campaigns.models import FindingDecision, Plan, Target, TargetValue
from documents.models import Delivery

#: Bodies that get a plan to know of it, not to carry it out.
_ABOVE_THE_WORK = (OrganisationKind.PARTY_COMMITTEE, OrganisationKind.PEOPLES_COUNCIL)


def bodies_at_work(plan: Plan) -> QuerySet[Organisation]:
    """Organisations of the plan's commune that a plan gives work to; not its issuer, nor those it only reports to."""
    commune = plan.area.parent_id if plan.area.level == Level.VILLAGE else plan.area_id
    bodies = Organisation.objects.filter(area=commune, valid_to=None).exclude(kind__in=_ABOVE_THE_WORK)
    return bodies.exclude(pk=plan.document.issuer_id or 0).order_by("sort_key")


def villages_below(plan: Plan) -> QuerySet[Area]:
    return Area.objects.filter(parent=plan.area_id, level=Level.VILLAGE, valid_to=None).order_by("sort_key")


def recipients_of(plan: Plan) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(document=plan.document_id).select_related("organisation", "area").order_by("position")
    )


def plan_before(plan: Plan) -> Plan | None:
    """Last year's plan: the one this was started from if it is older, else the newest of its kind of the year before."""
    if plan.year is None:
        return None
    earlier = Plan.objects.filter(area=plan.area_id).exclude(pk=plan.pk)
    if plan.based_on_id and (found := earlier.filter(pk=plan.based_on_id, year__lt=plan.year).first()):
        return found
    return earlier.filter(kind=plan.kind, year=plan.year - 1).order_by("-document__issued_on", "-pk").first()


def last_values(plan: Plan) -> list[tuple[Target, TargetValue]]:
    """The targets of a plan with the last figure noted for each; those without any are left out."""
    values = TargetValue.objects.filter(target__plan=plan).select_related("target").order_by("month", "at", "pk")
    return [(value.target, value) for value in {value.target_id: value for value in values}.values()]


def decisions_on(plan: Plan, keys: Iterable[str] | None = None) -> dict[str, FindingDecision]:
    """What somebody kept, with reason, by the finding's key."""
    rows = FindingDecision.objects.filter(plan=plan).select_related("by")
    if keys is not None:
        rows = rows.filter(Q(key__in=list(keys)))
    return {row.key: row for row in rows}
