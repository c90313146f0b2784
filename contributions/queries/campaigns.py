"""Reading campaigns: lists, and what a form lets one choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from areas.enums import Level
from areas.models import Area, BankAccount, Organisation
from areas.queries import ancestors, found_by, ids_on
from campaigns.enums import LineKind, PlanKind
from campaigns.models import Plan, ResidentsDecision, Work
from contributions.models import Campaign, CampaignTotal
from documents.enums import DocumentState


def commune_of(area: Area) -> Area:
    """The commune whose givers a campaign of the area asks."""
    return area.parent if area.level == Level.VILLAGE and area.parent is not None else area


def with_sums(campaigns: QuerySet[Campaign]) -> QuerySet[Any]:
    """Adds `givers`, `expected` and `given` (đồng, everything at its worth), as they are kept."""
    kept = CampaignTotal.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")

    def sum_of(name: str) -> Coalesce:
        total = Subquery(kept.annotate(sum=Sum(name)).values("sum"))
        return Coalesce(total, Value(0), output_field=BigIntegerField())

    return campaigns.annotate(givers=sum_of("givers"), expected=sum_of("expected"), given=sum_of("received"))


def filtered(campaigns: QuerySet[Any], *, words: str = "", state: str = "", year: int | None = None) -> QuerySet[Any]:
    """Campaigns of a state and a year; found by name without diacritics."""
    if words:
        campaigns = found_by(campaigns, words)
    if state:
        campaigns = campaigns.filter(state=state)
    return campaigns.filter(year=year) if year else campaigns


def years_of(campaigns: QuerySet[Campaign]) -> list[int]:
    return sorted(campaigns.order_by().values_list("year", flat=True).distinct(), reverse=True)


# --- What a campaign may start from ---


def plans_waiting(plans: QuerySet[Plan], areas: QuerySet[Area]) -> QuerySet[Plan]:
    """Issued plans of contributions on these areas that no campaign has been opened from."""
    return (
        plans.filter(
            kind=PlanKind.CONTRIBUTION, document__state=DocumentState.ISSUED, contribution_campaign=None, area__in=areas
        )
        .select_related("area", "document")
        .defer("facts", "document__context")
        .order_by("-year", "sort_key")
    )


def participants_of(plan: Plan) -> list[str]:
    """Whom the plan means to ask, in its own words."""
    return list(plan.lines.filter(kind=LineKind.PARTICIPANT).order_by("position").values_list("text", flat=True))


def decisions_waiting(areas: QuerySet[Area]) -> QuerySet[ResidentsDecision]:
    """Decisions on contributions of villages among these that no campaign rests on yet."""
    return (
        ResidentsDecision.objects.filter(
            area__in=areas, area__level=Level.VILLAGE, matter="contribution", contribution_campaigns=None
        )
        .select_related("area", "area__parent")
        .order_by("-held_on", "-pk")
    )


# --- Choices of the form ---


def accounts_for(area: Area, chosen: int | None) -> QuerySet[BankAccount]:
    """Accounts of organisations of the area and of its commune, those closed left out; and the one that was `chosen` before."""
    places = [area.pk, commune_of(area).pk]
    accounts = BankAccount.objects.filter(Q(organisation__area__in=places, valid_to=None) | Q(pk=chosen))
    return accounts.select_related("organisation").order_by("organisation__sort_key", "number")


def account_numbered(area: Area, number: str) -> BankAccount | None:
    """The account with this number in the registers of the area, its commune and the levels above; else None."""
    above = ancestors(area).values("pk")
    places = Q(organisation__area__in=above) | Q(organisation__area=area)
    return BankAccount.objects.filter(places, number=number, valid_to=None).order_by("pk").first() if number else None


def works_for(area: Area) -> QuerySet[Work]:
    """Works of the area and below, and of its commune."""
    here = Q(area__path__startswith=area.path or "-") | Q(area=commune_of(area))
    return Work.objects.filter(here).select_related("area").order_by("sort_key", "pk")


def decisions_for(area: Area) -> QuerySet[ResidentsDecision]:
    """Decisions that cover the area: its own and those of what it lies in."""
    places = ids_on(area.path)
    return ResidentsDecision.objects.filter(area__in=places).select_related("area").order_by("-held_on", "-pk")


# --- The roster's places ---


def villages_for(area: Area) -> QuerySet[Area]:
    """Villages a giver of the campaign may be counted in: of the commune, those closed left out; a village alone for its own."""
    if area.level == Level.VILLAGE:
        return Area.objects.filter(pk=area.pk)
    return Area.objects.filter(parent=area, level=Level.VILLAGE, valid_to=None).order_by("sort_key")


def units_for(area: Area) -> QuerySet[Organisation]:
    """Units of the commune and its villages that still exist."""
    commune = commune_of(area)
    places = Q(area=commune) | Q(area__parent=commune, area__level=Level.VILLAGE)
    return Organisation.objects.filter(places, valid_to=None).order_by("sort_key")


def names_of(model: type[Any], ids: Iterable[int | None]) -> dict[int, str]:
    """What the rows are called, by id."""
    return {pk: str(row) for pk, row in model.objects.in_bulk([pk for pk in ids if pk]).items()}
