"""Totals over several campaigns, without names: for the commune, for the office above, for "Kết quả huy động nguồn lực"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from areas.models import Area
from campaigns.enums import FundKind
from campaigns.queries.works import totals_by_source
from contributions.enums import Group, PartyKind, Way
from contributions.ledger import Given, Kept, Totals, given_from, kept_by_campaign
from contributions.models import Allocation, Campaign, Receipt, ReceiptItem, RosterLine, Spending
from contributions.queries.exports import ALWAYS, Span


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign's sums of a span; land in m², `spent` with what was handed over, in đồng."""

    campaign: Campaign
    totals: Totals
    land: Decimal
    spent: int


def campaign_lines(campaigns: QuerySet[Campaign], span: Span) -> list[CampaignLine]:
    """The campaigns in their order with their sums: those kept where the span has no limits (two queries), else from the ledger
    (six), however many they are."""
    if span == ALWAYS:
        return _kept_lines(campaigns)
    ids = campaigns.order_by().values("pk")
    asked = {
        pk: (count, money)
        for pk, count, money in RosterLine.objects.filter(campaign__in=ids).order_by().values_list("campaign").annotate(
            n=Count("pk"), money=Sum("expected_amount")
        )
    }  # fmt: skip
    parts = Allocation.objects.filter(span.on("receipt__received_on"), line__campaign__in=ids).order_by()
    took = dict(parts.values_list("line__campaign").annotate(n=Count("line", distinct=True)))
    ways: dict[int, dict[str, tuple[int, Decimal | None]]] = {}
    receipts = Receipt.objects.filter(span.on("received_on"), campaign__in=ids).order_by()
    for pk, way, money, days in receipts.values_list("campaign", "way").annotate(
        money=Sum("amount"), worked=Sum("days")
    ):
        ways.setdefault(pk, {})[way] = (money, days)
    items = ReceiptItem.objects.filter(
        span.on("receipt__received_on"), receipt__campaign__in=ids, receipt__way=Way.LAND
    )
    land = dict(items.order_by().values_list("receipt__campaign").annotate(m2=Sum("quantity")))
    payments = Spending.objects.filter(span.on("spent_on"), campaign__in=ids).order_by()
    spent = dict(payments.values_list("campaign").annotate(sum=Sum("amount")))
    return [
        CampaignLine(
            row, Totals(asked.get(row.pk, (0, 0))[0], took.get(row.pk, 0), asked.get(row.pk, (0, 0))[1], given_from(ways.get(row.pk, {}))),
            land.get(row.pk, Decimal(0)), spent.get(row.pk, 0),
        )
        for row in campaigns
    ]  # fmt: skip


def _kept_lines(campaigns: QuerySet[Campaign]) -> list[CampaignLine]:
    sums = kept_by_campaign(campaigns)
    nothing = Kept(Totals(0, 0, 0, Given()), Decimal(0), 0, {}, {})
    found = [(row, sums.get(row.pk, nothing)) for row in campaigns]
    return [CampaignLine(row, kept.whole, kept.land, kept.spent) for row, kept in found]


# --- Kết quả huy động nguồn lực (official-forms 3.2, table 3) ---


@dataclass(frozen=True, slots=True)
class Sources:
    """What was given by whom in a span: organisations, the people, benefactors; land of the people in m² and households."""

    enterprises: Given
    people: Given
    others: Given
    land: Decimal
    land_households: int

    @property
    def total(self) -> int:
        return self.enterprises.total + self.people.total + self.others.total


@dataclass(frozen=True, slots=True)
class Resources:
    """The table of an area: of the period, of its year and of its five years; plans of the year in đồng."""

    period: Sources
    year: Sources
    five_years: Sources
    planned: Planned
    #: Sources of works of the year as decided (FundKind code → đồng).
    works: dict[str, int]


@dataclass(frozen=True, slots=True)
class Planned:
    enterprises: int
    people: int
    others: int


def resources(area: Area, span: Span, on: date) -> Resources:
    """The ledger of all campaigns on the area and below; the year and the five years end where the period ends."""
    until = span.until or on
    first = (until.year - 1) // 5 * 5 + 1
    inside = Q(campaign__area__path__startswith=area.path or "-")
    return Resources(
        _sources(inside, Span(span.since or date(until.year, 1, 1), until)), _sources(inside, Span(date(until.year, 1, 1), until)),
        _sources(inside, Span(date(first, 1, 1), until)), _planned(inside, until.year),
        {kind: amount for kind, amount in totals_by_source(area, until.year).items() if kind in {FundKind.STATE, FundKind.CREDIT}},
    )  # fmt: skip


def who_gave(group: str | None, kind: str | None) -> str:
    """Which source a giver is; who stands in no group is one of the people, an organisation one of the enterprises."""
    if group == Group.BENEFACTOR:
        return "others"
    return "enterprises" if group == Group.ENTERPRISE or (not group and kind == PartyKind.ORGANISATION) else "people"


def by_source(
    receipts: QuerySet[Receipt], *of_receipt: Callable[[str], Any], names: bool = False
) -> Iterator[tuple[Any, ...]]:
    """What these receipts brought, as (source, what is asked of the receipt …, đồng, days). Three queries.

    The one rule of who gave: what is allocated counts by the group of whom it is allocated to, what is allocated to nobody yet by
    who brought it. `of_receipt`: what sums are told apart by, each made from the way to the receipt ("" or "receipt__");
    `names`: by the giver's name besides. The same key comes more than once: add up.
    """
    parts = Allocation.objects.filter(receipt__in=receipts.order_by().values("pk")).order_by()
    of_part, own = ([make(way) for make in of_receipt] for way in ("receipt__", ""))
    asked: tuple[tuple[QuerySet[Any], tuple[str, ...], list[Any], str, int], ...] = (
        (parts, ("line__rate__group", "line__party__kind"), of_part, "line__party__name", 1),
        (receipts.order_by(), ("party__kind",), own, "payer", 1),
        (parts, ("receipt__party__kind",), of_part, "receipt__payer", -1),
    )
    for rows, who, fields, name, sign in asked:
        keys = (*who, *fields, *((name,) if names else ()))
        for row in rows.values_list(*keys).annotate(money=Sum("amount"), worked=Sum("days")).iterator():
            *group, kind = row[: len(who)]
            *told, money, days = row[len(who) :]
            yield (who_gave(group[0] if group else None, kind), *told, sign * money, sign * (days or Decimal(0)))


def _sources(inside: Q, span: Span) -> Sources:
    receipts = Receipt.objects.filter(inside, span.on("received_on")).order_by()
    found: dict[str, dict[str, tuple[int, Decimal]]] = {"enterprises": {}, "people": {}, "others": {}}

    for who, way, money, days in by_source(receipts, lambda at: f"{at}way"):
        before = found[who].get(way, (0, Decimal(0)))
        found[who][way] = (before[0] + money, before[1] + days)
    apart = [Group.ENTERPRISE, Group.BENEFACTOR]
    land = receipts.filter(way=Way.LAND).exclude(allocations__line__rate__group__in=apart)
    land = land.exclude(party__kind=PartyKind.ORGANISATION, allocations=None)
    area = ReceiptItem.objects.filter(receipt__in=land.values("pk")).aggregate(m2=Sum("quantity"))["m2"]
    standing = land.filter(reverses=None).exclude(reversed_by__in=receipts.values("pk"))
    households = standing.values("campaign__area", "party", "payer").distinct().count()
    enterprises, people, others = (given_from(found[who]) for who in ("enterprises", "people", "others"))
    return Sources(enterprises, people, others, area or Decimal(0), households)


def _planned(inside: Q, year: int) -> Planned:
    rows = RosterLine.objects.filter(inside, campaign__year=year).order_by().values_list("rate__group", "party__kind")
    sums = {"enterprises": 0, "people": 0, "others": 0}
    for group, kind, money in rows.annotate(money=Sum("expected_amount")):
        sums[who_gave(group, kind)] += money
    return Planned(**sums)
